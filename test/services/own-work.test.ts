import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import { addDays, londonDay } from '../../src/domain/calendar.ts';
import type { CareOutcome, WorkSent } from '../../src/services/care.ts';
import { seeHandOvers } from '../../src/services/hand-over-list.ts';
import { answerHandOver, handOverWork, offerLead, seeOwnWork } from '../../src/services/hand-overs.ts';
import {
  addWork,
  amendOwnWork,
  beginToLead,
  confirmOwnWork,
  endOwnWork,
  takeOverOwnWork,
  type WorkTyped,
} from '../../src/services/own-work.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { testSecrets, withPopulatedDatabase } from '../support/population.ts';
import { typedFor } from '../support/typed-day.ts';

const database = await withPopulatedDatabase({ after });
const now = () => new Date('2026-11-23T10:00:00Z');
const today = londonDay(now());
const context = { database: database.application, secrets: testSecrets, now };
const ruth = await actorOf(database, 'ruth.barlow');
const grace = await actorOf(database, 'grace.okafor');
const daniel = await actorOf(database, 'daniel.hughes');
const noor = await actorOf(database, 'noor.rahman');
const colleague = await colleagueOf(ruth);
const children = await sql(
  `select child_id from child where closed_on is null and date_of_birth between '2011-01-01' and '2022-01-01'
    and not exists (select from shield where shield.child_id = child.child_id) order by child_id desc`,
);

test('a practitioner adds their own work in three answers, once, and it is written down', async () => {
  const childId = await emptyChild();
  assert.deepEqual(await add(ruth, childId), { ok: true });
  const again = await addWork(context, ruth, childId, typed(ruth));
  assert.ok(!again.ok && again.faults[0]?.kind === 'stale');
  const [row] = await sql(
    'select practitioner_id, team_id, started_on, confirmed_on, reached_by, version from involvement where child_id = $1',
    [childId],
  );
  assert.deepEqual(row, [String(ruth.practitionerId), teamOf(ruth), addDays(today, -3), today, 'own', '1']);
  assert.deepEqual(await logged(childId), [
    ['add involvement', 'done', null],
    ['add involvement', 'refused', 'stale'],
  ]);
});

for (const [what, wrong, field] of [
  ['a team of others', { team: '1' }, 'team'],
  ['a day ahead', { since: typedFor(addDays(today, 1)) }, 'since'],
  ['a day before birth', { since: typedFor(addDays(today, -9000)) }, 'since'],
  ['no way to be reached', { reachedBy: '' }, 'reachedBy'],
  ['a number that is none', { reachedBy: 'other', telephone: 'ring me' }, 'telephone'],
] as const)
  test(`work with ${what} is refused beside its box, and nothing is added`, async () => {
    const childId = await emptyChild();
    const added = await addWork(context, ruth, childId, { ...typed(ruth), ...wrong });
    assert.ok(!added.ok);
    assert.deepEqual(
      added.faults.map((fault) => fault.field),
      [field],
    );
    assert.equal(await worksOf(childId), '0');
  });

test('a service that is sensitive is recorded on consent or cause alone', async () => {
  const childId = await emptyChild();
  const without = await addWork(context, noor, childId, typed(noor));
  assert.ok(!without.ok && without.faults[0]?.field === 'basis');
  const consent = { givenBy: 'child', given: typedFor(today), until: typedFor(addDays(today, 90)) };
  assert.deepEqual(
    await result(addWork(context, noor, childId, { ...typed(noor), basis: 'consent', consent })),
    {
      ok: true,
    },
  );
  assert.deepEqual(await sql('select footing, given_by from consent where child_id = $1', [childId]), [
    ['child competent', 'child'],
  ]);
});

test('nobody changes another’s work: not a stranger, not a colleague, not whoever acts for somebody', async () => {
  const childId = await emptyChild();
  await add(ruth, childId);
  for (const other of [grace, colleague]) {
    const sent = await sentOf(childId, ruth);
    for (const came of [
      await confirmOwnWork(context, other, childId, sent),
      await endOwnWork(context, other, childId, sent, typedFor(today)),
      await beginToLead(context, other, childId, sent),
      await takeOverOwnWork(context, other, childId, sent),
      await amendOwnWork(context, other, childId, sent, typed(ruth)),
      await handOverWork(context, other, childId, sent, 'team-1'),
    ])
      assert.equal(firstFault(came), 'refused');
  }
  assert.equal((await sentOf(childId, ruth)).version, 1);
});

