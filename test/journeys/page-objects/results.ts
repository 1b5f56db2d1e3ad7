import { expectPage } from './expect-page.ts';
import { typeAndSearch, type Typed } from './find-child.ts';
import { reasonPage } from './reason.ts';
import type { Tab } from './tab.ts';

/** The children that a search found, under the title that counts them. */
export async function resultsPage(tab: Tab, title: string) {
  await expectPage(tab, title);
  const { page } = tab;
  const row = (name: string) => page.locator('.app-result').filter({ hasText: name });
  return {
    names: () => page.locator('.app-result__name').allInnerTexts(),
    row: async (name: string) => (await row(name).innerText()).replaceAll(/\s+/g, ' '),
    open: async (name: string) => {
      await row(name).getByRole('button', { name: 'Open' }).click();
      return reasonPage(tab);
    },
    searchAgain: async (typed: Typed) => {
      await page.getByText('Change what you asked for').click();
      await typeAndSearch(tab, typed);
    },
  };
}

/** The page of a search that nobody, or too many, agreed with. */
export async function emptyResultsPage(tab: Tab, title: 'Nobody found' | 'Too many children match') {
  await expectPage(tab, title);
  const { page } = tab;
  return {
    says: () => page.locator('main').innerText(),
    rows: () => page.locator('.app-result').count(),
    desks: () => page.locator('.app-contact').allInnerTexts(),
    typedUnder: async () => {
      await page.getByText('Change what you asked for').click();
      return {
        givenName: await page.getByLabel('Given name').inputValue(),
        familyName: await page.getByLabel('Family name').inputValue(),
        year: await page.getByLabel('Year').inputValue(),
      };
    },
  };
}
