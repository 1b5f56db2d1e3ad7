import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { presentCode } from '../../src/services/practice-token.ts';
import { asOwner, codeOf, enrol, serviceAt, signInAs } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });
const service = serviceAt(database, '2026-03-02T09:00:00Z');

async function setPractice(practice: boolean): Promise<void> {
  await asOwner(database, `update installation set practice = $1`, [practice]);
}

test('where the people may be real no code is told, whether or not there is such a user', async () => {
  await setPractice(false);
  const person = await enrol(database, service);
  const known = await presentCode(service, person.userName);
  assert.ok(!known.ok && known.fault.kind === 'refused');
  assert.deepEqual(await presentCode(service, 'nobody.here'), known);
});

test('in a practice copy the code told is the one on the token, and signs in', async () => {
  await setPractice(true);
  const person = await enrol(database, service);
  const told = await presentCode(service, person.userName);
  assert.ok(told.ok && told.value === codeOf(service, person));
  assert.ok((await signInAs(service, person, { code: told.value })).ok);
});

test('a code that was used is not told again: the next one is, as long as it would be accepted', async () => {
  await setPractice(true);
  const person = await enrol(database, service);
  for (let signIn = 0; signIn < 3; signIn += 1) {
    const told = await presentCode(service, person.userName);
    assert.ok(told.ok && (await signInAs(service, person, { code: told.value })).ok);
  }
});

test('a name that nobody has is said to be unknown', async () => {
  await setPractice(true);
  for (const name of ['nobody.here', '', 'a\0b', '\ud800', 'x'.repeat(100_000)]) {
    const told = await presentCode(service, name);
    assert.ok(!told.ok && told.fault.kind === 'not-found', name.slice(0, 20));
  }
});
