import assert from 'node:assert/strict';
import { checkAccessibility } from '../../support/browser.ts';
import type { Tab } from './tab.ts';

/**
 * Fails unless the tab shows the page with this title, in the same words above it and on the window, with nothing that
 * the accessibility checker, the browser or its security policy complains of. Every page object begins with it.
 */
export async function expectPage(tab: Tab, title: string): Promise<void> {
  const { page, complaints } = tab;
  await page.waitForLoadState('load');
  const headings = await page.locator('h1').allInnerTexts();
  const window = (await page.title()).replace(/ – ContactPoint$/, '').replace(/^Error: /, '');
  assert.deepEqual({ headings, window }, { headings: [title], window: title });
  const barriers = tab.hasScript ? await checkAccessibility(page) : [];
  assert.deepEqual(barriers, [], `What the accessibility checker says of "${title}"`);
  assert.equal(await fitsAcross(tab), true, `"${title}" is wider than the window`);
  assert.deepEqual(complaints, [], `What the browser says of "${title}"`);
}

/** What the summary at the top of a page says is wrong; the same words stand beside each field that it names. */
export async function errorsOn({ page }: Tab): Promise<readonly string[]> {
  const summary = await page.locator('.govuk-error-summary__list li').allInnerTexts();
  const beside = await page.locator('.govuk-error-message').allInnerTexts();
  const linked = await page.locator('.govuk-error-summary__list a').allInnerTexts();
  assert.deepEqual(
    beside.map((words) => words.replace(/^Error:\s*/, '')),
    linked,
    'The summary and the fields say different things',
  );
  return summary;
}

// Held against the screen: a phone makes its window as wide as what does not fit.
async function fitsAcross({ page }: Tab): Promise<boolean> {
  const across = await page.evaluate<number>('document.documentElement.scrollWidth');
  return across <= (page.viewportSize()?.width ?? 0);
}
