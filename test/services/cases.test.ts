import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { isBarred, markPeople, carryOutPunishments } from '../../src/services/barring.ts';
import {
  confirmCase,
  decideCase,
  stopBreachClock,
  suspendInCase,
  takeAppeal,
  takeEmployerReport,
} from '../../src/services/case-decisions.ts';
import {
  askWhyOpened,
  openCaseFromColleague,
  openCaseFromFamily,
  questionsFor,
  readReporterLine,
  sayWhyOpened,
  seeCase,
  seeCases,
  seeQuestion,
  takeUpAlerts,
} from '../../src/services/cases.ts';
import { realDay } from '../../src/domain/calendar.ts';
import { connect } from '../../src/store/connection.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { withPopulatedDatabase } from '../support/population.ts';
import { employ, logActs } from '../support/usage.ts';

const database = await withPopulatedDatabase({ after });
const service = serviceAt(database, '2026-11-23T15:00:00Z');
const anna = await actorOf(database, 'anna.whitfield');
const samuel = await actorOf(database, 'samuel.osei');
const third = { ...anna, accountId: await anotherReviewer() };
const [childRow] = await asOwner(database, 'select child_id from child order by child_id limit 1');
const child = Number(childRow?.[0]);

const punished = {
  deliberate: 'yes',
  outcomes: ['access ended', 'employer told'],
  family: 'told',
} as const;

test('an alert becomes a case, once, and its user is asked the same day; nobody is suspended by it', async () => {
  const nurse = await employ(database);
  await alertAbout(nurse, { score: 99 });
  await Promise.all([takeUpAlerts(service), takeUpAlerts(service)]);
  const [row] = await asOwner(
    database,
    `select count(*), min(asked_at)::date, min(account.state) from misuse_case join account using (account_id) where account_id = $1`,
    [nurse],
  );
  assert.deepEqual(row, ['1', '2026-11-23', 'active']);
  assert.deepEqual(await loggedOf(nurse), ['open case done', 'ask why opened done']);
});

test('whoever was drawn by lot is asked only once a reviewer wants to know', async () => {
  const nurse = await employ(database);
  await alertAbout(nurse, { randomDip: true });
  await takeUpAlerts(service);
  const caseId = await caseOf(nurse);
  assert.equal((await questionsFor(service, { ...anna, accountId: nurse })).length, 0);
  assert.ok((await askWhyOpened(service, anna, caseId)).ok);
  assert.equal((await askWhyOpened(service, samuel, caseId)).ok, false);
  assert.equal((await questionsFor(service, { ...anna, accountId: nurse })).length, 1);
});

test('what families and colleagues say of one day meets in one case', async () => {
  const nurse = await employ(database);
  const eventId = await eventOf(nurse);
  const opened = await database.application.transact((tx) => openCaseFromFamily(tx, service, eventId));
  const joined = await database.application.transact((tx) => openCaseFromColleague(tx, service, eventId));
  assert.deepEqual(joined, opened);
  assert.ok(opened.ok);
  const told = await database.application.transact((tx) => readReporterLine(tx, opened.value));
  assert.match(told ?? '', /is looking at this/);
  assert.equal((await questionsFor(service, { ...anna, accountId: nurse })).length, 0);
});

test('a reviewer sees what was done, children as letters, and the look is written down', async () => {
  const { caseId, nurse } = await openCase();
  const seen = await seeCase(service, anna, caseId);
  assert.ok(seen.ok);
  assert.deepEqual(
    seen.value.evidence.map(({ act, children }) => [act, children]),
    [['open child record', ['A']]],
  );
  assert.ok(!JSON.stringify(seen.value).includes(String(child)));
  assert.equal((await loggedOf(nurse)).at(-1), 'see case done');
});

test('a look for a colleague on the telephone names the colleague to the reviewer', async () => {
  const nurse = await employ(database);
  await logActs(database, [
    {
      account: nurse,
      act: 'open child record',
      at: '2026-11-23T09:00:00Z',
      children: [child],
      colleague: 'Jo Bell',
    },
  ]);
  const [row] = await asOwner(database, 'select event_id from log_entry where account_id = $1', [nurse]);
  const opened = await database.application.transact((tx) =>
    openCaseFromColleague(tx, service, row?.[0] ?? ''),
  );
  assert.ok(opened.ok);
  const seen = await seeCase(service, anna, opened.value);
  assert.deepEqual(seen.ok && seen.value.evidence.map(({ colleague }) => colleague), [
    'Jo Bell, Elm Practice',
  ]);
});

