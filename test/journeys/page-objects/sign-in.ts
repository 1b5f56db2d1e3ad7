import { factorsOf, type Product } from '../../support/product.ts';
import { errorsOn, expectPage } from './expect-page.ts';
import { startPage } from './start.ts';
import type { Tab } from './tab.ts';

/** The page that asks for user name, password and PIN. */
export async function signInPage(tab: Tab) {
  await expectPage(tab, 'Sign in');
  const { page } = tab;
  return {
    errors: () => errorsOn(tab),
    userName: () => page.getByLabel('User name').inputValue(),
    password: () => page.locator('#password').inputValue(),
    pin: () => page.locator('#pin').inputValue(),
    enter: async (userName: string, instead: { readonly password?: string; readonly pin?: string } = {}) => {
      const { password, pin } = { ...factorsOf(userName), ...instead };
      await page.getByLabel('User name').fill(userName);
      await page.locator('#password').fill(password);
      await page.locator('#pin').fill(pin);
      await page.getByRole('button', { name: 'Continue' }).click();
      return codePage(tab);
    },
  };
}

/** The page that asks for the token's code. */
export async function codePage(tab: Tab) {
  await expectPage(tab, 'Enter the code from your token');
  return {
    errors: () => errorsOn(tab),
    enter: async (code: string) => {
      await tab.page.getByLabel('Security code').fill(code);
      await tab.page.getByRole('button', { name: 'Sign in' }).click();
    },
  };
}

/** Signs an invented practitioner in by the pages, and answers their start page. */
export async function signInTo(product: Product, tab: Tab, userName: string) {
  await goThroughSignIn(product, tab, userName);
  return startPage(tab);
}

/** Goes through both pages with all that is right, wherever that leads. */
export async function goThroughSignIn(product: Product, tab: Tab, userName: string): Promise<void> {
  await tab.page.goto(`${product.url}/sign-in`);
  const asked = await (await signInPage(tab)).enter(userName);
  await asked.enter(await product.codeFor(userName));
}
