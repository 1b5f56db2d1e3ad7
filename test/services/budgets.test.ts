import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { roles, type Role } from '../../src/domain/roles.ts';
import { underTicket } from '../../src/services/authorise.ts';
import { findStopped, letGoOn, sayWhy } from '../../src/services/budgets.ts';
import { sweep } from '../../src/services/sweep.ts';
import { connect } from '../../src/store/connection.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const nothingSpent = {
  searchesThisHour: 0,
  searches: 0,
  opened: 0,
  listed: 0,
  saidWhyThisHour: false,
  saidWhyToday: false,
  raised: false,
  othersStopped: false,
};
let people = 0;

const database = await withDatabase({ after });
const application = connect({
  url: database.applicationUrl,
  role: 'contactpoint_application',
  connections: 20,
  statementTimeoutMs: 30_000,
});
after(() => application.close());
const service = serviceAt({ ...database, application }, '2026-03-02T09:00:00Z');

async function organisation(): Promise<number> {
  const made = await asOwner(
    database,
    `insert into organisation (kind, name, accredited_until) values ('NHS trust', 'Royal Bolton Hospital', '2027-03-31')
    returning organisation_id`,
  );
  return Number(made[0]?.[0]);
}

async function someone(organisationId: number, role: Role = 'hospital nurse'): Promise<Actor> {
  people += 1;
  const made = await asOwner(
    database,
    `insert into account (user_name, full_name, organisation_id, role, state)
    values ($1, 'Amina Yusuf', $2, $3, 'active')
    returning account_id`,
    [`nurse.${people}`, organisationId, role],
  );
  return {
    accountId: Number(made[0]?.[0]),
    userName: `nurse.${people}`,
    fullName: 'Amina Yusuf',
    role,
    kind: roles[role].kind,
    organisationId,
    organisationName: 'Royal Bolton Hospital',
    organisationKind: 'NHS trust',
    practitionerId: null,
    proof: { tokenKind: 'key', fresh: true, holdsKey: true, practice: false },
    sessionHash: Buffer.alloc(32),
  };
}

async function newcomer(): Promise<Actor> {
  return someone(await organisation());
}

function open(actor: Actor, childId: number): Promise<Outcome<string>> {
  const request = { action: 'open child record', reason: 'emergency', footing: 'urgent' } as const;
  const scope = { kind: 'one child', childId } as const;
  return application.transact((tx) =>
    underTicket(tx, actor, service.now(), { act: 'open child record', request, scope }, () =>
      Promise.resolve({ answer: 'opened', childIds: [childId], fields: [] }),
    ),
  );
}

function search(actor: Actor, lists: number): Promise<Outcome<string>> {
  const asked = { act: 'find child', request: { action: 'find child' }, scope: { kind: 'search' } } as const;
  const childIds = Array.from({ length: lists }, (_, place) => place + 1);
  return application.transact((tx) =>
    underTicket(tx, actor, service.now(), asked, () =>
      Promise.resolve({ answer: 'found', childIds, fields: [] }),
    ),
  );
}

/** As the account stands after so much of its day; nothing said, nothing raised, unless so. */
async function spent(actor: Actor, columns: Readonly<Record<string, string | number>>): Promise<void> {
  const names = Object.keys(columns);
  await asOwner(
    database,
    `insert into account_day (day, account_id, hour${names.map((name) => `, ${name}`).join('')})
    values ($1, $2, date_trunc('hour', $3::timestamptz)${names.map((_, place) => `, $${place + 4}`).join('')})`,
    [service.now().toISOString().slice(0, 10), actor.accountId, service.now(), ...Object.values(columns)],
  );
}

function childrenTo(last: number): string {
  return `{${Array.from({ length: last }, (_, place) => place + 1).join()}}`;
}

async function dayOf(actor: Actor): Promise<readonly (string | null)[] | undefined> {
  const rows = await asOwner(
    database,
    `select searches, cardinality(opened), listed from account_day where account_id = $1`,
    [actor.accountId],
  );
  return rows[0]?.map(String);
}

async function logged(actor: Actor, outcome: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const rows = await asOwner(database, `select body from log_entry where account_id = $1`, [actor.accountId]);
  const entries = rows.map(([body]): unknown => JSON.parse(body ?? ''));
  return entries.filter(isNamed).filter((entry) => entry['outcome'] === outcome);
}

