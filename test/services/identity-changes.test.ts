import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import type { TypedSearch } from '../../src/domain/criteria.ts';
import { nhsNumberFromInteger } from '../../src/domain/identifiers.ts';
import type { SourceChild } from '../../src/domain/source-row.ts';
import { openChildRecord } from '../../src/services/child-record.ts';
import { answerSearch, takeSearch } from '../../src/services/find-child.ts';
import {
  askForIdentityChange,
  decideIdentityChange,
  seeIdentityChange,
  seeIdentityChanges,
} from '../../src/services/identity-changes.ts';
import { matchRows } from '../../src/services/match-rows.ts';
import { mergeRecords } from '../../src/services/merge-records.ts';
import { randomNumbers } from '../../src/services/new-numbers.ts';
import { settleChildren } from '../../src/services/settle-children.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { day } from '../support/pds.ts';
import { testSecrets, withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const present = new Date('2026-11-23T10:00:00Z');
const context = { database: database.application, secrets: testSecrets, now: () => present };
const sql = (text: string, values: readonly unknown[] = []) => asOwner(database, text, values);

const nurse = await actorOf(database, 'amina.khan');
const keeper = await actorOf(database, 'rachel.stone');
const second = await actorOf(database, 'gordon.pike');
const people = await readPeople();
let next = 0;

test('names of before are closed by two: they find nothing, and stay closed whoever sends them again', async () => {
  const child = nextChild();
  await renameAtNhs(child, 'Aurelia', 'Featherstonehaugh');
  assert.ok((await foundBy(child.givenNames, child.familyName, child.born)).includes(child.childId));
  assert.ok(
    (await askForIdentityChange(context, keeper, child.childId, { kind: 'close former names', number: '' }))
      .ok,
  );
  const own = await decideIdentityChange(context, keeper, child.childId, { carriesOut: true, number: '' });
  assert.ok(!own.ok && own.fault.kind === 'refused');
  assert.ok(
    (await decideIdentityChange(context, second, child.childId, { carriesOut: true, number: '' })).ok,
  );
  assert.ok(!(await foundBy(child.givenNames, child.familyName, child.born)).includes(child.childId));
  assert.ok((await foundBy('Aurelia', 'Featherstonehaugh', child.born)).includes(child.childId));
  await renameAtNhs(child, child.givenNames, child.familyName);
  assert.ok(!(await foundBy(child.givenNames, child.familyName, child.born)).includes(child.childId));
  assert.deepEqual(await sql('select given_names from child where child_id = $1', [child.childId]), [
    ['Aurelia'],
  ]);
});

test('an old record is closed by two who each have the number of the new one, and then nobody finds or opens it', async () => {
  const [old, young] = await changedIdentity();
  for (const actor of [nurse, keeper, second]) assert.equal(await opened(actor, old.childId), false);
  assert.equal(await opened(nurse, young.childId), true);
  assert.ok(!(await foundBy(old.givenNames, old.familyName, old.born)).includes(old.childId));
  assert.ok(!(await foundByNumber(old.number)).includes(old.childId));
  assert.ok((await foundByNumber(young.number)).includes(young.childId));
});

test('a second person with another number closes nothing', async () => {
  const [old, young, stranger] = [nextChild(), nextChild(), nextChild()];
  assert.ok(
    (await askForIdentityChange(context, keeper, old.childId, { kind: 'new record', number: young.number }))
      .ok,
  );
  const decided = await decideIdentityChange(context, second, old.childId, {
    carriesOut: true,
    number: stranger.number,
  });
  assert.ok(!decided.ok && decided.fault.field === 'number');
  assert.equal(await opened(nurse, old.childId), true);
});

test('the old and the new record are never merged, and nothing but "not the same child" leads from one to the other', async () => {
  const [old, young] = await changedIdentity();
  const merged = await database.application.transact((tx) =>
    mergeRecords(
      tx,
      [old.childId, young.childId],
      { accountId: keeper.accountId, at: present, today: day('2026-11-23') },
      randomNumbers,
    ),
  );
  assert.ok(!merged.ok);
  assert.deepEqual(
    await sql('select new_child_id, decision from identity_change where child_id = $1', [old.childId]),
    [[null, 'carried out']],
  );
});

test('what suppliers still send of the old record leads to it, under no name to anybody, and never to the new one', async () => {
  const [old, young] = await changedIdentity();
  await sql(
    `update child set date_of_birth = $2, gender = (select gender from child where child_id = $1) where child_id = $3`,
    [old.childId, old.born, young.childId],
  );
  const says = await saidOf(old);
  const [decision] = await database.application.transact((tx) =>
    matchRows(tx, { supplierId: 1, supplier: 'nhs-pds' }, [{ says }], new Map()),
  );
  assert.deepEqual([decision?.kind, decision?.kind === 'link' && decision.childId], ['link', old.childId]);
  await database.application.transact((tx) => settleChildren(tx, [old.childId]));
  assert.deepEqual(await sql('select from search_entry where child_id = $1', [old.childId]), []);
});

test('a key that led to the old record and a number of the new one lead to the new one, and nobody is asked', async () => {
  const [old, young] = await changedIdentity();
  const says = { ...(await saidOf(young)), supplierKey: 'pupil-1' };
  const [decision] = await database.application.transact((tx) =>
    matchRows(
      tx,
      { supplierId: 2, supplier: 'school-census' },
      [{ says }],
      new Map([['pupil-1', old.childId]]),
    ),
  );
  assert.deepEqual([decision?.kind, decision?.kind === 'link' && decision.childId], ['link', young.childId]);
});

test('what waits is listed to record keepers of the council, with the record that was asked about alone', async () => {
  const [old, young] = [nextChild(), nextChild()];
  await askForIdentityChange(context, keeper, old.childId, { kind: 'new record', number: young.number });
  const seen = await seeIdentityChanges(context, second);
  assert.ok(seen.ok);
  const listed = seen.value.map((row) => row.childId);
  assert.ok(listed.includes(old.childId) && !listed.includes(young.childId));
  const one = await seeIdentityChange(context, second, old.childId);
  assert.ok(one.ok && !JSON.stringify(one.value).includes(young.familyName));
  assert.ok(!(await seeIdentityChange(context, nurse, old.childId)).ok);
});

test('of several who carry it out at the same moment one does', async () => {
  const child = nextChild();
  await askForIdentityChange(context, keeper, child.childId, { kind: 'close former names', number: '' });
  const tries = [1, 2, 3].map(() =>
    decideIdentityChange(context, second, child.childId, { carriesOut: true, number: '' }),
  );
  const decided = await Promise.all(tries);
  assert.equal(decided.filter((one) => one.ok).length, 1);
});

type Person = {
  readonly childId: number;
  readonly givenNames: string;
  readonly familyName: string;
  readonly born: string;
  readonly number: string;
};

// Nobody shielded, each with a row of the NHS.
async function readPeople(): Promise<readonly Person[]> {
  const rows = await sql(
    `select child_id, given_names, family_name, date_of_birth, nhs_number
      from child
      where closed_on is null and nhs_number is not null and date_of_birth between '2012-01-01' and '2020-01-01'
        and given_names ~ '^[A-Z][a-z]+$' and family_name ~ '^[A-Z][a-z]+$'
        and not exists (select from shield where shield.child_id = child.child_id)
        and exists (select from link join source_row using (source_row_id)
          where link.child_id = child.child_id and supplier_id = 1 and source_row.nhs_number is not null)
        and (responsible_council = 350 or exists (
          select from child_address where child_address.child_id = child.child_id and standing = 'current' and council_code = 350))
      order by child_id limit 40`,
  );
  return rows.map(([childId, given, family, born, number]) => ({
    childId: Number(childId),
    givenNames: String(given),
    familyName: String(family),
    born: String(born),
    number: String(number),
  }));
}

function nextChild(): Person {
  const child = people[next];
  next += 1;
  if (child === undefined) throw new Error('The population has too few children for these tests');
  return child;
}

async function changedIdentity(): Promise<readonly [Person, Person]> {
  const [old, young] = [nextChild(), nextChild()];
  const { number } = young;
  assert.ok((await askForIdentityChange(context, keeper, old.childId, { kind: 'new record', number })).ok);
  assert.ok((await decideIdentityChange(context, second, old.childId, { carriesOut: true, number })).ok);
  return [old, young];
}

// The NHS sends a newer row under another name.
async function renameAtNhs({ childId }: Person, given: string, family: string): Promise<void> {
  await sql(
    `with newest as (
      select source_row.* from link join source_row using (source_row_id)
      where link.child_id = $1 and supplier_id = 1
      order by last_seen_on desc, source_row_id desc limit 1
    ), made as (
      insert into source_row (supplier_id, first_seen_on, last_seen_on, digest, nhs_number, date_of_birth, supplier_key, gender,
        given_names, family_name, supplier_version)
      select supplier_id, '2026-11-23', '2026-11-23', digest + 1, nhs_number, date_of_birth, supplier_key, gender, $2, $3,
        coalesce(supplier_version, 0) + 1
      from newest
      returning source_row_id
    )
    insert into link (child_id, source_row_id, linked_on, decided_by)
    select $1, source_row_id, '2026-11-23', 'number' from made`,
    [childId, given, family],
  );
  await database.application.transact((tx) => settleChildren(tx, [childId]));
}

async function saidOf({ childId, givenNames, familyName, born, number }: Person): Promise<SourceChild> {
  const [[gender = ''] = []] = await sql('select gender from child where child_id = $1', [childId]);
  const isKnown = gender === 'female' || gender === 'male';
  return {
    supplierKey: `new-${childId}`,
    givenNames,
    familyName,
    dateOfBirth: day(born),
    gender: isKnown ? gender : 'not specified',
    nhsNumber: nhsNumberFromInteger(Number(number)),
    restricted: false,
  };
}

async function opened(actor: Actor, childId: number): Promise<boolean> {
  const reason = actor.role === 'record keeper' ? 'accuracy of the record' : 'arranging support';
  const record = await openChildRecord(context, actor, { childId, reason, footing: 'not asked yet' });
  return record.ok;
}

async function foundBy(givenName: string, familyName: string, born: string): Promise<readonly number[]> {
  const [year = '', month = '', date = ''] = born.split('-');
  return search({ givenName, familyName, day: date, month, year });
}

async function foundByNumber(number: string): Promise<readonly number[]> {
  return search({ number });
}

async function search(typed: Partial<TypedSearch>): Promise<readonly number[]> {
  await sql('delete from account_day');
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
  const taken = await takeSearch(context, nurse, { ...nothing, ...typed });
  assert.ok(taken.ok);
  const answered = await answerSearch(context, nurse, taken.value);
  assert.ok(answered.ok);
  const { answer } = answered.value;
  return answer.kind === 'found' ? answer.rows.map((one) => one.childId) : [];
}
