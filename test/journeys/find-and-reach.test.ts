import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions } from 'playwright-core';
import { usualNow } from '../support/product.ts';
import { supportedChild } from './children.ts';
import { desktop, openJourneys, phone } from './journey.ts';
import { openRecordOf } from './page-objects/open-record.ts';
import { concern } from './page-objects/reason.ts';
import { recordPage } from './page-objects/record.ts';
import { resultsPage } from './page-objects/results.ts';
import { signInTo } from './page-objects/sign-in.ts';

const { product, newTab, signedInTab } = await openJourneys({ after });
const child = await supportedChild(product);

const ways: readonly (readonly [string, BrowserContextOptions])[] = [
  ['at a desk', desktop],
  ['on a phone', phone],
  ['without script', { ...desktop, javaScriptEnabled: false }],
];

for (const [way, options] of ways)
  test(`with a name and a date of birth a hospital nurse reaches everyone in four page loads, ${way}`, async () => {
    const tab = await newTab(options);
    const start = await signInTo(product, tab, 'amina.khan');
    const before = tab.loads();

    await (await start.findChild()).search(child.typed);
    const results = await resultsPage(tab, '1 child matches what you asked for');
    await (await results.open(child.name)).openFor(...concern);
    const record = await recordPage(tab, child.name);

    assert.equal(tab.loads() - before, 4);
    assert.equal(child.people.length, 4);
    for (const { who, telephone } of child.people) assert.equal(await record.telephone(who), telephone, who);
  });

test('each card says whether somebody can be reached now, and when next', async () => {
  const [, , nurse] = child.people;
  const tab = await signedInTab('amina.khan');
  const atTen = await openRecordOf(tab, child);
  assert.equal(await atTen.reach(nurse?.who ?? ''), 'Open now, until 5pm today');

  product.setClock('2026-11-23T22:00:00Z');
  const nightTab = await signedInTab('amina.khan');
  const atNight = await openRecordOf(nightTab, child);
  assert.equal(await atNight.reach(nurse?.who ?? ''), 'Closed now. Opens at 9am tomorrow');
  assert.equal(await atNight.reach('emergency duty team'), 'Open now, until 8:45am tomorrow');
  const desks = (await atNight.cards()).filter((role) => /hub|emergency/.test(role));
  assert.deepEqual(desks, ['Bolton emergency duty team', 'Bolton multi-agency safeguarding hub']);
  product.setClock(usualNow);
});

test('the search and the opening are written down under her name, with what she gave as reason', async () => {
  const acts = await product.sql(
    `select act, body::jsonb ->> 'reason', body::jsonb ->> 'footing', (body::jsonb ->> 'shown')::int
    from log_entry
    join account using (account_id)
    where user_name = 'amina.khan' and act in ('find child', 'open child record')
    order by recorded_at, act
    limit 2`,
  );
  assert.deepEqual(acts, [
    ['find child', null, null, '1'],
    ['open child record', 'concern about the child', 'not asked yet', '1'],
  ]);
});