function isNamed(entry: unknown): entry is Readonly<Record<string, unknown>> {
  return typeof entry === 'object' && entry !== null;
}

function faultOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'none' : outcome.fault.kind;
}

test('of 50 requests at once at the edge, exactly as many children are opened as are left', async () => {
  const actor = await newcomer();
  await spent(actor, { opened: childrenTo(140), said_why_today: 'true' });
  const answers = await Promise.all(Array.from({ length: 50 }, (_, place) => open(actor, 1000 + place)));
  assert.equal(answers.filter((answer) => answer.ok).length, 10);
  assert.equal((await dayOf(actor))?.[1], '150');
  const refused = await logged(actor, 'refused');
  assert.equal(refused.length, 40);
  assert.equal(refused[0]?.['why'], 'hard budget: opened');
});

test('of 50 searches at once at the edge, no more children are listed than are left', async () => {
  const actor = await newcomer();
  await spent(actor, { listed: 430, searches: 30, said_why_today: 'true' });
  const answers = await Promise.all(Array.from({ length: 50 }, () => search(actor, 20)));
  assert.equal(answers.filter((answer) => answer.ok).length, 3);
  assert.deepEqual(await dayOf(actor), ['33', '0', '490']);
});

test('50 first openings of the same child at once count as one', async () => {
  const actor = await newcomer();
  const answers = await Promise.all(Array.from({ length: 50 }, () => open(actor, 7)));
  assert.ok(answers.every((answer) => answer.ok));
  assert.equal((await dayOf(actor))?.[1], '1');
});

test('a child opened today is opened again by someone who may open no other', async () => {
  const actor = await newcomer();
  await spent(actor, { opened: childrenTo(150), said_why_today: 'true' });
  assert.equal((await open(actor, 150)).ok, true);
  assert.equal(faultOf(await open(actor, 151)), 'stopped');
});

test('the 76th child is opened once a reason is given, which is written down', async () => {
  const actor = await newcomer();
  await spent(actor, { opened: childrenTo(75) });
  assert.equal(faultOf(await open(actor, 76)), 'reason-wanted');
  assert.equal((await logged(actor, 'refused'))[0]?.['why'], 'soft budget: opened');
  const asked = { ...actor, spent: { ...nothingSpent, opened: 75 } };
  assert.deepEqual(await sayWhy(service, asked, 'duty desk', false), { ok: true, value: 'said' });
  assert.equal((await open(actor, 76)).ok, true);
  const said = (await logged(actor, 'done')).find((entry) => entry['act'] === 'say why so many');
  assert.equal(said?.['why'], 'duty desk');
});

test('a reason for many searches holds for its hour and no longer', async () => {
  const actor = await newcomer();
  await spent(actor, { searches: 60, searches_this_hour: 60 });
  assert.equal(faultOf(await search(actor, 0)), 'reason-wanted');
  await sayWhy(
    service,
    { ...actor, spent: { ...nothingSpent, searchesThisHour: 60 } },
    'major incident',
    false,
  );
  assert.equal((await search(actor, 0)).ok, true);
  service.move({ minutes: 60 });
  for (let nth = 1; nth <= 60; nth += 1) assert.equal((await search(actor, 0)).ok, true, `search ${nth}`);
  assert.equal(faultOf(await search(actor, 0)), 'reason-wanted');
});

test('a reason given before it is asked for lets nobody on', async () => {
  const actor = { ...(await newcomer()), spent: nothingSpent };
  assert.deepEqual(await sayWhy(service, actor, 'duty desk', false), { ok: true, value: 'not asked' });
  assert.equal(faultOf(await sayWhy(service, actor, 'because', false)), 'invalid');
  assert.equal(faultOf(await sayWhy(service, actor, 'training on invented children', false)), 'invalid');
});

test('a search is refused before it runs where fewer are left than it may list', async () => {
  const actor = { ...(await newcomer()), spent: { ...nothingSpent, saidWhyToday: true, listed: 481 } };
  const asked = { act: 'find child', request: { action: 'find child' }, scope: { kind: 'search' } } as const;
  const answer = await application.transact((tx) =>
    underTicket(tx, actor, service.now(), asked, () => assert.fail('it ran')),
  );
  assert.equal(faultOf(answer), 'stopped');
  assert.equal((await logged(actor, 'refused'))[0]?.['why'], 'hard budget: listed');
});

