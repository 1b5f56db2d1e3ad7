import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDay, type Day } from '../../src/domain/calendar.ts';
import { isNhsNumber, isPostcode, type NhsNumber } from '../../src/domain/identifiers.ts';
import { marksOf } from '../../src/domain/leaving-mark.ts';
import type { SourceAddress, SourceChild } from '../../src/domain/source-row.ts';
import type { SupplierCode } from '../../src/domain/standing.ts';
import { takeChildren, type TakenChild } from '../../src/services/feed-children.ts';
import { findDuplicates } from '../../src/services/find-duplicates.ts';
import { matchLeftAlone } from '../../src/services/match-left-alone.ts';
import { matchingModel } from '../../src/services/matching-model.ts';
import { randomNumbers } from '../../src/services/new-numbers.ts';
import { moveRematchAs, proposeRematch } from '../../src/services/rematch.ts';
import { settlePossibleMatch, type MatchSaid } from '../../src/services/settle-match.ts';
import { withDatabase, type TestDatabase } from '../support/database.ts';
import { ask } from '../support/feeds.ts';
import { sampleDay } from '../support/pds.ts';

const noon = new Date('2026-11-23T12:00:00Z');
const pepper = Buffer.alloc(32, 7);

test('a row without a number is linked by likeness to the child that it is of, with its evidence', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered());
  assert.deepEqual(await take(database, 'school-census', child({ givenNames: 'Zainab' })), ['linked']);
  const links = await ask(
    database,
    `select decided_by, weight > 10, evidence, band, model_version is not null from link where decided_by = 'model'`,
  );
  assert.deepEqual(links, [['model', 't', 'G0F0O0B0S0H0', 'by itself', 't']]);
});

test('a different NHS number outweighs any likeness', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered());
  const other = child({ supplierKey: 'pupil 1', nhsNumber: number('9990000026') });
  assert.deepEqual(await take(database, 'school-census', other), ['new']);
});

test('a twin is linked to nobody on likeness alone, whatever the names', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered());
  const twins = ['Zara', 'Baby', 'Twin 2', 'Zaynab', 'Noor'].map((givenNames, at) =>
    child({ supplierKey: `pupil ${at}`, givenNames }),
  );
  for (const twin of twins) {
    await take(database, 'school-census', twin);
    const links = await ask(
      database,
      `select count(*) from link where decided_by = 'model' and evidence !~ 'G[0-2]'`,
    );
    assert.deepEqual(links, [['0']], twin.givenNames);
  }
});

test('two children who fit about as well go to a person', async (t) => {
  const database = await withDatabase(t);
  const other = registered({ nhsNumber: number('9990000026'), address: home('17 Margaret Road', 'BL1 1AA') });
  await take(database, 'nhs-pds', registered(), other);
  const row = child({ address: home('The Cottage', 'BL1 1AA') });
  assert.deepEqual(await take(database, 'school-census', row), ['waiting']);
  const found = await ask(
    database,
    `select because, count(*) from possible_match join match_candidate using (source_row_id) group by 1`,
  );
  assert.deepEqual(found, [['near-equal candidates', '2']]);
});

test('both names and the date of birth are not enough without a home', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered());
  const { address: _home, ...homeless } = child();
  assert.deepEqual(await take(database, 'school-census', homeless), ['waiting']);
});

test('a number that leads to a child who is not like this is for a person', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered());
  const row = {
    givenNames: 'Piotr',
    familyName: 'Nowak',
    dateOfBirth: day('2011-02-03'),
    gender: 'male',
  } as const;
  const mistyped = child({ ...row, supplierKey: 'pupil 1', nhsNumber: number('9990000018') });
  assert.deepEqual(await take(database, 'school-census', mistyped), ['waiting']);
  assert.deepEqual(await ask(database, `select because from possible_match`), [
    ['number and likeness disagree'],
  ]);
});

test('what waits under a key follows the row by which the key finds its child', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered());
  const { address: _home, ...homeless } = child();
  await take(database, 'school-census', homeless);
  await take(database, 'school-census', child({ nhsNumber: number('9990000018') }));
  assert.deepEqual(await ask(database, `select decided_by from link order by source_row_id`), [
    ['new child'],
    ['key'],
    ['number'],
  ]);
  assert.deepEqual(await ask(database, `select state from possible_match`), [['overtaken']]);
});

test('what a person decided no feed undoes: the same child', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered());
  const { address: _home, ...homeless } = child();
  await take(database, 'school-census', homeless);
  const [[row, candidate] = []] = await ask(database, `select source_row_id, child_id from match_candidate`);
  await settle(database, Number(row), { decision: 'same child', childId: Number(candidate) });
  assert.deepEqual(await take(database, 'school-census', child({ familyName: 'Nowak' })), ['linked']);
  const links = await ask(database, `select distinct child_id = ${candidate} from link`);
  assert.deepEqual(links, [['t']]);
});

