import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { desktop, openJourneys, phone } from './journey.ts';
import { plainPage } from './page-objects/plain.ts';

const { product, newTab } = await openJourneys({ after });

for (const [where, options] of [
  ['at a desk', desktop],
  ['on a phone', phone],
] as const)
  test(`anyone may read what ContactPoint is, and how old its registers are, ${where}`, async () => {
    const tab = await newTab(options);
    await tab.page.goto('/about');
    const about = await (await plainPage(tab, 'About ContactPoint')).says();
    assert.match(about, /GP practices\s+As at \d+ \w+ 20\d\d\./);
    assert.doesNotMatch(about, /_/); // a table's own name
  });

test('an address that leads nowhere says so, and names the start page', async () => {
  const tab = await newTab();
  await tab.page.goto(`${product.url}/nowhere`);
  assert.match(await (await plainPage(tab, 'Page not found')).says(), /start page/);
});
