import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signInRefused } from '../../src/domain/sign-in.ts';
import { decoyVerifier, maskSubject, newSecret, verify } from '../../src/services/credentials.ts';
import { beginSignIn, finishSignIn } from '../../src/services/sign-in.ts';
import { claimStep } from '../../src/store/accounts.ts';
import { asOwner, codeOf, enrol, provenTry, serviceAt, signInAs } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });
const service = serviceAt(database, '2026-03-02T09:00:00Z');
const refused = { ok: false, fault: signInRefused };

test('ten wrong guesses shut an account for five minutes, the right ones too', async () => {
  const person = await enrol(database, service);
  for (let guess = 0; guess < 10; guess += 1) {
    const given = { attemptSecret: await provenTry(service, person), code: '000000', source: '192.0.2.3' };
    assert.deepEqual(await finishSignIn(service, given), refused);
  }
  service.move({ minutes: 4 });
  assert.deepEqual(await signInAs(service, person), refused);
  service.move({ minutes: 1 });
  assert.ok((await signInAs(service, person)).ok);
});

test('no more than ten of many guesses made at once are judged', async () => {
  const person = await enrol(database, service);
  const tries = await Promise.all(Array.from({ length: 40 }, () => provenTry(service, person)));
  const source = '192.0.2.2';
  await Promise.all(
    tries.map((attemptSecret) => finishSignIn(service, { attemptSecret, code: '000000', source })),
  );
  const subject = maskSubject('user name', person.userName, service.secrets.pepper);
  const counted = await asOwner(
    database,
    `select failures_in_a_row from sign_in_throttle where subject = $1`,
    [subject],
  );
  assert.equal(counted[0]?.[0], '10');
  const entries = await asOwner(database, `select 1 from log_entry where account_id = $1`, [
    person.accountId,
  ]);
  assert.equal(entries.length, 40);
});

test('after a hundred failures in a row waiting does not help', async () => {
  const person = await enrol(database, service);
  for (let guess = 0; guess < 100; guess += 1) {
    if (guess % 10 === 0) service.move({ minutes: 5 });
    const given = {
      attemptSecret: await provenTry(service, person),
      code: '000000',
      source: `198.51.100.${guess}`,
    };
    assert.deepEqual(await finishSignIn(service, given), refused);
  }
  service.move({ days: 1 });
  assert.deepEqual(await signInAs(service, person), refused);
});

test('a name that nobody has is throttled like any other', async () => {
  const nobody = { userName: 'nobody.at.all', accountId: null };
  for (let guess = 0; guess < 11; guess += 1) {
    const given = { attemptSecret: await provenTry(service, nobody), code: '000000', source: '192.0.2.3' };
    assert.deepEqual(await finishSignIn(service, given), refused);
  }
  const subject = maskSubject('user name', nobody.userName, service.secrets.pepper);
  const counted = await asOwner(
    database,
    `select failures_in_a_row from sign_in_throttle where subject = $1`,
    [subject],
  );
  assert.equal(counted[0]?.[0], '10');
});

test('a source that failed a hundred times is refused, and others are not', async () => {
  const person = await enrol(database, service);
  const source = '2001:db8:5:5::1';
  for (let failure = 0; failure < 100; failure += 1)
    await finishSignIn(service, { attemptSecret: newSecret(), code: '000000', source });
  assert.deepEqual(await signInAs(service, person, { source: '2001:db8:5:5:ffff::2' }), refused);
  assert.ok((await signInAs(service, person, { source: '2001:db8:5:6::1' })).ok);
});

test('while failures come from everywhere each source is held to few', async (t) => {
  service.move({ minutes: 10 });
  const person = await enrol(database, service);
  const everyone = maskSubject('everyone', '', service.secrets.pepper);
  await asOwner(
    database,
    `insert into sign_in_throttle values ($1, $2, 5000, 0)
     on conflict (subject) do update set window_began_at = $2, guesses_in_window = 5000`,
    [everyone, service.now()],
  );
  t.after(() => asOwner(database, `delete from sign_in_throttle where subject = $1`, [everyone]));
  for (let failure = 0; failure < 10; failure += 1)
    await finishSignIn(service, { attemptSecret: newSecret(), code: '000000', source: '203.0.113.9' });
  assert.deepEqual(await signInAs(service, person, { source: '203.0.113.9' }), refused);
  assert.ok((await signInAs(service, person, { source: '203.0.113.10' })).ok);
});

