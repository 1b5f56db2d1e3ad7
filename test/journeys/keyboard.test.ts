import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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

test('the walk of docs/keyboard.md leads from the start page to a telephone number', async () => {
  const { page } = await signedInTab('amina.khan');
  const steps = readWalk();
  for (const { on, to, key } of steps.slice(0, -1)) {
    assert.ok((await page.title()).startsWith(on), on);
    await goTo(page, to);
    if (key.startsWith('type it')) await page.keyboard.type(typedFor(to));
    if (key === 'Space') await page.keyboard.press('Space');
    if (key.endsWith('Enter')) await send(page);
  }
  const last = steps.at(-1);
  assert.ok((await page.title()).startsWith(last?.on ?? 'nowhere'));
  await goTo(page, last?.to ?? '');
  assert.match(await page.evaluate<string>('document.activeElement.href'), /^tel:/);
});

function readWalk() {
  const walk = readFileSync(new URL('../../docs/keyboard.md', import.meta.url), 'utf8');
  const rows = walk.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| page'));
  assert.equal(rows.length, 10);
  return rows.map((row) => {
    const [, on = '', to = '', key = ''] = row.split('|').map((cell) => cell.trim());
    return { on, to, key };
  });
}

function typedFor(label: string): string {
  const [day = '', month = '', year = ''] = child.typed.born?.split(' ') ?? [];
  return { 'Family name': child.typed.familyName, Day: day, Month: month, Year: year }[label] ?? '';
}

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