test('a search that ran too long is counted', async () => {
  const actor = await newcomer();
  const asked = { act: 'find child', request: { action: 'find child' }, scope: { kind: 'search' } } as const;
  const answer = await application.transact((tx) =>
    underTicket(tx, actor, service.now(), asked, async () => {
      await tx.run(`set local statement_timeout = 20`);
      await tx.run(`select pg_sleep(5)`);
      return assert.fail('it ended');
    }),
  );
  assert.equal(faultOf(answer), 'too-many');
  assert.equal((await dayOf(actor))?.[0], '1');
});

test('the children that one works with cost nothing', async () => {
  const actor = await newcomer();
  const asked = {
    act: 'see caseload',
    request: { action: 'see caseload' },
    scope: { kind: 'caseload', practitionerId: 1 },
  } as const;
  await application.transact((tx) =>
    underTicket(tx, actor, service.now(), asked, () =>
      Promise.resolve({ answer: 'seen', childIds: [1, 2, 3], fields: [] }),
    ),
  );
  assert.equal(await dayOf(actor), undefined);
});

test('an administrator of the same organisation lets someone go on by half, once', async () => {
  const organisationId = await organisation();
  const nurse = await someone(organisationId);
  const administrator = await someone(organisationId, 'account administrator');
  await spent(nurse, { opened: childrenTo(150), said_why_today: 'true' });
  assert.equal(faultOf(await open(nurse, 151)), 'stopped');
  const [listed] = await findStopped(service, administrator);
  assert.deepEqual([listed?.accountId, listed?.standing], [nurse.accountId, 'stopped']);
  const answers = await Promise.all([1, 2, 3].map(() => letGoOn(service, administrator, nurse.accountId)));
  assert.equal(answers.filter((answer) => answer.ok).length, 1);
  assert.equal((await open(nurse, 151)).ok, true);
  const [entry] = await logged(administrator, 'done');
  assert.deepEqual([entry?.['act'], entry?.['toAccount']], ['let someone go on', nurse.accountId]);
  assert.equal((await logged(administrator, 'refused')).length, 2);
});

test('an administrator lets nobody of another organisation go on, nor themselves', async () => {
  const stranger = await newcomer();
  const administrator = await someone(await organisation(), 'account administrator');
  await spent(stranger, { opened: childrenTo(150), said_why_today: 'true' });
  assert.equal(faultOf(await letGoOn(service, administrator, stranger.accountId)), 'not-found');
  assert.equal(faultOf(await letGoOn(service, administrator, administrator.accountId)), 'refused');
  assert.equal(faultOf(await letGoOn(service, administrator, 2_000_000_000)), 'not-found');
  assert.deepEqual(await findStopped(service, administrator), []);
  assert.equal(faultOf(await open(stranger, 151)), 'stopped');
  assert.deepEqual(
    (await logged(administrator, 'refused')).map((entry) => entry['why']),
    ['other organisation', 'own account'],
  );
});

test('an organisation that has together looked up too much is stopped, and no other; each may be let on by name', async () => {
  const organisationId = await organisation();
  const nurses = await Promise.all([1, 2, 3].map(() => someone(organisationId)));
  const [nurse] = nurses;
  assert.ok(nurse);
  const colleague = await someone(organisationId);
  const administrator = await someone(organisationId, 'account administrator');
  const stranger = await newcomer();
  for (const one of nurses) await spent(one, { listed: 340, said_why_today: 'true' });
  await sweep(service);
  assert.equal(faultOf(await search(colleague, 1)), 'stopped');
  assert.equal(faultOf(await open(nurse, 1)), 'stopped');
  assert.equal((await search(stranger, 1)).ok, true);
  const listed = await findStopped(service, administrator);
  assert.ok(
    listed.some((person) => person.accountId === colleague.accountId && person.standing === 'stopped'),
  );
  assert.equal((await letGoOn(service, administrator, colleague.accountId)).ok, true);
  assert.equal((await search(colleague, 1)).ok, true);
});

test('what was looked up is forgotten the day after', async () => {
  const actor = await newcomer();
  await spent(actor, { opened: childrenTo(150), listed: 500 });
  service.move({ days: 1 });
  assert.equal((await open(actor, 200)).ok, true);
  await sweep(service);
  const left = await asOwner(database, `select day from account_day union select day from budget_stop`);
  assert.deepEqual(left, [[service.now().toISOString().slice(0, 10)]]);
});