test('a form sent twice, or after somebody else’s, changes nothing the second time', async () => {
  const childId = await emptyChild();
  await add(ruth, childId);
  const sent = await sentOf(childId, ruth);
  assert.deepEqual(await result(confirmOwnWork(context, ruth, childId, sent)), { ok: true });
  assert.equal(firstFault(await confirmOwnWork(context, ruth, childId, sent)), 'stale');
  assert.equal(firstFault(await endOwnWork(context, ruth, childId, sent, typedFor(today))), 'stale');
  const later = await sentOf(childId, ruth);
  assert.deepEqual(await result(endOwnWork(context, ruth, childId, later, typedFor(today))), { ok: true });
});

test('of two who end the same work at one moment, one does and the other is told', async () => {
  const childId = await emptyChild();
  await add(ruth, childId);
  const sent = await sentOf(childId, ruth);
  const both = await Promise.all(
    [0, 1, 2, 3].map(() => endOwnWork(context, ruth, childId, sent, typedFor(today))),
  );
  assert.equal(both.filter((one) => one.ok).length, 1);
  assert.ok(both.every((one) => one.ok || one.faults[0]?.kind === 'stale'));
  assert.deepEqual(await sql('select version from involvement where child_id = $1', [childId]), [['2']]);
});

test('a last day before the first is refused; one ahead shows the work until then', async () => {
  const childId = await emptyChild();
  await add(ruth, childId);
  const sent = await sentOf(childId, ruth);
  const before = await endOwnWork(context, ruth, childId, sent, typedFor(addDays(today, -9)));
  assert.ok(!before.ok && before.faults[0]?.field === 'ends');
  assert.ok((await endOwnWork(context, ruth, childId, sent, typedFor(addDays(today, 9)))).ok);
  const seen = await seeOwnWork(context, ruth, childId);
  assert.ok(seen.ok);
  assert.equal(seen.value.own[0]?.work.endedOn, addDays(today, 9));
});

test('one leads at a time; the lead passes when the other accepts, and not before', async () => {
  const childId = await emptyChild();
  await add(ruth, childId);
  await add(daniel, childId);
  const [mine, theirs] = [await sentOf(childId, ruth), await sentOf(childId, daniel)];
  const claims = await Promise.all([
    beginToLead(context, ruth, childId, mine),
    beginToLead(context, daniel, childId, theirs),
  ]);
  assert.equal(claims.filter((one) => one.ok).length, 1);
  const [leader, other] = claims[0].ok ? [ruth, daniel] : [daniel, ruth];
  const to = (await sentOf(childId, other)).no;
  assert.ok((await offerLead(context, leader, childId, await sentOf(childId, leader), to)).ok);
  assert.equal(await leaderOf(childId), String(leader.practitionerId));
  assert.equal(firstFault(await answerHandOver(context, leader, childId, 1, 'accepted')), 'refused');
  assert.ok((await answerHandOver(context, other, childId, 1, 'accepted')).ok);
  assert.equal(await leaderOf(childId), String(other.practitionerId));
  assert.equal(firstFault(await answerHandOver(context, other, childId, 1, 'accepted')), 'stale');
});

test('work is handed over to a colleague who accepts: it ends for one and begins for the other, lead and all', async () => {
  const childId = await emptyChild();
  await add(ruth, childId);
  assert.ok((await beginToLead(context, ruth, childId, await sentOf(childId, ruth))).ok);
  const to = `person-${colleague.practitionerId}`;
  assert.ok((await handOverWork(context, ruth, childId, await sentOf(childId, ruth), to)).ok);
  const twice = await handOverWork(context, ruth, childId, await sentOf(childId, ruth), to);
  assert.equal(firstFault(twice), 'stale');
  const listed = await seeHandOvers(context, colleague);
  assert.ok(listed.ok && listed.value.list.some((one) => one.childId === childId && !one.isMine));
  const answers = await Promise.all([
    answerHandOver(context, colleague, childId, 1, 'accepted'),
    answerHandOver(context, colleague, childId, 1, 'declined'),
  ]);
  assert.equal(answers.filter((one) => one.ok).length, 1);
  const [holder = ''] = (
    await sql('select practitioner_id from involvement where child_id = $1 and ended_on is null', [childId])
  ).flat();
  const expected = answers[0].ok ? colleague : ruth;
  assert.equal(holder, String(expected.practitionerId));
  assert.equal(await leaderOf(childId), String(expected.practitionerId));
});

