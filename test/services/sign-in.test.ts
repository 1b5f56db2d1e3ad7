import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signInRefused } from '../../src/domain/sign-in.ts';
import { decoyVerifier, hashSecret, maskSubject, newSecret, verify } from '../../src/services/credentials.ts';
import { beginSignIn, finishSignIn } from '../../src/services/sign-in.ts';
import { claimStep } from '../../src/store/accounts.ts';
import { keepAttempt } from '../../src/store/sign-in.ts';
import { asOwner, codeOf, enrol, serviceAt, signInAs } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });
const service = serviceAt(database, '2026-03-02T09:00:00Z');
const refused = { ok: false, fault: signInRefused };

async function logged(): Promise<number> {
  const rows = await asOwner(database, `select count(*) from log_entry where act = 'sign in'`);
  return Number(rows[0]?.[0]);
}

async function lastLogged(): Promise<{
  readonly accountId: string | null | undefined;
  readonly body: string;
}> {
  const rows = await asOwner(
    database,
    `select account_id, body from log_entry where act = 'sign in' order by recorded_at desc limit 1`,
  );
  return { accountId: rows[0]?.[0], body: rows[0]?.[1] ?? '' };
}

/** A try whose first page went well, without the work of hashing. */
async function provenTry(person: {
  readonly userName: string;
  readonly accountId: number | null;
}): Promise<string> {
  const secret = newSecret();
  const userNameHash = maskSubject('user name', person.userName, service.secrets.pepper);
  const attempt = { userNameHash, accountId: person.accountId, verified: true };
  await service.database.transact((tx) => keepAttempt(tx, hashSecret(secret), attempt, service.now()));
  return secret;
}

test('user name, password, PIN and code let their owner in', async () => {
  const person = await enrol(database, service);
  const signedIn = await signInAs(service, person, { userName: ` ${person.userName.toUpperCase()} ` });
  assert.ok(signedIn.ok);
  assert.equal(signedIn.value.lastSignIn, null);
  assert.equal(signedIn.value.failuresSince, 0);
});

test('of the 16 combinations of right and wrong one gets in, and the others are told the same', async () => {
  const person = await enrol(database, service);
  const wrong = { userName: 'nobody.here', password: 'not the password', pin: '999999', code: '000000' };
  const before = await logged();
  for (let combination = 0; combination < 16; combination += 1) {
    service.move({ minutes: 6 });
    const parts = Object.entries({ ...wrong }).filter(
      (_part, position) => (combination & (1 << position)) !== 0,
    );
    const answer = await signInAs(service, person, Object.fromEntries(parts));
    if (combination === 0) assert.ok(answer.ok);
    else assert.deepEqual(answer, refused);
  }
  assert.equal(await logged(), before + 16);
});

test('ten wrong guesses shut an account for five minutes, the right ones too', async () => {
  const person = await enrol(database, service);
  for (let guess = 0; guess < 10; guess += 1) {
    const given = { attemptSecret: await provenTry(person), code: '000000', source: '192.0.2.3' };
    assert.deepEqual(await finishSignIn(service, given), refused);
  }
  service.move({ minutes: 4 });
  assert.deepEqual(await signInAs(service, person), refused);
  service.move({ minutes: 1 });
  assert.ok((await signInAs(service, person)).ok);
});

test('no more than ten of many guesses made at once are judged', async () => {
  const person = await enrol(database, service);
  const tries = await Promise.all(Array.from({ length: 40 }, () => provenTry(person)));
  const source = '192.0.2.2';
  const before = await logged();
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
  assert.equal(await logged(), before + 40);
});

test('after a hundred failures in a row waiting does not help', async () => {
  const person = await enrol(database, service);
  for (let guess = 0; guess < 100; guess += 1) {
    if (guess % 10 === 0) service.move({ minutes: 5 });
    const given = { attemptSecret: await provenTry(person), code: '000000', source: `198.51.100.${guess}` };
    assert.deepEqual(await finishSignIn(service, given), refused);
  }
  service.move({ days: 1 });
  assert.deepEqual(await signInAs(service, person), refused);
});

