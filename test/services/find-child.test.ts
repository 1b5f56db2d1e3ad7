import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import type { TypedSearch } from '../../src/domain/criteria.ts';
import { answerSearch, takeSearch } from '../../src/services/find-child.ts';
import { sweep } from '../../src/services/sweep.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { testSecrets, withPopulatedDatabase } from '../support/population.ts';

const nothing: TypedSearch = {
  givenName: '',
  familyName: '',
  day: '',
  month: '',
  year: '',
  gender: '',
  postcode: '',
  number: '',
};
const database = await withPopulatedDatabase({ after });
let present = new Date('2026-11-23T10:00:00Z');
const context = { database: database.application, secrets: testSecrets, now: () => present };
const nurse = await actorOf(database, 'amina.khan');
const child = await readChild();

test('a search is answered to the session that made it, and to no other', async () => {
  const secret = await taken(child.typed);
  const others = [
    await actorOf(database, 'ruth.barlow'),
    await actorOf(database, 'amina.khan', 'her next session'),
  ];
  for (const other of others) {
    const answer = await answerSearch(context, other, secret);
    assert.ok(!answer.ok && answer.fault.kind === 'not-found');
  }
  const answer = await answerSearch(context, nurse, secret);
  assert.ok(answer.ok && answer.value.answer.kind === 'found');
  assert.ok(answer.value.answer.rows.some(({ childId }) => childId === child.childId));
});

test('the secret of a search is 128 random bits, and the database knows it by its hash alone', async () => {
  const [one, other] = [await taken(child.typed), await taken(child.typed)];
  assert.equal(Buffer.from(one, 'base64url').length, 16);
  assert.notEqual(one, other);
  const [kept] = await asOwner(database, 'select count(*) from search where search_hash = $1', [
    createHash('sha256').update(one).digest(),
  ]);
  assert.deepEqual(kept, ['1']);
});

test('a search that is refused is not kept', async () => {
  const before = await countKept();
  const refused = await takeSearch(context, nurse, { ...nothing, familyName: '<script>' });
  assert.ok(!refused.ok);
  assert.ok(refused.faults.every(({ says, field }) => says !== '' && field !== undefined));
  assert.equal(await countKept(), before);
});

test('a search that finds nobody says whom to ring: for the postcode typed, or where the searcher works', async () => {
  for (const postcode of ['', child.postcode]) {
    const secret = await taken({
      ...nothing,
      givenName: 'Zebedee',
      familyName: 'Quill',
      year: '2014',
      postcode,
    });
    const answer = await answerSearch(context, nurse, secret);
    assert.ok(answer.ok && answer.value.answer.kind === 'found');
    assert.deepEqual(answer.value.answer.rows, []);
    assert.ok(answer.value.desks.some(({ organisation }) => organisation.includes('Bolton')));
  }
});

test('what was typed goes into the log apart from the entry, without the boxes left empty', async () => {
  await asOwner(database, 'with parts as (delete from log_part) delete from log_entry');
  await answerSearch(context, nurse, await taken(child.typed));
  const [row] = await asOwner(
    database,
    `select log_entry.body, log_part.body from log_entry join log_part using (event_id) where kind = 'search terms'`,
  );
  const [entry = '', terms = ''] = row ?? [];
  assert.ok(!entry?.includes(child.typed.familyName));
  const { day, month, year, familyName } = child.typed;
  assert.deepEqual(JSON.parse(terms ?? ''), { day, month, year, familyName });
});

test('a search is forgotten when no session can ask for it any more', async () => {
  const secret = await taken(child.typed);
  present = new Date('2026-11-23T21:59:00Z');
  await sweep(context);
  assert.ok((await answerSearch(context, nurse, secret)).ok);
  present = new Date('2026-11-23T22:01:00Z');
  await sweep(context);
  assert.ok(!(await answerSearch(context, nurse, secret)).ok);
  assert.equal(await countKept(), 0);
});

async function taken(typed: TypedSearch): Promise<string> {
  const outcome = await takeSearch(context, nurse, typed);
  assert.ok(outcome.ok);
  return outcome.value;
}

async function countKept(): Promise<number> {
  const [row] = await asOwner(database, 'select count(*) from search');
  return Number(row?.[0]);
}

async function readChild() {
  const [row = []] = await asOwner(
    database,
    `select child_id, family_name, date_of_birth, postcode from child
      join child_address using (child_id)
      where standing = 'current' and not exists (select from shield where shield.child_id = child.child_id)
      order by child_id
      limit 1`,
  );
  const [childId, familyName = '', born = '', postcode = ''] = row.map(String);
  const [year = '', month = '', day = ''] = born.split('-');
  return { childId: Number(childId), postcode, typed: { ...nothing, familyName, day, month, year } };
}
