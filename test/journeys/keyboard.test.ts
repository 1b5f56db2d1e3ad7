import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { supportedChild } from './children.ts';
import { openJourneys } from './journey.ts';
import { findPage } from './page-objects/find-child.ts';
import { reasonPage } from './page-objects/reason.ts';
import { recordPage } from './page-objects/record.ts';
import { resultsPage } from './page-objects/results.ts';

const { product, signedInTab } = await openJourneys({ after });
const child = await supportedChild(product);

test('a record is found and opened with the keyboard alone, and faults take the focus', async () => {
  const tab = await signedInTab('amina.khan');
  const { page } = tab;
  await press(page, 'Find a child');
  await findPage(tab);
  await goTo(page, 'I have a number'); // past the place of the same name
  await press(page, 'Find a child'); // nothing typed
  const again = await findPage(tab);
  assert.equal((await again.errors()).length, 1);
  assert.match(await focused(page), /There is a problem/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter'); // the summary's link leads to the box
  assert.equal(await page.locator(':focus').getAttribute('name'), 'familyName');

  await page.keyboard.type(child.typed.familyName ?? '');
  for (const part of child.typed.born?.split(' ') ?? []) {
    await page.keyboard.press('Tab');
    await page.keyboard.type(part);
  }
  await send(page);
  await resultsPage(tab, '1 child matches what you asked for');
  await press(page, `Open record of ${child.name}`);
  await reasonPage(tab);
  await goTo(page, 'I am concerned about the child');
  await page.keyboard.press('Space');
  await goTo(page, 'The child has agreed');
  await page.keyboard.press('Space');
  await press(page, 'Open record');
  await recordPage(tab, child.name);
  await goTo(page, 'Telephone 07');
});

/** Goes by Tab to what has this name, and presses Enter. */
async function press(page: Page, name: string): Promise<void> {
  await goTo(page, name);
  await send(page);
}

/** Presses Enter, and waits for the page that it leads to. */
async function send(page: Page): Promise<void> {
  const loaded = page.waitForEvent('load');
  await page.keyboard.press('Enter');
  await loaded;
}

/** Goes by Tab until what has the focus begins with these words: no more presses than a page has links. */
async function goTo(page: Page, words: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).startsWith(words)) return;
  }
  throw new Error(`Tab does not lead to "${words}"`);
}

// What the focus is on, by its own words or those of its label.
async function focused(page: Page): Promise<string> {
  const words = await page.evaluate<string>(
    `((on) => (on.labels?.[0] ?? on).innerText)(document.activeElement)`,
  );
  return words.replaceAll(/\s+/g, ' ').trim();
}
