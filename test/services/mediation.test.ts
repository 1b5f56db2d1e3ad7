import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import type { TypedMediation } from '../../src/domain/mediation.ts';
import { openChildRecord } from '../../src/services/child-record.ts';
import { answerSearch, takeSearch } from '../../src/services/find-child.ts';
import { actForColleague, stopActing } from '../../src/services/mediation.ts';
import { readSession } from '../../src/services/session.ts';
import { sweep } from '../../src/services/sweep.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { testSecrets, withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
let present = new Date('2026-11-23T10:00:00Z');
const now = () => present;
const context = { database: database.application, secrets: testSecrets, now };
const typed: TypedMediation = {
  name: 'Jane Smith',
  kind: 'police',
  place: '',
  chosen: '',
  identified: 'called back',
};
const grounds = { reason: 'emergency', footing: 'urgent' };
const childIds = (await sql('select child_id from child order by child_id')).map(([id]) => Number(id));

beforeEach(async () => {
  await sql('with parts as (delete from log_part), calls as (delete from mediation) delete from log_entry');
});

test('search and opening are logged under both: the mediator, and the colleague in a part of its own', async () => {
  const nurse = await acting('amina.khan');
  const taken = await takeSearch(context, nurse, {
    ...nothing,
    familyName: 'Khan',
    year: '2015',
    givenName: 'A',
  });
  assert.ok(taken.ok);
  await answerSearch(context, nurse, taken.value);
  assert.ok((await openChildRecord(context, nurse, { childId: nextChild(), ...grounds })).ok);
  const entries = await sql(
    `select act, body::json ->> 'mediated', body::json ->> 'colleaguesOrganisation',
        (select body::json ->> 'name' from log_part where log_part.event_id = log_entry.event_id and kind = 'colleague')
      from log_entry order by recorded_at, act`,
  );
  assert.deepEqual(entries, [
    ['act for colleague', 'true', 'police', 'Jane Smith'],
    ['find child', 'true', 'police', 'Jane Smith'],
    ['open child record', 'true', 'police', 'Jane Smith'],
  ]);
  const bodies = await sql(`select 1 from log_entry where body like '%Jane%'`);
  assert.equal(bodies.length, 0);
});

test('it is for one record, also where several are opened at once', async () => {
  const nurse = await acting('amina.khan');
  const openings = Array.from({ length: 5 }, () =>
    openChildRecord(context, nurse, { childId: nextChild(), ...grounds }),
  );
  const opened = (await Promise.all(openings)).filter(({ ok }) => ok);
  assert.equal(opened.length, 1);
});

test('a reason that is not the mediator’s own opens nothing, and does not end it', async () => {
  const nurse = await acting('amina.khan');
  const asked = { childId: nextChild(), ...grounds, reason: 'accuracy of the record' };
  assert.ok(!(await openChildRecord(context, nurse, asked)).ok);
  assert.equal((await sql('select 1 from mediation')).length, 1);
});

test('an organisation of a register is found by its code or name, or chosen among ten', async () => {
  const nurse = await actorOf(database, 'amina.khan');
  const [[urn = '', name = ''] = []] = await sql('select urn, name from school where is_open order by urn');
  const school = { ...typed, kind: 'school' };
  assert.deepEqual(await actForColleague(context, nurse, { ...school, place: urn ?? '' }), { kind: 'begun' });
  assert.deepEqual(await kept(), [['school', urn, name]]);

  const primary = await actForColleague(context, nurse, { ...school, place: 'primary' });
  assert.ok(primary.kind === 'wrong' && primary.faults[0]?.field === 'place');
  const nowhere = await actForColleague(context, nurse, { ...school, place: 'Hogwarts' });
  assert.ok(nowhere.kind === 'wrong' && nowhere.faults[0]?.field === 'place');
  const several = await actForColleague(context, nurse, { ...school, place: 'Lady' });
  assert.ok(several.kind === 'choose' && several.among.length > 1);
  const chosen = several.among[0]?.code ?? '';
  assert.deepEqual(await actForColleague(context, nurse, { ...school, place: 'Lady', chosen }), {
    kind: 'begun',
  });
  assert.ok(
    (await actForColleague(context, nurse, { ...school, place: 'Lady', chosen: '1' })).kind === 'choose',
  );
});

test('who may open no record may act for nobody, and the try is written down', async () => {
  for (const userName of ['anna.whitfield', 'peter.lowe']) {
    const begun = await actForColleague(context, await actorOf(database, userName), typed);
    assert.ok(begun.kind === 'wrong' && begun.faults[0]?.kind === 'refused');
  }
  assert.equal((await sql('select 1 from mediation')).length, 0);
  assert.deepEqual(await sql(`select distinct act, body::json ->> 'outcome' from log_entry`), [
    ['act for colleague', 'refused'],
  ]);
});

test('a session says for whom its user looks, until it is stopped or half an hour is over', async () => {
  const secret = 'a session of grace';
  const nurse = await actorOf(database, 'grace.okafor', secret);
  await sql(
    `insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, failures_before)
      values ($1, $2, $3, $3, $3, 0)`,
    [nurse.sessionHash, nurse.accountId, present],
  );
  const named = async () => {
    const session = await readSession(context, secret);
    assert.ok(session.ok);
    return session.value.actor.mediation?.name;
  };
  await actForColleague(context, nurse, typed);
  assert.equal(await named(), 'Jane Smith');
  await stopActing(context, nurse);
  assert.equal(await named(), undefined);

  await actForColleague(context, nurse, typed);
  present = new Date(present.getTime() + 30 * 60_000);
  await sql('update session set seen_at = $1', [present]);
  assert.equal(await named(), undefined);
});

test('a mediation that is over is forgotten: the log alone keeps it', async () => {
  await acting('amina.khan');
  present = new Date(present.getTime() + 61 * 60_000);
  await sweep(context);
  assert.equal((await sql('select 1 from mediation')).length, 0);
});

test('a session has one colleague at a time', async () => {
  const nurse = await actorOf(database, 'amina.khan');
  for (const name of ['Jane Smith', 'John Brown']) await actForColleague(context, nurse, { ...typed, name });
  assert.deepEqual(await sql('select colleague_name from mediation'), [['John Brown']]);
});

const nothing = {
  givenName: '',
  familyName: '',
  day: '',
  month: '',
  year: '',
  gender: '',
  postcode: '',
  number: '',
};

async function acting(userName: string): Promise<Actor> {
  const actor = await actorOf(database, userName);
  assert.deepEqual(await actForColleague(context, actor, typed), { kind: 'begun' });
  present = new Date(present.getTime() + 1000);
  const mediation = {
    name: typed.name,
    organisationKind: 'police',
    organisationCode: null,
    organisationName: null,
    identified: 'called back',
    beganAt: present,
  } as const;
  return { ...actor, mediation };
}

function kept() {
  return sql('select organisation_kind, organisation_code, organisation_name from mediation');
}

function nextChild(): number {
  return childIds.pop() ?? 0;
}

function sql(text: string, values: readonly unknown[] = []) {
  return asOwner(database, text, values);
}
