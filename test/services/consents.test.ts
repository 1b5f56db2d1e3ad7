import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import { addDays, londonDay } from '../../src/domain/calendar.ts';
import { showCaseload } from '../../src/services/caseload.ts';
import { openChildRecord } from '../../src/services/child-record.ts';
import {
  endLapsedConsents,
  recordConsent,
  seeConsents,
  withdrawOwnConsent,
} from '../../src/services/consents.ts';
import { confirmContacts, contactsDue, seeContacts } from '../../src/services/contacts.ts';
import { addWork, confirmOwnWork } from '../../src/services/own-work.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { testSecrets, withPopulatedDatabase } from '../support/population.ts';
import { typedFor } from '../support/typed-day.ts';

const database = await withPopulatedDatabase({ after });
let present = new Date('2026-11-23T10:00:00Z');
const now = () => present;
const today = londonDay(present);
const context = { database: database.application, secrets: testSecrets, now };
const noor = await actorOf(database, 'noor.rahman');
const ruth = await actorOf(database, 'ruth.barlow');
const daniel = await actorOf(database, 'daniel.hughes');
const yusuf = await actorOf(database, 'yusuf.patel');
const helen = await actorOf(database, 'helen.fairclough');
const relay = await actorOf(database, 'stella.quinn');
const agreed = { givenBy: 'child', given: typedFor(today), until: typedFor(addDays(today, 60)) };
const children = await sql(
  `select child_id from child where closed_on is null and date_of_birth between '2011-01-01' and '2013-01-01'
    and not exists (select from shield where shield.child_id = child.child_id) order by child_id desc`,
);

test('consent withdrawn is gone at once: from the record, from the list, and for a page still open', async () => {
  const childId = await sensitiveChild();
  assert.equal(await hinted(ruth, childId), true);
  const [work = []] = await sql('select involvement_no, version from involvement where child_id = $1', [
    childId,
  ]);
  assert.ok((await withdrawOwnConsent(context, noor, childId, 1)).ok);
  assert.equal(await hinted(ruth, childId), false);
  assert.equal(await hinted(relay, childId), false);
  const listed = await showCaseload(context, noor, { page: 1 });
  assert.ok(listed.ok && !listed.value.children.some((one) => one.childId === childId));
  const sent = { no: Number(work[0]), version: Number(work[1]) };
  const late = await confirmOwnWork(context, noor, childId, sent);
  assert.ok(!late.ok && late.faults[0]?.kind === 'stale');
  assert.match(late.faults[0]?.says ?? '', /consent .* was withdrawn/);
});

test('of several who withdraw one consent at the same moment, one does', async () => {
  const childId = await sensitiveChild();
  const all = await Promise.all([1, 2, 3].map(() => withdrawOwnConsent(context, noor, childId, 1)));
  assert.equal(all.filter((one) => one.ok).length, 1);
  assert.deepEqual(await sql('select version from involvement where child_id = $1', [childId]), [['2']]);
});

test('another consent in force keeps the service recorded; others see, record and withdraw none', async () => {
  const childId = await sensitiveChild();
  assert.ok((await recordConsent(context, noor, childId, agreed)).ok);
  for (const other of [ruth, relay, daniel]) {
    const seen = await seeConsents(context, other, childId, 'see consents');
    assert.ok(seen.ok && seen.value.consents.length === 0);
    assert.ok(!(await recordConsent(context, other, childId, agreed)).ok);
    assert.ok(!(await withdrawOwnConsent(context, other, childId, 1)).ok);
  }
  assert.ok((await withdrawOwnConsent(context, noor, childId, 1)).ok);
  assert.equal(await hinted(ruth, childId), true);
  assert.ok((await withdrawOwnConsent(context, noor, childId, 2)).ok);
  assert.equal(await hinted(ruth, childId), false);
});

test('consent that has ended shows nothing the next day, and its work is ended by the clock', async () => {
  const childId = await sensitiveChild();
  present = new Date('2027-01-23T10:00:00Z');
  assert.equal(await hinted(ruth, childId), false);
  await endLapsedConsents(context);
  present = new Date('2026-11-23T10:00:00Z');
  const [row] = await sql('select ended_on from involvement where child_id = $1', [childId]);
  assert.deepEqual(row, ['2027-01-23']);
});