test('what a person decided no feed undoes: not the same child', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered());
  const { address: _home, ...homeless } = child();
  await take(database, 'school-census', homeless);
  const [[row] = []] = await ask(database, `select source_row_id from match_candidate`);
  await settle(database, Number(row), { decision: 'new child' });
  assert.deepEqual(await take(database, 'school-census', child()), ['linked']);
  assert.deepEqual(await ask(database, `select count(distinct child_id) from link`), [['2']]);
  assert.deepEqual(await ask(database, `select count(*) from never_same`), [['1']]);
  const asNumbered = child({ nhsNumber: number('9990000018') });
  assert.deepEqual(await take(database, 'school-census', asNumbered), ['waiting']);
});

test('a row that resembles a shielded child makes a shielded record, until a person clears it', async (t) => {
  const database = await withDatabase(t);
  const { address: _home, ...hidden } = registered({ restricted: true });
  await take(database, 'nhs-pds', hidden);
  const fled = child({
    givenNames: 'Zainab',
    familyName: 'Khann',
    gender: 'male',
    dateOfBirth: day('2015-10-26'),
    address: home('2 Low Street', 'LS1 4AP'),
  });
  assert.deepEqual(await take(database, 'school-census', fled), ['new']);
  const shields = `select because, lifted_on is null from shield order by 1`;
  assert.deepEqual(await ask(database, shields), [
    ['resembles a shielded child', 't'],
    ['restricted by the NHS', 't'],
  ]);
  assert.deepEqual(await ask(database, `select bool_and(is_shielded) from search_entry`), [['t']]);
  const [[row, due] = []] = await ask(database, `select source_row_id, decide_by from possible_match`);
  assert.equal(due, '2026-11-23'); // the next working day after Sunday 22 November
  await settle(database, Number(row), { decision: 'new child' });
  assert.deepEqual((await ask(database, shields))[0], ['resembles a shielded child', 'f']);
  assert.deepEqual(await ask(database, `select count(*) from search_entry where not is_shielded`), [['1']]);
});

test('a new child in the home of a shielded one is born shielded', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered());
  await ask(
    database,
    `insert into shield (child_id, shield_no, because, raised_on) select child_id, 1, 'domestic abuse', '2026-01-01' from child`,
  );
  await ask(database, `update search_entry set is_shielded = true`);
  const lodger = {
    givenNames: 'Piotr',
    familyName: 'Nowak',
    dateOfBirth: day('2011-02-03'),
    gender: 'male',
  } as const;
  await take(database, 'school-census', child({ ...lodger, supplierKey: 'pupil 1' }));
  assert.deepEqual(await ask(database, `select bool_and(is_shielded) from search_entry`), [['t']]);
});

test('weighing anew shows what would change, is applied by a person, and is taken back whole', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered());
  await take(database, 'school-census', child({ supplierKey: 'sure' }));
  const { address: _home, ...homeless } = child({ supplierKey: 'in doubt' });
  await take(database, 'council', homeless);
  await addKeeper(database);
  // As if a former model had linked both by itself.
  await ask(
    database,
    `insert into link (child_id, source_row_id, linked_on, decided_by, weight, evidence, band, model_version)
      select child_id, source_row_id, '2026-11-22', 'model', 99, evidence, 'by itself', 'former' from match_candidate`,
  );
  await ask(database, `update possible_match set state = 'overtaken'`);
  await ask(database, `update link set model_version = 'former' where decided_by = 'model'`);
  const links = `select source_row_id, child_id, decided_by, model_version from link order by 1`;
  const before = await ask(database, links);

  const now = new Date('2026-11-23T09:00:00Z');
  const proposed = await proposeRematch(database.application, await matchingModel(), now);
  assert.deepEqual([proposed.links, proposed.doubts, proposed.weights], [0, 1, 1]);
  assert.deepEqual(await ask(database, links), before);

  const applied = await moveRematchAs(database.application, 'k.eeper', proposed.rematch_id, 'apply', now);
  assert.ok(applied.ok);
  assert.deepEqual(await ask(database, `select state, because from possible_match`), [
    ['waiting', 'likeness in doubt'],
  ]);
  assert.equal((await ask(database, links)).length, 2);

  const again = await moveRematchAs(database.application, 'k.eeper', proposed.rematch_id, 'apply', now);
  assert.equal(again.ok, false);
  const reversed = await moveRematchAs(database.application, 'k.eeper', proposed.rematch_id, 'reverse', now);
  assert.ok(reversed.ok);
  assert.deepEqual(await ask(database, links), before);
});

