import { expectPage } from './expect-page.ts';
import type { Tab } from './tab.ts';

/** A page that says one thing: refused, lapsed, signed out, not found. */
export async function plainPage(tab: Tab, title: string) {
  await expectPage(tab, title);
  return { says: () => tab.page.locator('main').innerText() };
}
