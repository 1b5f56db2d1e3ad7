import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions } from 'playwright-core';
import { supportedChild } from './children.ts';
import { desktop, openJourneys, phone } from './journey.ts';
import { errorsOn, expectPage } from './page-objects/expect-page.ts';
import { findPage } from './page-objects/find-child.ts';
import { concern } from './page-objects/reason.ts';
import { recordPage } from './page-objects/record.ts';
import { resultsPage } from './page-objects/results.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, signedInTab } = await openJourneys({ after });
const child = await supportedChild(product);
const title = 'Act for a colleague on the telephone';

const ways: readonly (readonly [string, BrowserContextOptions])[] = [
  ['at a desk', desktop],
  ['on a phone', phone],
  ['without script', { ...desktop, javaScriptEnabled: false }],
];

for (const [way, options] of ways)
  test(`a nurse looks for a teacher on the telephone, and both are named, ${way}`, async () => {
    const tab = await signedInTab('amina.khan', options);
    await tab.page.goto('/colleague');
    await expectPage(tab, title);
    await fill(tab, 'Jane Smith', 'School');
    await tab.page.getByLabel('Which one?').fill('Lady');
    await send(tab);
    await expectPage(tab, title);
    assert.match((await errorsOn(tab)).join(), /Several organisations have that in their name/);
    await tab.page.locator('input[name="chosen"]').first().check();
    await send(tab);

    const find = await findPage(tab);
    assert.match(
      await banner(tab),
      /You are acting for Jane Smith, .*Lady.*: until you have opened one record, or \d+:\d\dam/,
    );
    await find.search(child.typed);
    const results = await resultsPage(tab, '1 child matches what you asked for');
    assert.match(await banner(tab), /Jane Smith/);
    await (await results.open(child.name)).openFor(...concern);
    await recordPage(tab, child.name);
    assert.match(await banner(tab), /Jane Smith/);
    await tab.page.goto('/find');
    assert.equal(await tab.page.locator('.app-mediation').count(), 0);

    const [entry] = await product.sql(
      `select user_name, log_part.body::json ->> 'name'
        from log_entry
        join account using (account_id)
        join log_part on log_part.event_id = log_entry.event_id and kind = 'colleague'
        where act = 'open child record'
        order by log_entry.recorded_at desc
        limit 1`,
    );
    assert.deepEqual(entry, ['amina.khan', 'Jane Smith']);
  });

test('she stops by a button on every page', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/colleague');
  await fill(tab, 'John Brown', 'Police');
  await send(tab);
  await findPage(tab);
  await tab.page.getByRole('button', { name: 'Stop' }).click();
  await expectPage(tab, 'Children I work with');
  assert.equal(await tab.page.locator('.app-mediation').count(), 0);
});

test('what is left out is asked for beside its box, and what was typed is kept', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/colleague');
  await tab.page.getByLabel('Name of your colleague').fill('Jane 07700 900123');
  await send(tab);
  await expectPage(tab, title);
  assert.equal((await errorsOn(tab)).length, 3);
  assert.equal(await tab.page.getByLabel('Name of your colleague').inputValue(), 'Jane 07700 900123');
});

async function fill(tab: Tab, name: string, kind: string): Promise<void> {
  await tab.page.getByLabel('Name of your colleague').fill(name);
  await tab.page.getByLabel(kind, { exact: true }).check();
  await tab.page.getByLabel(/I called them back/).check();
}

function send({ page }: Tab): Promise<void> {
  return page.getByRole('button', { name: 'Look for them' }).click();
}

function banner({ page }: Tab): Promise<string> {
  return page.locator('.app-mediation').innerText();
}