test('a reviewer neither sees nor decides a case about their own organisation, and the try is written down', async () => {
  const { caseId, nurse } = await openCase();
  await asOwner(database, 'update account set organisation_id = $1 where account_id = $2', [
    anna.organisationId,
    nurse,
  ]);
  const listed = await seeCases(service, anna, 1);
  assert.ok(listed.ok && listed.value.rows.every((row) => row.caseId !== caseId));
  for (const tried of [
    await seeCase(service, anna, caseId),
    await askWhyOpened(service, anna, caseId),
    await suspendInCase(service, anna, caseId),
    await decideCase(service, anna, caseId, punished),
    await confirmCase(service, anna, caseId, true),
    await takeEmployerReport(service, anna, caseId, 'dismissed'),
    await stopBreachClock(service, anna, caseId, 'no risk'),
    await takeAppeal(service, anna, caseId, 'upheld'),
  ])
    assert.equal(tried.ok, false);
  const refusals = (await loggedOf(nurse)).filter((act) => act.endsWith('refused'));
  assert.equal(refusals.length, 8);
});

test('the user alone answers, once, and from the list', async () => {
  const { caseId, nurse } = await openCase();
  const user = { ...anna, accountId: nurse, kind: 'practitioner', role: 'hospital nurse' } as const;
  const stranger = { ...user, accountId: nurse + 1 };
  assert.ok((await seeQuestion(service, user, caseId)).ok);
  assert.equal((await seeQuestion(service, stranger, caseId)).ok, false);
  assert.equal((await sayWhyOpened(service, stranger, caseId, 'other')).ok, false);
  assert.equal((await sayWhyOpened(service, user, caseId, 'I was bored')).ok, false);
  assert.ok((await sayWhyOpened(service, user, caseId, 'own family')).ok);
  assert.equal((await sayWhyOpened(service, user, caseId, 'my own work')).ok, false);
  const seen = await seeCase(service, anna, caseId);
  assert.equal(seen.ok && seen.value.answer, 'own family');
});

test('what is mild one reviewer decides, and the case is closed', async () => {
  const { caseId } = await openCase();
  const decided = await decideCase(service, anna, caseId, {
    deliberate: 'no',
    outcomes: ['retraining', 'warning'],
    family: '',
  });
  assert.deepEqual(decided, { ok: true, value: 'decided' });
  const again = await decideCase(service, samuel, caseId, {
    deliberate: 'no',
    outcomes: ['explained'],
    family: '',
  });
  assert.equal(again.ok, false);
});

test('what is serious takes two: the proposer never confirms, and of ten at once one does', async () => {
  const { caseId } = await openCase();
  assert.deepEqual(await decideCase(service, anna, caseId, punished), { ok: true, value: 'proposed' });
  const own = await confirmCase(service, anna, caseId, true);
  assert.equal(own.ok, false);
  const tries = await Promise.all(
    Array.from({ length: 10 }, (_, at) => confirmCase(service, at % 2 === 0 ? samuel : anna, caseId, true)),
  );
  assert.equal(tries.filter(({ ok }) => ok).length, 1);
});

test('the database itself refuses a serious outcome that one person decided', async () => {
  const { caseId } = await openCase();
  await assert.rejects(
    asOwner(
      database,
      `update misuse_case set state = 'closed', outcomes = '{access ended}', proposed_by = $2, decided_by = $2, decided_at = now()
        where case_id = $1`,
      [caseId, anna.accountId],
    ),
    /check_serious_outcomes_take_two_people/,
  );
});

test('a second reviewer who does not agree sends the case back', async () => {
  const { caseId } = await openCase();
  await decideCase(service, anna, caseId, punished);
  assert.deepEqual(await confirmCase(service, samuel, caseId, false), { ok: true, value: 'open' });
  const seen = await seeCase(service, anna, caseId);
  assert.ok(seen.ok && seen.value.state === 'open' && seen.value.outcomes.length === 0);
});

test('suspension is one step, by a person', async () => {
  const { caseId, nurse } = await openCase();
  assert.ok((await suspendInCase(service, anna, caseId)).ok);
  assert.equal(await stateOf(nurse), 'suspended');
  assert.equal((await suspendInCase(service, samuel, caseId)).ok, false);
});

test('ending access closes every account of the same person, and bars new ones for six years', async () => {
  const person = { fullName: 'Zelda O’Quillfeather', dateOfBirth: realDay(1980, 5, 5) };
  const { caseId, nurse } = await openCase(person.fullName);
  const elsewhere = await employ(database, { fullName: 'ZELDA O QUILLFEATHER' });
  await markEverybody();
  await decideCase(service, anna, caseId, punished);
  assert.ok((await confirmCase(service, samuel, caseId, true)).ok);
  assert.deepEqual([await stateOf(nurse), await stateOf(elsewhere)], ['closed', 'closed']);
  const asks = (instant: string) =>
    database.application.transact((tx) => isBarred(tx, { ...service, now: () => new Date(instant) }, person));
  assert.equal(await asks('2032-11-22T12:00:00Z'), realDay(2032, 11, 23));
  assert.equal(await asks('2032-11-23T12:00:00Z'), null);

  const later = await employ(database, person);
  await markEverybody();
  await carryOutPunishments(service);
  assert.equal(await stateOf(later), 'closed');
});