test('a source that begins without end is answered alike and never let in', async () => {
  const person = await enrol(database, service);
  const subject = maskSubject('source begun', '203.0.113.77', service.secrets.pepper);
  await asOwner(database, `insert into sign_in_throttle values ($1, $2, 1000, 0)`, [subject, service.now()]);
  assert.deepEqual(await signInAs(service, person, { source: '203.0.113.77' }), refused);
});

test('a code that was used is refused the second time', async () => {
  const person = await enrol(database, service);
  const code = codeOf(service, person);
  assert.ok((await signInAs(service, person, { code })).ok);
  assert.deepEqual(await signInAs(service, person, { code }), refused);
  service.move({ seconds: 30 });
  assert.deepEqual(await signInAs(service, person, { code }), refused);
});

test('a code older than one used is refused', async () => {
  const person = await enrol(database, service);
  assert.ok((await signInAs(service, person)).ok);
  assert.deepEqual(await signInAs(service, person, { code: codeOf(service, person, -1) }), refused);
});

test('a clock set back makes no used code good again', async () => {
  const person = await enrol(database, service);
  const code = codeOf(service, person);
  assert.ok((await signInAs(service, person, { code })).ok);
  service.move({ minutes: -2 });
  assert.deepEqual(await signInAs(service, person), refused);
  service.move({ minutes: 2 });
});

test('one code sent a hundred times at once lets one in', async () => {
  const person = await enrol(database, service);
  const tries = await Promise.all(Array.from({ length: 100 }, () => provenTry(service, person)));
  const code = codeOf(service, person);
  const source = '192.0.2.4';
  const answers = await Promise.all(
    tries.map((attemptSecret) => finishSignIn(service, { attemptSecret, code, source })),
  );
  assert.equal(answers.filter((answer) => answer.ok).length, 1);
});

test('one step claimed a hundred times at once is claimed once', async () => {
  const { accountId } = await enrol(database, service);
  const claims = await Promise.all(
    Array.from({ length: 100 }, () =>
      service.database.transact((tx) => claimStep(tx, accountId, { tokenNo: 1, step: 7, driftSteps: 0 })),
    ),
  );
  assert.equal(claims.filter(Boolean).length, 1);
});

test("a token's drift is learnt and followed", async () => {
  const person = await enrol(database, service);
  assert.ok((await signInAs(service, person, { code: codeOf(service, person, 1) })).ok);
  service.move({ minutes: 1 });
  assert.ok((await signInAs(service, person, { code: codeOf(service, person, 2) })).ok);
  service.move({ minutes: 1 });
  assert.deepEqual(await signInAs(service, person, { code: codeOf(service, person, 4) }), refused);
});

test('a try serves once, and for five minutes', async () => {
  const person = await enrol(database, service);
  const source = '192.0.2.5';
  const attemptSecret = await provenTry(service, person);
  await finishSignIn(service, { attemptSecret, code: '000000', source });
  assert.deepEqual(
    await finishSignIn(service, { attemptSecret, code: codeOf(service, person), source }),
    refused,
  );

  const late = await provenTry(service, person);
  service.move({ minutes: 5 });
  assert.deepEqual(
    await finishSignIn(service, { attemptSecret: late, code: codeOf(service, person), source }),
    refused,
  );
});

test('when too many are signing in, one is asked to come back', async () => {
  const person = await enrol(database, service);
  const slow = { ...decoyVerifier, memoryKib: 64 * 1024, passes: 2 };
  const quick = { ...decoyVerifier, memoryKib: 8, passes: 1 };
  const crowd = Array.from({ length: 80 }, (_one, place) =>
    verify('a', 'b', service.secrets.pepper, place < 3 ? slow : quick),
  );
  const begun = await beginSignIn(service, { ...person, source: '192.0.2.9' });
  assert.ok(!begun.ok && begun.fault?.kind === 'unavailable');
  await Promise.all(crowd);
});
