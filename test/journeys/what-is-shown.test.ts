import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { chooseChild, supportedChild, worker } from './children.ts';
import { openJourneys } from './journey.ts';
import { askToOpen, openRecordOf } from './page-objects/open-record.ts';
import { concern } from './page-objects/reason.ts';
import { closedRecordPage } from './page-objects/record.ts';

const { product, signedInTab } = await openJourneys({ after });

test('the record of a child who died shows nobody to contact', async () => {
  const child = await supportedChild(product);
  await product.sql(
    `update child set closed_on = '2026-11-20', closed_because = 'died' where child_id = $1`,
    [child.childId],
  );
  const tab = await signedInTab('grace.okafor');
  await (await askToOpen(tab, child)).openFor(...concern);
  const record = await closedRecordPage(tab, child.name);
  assert.deepEqual(await record.cards(), []);
  const source = await record.source();
  for (const { who } of child.people) assert.ok(!source.includes(who), `${who} stands in the page`);
});

test('of a sensitive service, a record shows only that there is one', async () => {
  const child = await chooseChild(product, `exists (${worker('mental health')})`);
  const [named] = await product.sql(
    `select practitioner.name, practitioner.telephone, team.name, team.telephone
    from involvement join team using (team_id) join practitioner using (practitioner_id)
    where child_id = $1 and service_kind = 'mental health'`,
    [child.childId],
  );
  const tab = await signedInTab('amina.khan');
  const record = await openRecordOf(tab, child);
  assert.match(await record.text(), /A sensitive service is involved/);
  const source = await record.source();
  const secrets = [...(named ?? []).filter((value) => value !== null), 'mental health'];
  for (const secret of secrets)
    assert.ok(!source.toLowerCase().includes(secret.toLowerCase()), `"${secret}" stands in the page`);
});

const ownNumbers = [
  { userName: 'amina.khan', nhs: true, upn: false, grounds: concern },
  { userName: 'tom.ashworth', nhs: false, upn: false, grounds: concern },
  { userName: 'helen.fairclough', nhs: false, upn: true, grounds: concern },
  {
    userName: 'rachel.stone',
    nhs: true,
    upn: true,
    grounds: ['I am checking that the record is accurate', 'Nobody has been asked yet'],
  },
] as const;

for (const { userName, nhs, upn, grounds } of ownNumbers)
  test(`${userName} is shown ${nhs ? 'the' : 'no'} NHS number and ${upn ? 'the' : 'no'} pupil number`, async () => {
    const child = await chooseChild(product, `nhs_number is not null and upn is not null`);
    const [numbers] = await product.sql(`select nhs_number, upn from child where child_id = $1`, [
      child.childId,
    ]);
    const tab = await signedInTab(userName);
    const source = (await (await openRecordOf(tab, child, grounds)).source()).replaceAll(' ', '');
    assert.deepEqual(
      numbers?.map((number) => source.includes(number ?? '')),
      [nhs, upn],
    );
  });
