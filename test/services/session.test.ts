import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sessionEndedBy, sessionOver, type SessionEnd } from '../../src/domain/session-end.ts';
import { hashSecret, newSecret } from '../../src/services/credentials.ts';
import { endSession, readSession } from '../../src/services/session.ts';
import { asOwner, enrol, serviceAt, signInAs, type Person } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });
const service = serviceAt(database, '2026-03-02T09:00:00Z');
const over = { ok: false, fault: sessionOver };
const ended = (because: SessionEnd) => ({ ok: false, fault: sessionEndedBy(because) });

async function signedIn(): Promise<{ readonly person: Person; readonly secret: string }> {
  const person = await enrol(database, service);
  const answer = await signInAs(service, person);
  assert.ok(answer.ok);
  return { person, secret: answer.value.sessionSecret };
}

async function isOpen(secret: string): Promise<boolean> {
  return (await readSession(service, secret)).ok;
}

test('a session says who is signed in, with their rights and what went before', async () => {
  const { person, secret } = await signedIn();
  const began = service.now();
  assert.deepEqual(await readSession(service, secret), {
    ok: true,
    value: {
      actor: {
        accountId: person.accountId,
        userName: person.userName,
        fullName: 'Amina Yusuf',
        role: 'hospital nurse',
        kind: 'practitioner',
        organisationId: person.organisationId,
        organisationName: 'Royal Bolton Hospital',
        organisationKind: 'NHS trust',
        practitionerId: null,
        proof: { tokenKind: 'code', fresh: true, holdsKey: false, practice: false },
        sessionHash: hashSecret(secret),
        spent: {
          searchesThisHour: 0,
          searches: 0,
          opened: 0,
          listed: 0,
          saidWhyThisHour: false,
          saidWhyToday: false,
          raised: false,
          othersStopped: false,
        },
      },
      secondsLeft: 900,
      tokenTouchedAt: began,
      lastSignIn: null,
      failuresSince: 0,
      sharesMachines: false,
      covered: false,
      agreementDue: false,
      runsOut: [],
    },
  });
});

test('a session ends after 15 minutes without use', async () => {
  const { secret } = await signedIn();
  service.move({ minutes: 14 });
  assert.equal(await isOpen(secret), true);
  service.move({ minutes: 15 });
  assert.deepEqual(await readSession(service, secret), over);
});

test('a session in use ends after 12 hours', async () => {
  const { secret } = await signedIn();
  for (let quarter = 0; quarter < 55; quarter += 1) {
    service.move({ minutes: 13 });
    assert.equal(await isOpen(secret), true);
  }
  service.move({ minutes: 5 });
  assert.deepEqual(await readSession(service, secret), over);
});

test('that a session is in use is written down at most once a minute', async () => {
  const { secret } = await signedIn();
  const seenAt = async () =>
    (
      await asOwner(database, `select seen_at from session where session_hash = $1`, [hashSecret(secret)])
    )[0]?.[0];
  const begun = await seenAt();
  service.move({ seconds: 59 });
  await readSession(service, secret);
  assert.equal(await seenAt(), begun);
  service.move({ seconds: 1 });
  await readSession(service, secret);
  assert.notEqual(await seenAt(), begun);
});

test('a clock set back opens no session', async () => {
  const { secret } = await signedIn();
  service.move({ minutes: -10 });
  assert.deepEqual(await readSession(service, secret), over);
  service.move({ minutes: 10 });
});

test('signing in again ends the session before, which is told so', async () => {
  const { person, secret } = await signedIn();
  service.move({ minutes: 1 });
  assert.ok((await signInAs(service, person)).ok);
  assert.deepEqual(await readSession(service, secret), ended('signed in elsewhere'));
});

test('signing out ends the session and is written down once', async () => {
  const { person, secret } = await signedIn();
  await endSession(service, secret);
  await endSession(service, secret);
  assert.deepEqual(await readSession(service, secret), ended('signed out'));
  const entries = await asOwner(
    database,
    `select body from log_entry where act = 'sign out' and account_id = $1`,
    [person.accountId],
  );
  assert.equal(entries.length, 1);
});

test('a secret that is nobody’s opens nothing', async () => {
  const { secret } = await signedIn();
  for (const guessed of [
    '',
    newSecret(),
    `${secret}=`,
    secret.slice(1),
    '\0',
    '\ud800',
    'x'.repeat(10 * 1024 * 1024),
  ])
    assert.deepEqual(await readSession(service, guessed), over);
});

const lapses = [
  ['security check', `update account set vetted_on = '2023-01-01'`],
  ['ContactPoint training', `update account set trained_on = null`],
  ['user agreement', `update account set agreement_signed_on = null`],
  ['accreditation', `update organisation set accredited_until = '2026-02-01'`],
  ['suspended', `update account set state = 'suspended'`],
  ['closed', `update account set state = 'closed'`],
] as const;

for (const [what, change] of lapses)
  test(`a lapse shuts the account at the next request: ${what}`, async () => {
    const { person, secret } = await signedIn();
    const whose = change.includes('organisation')
      ? `organisation_id = ${person.organisationId}`
      : `account_id = ${person.accountId}`;
    assert.equal(await isOpen(secret), true);
    await asOwner(database, `${change} where ${whose}`);
    const answer = await readSession(service, secret);
    assert.ok(
      !answer.ok && answer.fault.kind === 'lapsed' && answer.fault.says.includes(what),
      JSON.stringify(answer),
    );
    assert.deepEqual(await readSession(service, secret), ended('account shut'));
    const entries = await asOwner(
      database,
      `select body from log_entry where act = 'sign out' and account_id = $1`,
      [person.accountId],
    );
    assert.equal(entries.length, 1);
  });

test('training that ran out overnight shuts the account in the morning', async () => {
  const { person, secret } = await signedIn();
  const today = service.now().toISOString().slice(0, 10);
  await asOwner(
    database,
    `update account set trained_on = $2::date - interval '1 year' + interval '1 day' where account_id = $1`,
    [person.accountId, today],
  );
  assert.equal(await isOpen(secret), true);
  await asOwner(database, `update session set seen_at = $2, begun_at = $2 where session_hash = $1`, [
    hashSecret(secret),
    new Date(service.now().getTime() + 24 * 3_600_000),
  ]);
  service.move({ days: 1 });
  const answer = await readSession(service, secret);
  assert.ok(!answer.ok && answer.fault.kind === 'lapsed');
});
