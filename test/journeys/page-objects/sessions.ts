import { errorsOn, expectPage } from './expect-page.ts';
import type { Tab } from './tab.ts';

/** The list of somebody's own sign-ins. */
export async function ownSessionsPage(tab: Tab) {
  await expectPage(tab, 'Your sign-ins');
  const rows = tab.page.locator('tbody tr');
  return {
    rows: () => rows.allInnerTexts(),
    end: () => rows.first().getByRole('button', { name: 'End' }).click(),
  };
}

/** What stands in place of a page on a shared machine. */
export async function coverPage(tab: Tab) {
  await expectPage(tab, 'This page is covered');
  const { page } = tab;
  return {
    says: () => page.locator('main').innerText(),
    errors: () => errorsOn(tab),
    resume: async (code: string) => {
      await page.getByLabel('Security code').fill(code);
      await page.getByRole('button', { name: 'Show my page again' }).click();
    },
  };
}