test('the clock finds two records that may be of one child, once, and not again once a person has parted them', async (t) => {
  const database = await withDatabase(t);
  await take(database, 'nhs-pds', registered(), registered({ nhsNumber: number('9990000026') }));
  assert.equal(await findDuplicates(database.application), 0); // two numbers are two children
  await ask(database, `update child set nhs_number = null where nhs_number = 9990000026`);
  assert.equal(await findDuplicates(database.application), 1);
  assert.equal(await findDuplicates(database.application), 0);
  assert.deepEqual(await ask(database, `select because, state from possible_duplicate`), [
    ['alike', 'waiting'],
  ]);
  await addKeeper(database);
  await ask(
    database,
    `insert into never_same select child_id, other_child_id, 1, now() from possible_duplicate`,
  );
  await ask(database, `delete from possible_duplicate`);
  assert.equal(await findDuplicates(database.application), 0);
});

test('a row whose candidates have all left makes a record, unless it is of one who left', async (t) => {
  const database = await withDatabase(t);
  const services = { database: database.application, secrets: { pepper, seal: pepper }, now: () => noon };
  const { address: _home, ...homeless } = child();
  for (const isMarked of [false, true]) {
    await take(database, 'nhs-pds', registered());
    await take(database, 'school-census', homeless);
    assert.equal(await matchLeftAlone(services), 0); // there is somebody to decide about
    await ask(database, `delete from child_number`);
    await ask(database, `delete from child`);
    if (isMarked)
      await ask(
        database,
        `insert into leaving_mark (mark, left_child_id, forget_on) values (decode('${markOfKey()}', 'hex'), 1, '2040-01-01')`,
      );
    assert.equal(await matchLeftAlone(services), 1);
    assert.equal(await matchLeftAlone(services), 0);
    const made = await ask(database, `select family_name, decided_by from child join link using (child_id)`);
    assert.deepEqual(made, isMarked ? [] : [['Khan', 'new child']]);
    assert.deepEqual(await ask(database, `select state from possible_match`), [['overtaken']]);
    for (const table of ['child_number', 'child', 'source_row']) await ask(database, `delete from ${table}`);
  }
});

test('nobody who may not approves a re-matching', async (t) => {
  const database = await withDatabase(t);
  const now = new Date('2026-11-23T09:00:00Z');
  const proposed = await proposeRematch(database.application, await matchingModel(), now);
  const moved = await moveRematchAs(database.application, 'no.body', proposed.rematch_id, 'apply', now);
  assert.equal(moved.ok, false);
});

async function take(
  { application }: TestDatabase,
  supplier: SupplierCode,
  ...said: readonly SourceChild[]
): Promise<readonly TakenChild[]> {
  // The numbers that migration 0003 gives them.
  const supplierId = ['nhs-pds', 'school-census', 'council', 'record-keeper'].indexOf(supplier) + 1;
  const feed = { supplier, supplierId, today: sampleDay, numbers: randomNumbers };
  return application.transact((tx) =>
    takeChildren(
      tx,
      feed,
      said.map((one) => ({ child: one })),
    ),
  );
}

async function settle(database: TestDatabase, sourceRowId: number, said: MatchSaid): Promise<void> {
  await addKeeper(database);
  const decider = { accountId: 1, at: new Date('2026-11-23T09:00:00Z'), today: day('2026-11-23') };
  const settled = await database.application.transact((tx) =>
    settlePossibleMatch(tx, sourceRowId, said, decider, randomNumbers),
  );
  assert.ok(settled.ok);
}

async function addKeeper(database: TestDatabase): Promise<void> {
  await ask(
    database,
    `insert into organisation (organisation_id, kind, name) values (1, 'council services', 'Bolton') on conflict do nothing`,
  );
  await ask(
    database,
    `insert into account (account_id, user_name, full_name, organisation_id, role, state)
      values (1, 'k.eeper', 'Kim Eeper', 1, 'record keeper', 'active') on conflict do nothing`,
  );
}

/** The mark of what the school census says under the key of these tests. */
function markOfKey(): string {
  const [mark] = marksOf({ ...child(), supplierId: 2, postcode: null }, pepper);
  return mark?.toString('hex') ?? '';
}

function home(line: string, code: string): SourceAddress {
  return { line, town: 'Bolton', postcode: postcode(code) };
}

/** The child as the NHS registers them. */
function registered(changes: Partial<SourceChild> = {}): SourceChild {
  const nhsNumber = changes.nhsNumber ?? number('9990000018');
  return child({ supplierKey: nhsNumber, nhsNumber, ...changes });
}

function child(changes: Partial<SourceChild> = {}): SourceChild {
  return {
    supplierKey: 'key',
    givenNames: 'Zainab Noor',
    familyName: 'Khan',
    dateOfBirth: day('2015-10-16'),
    gender: 'female',
    restricted: false,
    address: home('15 Margaret Road', 'BL1 1AA'),
    ...changes,
  };
}

function day(text: string): Day {
  if (!isDay(text)) throw new Error('Not a day');
  return text;
}

function number(text: string): NhsNumber {
  if (!isNhsNumber(text)) throw new Error('Not an NHS number');
  return text;
}

function postcode(text: string) {
  if (!isPostcode(text)) throw new Error('Not a postcode');
  return text;
}
