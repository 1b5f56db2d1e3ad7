import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signInRefused } from '../../src/domain/sign-in.ts';
import { hashSecret, newSecret } from '../../src/services/credentials.ts';
import { relyingPartyAt } from '../../src/services/key-answers.ts';
import { beginKeyRegistration, finishKeyRegistration } from '../../src/services/own-tokens.ts';
import { askForKey, beginSignIn, finishSignIn, finishSignInWithKey } from '../../src/services/sign-in.ts';
import { asOwner, enrol, provenTry, serviceAt, type Person } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';
import { softKey, softOrigin, type Manner, type SoftKey } from '../support/soft-key.ts';

const database = await withDatabase({ after });
const service = serviceAt(database, '2026-03-02T09:00:00Z');
const party = relyingPartyAt(softOrigin);
const refused = { ok: false, fault: signInRefused };
const source = '192.0.2.61';

function enrolling({ accountId, userName }: Person) {
  return { accountId, userName, fullName: 'Amina Yusuf', bearerHash: hashSecret(newSecret()) };
}

async function register(person: Person, key: SoftKey, manner: Manner = {}) {
  const whose = enrolling(person);
  const begun = await beginKeyRegistration(service, whose, party);
  assert.ok(begun.ok);
  return finishKeyRegistration(service, whose, { party, answer: key.register(begun.value, manner) });
}

async function withKey(): Promise<{ readonly person: Person; readonly key: SoftKey }> {
  const person = await enrol(database, service);
  const key = softKey();
  assert.ok((await register(person, key)).ok);
  return { person, key };
}

/** A try whose first page went well, and what the key is then asked. */
async function asked(person: Person) {
  const attemptSecret = await provenTry(service, person);
  const options = await askForKey(service, { attemptSecret, party });
  assert.ok(options);
  return { attemptSecret, options };
}

async function signIn(person: Person, key: SoftKey, manner: Manner = {}) {
  const { attemptSecret, options } = await asked(person);
  const answer = key.answer(options, manner);
  return finishSignInWithKey(service, { attemptSecret, source, party, answer });
}

test('a key that was registered signs its owner in, and nobody else', async () => {
  const { person, key } = await withKey();
  assert.ok((await signIn(person, key)).ok);
  const { person: another } = await withKey();
  assert.deepEqual(await signIn(another, key), refused);
});

const strange: readonly (readonly [string, Manner])[] = [
  ['asked by another site', { origin: 'https://contactpoint.example.evil' }],
  ['asked at another port', { origin: 'http://localhost:3001' }],
  ['made for another site', { rpId: 'evil.example' }],
  ['without its user verified', { userVerified: false }],
];

for (const [what, manner] of strange) {
  test(`an answer ${what} signs nobody in`, async () => {
    const { person, key } = await withKey();
    assert.deepEqual(await signIn(person, key, manner), refused);
    assert.ok((await signIn(person, key)).ok);
  });
  test(`an answer ${what} registers nothing`, async () => {
    assert.ok(!(await register(await enrol(database, service), softKey(), manner)).ok);
  });
}

test('a key that may be backed up or shared is not registered', async () => {
  assert.ok(!(await register(await enrol(database, service), softKey(), { backupEligible: true })).ok);
});

test('a key that somebody has registered is registered for nobody else', async () => {
  const { key } = await withKey();
  assert.ok(!(await register(await enrol(database, service), key)).ok);
});

test('an answer that comes after a minute signs nobody in', async () => {
  const { person, key } = await withKey();
  const { attemptSecret, options } = await asked(person);
  const answer = key.answer(options);
  service.move({ seconds: 60 });
  assert.deepEqual(await finishSignInWithKey(service, { attemptSecret, source, party, answer }), refused);
});

test('an answer to a challenge of before the clock was set back signs nobody in', async () => {
  const { person, key } = await withKey();
  const { attemptSecret, options } = await asked(person);
  const answer = key.answer(options);
  service.move({ minutes: -2 });
  assert.deepEqual(await finishSignInWithKey(service, { attemptSecret, source, party, answer }), refused);
  service.move({ minutes: 2 });
});

test('an answer sent again, in the same try or another, signs nobody in', async () => {
  const { person, key } = await withKey();
  const { attemptSecret, options } = await asked(person);
  const answer = key.answer(options);
  assert.ok((await finishSignInWithKey(service, { attemptSecret, source, party, answer })).ok);
  assert.deepEqual(await finishSignInWithKey(service, { attemptSecret, source, party, answer }), refused);
  const again = await asked(person);
  const replayed = { attemptSecret: again.attemptSecret, source, party, answer };
  assert.deepEqual(await finishSignInWithKey(service, replayed), refused);
});

test('one answer sent 100 times at once lets one in', async () => {
  const { person, key } = await withKey();
  const { attemptSecret, options } = await asked(person);
  const answer = key.answer(options);
  const given = { attemptSecret, source, party, answer };
  const came = await Promise.all(Array.from({ length: 100 }, () => finishSignInWithKey(service, given)));
  assert.equal(came.filter(({ ok }) => ok).length, 1);
});

test('a key whose count goes back is stopped: there are two of it', async () => {
  service.move({ minutes: 6 }); // after a hundred tries from one place
  const { person, key } = await withKey();
  assert.ok((await signIn(person, key, { count: 40 })).ok);
  assert.deepEqual(await signIn(person, key, { count: 39 }), refused);
  assert.deepEqual(await signIn(person, key, { count: 41 }), refused);
  const [row] = await asOwner(database, 'select revoked_why from security_key where account_id = $1', [
    person.accountId,
  ]);
  assert.deepEqual(row, ['copied']);
});

test('of the 16 combinations with a key one gets in, and the others are told the same', async () => {
  const { person, key } = await withKey();
  const wrong = softKey();
  for (let combination = 0; combination < 16; combination += 1) {
    service.move({ minutes: 6 });
    const isWrong = (part: number): boolean => (combination & (1 << part)) !== 0;
    const begun = await beginSignIn(service, {
      userName: isWrong(0) ? 'nobody.here' : person.userName,
      password: isWrong(1) ? 'not the password' : person.password,
      pin: isWrong(2) ? '999999' : person.pin,
      source,
    });
    assert.ok(begun.ok);
    const { attemptSecret } = begun.value;
    const options = await askForKey(service, { attemptSecret, party });
    assert.ok(options);
    const answer = (isWrong(3) ? wrong : key).answer(options);
    const came = await finishSignInWithKey(service, { attemptSecret, source, party, answer });
    if (combination === 0) assert.ok(came.ok);
    else assert.deepEqual(came, refused);
  }
});

test('guesses of others lock nobody out who shows their key', async () => {
  const { person, key } = await withKey();
  for (let guess = 0; guess < 11; guess += 1) {
    const attemptSecret = await provenTry(service, person);
    await finishSignIn(service, { attemptSecret, code: '000000', source: `198.51.100.${guess}` });
  }
  assert.ok((await signIn(person, key)).ok);
});
