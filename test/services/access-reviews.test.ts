import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { answerInReview, keepAccessReviews, seeAccessReview } from '../../src/services/access-reviews.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { administratorsOf } from '../support/keeping.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const service = serviceAt(database, '2026-11-23T10:00:00Z');
const [one, other] = await administratorsOf(database, 'amina.khan');
const amina = await actorOf(database, 'amina.khan');
const stranger = await actorOf(database, 'peter.lowe');
await asOwner(database, 'update installation set practice = false');

async function reviews() {
  return asOwner(
    database,
    `select due_on, ended_at is not null from access_review where organisation_id = $1 order by due_on`,
    [one.organisationId],
  );
}

async function stateOf(accountId: number) {
  const [row] = await asOwner(database, 'select state from account where account_id = $1', [accountId]);
  return row?.[0];
}

test('a review opens 30 days before it is due, once, and lists everybody who has an account', async () => {
  await keepAccessReviews(service);
  await keepAccessReviews(service);
  assert.deepEqual(await reviews(), [['2026-12-23', 'f']]);
  const seen = await seeAccessReview(service, one, 1);
  assert.ok(seen.ok && seen.value !== undefined);
  const [row] = await asOwner(
    database,
    `select count(*) from account where organisation_id = $1 and state = 'active'`,
    [one.organisationId],
  );
  assert.deepEqual([seen.value.people, seen.value.answered], [Number(row?.[0]), 0]);
  const elsewhere = await seeAccessReview(service, stranger, 1);
  assert.ok(elsewhere.ok && !elsewhere.value?.rows.some(({ accountId }) => accountId === amina.accountId));
});

test('a person is confirmed by an administrator of their own organisation, and by nobody else', async () => {
  for (const by of [stranger, amina])
    assert.ok(!(await answerInReview(service, by, amina.accountId, 'still needed')).ok);
  assert.ok(!(await answerInReview(service, one, one.accountId, 'still needed')).ok);
  assert.ok(!(await answerInReview(service, one, amina.accountId, 'perhaps')).ok);
  assert.ok((await answerInReview(service, one, amina.accountId, 'still needed')).ok);
  assert.ok((await answerInReview(service, one, other.accountId, 'still needed')).ok);
  assert.ok((await answerInReview(service, other, one.accountId, 'still needed')).ok);
  const seen = await seeAccessReview(service, one, 1);
  assert.ok(seen.ok && seen.value?.answered === 3);
});

test('whoever needs it no longer is suspended at once', async () => {
  const [row] = await asOwner(
    database,
    `select account_id from account where organisation_id = $1 and state = 'active' and role <> 'account administrator'
        and account_id <> $2 limit 1`,
    [one.organisationId, amina.accountId],
  );
  const accountId = Number(row?.[0]);
  assert.ok((await answerInReview(service, one, accountId, 'no longer needed')).ok);
  assert.equal(await stateOf(accountId), 'suspended');
});

test('by the date whoever is not confirmed is suspended, each in the log, and who is confirmed is not', async () => {
  service.move({ days: 30 });
  await keepAccessReviews(service); // its last day
  const open = await asOwner(
    database,
    `select account_id from account where organisation_id = $1 and state = 'active'`,
    [one.organisationId],
  );
  assert.ok(open.length > 4);
  service.move({ days: 1 });
  await keepAccessReviews(service);
  await keepAccessReviews(service);
  const left = await asOwner(
    database,
    `select account_id from account where organisation_id = $1 and state = 'active' order by 1`,
    [one.organisationId],
  );
  const kept = [one, other, amina].map(({ accountId }) => String(accountId)).toSorted();
  assert.deepEqual(left.map(([id]) => id ?? '').toSorted(), kept);
  const [row] = await asOwner(
    database,
    `select count(*), count(distinct body::json ->> 'toAccount') from log_entry
      where act = 'suspend account' and account_id is null and (body::json ->> 'organisation')::integer = $1`,
    [one.organisationId],
  );
  assert.deepEqual(row, [String(open.length - 3), String(open.length - 3)]);
  assert.deepEqual(await reviews(), [['2026-12-23', 't']]);
  assert.ok(!(await answerInReview(service, one, amina.accountId, 'still needed')).ok);
});

test('the next one is due four months after, and whoever was approved since it opened is not suspended by it', async () => {
  service.move({ days: 92 });
  await keepAccessReviews(service);
  const [, open] = await reviews();
  assert.deepEqual(open, ['2027-04-25', 'f']);
  service.move({ days: 1 });
  await asOwner(
    database,
    `insert into enrolment (account_id, organisation_id, state, proposed_by, proposed_at, decided_by, decided_at)
      values ($1, $2, 'approved', $3, $5, $4, $5)`,
    [amina.accountId, one.organisationId, one.accountId, other.accountId, service.now()],
  );
  service.move({ days: 40 });
  await keepAccessReviews(service);
  assert.equal(await stateOf(amina.accountId), 'active'); // she was
  assert.equal(await stateOf(other.accountId), 'suspended');
});

test('in a practice copy a review ends and suspends nobody', async () => {
  await asOwner(database, `update account set state = 'active' where state = 'suspended'`);
  await asOwner(database, 'update installation set practice = true');
  await asOwner(database, 'delete from access_review_answer');
  await asOwner(database, 'delete from access_review');
  await keepAccessReviews(service);
  service.move({ days: 32 });
  await keepAccessReviews(service);
  const [row] = await asOwner(database, `select count(*) from account where state = 'suspended'`);
  assert.equal(row?.[0], '0');
});
