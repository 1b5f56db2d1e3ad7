import { expectPage } from './expect-page.ts';
import { findPage } from './find-child.ts';
import type { Tab } from './tab.ts';

/** Where a practitioner begins; others have a start page without children of their own. */
export async function startPage(tab: Tab, title = 'Children I work with') {
  await expectPage(tab, title);
  const { page } = tab;
  return {
    warning: () => page.locator('.govuk-warning-text').innerText(),
    findChild: async () => {
      await page.getByRole('button', { name: 'Find a child' }).click();
      return findPage(tab);
    },
    signOut: () => page.getByRole('button', { name: 'Sign out' }).click(),
  };
}
