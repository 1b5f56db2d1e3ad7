import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signInRefused } from '../../src/domain/sign-in.ts';
import { beginSignIn, finishSignIn } from '../../src/services/sign-in.ts';
import { asOwner, codeOf, enrol, provenTry, serviceAt, signInAs } from '../support/accounts.ts';
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

test('a token that was taken away is worth nothing', async () => {
  const person = await enrol(database, service);
  await asOwner(database, `update account_token set revoked_at = now() where account_id = $1`, [
    person.accountId,
  ]);
  assert.deepEqual(await signInAs(service, person), refused);
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
  const attemptSecret = await provenTry(service, person);
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
