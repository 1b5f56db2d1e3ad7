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
  let round = 0;
  await fc.assert(
    fc.asyncProperty(history, async (says) => {
      round += 1;
      const [first, second] = await twoRecords(database, round);
      for (const { ofFirst, house } of says)
        await take(database, ofFirst ? 1 : 3, row(round, ofFirst, `${house} Elm Row`));
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
      await ask(
        database,
        `delete from child_number using child where child.child_id = ${merged} and number = contactpoint_number`,
      );
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

test('a shielded record is not merged, nor two with different NHS numbers', async (t) => {
  const database = await withDatabase(t);
  await keeper(database);
  const [first, second] = await twoRecords(database, 1);
  const [third] = await twoRecords(database, 2);
  const tried = await database.application.transact((tx) =>
    mergeRecords(tx, [first, third], decider, randomNumbers),
  );
  assert.deepEqual(tried.ok ? '' : tried.fault.says, 'These records have different NHS numbers.');
  await ask(
    database,
    `insert into shield (child_id, shield_no, because, raised_on) values (${second}, 1, 'risk of violence', '2026-11-01')`,
  );
  const shielded = await database.application.transact((tx) =>
    mergeRecords(tx, [first, second], decider, randomNumbers),
  );
  assert.equal(shielded.ok, false);
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

/** All that stands of two records, as text. */
async function state(database: TestDatabase, pair: readonly [number, number]): Promise<unknown> {
  const tables = Object.entries(tablesInMerge).filter(([, part]) => part === 'moves' || part === 'settled');
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
}
