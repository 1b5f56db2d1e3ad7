import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { expectPage } from './expect-page.ts';
import type { Tab } from './tab.ts';

const folder = new URL('../../../docs/pictures/', import.meta.url);
const list = new URL('made-of.json', folder);
const mostHigh = 1200; // pixels: what tells the page from others is above
const takes = process.env['TAKE_PICTURES'] === '1';

/**
 * Holds a picture of docs/pictures against the page that it is of: each kind of element, button and label that was there
 * when it was taken is there now, and no other. `npm run pictures` takes them anew. Who is invented on it may change.
 */
export async function pictureOf(tab: Tab, name: string, title: string): Promise<void> {
  await expectPage(tab, title);
  const madeOf = await kindsOf(tab);
  if (takes) await take(tab, name, madeOf);
  assert.equal(madeOf, readList()[name], `docs/pictures/${name}.png is out of date: npm run pictures`);
}

async function kindsOf({ page }: Tab): Promise<string> {
  const kinds = await page.evaluate<readonly string[]>(listKinds);
  return createHash('sha256').update(kinds.join('\n')).digest('hex').slice(0, 16);
}

const listKinds = `(() => {
  const named = (one) => one.localName + '.' + one.className;
  const classes = [...document.querySelectorAll('body [class]')].filter((one) => !one.closest('svg')).map(named);
  const words = [...document.querySelectorAll('button, label, legend, thead th, h2')].map((one) => one.innerText.trim());
  return [...new Set([...classes, ...words.filter((said) => !/\\d/.test(said))])].toSorted();
})()`;

async function take({ page }: Tab, name: string, madeOf: string): Promise<void> {
  const high = await page.evaluate<number>('document.documentElement.scrollHeight');
  const clip = { x: 0, y: 0, width: page.viewportSize()?.width ?? 0, height: Math.min(high, mostHigh) };
  await page.screenshot({ path: new URL(`${name}.png`, folder).pathname, fullPage: true, clip });
  const sorted = Object.entries({ ...readList(), [name]: madeOf }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(list, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

function readList(): Readonly<Record<string, string>> {
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(list, 'utf8')));
}
