import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import type { Whom } from '../../src/domain/contact-request.ts';
import { askToContact, seeWhomToAsk, type RequestTyped } from '../../src/services/ask-to-contact.ts';
import {
  answerContactRequest,
  chaseContactRequests,
  contactRequestsWaiting,
  endContactRequest,
  seeContactRequest,
  seeContactRequests,
} from '../../src/services/contact-requests.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { testSecrets, withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
let present = new Date('2026-11-23T10:00:00Z');
const context = { database: database.application, secrets: testSecrets, now: () => present };
const ruth = await actorOf(database, 'ruth.barlow');
const grace = await actorOf(database, 'grace.okafor');
const daniel = await actorOf(database, 'daniel.hughes');
const noor = await actorOf(database, 'noor.rahman');
const stella = await actorOf(database, 'stella.quinn');
const rachel = await actorOf(database, 'rachel.stone');
const free = (
  await sql(`select child_id from child where closed_on is null
    and not exists (select from shield where shield.child_id = child.child_id) order by child_id`)
).map(([childId]) => Number(childId));

test('somebody asked by name sees who asks, accepts, and both can say that they have talked', async () => {
  const childId = await childWith(grace);
  const no = await sent(ruth, childId, { kind: 'work', no: 1 });
  const [mine] = await listOf(ruth, childId);
  assert.equal(mine?.state, 'asked');
  assert.match(mine.to ?? '', /Grace Okafor/);
  assert.deepEqual(await contactRequestsWaiting(context, grace), { waiting: 1, overdue: 0 });
  const seen = await seeContactRequest(context, grace, childId, no);
  assert.ok(seen.ok && seen.value.request.asker === 'Ruth Barlow');
  assert.equal((await listOf(ruth, childId))[0]?.state, 'seen');
  assert.ok((await answered(grace, childId, no, 'accepted')).ok);
  assert.equal((await listOf(ruth, childId))[0]?.state, 'accepted');
  const ended = await endContactRequest(context, ruth, childId, no, { version: 2, as: 'done' });
  assert.ok(ended.ok);
  assert.deepEqual(await logged(childId), [
    ['answer contact request', 'done'],
    ['ask to contact', 'done'],
    ['end contact request', 'done'],
    ['see contact request', 'done'],
  ]);
});

test('nobody talks on "not asked yet", and nobody asks from one who left the record', async () => {
  const childId = await childWith(grace);
  const unasked = await ask(ruth, childId, { kind: 'work', no: 1 }, { footing: 'not asked yet' });
  assert.equal(faultOf(unasked)?.field, 'footing');
  assert.equal(faultOf(await ask(ruth, childId, { kind: 'work', no: 9 }))?.kind, 'stale');
  assert.equal(faultOf(await ask(rachel, childId, { kind: 'work', no: 1 }))?.kind, 'refused');
  assert.deepEqual(await listOf(ruth, childId), []);
});

test('a form sent twice asks once, and of two answers at one moment one counts', async () => {
  const childId = await childWith(grace);
  const twice = await Promise.all([1, 2].map(() => ask(ruth, childId, { kind: 'work', no: 1 })));
  assert.equal(twice.filter(({ ok }) => ok).length, 1);
  const [one] = await listOf(ruth, childId);
  const no = one?.no ?? 0;
  const both = await Promise.all(['accepted', 'declined'].map((as) => answered(grace, childId, no, as)));
  assert.equal(both.filter(({ ok }) => ok).length, 1);
  assert.equal(faultOf(both.find(({ ok }) => !ok))?.kind, 'stale');
});

test('whoever asks does not answer, and a stranger neither sees nor answers', async () => {
  const childId = await childWith(grace);
  const no = await sent(ruth, childId, { kind: 'work', no: 1 });
  for (const other of [ruth, daniel])
    assert.equal(faultOf(await answered(other, childId, no, 'accepted'))?.kind, 'refused');
  const peeped = await seeContactRequest(context, daniel, childId, no);
  assert.ok(!peeped.ok);
  assert.deepEqual(await listOf(daniel, childId), []);
});