test('when a second service joins, the first is told that someone did, until it opens the record', async () => {
  const childId = await emptyChild();
  await add(ruth, childId);
  assert.equal(await someoneJoined(ruth, childId), false);
  present = new Date('2026-11-23T11:00:00Z');
  await add(daniel, childId);
  assert.equal(await someoneJoined(ruth, childId), true);
  assert.equal(await someoneJoined(daniel, childId), false);
  present = new Date('2026-11-23T12:00:00Z');
  assert.equal(await hinted(ruth, childId), false);
  assert.equal(await someoneJoined(ruth, childId), false);
});

test('nobody is told that a sensitive service joined, and no school that youth justice did', async () => {
  const childId = await emptyChild();
  await add(ruth, childId);
  present = new Date('2026-11-23T12:30:00Z');
  await add(helen, childId);
  present = new Date('2026-11-23T13:00:00Z');
  await addWork(context, noor, childId, { ...typed(noor), basis: 'cause' });
  assert.deepEqual([await someoneJoined(ruth, childId), await someoneJoined(helen, childId)], [true, false]);
  present = new Date('2026-11-23T14:00:00Z');
  await hinted(ruth, childId);
  present = new Date('2026-11-23T15:00:00Z');
  await add(yusuf, childId);
  assert.deepEqual([await someoneJoined(ruth, childId), await someoneJoined(helen, childId)], [true, false]);
});

test('one click confirms all of one’s own contacts this term, and another the team’s', async () => {
  const before = await contactsDue(context, ruth);
  assert.ok(before.team >= before.mine);
  await sql('update involvement set confirmed_on = null where practitioner_id = $1 and ended_on is null', [
    ruth.practitionerId,
  ]);
  const due = await contactsDue(context, ruth);
  const seen = await seeContacts(context, ruth);
  assert.ok(seen.ok && seen.value.due.length > 0 && seen.value.due[0]?.isMine === true);
  const confirmed = await confirmContacts(context, ruth, 'mine');
  assert.ok(confirmed.ok && confirmed.value === due.mine && due.mine > 0);
  assert.equal((await contactsDue(context, ruth)).mine, 0);
  const team = await confirmContacts(context, ruth, 'team');
  assert.ok(team.ok && team.value === due.team - due.mine);
  assert.deepEqual(await contactsDue(context, ruth), { mine: 0, team: 0 });
  assert.ok(!(await confirmContacts(context, relay, 'everybody')).ok);
});

/** Whether a reader is told that a sensitive service is involved. */
async function hinted(actor: Actor, childId: number): Promise<boolean> {
  const opened = await openChildRecord(context, actor, { childId, reason: 'emergency', footing: 'urgent' });
  assert.ok(opened.ok && opened.value.record.kind === 'open');
  const { involvements, sensitiveServiceInvolved } = opened.value.record;
  return sensitiveServiceInvolved || involvements.some((one) => one.serviceKind === 'mental health');
}

async function someoneJoined(actor: Actor, childId: number): Promise<boolean | undefined> {
  await sql(`update involvement set started_on = '2026-11-23' where child_id = $1`, [childId]);
  const listed = await showCaseload(context, actor, { page: 1 });
  assert.ok(listed.ok);
  return listed.value.children.find((one) => one.childId === childId)?.someoneJoined;
}

async function sensitiveChild(): Promise<number> {
  const childId = await emptyChild();
  const added = await addWork(context, noor, childId, { ...typed(noor), basis: 'consent', consent: agreed });
  assert.ok(added.ok);
  return childId;
}

async function add(actor: Actor, childId: number): Promise<void> {
  assert.ok((await addWork(context, actor, childId, typed(actor))).ok);
}

function typed({ practitionerId }: Actor) {
  return {
    team: teams.get(practitionerId ?? 0) ?? '',
    since: typedFor(today),
    reachedBy: 'own',
    telephone: '',
    email: '',
    assessment: false,
    basis: '',
    consent: agreed,
  };
}

/** A child whom nobody works with yet. */
async function emptyChild(): Promise<number> {
  const childId = Number(children.shift()?.[0]);
  await sql('delete from consent where child_id = $1', [childId]);
  await sql('delete from involvement where child_id = $1', [childId]);
  return childId;
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
