import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openChildRecord } from '../../src/services/child-record.ts';
import { decideItem } from '../../src/services/decide-desk-item.ts';
import { fillWithWaiting } from '../../src/services/fill-desk.ts';
import { openAgainInEngland, recordLeftEngland, seeLeaving } from '../../src/services/leaving-england.ts';
import { letComeBack } from '../../src/services/let-come-back.ts';
import { retireRecords } from '../../src/services/retire-records.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { importFiles } from '../support/feeds.ts';
import { leavingOn } from '../support/leaving.ts';
import { day, patient } from '../support/pds.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const { retiring, services, setClock } = leavingOn({ after }, database, '2026-11-23T10:00:00Z');
const sql = (text: string, values: readonly unknown[] = []) => asOwner(database, text, values);
const rachel = await actorOf(database, 'rachel.stone');
await retireRecords(retiring, true);

test('who is 18 by an estimate stays until a record keeper says otherwise, and then goes at midnight', async () => {
  const childId = await bring('9990009996', 'Quorfaxa', '2012-03-04');
  await sql(`update child set birth_standing = 'estimated', leaves_on = '2026-11-20' where child_id = $1`, [
    childId,
  ]);
  await retireRecords(retiring);
  assert.equal(await isHere(childId), true, 'nothing happens by itself');
  await database.application.transact((tx) => fillWithWaiting(tx, services.now()));
  const [[itemId] = []] = await sql(
    `select item_id from desk_item where child_id = $1 and queue = 'estimated birthday' and settled_at is null`,
    [childId],
  );
  const decided = await decideItem(services, rachel, Number(itemId), { decision: 'right as it is' });
  assert.ok(decided.ok);
  await retireRecords(retiring);
  assert.equal(await isHere(childId), true, 'until the end of the day it can be put right');
  setClock('2026-11-24T00:00:00Z');
  await retireRecords(retiring);
  assert.equal(await isHere(childId), false);
});

test('a child who left England is closed at once, and opened again as it was where that was a mistake', async () => {
  setClock('2026-11-24T10:00:00Z');
  const childId = await bring('9990000026', 'Quorfaxb', '2015-05-05');
  const before = await rowOf(childId);
  assert.ok((await recordLeftEngland(services, rachel, Number(childId))).ok);
  assert.equal(await kindOpened(childId), 'closed');
  assert.deepEqual(await rowOf(childId), [
    'left England, does not mean to return',
    '2026-12-22',
    'left England',
  ]);
  assert.equal((await recordLeftEngland(services, rachel, Number(childId))).ok, false, 'said once');
  await bringAgain('9990000026', 'Quorfaxb', '2015-05-05', '2 New Street');
  assert.equal(await kindOpened(childId), 'closed', 'no file takes it back');
  assert.ok((await openAgainInEngland(services, rachel, Number(childId))).ok);
  assert.deepEqual(await rowOf(childId), before);
  assert.equal((await openAgainInEngland(services, rachel, Number(childId))).ok, false);
});

test('after 28 days the record is gone, a late file is refused, and a record keeper can let the child come back', async () => {
  const childId = await bring('9990000034', 'Quorfaxc', '2015-06-06');
  assert.ok((await recordLeftEngland(services, rachel, Number(childId))).ok);
  setClock('2026-12-21T23:59:59Z');
  await retireRecords(retiring);
  assert.equal(await isHere(childId), true);
  setClock('2026-12-22T00:00:00Z');
  await retireRecords(retiring, true);
  assert.equal(await isHere(childId), false);
  assert.equal((await seeLeaving(services, rachel, Number(childId))).ok, false);
  const late = await bringAgain('9990000034', 'Quorfaxc', '2015-06-06', '3 Late Street');
  assert.deepEqual([late.counts.refused, await countNamed('Quorfaxc')], [1, '0']);

  assert.deepEqual(
    await letComeBack(services, rachel, typed({ number: '999 000 0034' }), 'back in England'),
    { ok: true },
  );
  const back = await bringAgain('9990000034', 'Quorfaxc', '2015-06-06', '14 Later Street');
  assert.deepEqual([back.counts.refused, await countNamed('Quorfaxc')], [0, '1']);
  const [[about] = []] = await sql(
    `select child_id from log_part join log_entry using (event_id) where act = 'let child come back' and log_part.kind = 'child'`,
  );
  assert.equal(about, childId, 'written down under the random number of then');
});

