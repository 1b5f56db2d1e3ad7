import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sessionEndedBy } from '../../src/domain/session-end.ts';
import { endOwnSession, listOwnSessions } from '../../src/services/own-sessions.ts';
import { readSession } from '../../src/services/session.ts';
import { asOwner, enrol, serviceAt, signInAs, type Person } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });
const service = serviceAt(database, '2026-03-02T09:00:00Z');

async function signedIn(person: Person) {
  service.move({ minutes: 1 });
  const answer = await signInAs(service, person);
  assert.ok(answer.ok);
  const session = await readSession(service, answer.value.sessionSecret);
  assert.ok(session.ok);
  return { secret: answer.value.sessionSecret, actor: session.value.actor };
}

test('somebody sees their own sessions, the latest first, and how each ended', async () => {
  const person = await enrol(database, service);
  const stranger = await enrol(database, service);
  await signedIn(person);
  await signInAs(service, person, { pin: '111111' });
  await signedIn(stranger);
  const { actor } = await signedIn(person);
  const sessions = await listOwnSessions(service, actor);
  assert.deepEqual(
    sessions.map(({ standing, endedBecause, failuresBefore, browser }) => [
      standing,
      endedBecause,
      failuresBefore,
      browser,
    ]),
    [
      ['this one', null, 1, 'Another browser'],
      ['over', 'signed in elsewhere', 0, 'Another browser'],
    ],
  );
});

test('a session that ran out is over, though nobody ended it', async () => {
  const person = await enrol(database, service);
  const { actor } = await signedIn(person);
  service.move({ minutes: 16 });
  const [session] = await listOwnSessions(service, actor);
  assert.deepEqual([session?.standing, session?.endedBecause], ['over', null]);
});

test('ending one’s session signs out, and is written down', async () => {
  const person = await enrol(database, service);
  const { actor, secret } = await signedIn(person);
  const [session] = await listOwnSessions(service, actor);
  assert.deepEqual(await endOwnSession(service, actor, session?.begunAt), { ok: true, value: 'this one' });
  assert.deepEqual(await readSession(service, secret), { ok: false, fault: sessionEndedBy('signed out') });
  assert.deepEqual(await actsOf(person), [
    ['sign in', 'done'],
    ['end session', 'done'],
  ]);
});

test('nobody ends another’s session, nor one that is over; the try is written down', async () => {
  const person = await enrol(database, service);
  const stranger = await enrol(database, service);
  const { actor, secret } = await signedIn(person);
  const { actor: strangersActor } = await signedIn(stranger);
  const [session] = await listOwnSessions(service, actor);
  const answer = await endOwnSession(service, strangersActor, session?.begunAt);
  assert.ok(!answer.ok && answer.fault.kind === 'not-found');
  assert.ok(!(await endOwnSession(service, strangersActor, undefined)).ok);
  assert.ok((await readSession(service, secret)).ok);
  assert.deepEqual(await actsOf(stranger), [
    ['sign in', 'done'],
    ['end session', 'refused'],
    ['end session', 'refused'],
  ]);
});

async function actsOf({ accountId }: Person) {
  return asOwner(
    database,
    `select act, body::json ->> 'outcome' from log_entry where account_id = $1 order by recorded_at, act desc`,
    [accountId],
  );
}
