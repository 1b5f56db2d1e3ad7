import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signInRefused } from '../../src/domain/sign-in.ts';
import { finishSignIn } from '../../src/services/sign-in.ts';
import { asOwner, enrol, provenTry, serviceAt, signInAs } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });
const service = serviceAt(database, '2026-03-02T09:00:00Z');
const refused = { ok: false, fault: signInRefused };
const guesses = 300; // a seeded sample of ten thousand: each costs a transaction and an entry

async function logged(): Promise<number> {
  const [row] = await asOwner(database, `select count(*) from log_entry where act = 'sign in'`);
  return Number(row?.[0]);
}

test('of guess after guess at one account at most ten in five minutes are judged, all are logged, and none gets in', async () => {
  const person = await enrol(database, service);
  const before = await logged();
  for (let guess = 0; guess < guesses; guess += 1) {
    const attemptSecret = await provenTry(service, person);
    const code = String(100_000 + guess * 7).slice(0, 6);
    const source = `198.51.${guess % 100}.${guess % 250}`;
    assert.deepEqual(await finishSignIn(service, { attemptSecret, code, source }), refused);
  }
  assert.equal(await logged(), before + guesses);
  const [row] = await asOwner(
    database,
    `select count(*) from log_entry where account_id = $1 and body::json ->> 'why' = 'not proven'`,
    [person.accountId],
  );
  assert.equal(row?.[0], '10');
  service.move({ minutes: 5 });
  assert.ok((await signInAs(service, person)).ok);
});

test('one guess at each of many names from one place is stopped at that place, and stops nobody elsewhere', async () => {
  const person = await enrol(database, service);
  const whys = new Map<string, number>();
  for (let guess = 0; guess < guesses; guess += 1) {
    const nobody = { userName: `somebody.${guess}`, accountId: null };
    const attemptSecret = await provenTry(service, nobody);
    const answer = await finishSignIn(service, { attemptSecret, code: '123456', source: '203.0.113.50' });
    assert.deepEqual(answer, refused);
  }
  const rows = await asOwner(
    database,
    `select body::json ->> 'why', count(*) from log_entry where act = 'sign in' and account_id is null group by 1`,
  );
  for (const [why, count] of rows) whys.set(why ?? '', Number(count));
  assert.deepEqual(whys.get('not proven'), 100); // signInLimits.source
  assert.deepEqual(whys.get('too many tries'), guesses - 100);
  assert.deepEqual(await signInAs(service, person, { source: '203.0.113.50' }), refused);
  assert.ok((await signInAs(service, person)).ok);
});
