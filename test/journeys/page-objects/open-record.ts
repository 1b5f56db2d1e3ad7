import type { Chosen } from '../children.ts';
import { findPage } from './find-child.ts';
import { concern } from './reason.ts';
import { recordPage } from './record.ts';
import { resultsPage } from './results.ts';
import type { Tab } from './tab.ts';

/** Finds the one child that is so called and so old, and opens its record. */
export async function openRecordOf(tab: Tab, child: Chosen, grounds: readonly [string, string] = concern) {
  const asked = await askToOpen(tab, child);
  await asked.openFor(...grounds);
  return recordPage(tab, child.name);
}

/** Finds the one child that is so called and so old, up to the question why. */
export async function askToOpen(tab: Tab, { name, typed }: Chosen) {
  await tab.page.goto('/find');
  await (await findPage(tab)).search(typed);
  return (await resultsPage(tab, '1 child matches what you asked for')).open(name);
}
