import assert from 'node:assert/strict';
import { expectPage } from './expect-page.ts';
import type { Tab } from './tab.ts';

/** A child's record, open or with its place withheld. */
export async function recordPage(tab: Tab, name: string) {
  await expectPage(tab, `People and services supporting ${name}`);
  return recordOn(tab);
}

/** A record that is closed. */
export async function closedRecordPage(tab: Tab, name: string) {
  await expectPage(tab, `The record of ${name} is closed`);
  return recordOn(tab);
}

function recordOn({ page }: Tab) {
  const main = page.locator('main');
  const card = (words: string) => page.locator('.app-contact').filter({ hasText: words }).first();
  return {
    text: () => main.innerText(),
    source: () => page.content(),
    cards: () => page.locator('.app-contact__role').allInnerTexts(),
    /** The telephone number on the card that holds these words: the one that is read is the one that is dialled. */
    telephone: async (words: string) => {
      const link = card(words).locator('a.app-telephone');
      const number = (await link.innerText()).replaceAll(/[^0-9]/g, '');
      assert.equal(await link.getAttribute('href'), `tel:+44${number.slice(1)}`);
      return number;
    },
    reach: (words: string) => card(words).locator('.app-reach').innerText(),
  };
}