test('who died is closed at once, removed a year later, and kept out by a mark until the 25th birthday would have come', async () => {
  setClock('2026-12-23T10:00:00Z');
  const childId = await bring('9990000050', 'Quorfaxd', '2016-02-29');
  const died = { deceasedDateTime: '2026-11-20T10:00:00+00:00' };
  await bringAgain('9990000050', 'Quorfaxd', '2016-02-29', '1 Older Street', died);
  assert.equal(await kindOpened(childId), 'closed');
  const [[leavesOn = ''] = []] = await sql(`select leaves_on from child where child_id = $1`, [childId]);
  assert.ok(leavesOn !== null && leavesOn.startsWith('2027-1'), 'a year after it was told');
  setClock(`${leavesOn}T00:00:00Z`);
  await retireRecords(retiring, true);
  assert.equal(await isHere(childId), false);
  const late = await bringAgain('9990000050', 'Quorfaxd', '2016-02-29', '1 Oldest Street of all');
  assert.deepEqual([late.counts.refused, await countNamed('Quorfaxd')], [1, '0']);
  const marks = () => sql(`select count(*) from leaving_mark where left_child_id = $1`, [childId]);
  setClock('2041-02-28T12:00:00Z');
  await retireRecords(retiring, true);
  assert.notDeepEqual(await marks(), [['0']]);
  setClock('2041-03-01T00:00:00Z');
  await retireRecords(retiring, true);
  assert.deepEqual(await marks(), [['0']]);
});

test('letting somebody come back who never left is answered alike, and what is too little is refused', async () => {
  setClock('2026-12-24T10:00:00Z');
  assert.deepEqual(
    await letComeBack(services, rachel, typed({ number: '999 000 0042' }), 'closed by mistake'),
    { ok: true },
  );
  const few = await letComeBack(
    services,
    rachel,
    typed({ familyName: 'Quorfax', day: '1', month: '2', year: '2015' }),
    '',
  );
  assert.deepEqual(few.ok ? [] : few.faults.map(({ field }) => field), ['number', 'because']);
  const nurse = await actorOf(database, 'amina.khan');
  assert.equal(
    (await letComeBack(services, nurse, typed({ number: '999 000 0034' }), 'back in England')).ok,
    false,
  );
});

const nothing = {
  givenName: '',
  familyName: '',
  day: '',
  month: '',
  year: '',
  gender: '',
  postcode: '',
  number: '',
};

function typed(filled: Partial<typeof nothing>) {
  return { ...nothing, ...filled };
}

async function bring(id: string, family: string, born: string): Promise<string> {
  await bringAgain(id, family, born, '1 Old Street');
  const [[childId] = []] = await sql(`select child_id from child where nhs_number = $1`, [id]);
  assert.ok(childId);
  return childId;
}

function bringAgain(id: string, family: string, born: string, street: string, more: object = {}) {
  return importFiles(
    database.application,
    {
      [`${id} ${street}.json`]: patient({
        id,
        identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: id }],
        name: [{ use: 'usual', given: ['Zebedina'], family }],
        birthDate: born,
        address: [{ use: 'home', line: [street, '', 'Bolton'], postalCode: 'BL1 1AA' }],
        meta: { versionId: String(street.length), security: [{ code: 'U' }] },
        ...more,
      }),
    },
    day('2026-11-24'),
  );
}

async function isHere(childId: string): Promise<boolean> {
  return (await sql(`select from child where child_id = $1`, [childId])).length === 1;
}

async function countNamed(family: string): Promise<string | null | undefined> {
  return (await sql(`select count(*) from child where family_name = $1`, [family]))[0]?.[0];
}

async function rowOf(childId: string) {
  return (
    await sql(`select whereabouts, leaves_on, closed_because from child where child_id = $1`, [childId])
  )[0];
}

async function kindOpened(childId: string): Promise<string> {
  const grounds = { reason: 'accuracy of the record', footing: 'not asked yet' };
  const opened = await openChildRecord(services, rachel, { childId: Number(childId), ...grounds });
  return opened.ok ? opened.value.record.kind : opened.fault.kind;
}
