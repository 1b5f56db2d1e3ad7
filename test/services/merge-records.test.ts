import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { isDay, type Day } from '../../src/domain/calendar.ts';
import { isNhsNumber, isPostcode, type NhsNumber } from '../../src/domain/identifiers.ts';
import type { SourceAddress, SourceChild } from '../../src/domain/source-row.ts';
import { takeChildren } from '../../src/services/feed-children.ts';
import { mergeRecords, unmergeRecord } from '../../src/services/merge-records.ts';
import { randomNumbers } from '../../src/services/new-numbers.ts';
import { tablesInMerge } from '../../src/store/record-merges.ts';
import { withDatabase, type TestDatabase } from '../support/database.ts';
import { ask } from '../support/feeds.ts';
import { sampleDay } from '../support/pds.ts';

test('every table that a child owns has its part in a merge', async (t) => {
  const database = await withDatabase(t);
  const owned = await ask(
    database,
    `select distinct relname from pg_attribute join pg_class on pg_class.oid = attrelid
      where attname = 'child_id' and relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace
      order by 1`,
  );
  assert.deepEqual(
    owned.map(([table]) => table),
    Object.keys(tablesInMerge).toSorted(),
  );
});

test('a merge then an un-merge changes nothing, and both old numbers lead to the merged record meanwhile', async (t) => {
  const database = await withDatabase(t);
  await keeper(database);
  const history = fc.array(fc.record({ ofFirst: fc.boolean(), house: fc.integer({ min: 1, max: 3 }) }), {
    maxLength: 4,
  });
  const kind = fc.constantFrom(
    'involvement',
    'lead',
    'education',
    'consent',
    'request',
    'shield',
    'born',
    'never',
    'known',
  );
  const partsHeld = fc.array(fc.record({ ofFirst: fc.boolean(), kind }), { maxLength: 12 });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(history, partsHeld, async (says, parts) => {
      round += 1;
      const [first, second] = await twoRecords(database, round);
      for (const { ofFirst, house } of says)
        await take(database, ofFirst ? 1 : 3, row(round, ofFirst, `${house} Elm Row`));
      for (const [at, part] of parts.entries())
        await addPart(database, part.ofFirst ? first : second, at + 1, part.kind);
      const before = await state(database, [first, second]);
      const merged = await merge(database, [first, second]);
      const numbers = await ask(
        database,
        `select count(*) from child_number join child on number = contactpoint_number
          where child_number.child_id = ${merged} and child.child_id in (${first}, ${second})`,
      );
      assert.deepEqual(numbers, [['2']]);
      assert.deepEqual(
        await ask(database, `select from search_entry where child_id in (${first}, ${second})`),
        [],
      );
      await unmerge(database, merged);
      // The merged record's own number was given out, so it goes on leading to one of the two.
      await forgetNumber(database, merged);
      assert.deepEqual(await state(database, [first, second]), before);
      assert.deepEqual(await ask(database, `select from search_entry where child_id = ${merged}`), []);
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

test('what a supplier says after a merge is on the right record after the un-merge', async (t) => {
  const database = await withDatabase(t);
  await keeper(database);
  const [first, second] = await twoRecords(database, 1);
  const merged = await merge(database, [first, second]);
  await take(database, 3, row(1, false, '9 New Street'), day('2027-01-04'));
  await unmerge(database, merged);
  const homes = await ask(
    database,
    `select child_id, standing from child_address where address_line = '9 New Street' and child_id <> ${merged}`,
  );
  assert.deepEqual(homes, [[String(second), 'current']]);
});

test('two with different NHS numbers are not merged, nor two of whom a person said that they are two', async (t) => {
  const database = await withDatabase(t);
  await keeper(database);
  const [first, second] = await twoRecords(database, 1);
  const [third] = await twoRecords(database, 2);
  const tried = async (pair: readonly [number, number]): Promise<string> => {
    const { application } = database;
    const answer = await application.transact((tx) => mergeRecords(tx, pair, decider, randomNumbers));
    return answer.ok ? '' : answer.fault.says;
  };
  assert.equal(await tried([first, third]), 'These records have different NHS numbers.');
  await ask(
    database,
    `insert into never_same values (${Math.min(first, second)}, ${Math.max(first, second)}, 1, now())`,
  );
  assert.equal(
    await tried([first, second]),
    'A record keeper said that these are not the same child, for ever.',
  );
});

test('a merged record is shielded where either was, and each has its own again after the un-merge', async (t) => {
  const database = await withDatabase(t);
  await keeper(database);
  const [first, second] = await twoRecords(database, 1);
  await ask(
    database,
    `insert into shield (child_id, shield_no, because, raised_on) values (${second}, 1, 'risk of violence', '2026-11-01')`,
  );
  await ask(database, `update search_entry set is_shielded = true where child_id = ${second}`);
  const before = await state(database, [first, second]);
  const merged = await merge(database, [first, second]);
  assert.deepEqual(
    await ask(database, `select from search_entry where child_id = ${merged} and not is_shielded`),
    [],
  );
  await unmerge(database, merged);
  await forgetNumber(database, merged);
  assert.deepEqual(await state(database, [first, second]), before);
});

test('what people did to a merged record is on the right one after the un-merge', async (t) => {
  const database = await withDatabase(t);
  await keeper(database);
  const [first, second] = await twoRecords(database, 1);
  await ask(
    database,
    `insert into involvement (child_id, involvement_no, is_lead, team_id, started_on) values
      (${first}, 1, true, 1, '2026-01-01'), (${second}, 1, true, 2, '2026-02-01')`,
  );
  const merged = await merge(database, [first, second]);
  const leads = await ask(database, `select team_id from involvement where child_id = ${merged} and is_lead`);
  assert.deepEqual(leads, [['1']]);
  await ask(
    database,
    `update involvement set ended_on = '2026-12-01', is_lead = false where child_id = ${merged} and team_id = 2`,
  );
  await ask(
    database,
    `insert into involvement (child_id, involvement_no, team_id, started_on)
      values (${merged}, 3, 2, '2026-12-02'), (${merged}, 4, 3, '2026-12-03')`,
  );
  await ask(
    database,
    `insert into shield (child_id, shield_no, because, raised_on) values (${merged}, 1, 'risk of violence', '2026-12-01')`,
  );
  await unmerge(database, merged);
  const work = await ask(
    database,
    `select child_id = ${first}, involvement_no, is_lead, team_id, ended_on from involvement order by team_id, involvement_no`,
  );
  assert.deepEqual(work, [
    ['t', '1', 't', '1', null],
    ['f', '1', 'f', '2', '2026-12-01'],
    ['f', '2', 'f', '2', null],
    ['t', '2', 'f', '3', null],
  ]);
  const shielded = await ask(database, `select count(*) from shield where child_id in (${first}, ${second})`);
  assert.deepEqual(shielded, [['2']]);
});

const decider = { accountId: 1, at: new Date('2026-11-23T09:00:00Z'), today: day('2026-11-23') };

async function merge({ application }: TestDatabase, pair: readonly [number, number]): Promise<number> {
  const merged = await application.transact((tx) => mergeRecords(tx, pair, decider, randomNumbers));
  assert.ok(merged.ok);
  return merged.value;
}

async function unmerge({ application }: TestDatabase, childId: number): Promise<void> {
  const undone = await application.transact((tx) => unmergeRecord(tx, childId, decider));
  assert.ok(undone.ok);
}

async function forgetNumber(database: TestDatabase, merged: number): Promise<void> {
  await ask(
    database,
    `delete from child_number using child where child.child_id = ${merged} and number = contactpoint_number`,
  );
}

/** Puts something on a record that no link carries; what cannot stand there twice is left out the second time. */
async function addPart(database: TestDatabase, childId: number, no: number, kind: string): Promise<void> {
  const lead = `not exists (select from involvement where child_id = ${childId} and is_lead)`;
  const texts: Readonly<Record<string, string>> = {
    involvement: `insert into involvement (child_id, involvement_no, team_id, started_on) values (${childId}, ${no}, ${1 + (no % 3)}, '2026-01-0${1 + (no % 9)}')`,
    lead: `insert into involvement (child_id, involvement_no, is_lead, team_id, started_on) select ${childId}, ${no}, true, 1, '2026-03-01' where ${lead}`,
    education: `insert into education (child_id, education_no, kind, urn, started_on) values (${childId}, ${no}, 'school', 100000 + ${no % 2}, '2024-09-01')`,
    consent: `insert into consent (child_id, consent_no, team_id, footing, given_by, given_on, until_on) values (${childId}, ${no}, 1, 'parent', 'mother', '2026-01-01', '2027-01-01')`,
    request: `insert into contact_request (child_id, kind, to_team_id, reach_by, telephone, urgency, footing, asked_by, asked_at, state_at)
      values (${childId}, 'named', ${1 + (no % 3)}, 'telephone', '01632 960 010', 'today', 'child agreed', 1, now(), now()) on conflict do nothing`,
    shield: `insert into shield (child_id, shield_no, because, raised_on) values (${childId}, ${no + 50}, 'risk of violence', '2026-11-01')`,
    born: `insert into shield (child_id, shield_no, because, raised_on) values (${childId}, ${no + 50}, 'resembles a shielded child', '2026-11-01')`,
    never: `insert into never_same_row values (${childId}, 2, 'key ${no}', 1, now())`,
    known: `insert into well_known_child (child_id, added_by, added_at) values (${childId}, 1, now()) on conflict do nothing`,
  };
  await ask(database, texts[kind] ?? '');
  await ask(
    database,
    `update search_entry set is_shielded = exists (select from shield where shield.child_id = ${childId} and lifted_on is null)
      where child_id = ${childId}`,
  );
}

/** All that stands of two records, as text. */
async function state(database: TestDatabase, pair: readonly [number, number]): Promise<unknown> {
  const tables = Object.entries(tablesInMerge).filter(
    ([, part]) => part === 'moves' || part === 'settled' || part === 'goes with',
  );
  const stands = tables.map(async ([table]) =>
    ask(
      database,
      `select row::text from ${table} as row where child_id in (${pair.join()}) order by row::text`,
    ),
  );
  return Promise.all(stands);
}

/** One the NHS speaks of, and one that a council speaks of and who is like nobody. */
async function twoRecords(database: TestDatabase, round: number): Promise<readonly [number, number]> {
  await take(database, 1, row(round, true, '1 Elm Row'));
  await take(database, 3, row(round, false, '8 Oak Lane'));
  const found = await ask(
    database,
    `select child_id from link join source_row using (source_row_id)
      where supplier_key in ('nhs ${round}', 'council ${round}') group by child_id order by min(source_row_id)`,
  );
  const [first = 0, second = 0] = found.map(([id]) => Number(id));
  return [first, second];
}

async function take(
  { application }: TestDatabase,
  supplierId: 1 | 3,
  child: SourceChild,
  today: Day = sampleDay,
): Promise<void> {
  const supplier = supplierId === 1 ? 'nhs-pds' : 'council';
  const feed = { supplier, supplierId, today, numbers: randomNumbers } as const;
  await application.transact((tx) => takeChildren(tx, feed, [{ child }]));
}

const firsts = [
  'Amara Okoye',
  'Bethan Price',
  'Callum Fraser',
  'Dmitri Volkov',
  'Esther Stone',
  'Farouk Aziz',
];
const seconds = ['Kwame Mensah', 'Lowri Hughes', 'Magnus Lund', 'Niamh Byrne', 'Oscar Tate', 'Priya Shah'];

function row(round: number, ofFirst: boolean, line: string): SourceChild {
  const [givenNames = '', familyName = ''] = ((ofFirst ? firsts : seconds)[round - 1] ?? '').split(' ');
  const known = { givenNames, familyName, gender: 'female', restricted: false, address: home(line) } as const;
  return ofFirst
    ? {
        ...known,
        supplierKey: `nhs ${round}`,
        nhsNumber: numberOf(round),
        dateOfBirth: day(`201${round}-10-16`),
      }
    : { ...known, supplierKey: `council ${round}`, dateOfBirth: day(`201${round}-03-0${round}`) };
}

function numberOf(round: number): NhsNumber {
  const found = Array.from({ length: 10 }, (_, check) => `99900${String(round).padStart(4, '0')}${check}`);
  const number = found.find((one) => isNhsNumber(one)) ?? numberOf(round + 500);
  if (!isNhsNumber(number)) throw new Error('Not an NHS number');
  return number;
}

function home(line: string): SourceAddress {
  const postcode: string = 'BL1 1AA';
  if (!isPostcode(postcode)) throw new Error('Not a postcode');
  return { line, town: 'Bolton', postcode };
}

function day(text: string): Day {
  if (!isDay(text)) throw new Error('Not a day');
  return text;
}

async function keeper(database: TestDatabase): Promise<void> {
  await ask(
    database,
    `insert into organisation (organisation_id, kind, name) values (1, 'council services', 'Bolton')`,
  );
  await ask(
    database,
    `insert into account (account_id, user_name, full_name, organisation_id, role, state)
      values (1, 'k.eeper', 'Kim Eeper', 1, 'record keeper', 'active')`,
  );
  await ask(
    database,
    `insert into team (team_id, organisation_id, name, service_kind, telephone, hours)
      select no, 1, 'Team ' || no, 'early help', '01632 960001', 'Mon-Fri 09:00-17:00' from generate_series(1, 3) as no`,
  );
  await ask(
    database,
    `insert into school (urn, name, is_primary, is_secondary, is_post16, is_open)
      values (100000, 'One', true, false, false, true), (100001, 'Other', true, false, false, true) on conflict do nothing`,
  );
}