test('a name that nobody has is throttled like any other', async () => {
  const nobody = { userName: 'nobody.at.all', accountId: null };
  for (let guess = 0; guess < 11; guess += 1) {
    const given = { attemptSecret: await provenTry(nobody), code: '000000', source: '192.0.2.3' };
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
  const tries = await Promise.all(Array.from({ length: 100 }, () => provenTry(person)));
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

test('a token that was taken away is worth nothing', async () => {
  const person = await enrol(database, service);
  await asOwner(database, `update account_token set revoked_at = now() where account_id = $1`, [
    person.accountId,
  ]);
  assert.deepEqual(await signInAs(service, person), refused);
});

test('a try serves once, and for five minutes', async () => {
  const person = await enrol(database, service);
  const source = '192.0.2.5';
  const attemptSecret = await provenTry(person);
  await finishSignIn(service, { attemptSecret, code: '000000', source });
  assert.deepEqual(
    await finishSignIn(service, { attemptSecret, code: codeOf(service, person), source }),
    refused,
  );

  const late = await provenTry(person);
  service.move({ minutes: 5 });
  assert.deepEqual(
    await finishSignIn(service, { attemptSecret: late, code: codeOf(service, person), source }),
    refused,
  );
});

const lapses = [
  ['security check', `update account set vetted_on = '2023-01-01' where account_id = $1`],
  ['ContactPoint training', `update account set trained_on = '2024-01-01' where account_id = $1`],
  ['user agreement', `update account set agreement_signed_on = null where account_id = $1`],
  ['accreditation', `update organisation set accredited_until = '2026-02-01' where organisation_id = $2`],
  ['suspended', `update account set state = 'suspended' where account_id = $1`],
  ['closed', `update account set state = 'closed' where account_id = $1`],
] as const;

for (const [what, change] of lapses)
  test(`who proved everything is told of the lapse and not let in: ${what}`, async () => {
    const person = await enrol(database, service);
    const ids = change.includes('$2')
      ? `organisation_id = ${person.organisationId}`
      : `account_id = ${person.accountId}`;
    await asOwner(database, change.replace(/(?:account|organisation)_id = \$\d/, ids));
    assert.deepEqual(await signInAs(service, person, { code: '000000' }), refused);
    const answer = await signInAs(service, person);
    assert.ok(
      !answer.ok && answer.fault.kind === 'lapsed' && answer.fault.says.includes(what),
      JSON.stringify(answer),
    );
    const sessions = await asOwner(database, `select 1 from session where account_id = $1`, [
      person.accountId,
    ]);
    assert.equal(sessions.length, 0);
  });

test('who signs in is told when they last did, and of the failures since', async () => {
  const person = await enrol(database, service);
  await signInAs(service, person);
  const first = service.now();
  service.move({ minutes: 10 });
  await signInAs(service, person, { password: 'not the password' });
  await signInAs(service, person, { pin: '111111' });
  const answer = await signInAs(service, person);
  assert.ok(answer.ok);
  assert.deepEqual(answer.value.lastSignIn, first);
  assert.equal(answer.value.failuresSince, 2);
});

test('a try at a name that nobody has is logged without the name', async () => {
  const person = await enrol(database, service);
  service.move({ seconds: 1 });
  await signInAs(service, person, { userName: 'my.password.typed.here' });
  const { accountId, body } = await lastLogged();
  assert.equal(accountId, null);
  assert.ok(!body.includes('my.password'));
});

test('a refused try does not say in the log which factor was wrong', async () => {
  const person = await enrol(database, service);
  const whys = new Set<unknown>();
  for (const typing of [{ password: 'not the password' }, { pin: '111111' }, { code: '000000' }]) {
    service.move({ seconds: 1 });
    await signInAs(service, person, typing);
    const body: unknown = JSON.parse((await lastLogged()).body);
    whys.add(typeof body === 'object' && body !== null && 'why' in body ? body.why : undefined);
  }
  assert.deepEqual([...whys], ['not proven']);
});

test('what nobody can have typed is refused box by box, and is no try', async () => {
  const before = await logged();
  const bad = ['', 'x'.repeat(10 * 1024 * 1024), 'a\0b', '\ud800'];
  for (const typed of bad) {
    const begun = await beginSignIn(service, {
      userName: typed,
      password: typed,
      pin: typed,
      source: '192.0.2.6',
    });
    assert.deepEqual(!begun.ok && begun.faults?.map((fault) => fault.field), ['userName', 'password', 'pin']);
  }
  assert.equal(await logged(), before);
});

test('a mistyped code is said beside its box and may be typed again', async () => {
  const person = await enrol(database, service);
  const source = '192.0.2.7';
  const attemptSecret = await provenTry(person);
  for (const code of ['', '12345', 'x'.repeat(10 * 1024 * 1024), '12345\0', '\ud800']) {
    const answer = await finishSignIn(service, { attemptSecret, code, source });
    assert.ok(!answer.ok && answer.fault.kind === 'invalid' && answer.fault.field === 'code');
  }
  const code = codeOf(service, person).replace(/^.../, '$& ');
  assert.ok((await finishSignIn(service, { attemptSecret, code, source })).ok);
});

test('a try that never was is refused like any other', async () => {
  for (const attemptSecret of ['', 'x', '\0', '\ud800', 'y'.repeat(100_000)]) {
    const given = { attemptSecret, code: '123456', source: '192.0.2.8' };
    assert.deepEqual(await finishSignIn(service, given), refused);
  }
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

test('no password, PIN, seed or secret stands in clear in any table', async () => {
  const person = await enrol(database, service);
  const begun = await beginSignIn(service, { ...person, source: '192.0.2.10' });
  assert.ok(begun.ok);
  const { attemptSecret } = begun.value;
  const code = codeOf(service, person);
  const signedIn = await finishSignIn(service, { attemptSecret, code, source: '192.0.2.10' });
  assert.ok(signedIn.ok);
  await signInAs(service, person, { userName: person.password });

  const tables = await asOwner(
    database,
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const rows = await Promise.all(
    tables.map(([table]) => asOwner(database, `select t::text from "${table}" t`)),
  );
  const everything = rows.flat(2).join('\n');
  assert.ok(everything.includes(person.userName));
  const secrets = [person.password, person.pin, attemptSecret, signedIn.value.sessionSecret, '192.0.2.10'];
  for (const secret of [
    ...secrets.map((one) => Buffer.from(one)),
    person.seed,
    Buffer.from(attemptSecret, 'base64url'),
  ])
    for (const written of [secret.toString(), secret.toString('hex'), secret.toString('base64')])
      assert.ok(!everything.includes(written));
});