test('an employer that has not reported after 20 working days loses its accreditation, once', async () => {
  const { caseId, nurse } = await openCase();
  await decideCase(service, anna, caseId, punished);
  await confirmCase(service, samuel, caseId, true);
  const until = () => accreditedUntil(nurse);
  const before = await until();
  await carryOutPunishments({ ...service, now: () => new Date('2026-12-21T23:30:00Z') });
  assert.equal(await until(), before);
  const late = { ...service, now: () => new Date('2026-12-22T00:30:00Z') };
  await carryOutPunishments(late);
  assert.equal(await until(), '2026-12-21');
  await asOwner(
    database,
    `update organisation set accredited_until = $1 where organisation_id = (select organisation_id from account where account_id = $2)`,
    [before, nurse],
  );
  await carryOutPunishments(late);
  assert.equal(await until(), before);
});

test('an employer that reports in time keeps it; the breach clock runs from the proposal and is stopped once', async () => {
  const { caseId } = await openCase();
  await decideCase(service, anna, caseId, punished);
  const running = await seeCase(service, samuel, caseId);
  assert.ok(running.ok);
  assert.deepEqual(running.value.breachSince, service.now());
  await confirmCase(service, samuel, caseId, true);
  assert.ok((await takeEmployerReport(service, anna, caseId, 'dismissed')).ok);
  assert.equal((await takeEmployerReport(service, anna, caseId, 'none')).ok, false);
  assert.ok((await stopBreachClock(service, anna, caseId, 'commissioner told')).ok);
  assert.equal((await stopBreachClock(service, anna, caseId, 'no risk')).ok, false);
});

test('an appeal is heard by somebody who took no part; overturned, the bar falls', async () => {
  const { caseId, nurse } = await openCase();
  await decideCase(service, anna, caseId, punished);
  await confirmCase(service, samuel, caseId, true);
  assert.equal((await takeAppeal(service, anna, caseId, 'overturned')).ok, false);
  assert.equal((await takeAppeal(service, samuel, caseId, 'overturned')).ok, false);
  assert.ok((await takeAppeal(service, third, caseId, 'overturned')).ok);
  const barred = await asOwner(database, 'select 1 from barred_account where account_id = $1', [nurse]);
  assert.deepEqual(barred, []);
});

async function openCase(fullName?: string): Promise<{ readonly caseId: number; readonly nurse: number }> {
  const nurse = await employ(database, fullName === undefined ? {} : { fullName });
  await alertAbout(nurse, {});
  await takeUpAlerts(service);
  return { caseId: await caseOf(nurse), nurse };
}

async function caseOf(account: number): Promise<number> {
  const [row] = await asOwner(database, 'select case_id from misuse_case where account_id = $1', [account]);
  return Number(row?.[0]);
}

async function eventOf(account: number): Promise<string> {
  await logActs(database, [
    { account, act: 'open child record', at: '2026-11-23T10:00:00Z', children: [child], reason: 'emergency' },
  ]);
  const [row] = await asOwner(database, `select event_id from log_entry where account_id = $1`, [account]);
  return row?.[0] ?? '';
}

async function alertAbout(
  account: number,
  { score = 4, randomDip = false }: { readonly score?: number; readonly randomDip?: boolean },
): Promise<void> {
  await asOwner(
    database,
    `insert into misuse_alert (account_id, day, score, raised_at, random_dip, accesses, explained, event_ids, findings)
      values ($1, '2026-11-23', $2, '2026-11-23T10:05:00Z', $3, 1, 0, array[$4::uuid], '[]')`,
    [account, score, randomDip, await eventOf(account)],
  );
}

async function loggedOf(account: number): Promise<readonly string[]> {
  const rows = await asOwner(
    database,
    `select act || ' ' || (body::json ->> 'outcome') from log_entry
      where body::json ->> 'toAccount' = $1::text
      order by recorded_at, ctid`,
    [String(account)],
  );
  return rows.map(([act]) => act ?? '');
}

async function stateOf(account: number): Promise<string | null | undefined> {
  return (await asOwner(database, 'select state from account where account_id = $1', [account]))[0]?.[0];
}

async function accreditedUntil(account: number): Promise<string | null | undefined> {
  const [row] = await asOwner(
    database,
    'select accredited_until from organisation join account using (organisation_id) where account_id = $1',
    [account],
  );
  return row?.[0];
}

async function markEverybody(): Promise<void> {
  const role = 'contactpoint_misuse';
  const review = connect({ url: database.ownerUrl, role, connections: 1, statementTimeoutMs: 60_000 });
  await markPeople(review, service);
  await review.close();
}

async function anotherReviewer(): Promise<number> {
  const accountId = await employ(database, { role: 'reviewer', fullName: 'Rosa Delamere' });
  await asOwner(database, 'update account set organisation_id = $1 where account_id = $2', [
    anna.organisationId,
    accountId,
  ]);
  return accountId;
}