test('whoever left is not shown, and a colleague takes the work over, once', async () => {
  const childId = await emptyChild();
  await add(colleague, childId);
  await sql(`update account set state = 'closed' where account_id = $1`, [colleague.accountId]);
  const sent = await sentOf(childId, colleague);
  const both = await Promise.all([
    takeOverOwnWork(context, ruth, childId, sent),
    takeOverOwnWork(context, ruth, childId, sent),
  ]);
  await sql(`update account set state = 'active' where account_id = $1`, [colleague.accountId]);
  assert.equal(both.filter((one) => one.ok).length, 1);
  assert.deepEqual(await sql('select practitioner_id from involvement where child_id = $1', [childId]), [
    [String(ruth.practitionerId)],
  ]);
});

async function add(actor: Actor, childId: number) {
  return result(addWork(context, actor, childId, typed(actor)));
}

async function result(came: Promise<CareOutcome<unknown>>) {
  const { ok } = await came;
  return { ok };
}

function firstFault(came: CareOutcome<unknown>) {
  return came.ok ? 'done' : came.faults[0]?.kind;
}

function typed(actor: Actor): WorkTyped {
  return {
    team: teamOf(actor),
    since: typedFor(addDays(today, -3)),
    reachedBy: 'own',
    telephone: '',
    email: '',
    assessment: false,
    basis: '',
    consent: { givenBy: '', given: blank, until: blank },
  };
}

const blank = { day: '', month: '', year: '' };

async function sentOf(childId: number, { practitionerId }: Actor): Promise<WorkSent> {
  const [row = []] = await sql(
    'select involvement_no, version from involvement where child_id = $1 and practitioner_id = $2 order by involvement_no desc',
    [childId, practitionerId],
  );
  return { no: Number(row[0]), version: Number(row[1]) };
}

async function leaderOf(childId: number) {
  const [row] = await sql('select practitioner_id from involvement where child_id = $1 and is_lead', [
    childId,
  ]);
  return row?.[0];
}

async function worksOf(childId: number) {
  const [row] = await sql('select count(*) from involvement where child_id = $1', [childId]);
  return row?.[0];
}

async function logged(childId: number) {
  return sql(
    `select act, log_entry.body::json ->> 'outcome', log_entry.body::json ->> 'why'
      from log_entry join log_part using (event_id)
      where child_id = $1 order by log_entry.recorded_at, 2, 3`,
    [childId],
  );
}

/** A child whom nobody works with yet. */
async function emptyChild(): Promise<number> {
  const childId = Number(children.shift()?.[0]);
  await sql('delete from consent where child_id = $1', [childId]);
  await sql('delete from involvement where child_id = $1', [childId]);
  return childId;
}

/** Another user in the same team. */
async function colleagueOf({ practitionerId, accountId }: Actor): Promise<Actor> {
  const [row = []] = await sql(
    `select user_name from account join practitioner using (practitioner_id)
      where team_id = (select team_id from practitioner where practitioner_id = $1) and account_id <> $2 and state = 'active'`,
    [practitionerId, accountId],
  );
  return actorOf(database, row[0] ?? '');
}

async function sql(text: string, values: readonly unknown[] = []) {
  return asOwner(database, text, values);
}

const teams = new Map(
  (await sql('select practitioner_id, team_id from practitioner')).map(([id, team]) => [
    Number(id),
    team ?? '',
  ]),
);

function teamOf({ practitionerId }: Actor): string {
  return teams.get(practitionerId ?? 0) ?? '';
}
