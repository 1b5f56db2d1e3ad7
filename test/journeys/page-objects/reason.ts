import { errorsOn, expectPage } from './expect-page.ts';
import type { Tab } from './tab.ts';

/** The page that asks why a record is to be opened. */
export async function reasonPage(tab: Tab) {
  await expectPage(tab, 'Why do you need to open this record?');
  const { page } = tab;
  return {
    errors: () => errorsOn(tab),
    whose: () => page.locator('.govuk-caption-l').innerText(),
    chosen: async () => {
      const checked = await page.getByRole('radio', { checked: true }).all();
      return Promise.all(checked.map((radio) => radio.getAttribute('value')));
    },
    choose: (words: string) => page.getByLabel(words).check(),
    open: () => page.getByRole('button', { name: 'Open record' }).click(),
    openFor: async (reason: string, footing: string) => {
      await page.getByLabel(reason).check();
      await page.getByLabel(footing).check();
      await page.getByRole('button', { name: 'Open record' }).click();
    },
  };
}

/** Grounds that any practitioner may give. */
export const concern = ['I am concerned about the child', 'Nobody has been asked yet'] as const;