test('a service that is not named is asked through the relay, and the asker learns neither service nor place', async () => {
  const childId = await childWith(noor, 'cause');
  const whom = await seeWhomToAsk(context, ruth, childId, { kind: 'relay' });
  assert.ok(whom.ok && whom.value.service === undefined);
  const no = await sent(ruth, childId, { kind: 'relay' });
  const seen = await seeContactRequest(context, stella, childId, no);
  assert.ok(seen.ok);
  const clinic = seen.value.passTo.find(({ text }) => text.includes('Mental health'));
  assert.ok(clinic);
  assert.ok((await answered(stella, childId, no, 'passed on', clinic.value)).ok);
  assert.equal((await listOf(ruth, childId))[0]?.state, 'passed on');
  assert.ok((await answered(noor, childId, no, 'accepted', '', 2)).ok);
  const [mine] = await listOf(ruth, childId);
  assert.deepEqual([mine?.state, mine?.to], ['accepted', undefined]);
  assert.doesNotMatch(JSON.stringify(mine), /Noor|mental|relay worker/i);
});

test('whoever helps a shielded child is asked blindly, whoever it is, and where nobody helps a desk or the relay is', async () => {
  const helped = await childWith(grace);
  const alone = await emptyChild();
  for (const childId of [helped, alone]) await shield(childId);
  const answers: unknown[] = [];
  for (const childId of [helped, alone]) {
    await sent(ruth, childId, { kind: 'withheld' });
    const [{ childId: _, no: __, name: ___, dateOfBirth: ____, ...mine } = {}] = await listOf(ruth, childId);
    answers.push(mine);
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.equal((await listOf(grace, helped)).length, 1);
  const [row] = await sql(
    `select is_desk or service_kind = 'contact relay' from contact_request join team on team_id = to_team_id where child_id = $1`,
    [alone],
  );
  assert.deepEqual(row, ['t']);
});

test('a shield that comes after hides from the asker whom they asked', async () => {
  const childId = await childWith(grace);
  await sent(ruth, childId, { kind: 'work', no: 1 });
  await shield(childId);
  assert.equal((await listOf(ruth, childId))[0]?.to, undefined);
});

test('the worker of any other child of a carer is asked by social care alone, with one answer either way', async () => {
  const [one, other] = [await emptyChild(), await childWith(grace)];
  const lonely = await emptyChild();
  await sameCarer(one, other);
  const answers: unknown[] = [];
  for (const childId of [one, lonely]) {
    const [[carer] = []] = await sql(
      `select carer_no from carer where child_id = $1 and family_name is not null order by carer_no`,
      [childId],
    );
    const typed = { carer: carer ?? '' };
    assert.equal(faultOf(await ask(ruth, childId, { kind: 'others' }, typed))?.kind, 'refused');
    assert.ok((await ask(daniel, childId, { kind: 'others' }, typed)).ok);
    const [{ childId: _, no: __, name: ___, dateOfBirth: ____, ...mine } = {}] = await listOf(
      daniel,
      childId,
    );
    answers.push(mine);
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.equal((await listOf(daniel, other)).length, 0);
  const [asked] = await listOf(grace, other);
  assert.equal(asked?.kind, 'other child');
  assert.ok((await answered(grace, other, asked.no, 'accepted')).ok);
});

test('the clock reminds, then tells the team, then the team that manages; an answer stops it', async () => {
  const childId = await childWith(grace);
  const colleague = await colleagueOf(grace);
  const manager = await managerOf(grace);
  const no = await sent(ruth, childId, { kind: 'work', no: 1 }, { urgency: 'today' });
  const steps: unknown[] = [];
  for (const hours of [1, 2, 4, 8]) {
    present = new Date(Date.parse('2026-11-23T10:00:00Z') + hours * 3_600_000);
    await chaseContactRequests(context);
    const [mine] = await listOf(ruth, childId);
    const sees = async (actor: Actor) => (await listOf(actor, childId)).length;
    steps.push([mine?.chased, await sees(grace), await sees(colleague), await sees(manager)]);
  }
  assert.deepEqual(steps, [
    ['not yet', 1, 0, 0],
    ['reminded', 1, 0, 0],
    ['team', 1, 1, 0],
    ['management', 1, 1, 1],
  ]);
  assert.ok((await answered(manager, childId, no, 'accepted')).ok);
  const [row] = await sql('select chase_at from contact_request where request_no = $1', [no]);
  assert.deepEqual(row, [null]);
  present = new Date('2026-11-23T10:00:00Z');
});

test('after a death nothing is chased and nothing is listed', async () => {
  const childId = await childWith(grace);
  await sent(ruth, childId, { kind: 'work', no: 1 }, { urgency: 'now' });
  await sql(`update child set closed_on = '2026-11-23', closed_because = 'died' where child_id = $1`, [
    childId,
  ]);
  present = new Date('2026-11-25T10:00:00Z');
  await chaseContactRequests(context);
  assert.deepEqual(await listOf(grace, childId), []);
  const [row] = await sql('select chased from contact_request where child_id = $1', [childId]);
  assert.deepEqual(row, ['not yet']);
  present = new Date('2026-11-23T10:00:00Z');
});

const typed: RequestTyped = {
  reachBy: 'telephone',
  telephone: '01632 960 123',
  email: '',
  urgency: 'today',
  footing: 'parent agreed',
  carer: '',
};

function ask(actor: Actor, childId: number, whom: Whom, more: Partial<RequestTyped> = {}) {
  return askToContact(context, actor, childId, whom, { ...typed, ...more });
}

async function sent(actor: Actor, childId: number, whom: Whom, more: Partial<RequestTyped> = {}) {
  const came = await ask(actor, childId, whom, more);
  assert.ok(came.ok, JSON.stringify(came));
  return came.value.requestNo;
}

function answered(actor: Actor, childId: number, no: number, answer: string, to = '', version = 1) {
  return answerContactRequest(context, actor, childId, no, { answer, version, to });
}

async function listOf(actor: Actor, childId: number) {
  const seen = await seeContactRequests(context, actor);
  assert.ok(seen.ok);
  return seen.value.list.filter((one) => one.childId === childId);
}

function faultOf(
  came: { readonly ok: boolean; readonly faults?: readonly { kind: string; field?: string }[] } | undefined,
) {
  return came?.faults?.[0];
}

async function emptyChild(): Promise<number> {
  const childId = free.pop() ?? 0;
  await sql('delete from involvement where child_id = $1', [childId]);
  return childId;
}

async function childWith(actor: Actor, basis: string | null = null): Promise<number> {
  const childId = await emptyChild();
  await sql(
    `insert into involvement (child_id, involvement_no, team_id, practitioner_id, started_on, basis)
      select $1, 1, team_id, practitioner_id, '2026-01-05', $3 from practitioner where practitioner_id = $2`,
    [childId, actor.practitionerId, basis],
  );
  return childId;
}

async function shield(childId: number): Promise<void> {
  await sql(
    `insert into shield (child_id, shield_no, because, raised_on) values ($1, 90, 'risk of violence', '2026-11-01')`,
    [childId],
  );
}

async function sameCarer(one: number, other: number): Promise<void> {
  await sql(
    `update carer set person_id = 4242 where (child_id, carer_no) in (
      select child_id, min(carer_no) from carer where child_id in ($1, $2) and family_name is not null group by child_id)`,
    [one, other],
  );
}

async function colleagueOf(actor: Actor): Promise<Actor> {
  const [[practitionerId] = []] = await sql(
    `insert into practitioner (team_id, name, job_title)
      select team_id, 'Col League', 'Nurse' from practitioner where practitioner_id = $1 returning practitioner_id`,
    [actor.practitionerId],
  );
  return { ...actor, accountId: rachel.accountId, practitionerId: Number(practitionerId) };
}

async function managerOf(actor: Actor): Promise<Actor> {
  const [[practitionerId] = []] = await sql(
    `with managing as (
        insert into team (organisation_id, service_kind, name, telephone, hours, manages)
        select $1, service_kind, 'Management', telephone, hours, true from team limit 1
        returning team_id
      )
      insert into practitioner (team_id, name, job_title) select team_id, 'Man Ager', 'Manager' from managing
      returning practitioner_id`,
    [actor.organisationId],
  );
  return { ...actor, accountId: rachel.accountId, practitionerId: Number(practitionerId) };
}

async function logged(childId: number): Promise<readonly (readonly (string | null)[])[]> {
  return sql(
    `select act, body::json ->> 'outcome' from log_entry
      where event_id in (select event_id from log_part where child_id = $1) and act <> 'see contact requests'
      order by 1`,
    [childId],
  );
}

function sql(
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly (readonly (string | null)[])[]> {
  return asOwner(database, text, values);
}
