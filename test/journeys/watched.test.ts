import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { chooseChild } from './children.ts';
import { openJourneys } from './journey.ts';
import { askToOpen, openRecordOf } from './page-objects/open-record.ts';
import { startPage } from './page-objects/start.ts';

const { product, signedInTab } = await openJourneys({ after });
const ofList = `exists (
  select from involvement
  join account using (practitioner_id)
  where involvement.child_id = child.child_id and user_name = 'ruth.barlow' and ended_on is null
)`;
const listed = await chooseChild(product, ofList);
const first = await chooseChild(product, `not ${ofList}`);
const second = await chooseChild(product, `not ${ofList} and child_id <> ${first.childId}`);
const remark = /the first record this month that you opened of a child who is not on your list/;

test('staff are told that they are watched and that decoys exist, before they look', async () => {
  const tab = await signedInTab('ruth.barlow');
  await startPage(tab);
  assert.match(await tab.page.locator('main').innerText(), /Every look is checked.*Some records are decoys/);
  await askToOpen(tab, listed);
  assert.match(
    await tab.page.locator('main').innerText(),
    /Every opening is checked.*some records are decoys/,
  );
});

test('the first opening of the month outside one’s list is remarked at once, and the second is not', async () => {
  const tab = await signedInTab('ruth.barlow');
  assert.doesNotMatch(await (await openRecordOf(tab, listed)).text(), remark);
  assert.match(await (await openRecordOf(tab, first)).text(), remark);
  assert.doesNotMatch(await (await openRecordOf(tab, second)).text(), remark);

  product.setClock('2026-12-01T00:30:00Z');
  const later = await signedInTab('ruth.barlow');
  assert.match(await (await openRecordOf(later, first)).text(), remark);
});
