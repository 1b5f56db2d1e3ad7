import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sessionEndedBy } from '../../src/domain/session-end.ts';
import { coverPage, resume, resumeByKey } from '../../src/services/covered-page.ts';
import { hashSecret, newSecret } from '../../src/services/credentials.ts';
import { relyingPartyAt } from '../../src/services/key-answers.ts';
import { beginKeyRegistration, finishKeyRegistration } from '../../src/services/own-tokens.ts';
import { readSession } from '../../src/services/session.ts';
import { askForOwnKey } from '../../src/services/step-up.ts';
import { asOwner, codeOf, enrol, serviceAt, signInAs, type Person } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';
import { softKey, softOrigin, type Manner, type SoftKey } from '../support/soft-key.ts';

const database = await withDatabase({ after });
const service = serviceAt(database, '2026-03-02T09:00:00Z');
const party = relyingPartyAt(softOrigin);

async function signedIn(sharesMachines = true) {
  const person = await enrol(database, service);
  await asOwner(database, 'update organisation set shares_machines = $2 where organisation_id = $1', [
    person.organisationId,
    sharesMachines,
  ]);
  const answer = await signInAs(service, person);
  assert.ok(answer.ok);
  const secret = answer.value.sessionSecret;
  const session = await readSession(service, secret);
  assert.ok(session.ok);
  service.move({ seconds: 30 }); // the code that signed in is used
  return { person, secret, actor: session.value.actor };
}

async function addKeyOf({ accountId, userName }: Person, key: SoftKey): Promise<void> {
  const whose = { accountId, userName, fullName: 'Amina Yusuf', bearerHash: hashSecret(newSecret()) };
  const begun = await beginKeyRegistration(service, whose, party);
  assert.ok(begun.ok);
  const answer = key.register(begun.value);
  assert.ok((await finishKeyRegistration(service, whose, { party, answer })).ok);
}

async function isCovered(secret: string): Promise<boolean> {
  const session = await readSession(service, secret);
  assert.ok(session.ok);
  return session.value.covered;
}

test('on a shared machine the pages are covered after three minutes without use, and stay so', async () => {
  const { secret } = await signedIn();
  service.move({ minutes: 2 });
  assert.equal(await isCovered(secret), false);
  service.move({ minutes: 2, seconds: 59 });
  assert.equal(await isCovered(secret), false);
  service.move({ minutes: 3 });
  assert.equal(await isCovered(secret), true);
  assert.equal(await isCovered(secret), true); // asking is no use
});

test('where machines are not shared nothing is covered', async () => {
  const { secret, actor } = await signedIn(false);
  service.move({ minutes: 10 });
  assert.equal(await isCovered(secret), false);
  await coverPage(service, actor);
  assert.equal(await isCovered(secret), false);
});

test('whoever covers a page by hand is asked for a code at once', async () => {
  const { secret, actor } = await signedIn();
  await coverPage(service, actor);
  assert.equal(await isCovered(secret), true);
});

test('the user’s own code shows the pages again, once', async () => {
  const { person, secret, actor } = await signedIn();
  service.move({ minutes: 4 });
  const code = codeOf(service, person);
  assert.ok((await resume(service, actor, code)).ok);
  assert.equal(await isCovered(secret), false);
  await coverPage(service, actor);
  assert.ok(!(await resume(service, actor, code)).ok);
  assert.equal(await isCovered(secret), true);
});

test('the user’s own security key shows the pages again, and a colleague’s key or an unverified touch does not', async () => {
  const { person, secret, actor } = await signedIn();
  const [own, anothers] = [softKey(), softKey()];
  await addKeyOf(person, own);
  await addKeyOf((await signedIn()).person, anothers);
  service.move({ minutes: 4 });
  const answered = async (key: SoftKey, manner: Manner = {}) => {
    const options = await askForOwnKey(service, actor, party);
    return resumeByKey(service, actor, { party, answer: key.answer(options, manner) });
  };
  assert.ok(!(await answered(anothers)).ok);
  assert.ok(!(await answered(own, { userVerified: false })).ok);
  assert.equal(await isCovered(secret), true);
  assert.deepEqual(await answered(own), { ok: true, value: 'resumed' });
  assert.equal(await isCovered(secret), false);
});

test('an answer of the key that showed the pages once does not show them again', async () => {
  const { person, secret, actor } = await signedIn();
  const key = softKey();
  await addKeyOf(person, key);
  service.move({ minutes: 4 });
  const answer = key.answer(await askForOwnKey(service, actor, party));
  assert.ok((await resumeByKey(service, actor, { party, answer })).ok);
  await coverPage(service, actor);
  assert.ok(!(await resumeByKey(service, actor, { party, answer })).ok);
  assert.equal(await isCovered(secret), true);
});

test('a colleague’s code does not, and the third wrong code ends the session', async () => {
  const { secret, actor } = await signedIn();
  const colleague = await signedIn();
  service.move({ minutes: 4 });
  for (const last of [false, false, true]) {
    const answer = await resume(service, actor, codeOf(service, colleague.person));
    assert.equal(!answer.ok && answer.fault.kind, last ? 'stale' : 'invalid');
  }
  assert.deepEqual(await readSession(service, secret), { ok: false, fault: sessionEndedBy('wrong codes') });
});

test('of a hundred wrong codes sent at once three are judged, and the session is over', async () => {
  const { person, secret, actor } = await signedIn();
  service.move({ minutes: 4 });
  await Promise.all(Array.from({ length: 99 }, () => resume(service, actor, '000000')));
  assert.deepEqual(await resume(service, actor, codeOf(service, person)), { ok: true, value: 'not covered' });
  assert.ok(!(await readSession(service, secret)).ok);
});

test('a right code sent a hundred times at once shows the pages, and is taken once', async () => {
  const { person, actor, secret } = await signedIn();
  service.move({ minutes: 4 });
  const code = codeOf(service, person);
  const answers = await Promise.all(Array.from({ length: 100 }, () => resume(service, actor, code)));
  assert.equal(answers.filter((answer) => answer.ok && answer.value === 'resumed').length, 1);
  assert.equal(await isCovered(secret), false);
});

test('covering and resuming are written down', async () => {
  const { person, actor } = await signedIn();
  await coverPage(service, actor);
  service.move({ seconds: 1 });
  await resume(service, actor, '000000');
  service.move({ seconds: 1 });
  await resume(service, actor, codeOf(service, person));
  const acts = await asOwner(
    database,
    `select act, body::json ->> 'outcome' from log_entry
      where account_id = $1 and act <> 'sign in' order by recorded_at`,
    [person.accountId],
  );
  assert.deepEqual(acts, [
    ['cover page', 'done'],
    ['resume session', 'refused'],
    ['resume session', 'done'],
  ]);
});
