import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkLog } from '../../src/services/check-log.ts';
import { openChildRecord } from '../../src/services/child-record.ts';
import { answerSearch, takeSearch } from '../../src/services/find-child.ts';
import { retireRecords } from '../../src/services/retire-records.ts';
import { sequenceRound } from '../../src/services/sequence-log.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { importFiles } from '../support/feeds.ts';
import { leavingOn, rowsOf, tracesOf } from '../support/leaving.ts';
import { logOn } from '../support/log.ts';
import { day, patient, relatedPerson } from '../support/pds.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const { retiring, services, setClock } = leavingOn({ after }, database, '2026-11-23T10:00:00Z');
const log = logOn({ after }, database, { now: services.now });
const sql = (text: string, values: readonly unknown[] = []) => asOwner(database, text, values);
const nurse = await actorOf(database, 'amina.khan');

// Nobody else in the database is called or lives so.
const zebedina = {
  id: '9990009996',
  given: 'Zebedina',
  family: 'Quorfax',
  former: 'Wimbletrop',
  street: '77 Wobbleton Crescent',
  mother: 'Ysoldine',
  email: 'ysoldine.quorfax@family.example',
  born: day('2009-01-15'),
};
const herValues = Object.values(zebedina);

test('the population’s own grown-ups leave first, and a second round finds nothing to do', async () => {
  setClock('2026-11-23T10:00:00Z');
  await retireRecords(retiring);
  assert.deepEqual(await retireRecords(retiring), { left: 0, held: false, cleared: true });
});

test('who turns 18 is found until midnight in London, and then by nobody', async () => {
  setClock('2026-11-23T11:00:00Z');
  const childId = await bring();
  assert.deepEqual(await seen(childId), { found: true, opened: true });
  setClock('2027-01-14T23:59:59.999Z');
  assert.deepEqual(await seen(childId), { found: true, opened: true });
  setClock('2027-01-15T00:00:00Z');
  assert.deepEqual(await seen(childId), { found: false, opened: false });
  setClock('2027-01-14T23:59:59Z');
  await retiring.leaving.transact((tx) => tx.run(`update leaving_clock set closed_to = '2027-01-15'`));
  assert.deepEqual(await seen(childId), { found: false, opened: false }, 'a clock set back opens nothing');
  const [[refused]] = [
    await sql(`select count(*) from log_entry where body like '%has left%' and act = 'open child record'`),
  ];
  assert.deepEqual(refused, ['2']);
});

test('after the job nothing of the child is in any table, index or sample, and the log still verifies', async () => {
  setClock('2026-11-23T11:30:00Z');
  await sql(`update leaving_clock set closed_to = '2026-11-23'`);
  const childId = await childOf(zebedina.id);
  await fillEveryTable(childId);
  await openForColleague(childId);
  const before = await rowsOf(database, [childId]);
  const empty = [...before].filter(([table, rows]) => rows === 0 && !onlyOfLeavers.has(table));
  assert.deepEqual(empty, [], 'the test fills every table that names a child');
  await sql('analyze');
  assert.ok((await tracesOf(database, herValues)).some((trace) => trace.startsWith('pg_stats')));
  await sequenceRound(log);

  setClock('2027-01-15T00:00:30Z');
  const retired = await retireRecords(retiring);
  assert.deepEqual({ ...retired, left: 0 }, { left: 0, held: false, cleared: true });
  assert.deepEqual(await tracesOf(database, herValues), []);
  const left = [...(await rowsOf(database, [childId]))].filter(([, rows]) => rows > 0);
  assert.deepEqual(
    left.map(([table]) => table),
    ['departure', 'log_part'],
  );
  await sequenceRound(log);
  const checked = await checkLog(log, 'full');
  assert.equal(checked.finding, undefined);
  assert.ok(checked.erased > 0);
});

test('the log tells who looked, when, why and with what outcome, under the random id, for six years', async () => {
  const [[childId] = []] = await sql(
    `select child_id from departure join log_part using (child_id) join log_entry using (event_id) where act = 'open child record' limit 1`,
  );
  const kept = () =>
    sql(
      `select act, account_id, log_entry.body::jsonb ->> 'reason', log_entry.body::jsonb ->> 'outcome' from log_part
        join log_entry using (event_id, recorded_at) where child_id = $1 order by recorded_at`,
      [childId],
    );
  const rows = await kept();
  assert.ok(
    rows.some((row) => String(row) === `open child record,${nurse.accountId},arranging support,done`),
  );
  assert.equal(rows.at(-1)?.[0], 'remove records');
  setClock('2033-01-14T12:00:00Z');
  await retireRecords(retiring, true);
  assert.equal((await kept()).length, rows.length);
  setClock('2033-01-15T12:00:00Z');
  await retireRecords(retiring, true);
  assert.deepEqual(await kept(), []);
  assert.deepEqual(await sql(`select count(*) from departure where child_id = $1`, [childId]), [['0']]);
  assert.deepEqual(await sql(`select count(*) from log_part where kind <> 'child'`), [['0']]);
  const [[bodies = ''] = []] = await sql(
    `select string_agg(body, ' ') from log_entry where recorded_at < '2027-01-15T12:00:00Z'`,
  );
  for (const value of [...herValues, 'Dorothea', childId ?? '?']) assert.ok(!(bodies ?? '').includes(value));
  await sequenceRound(log);
  assert.equal(
    (await checkLog(log, 'full')).finding,
    undefined,
    'what is left are numbers and hashes, and they fit',
  );
});

test('a young mother who leaves stays on her own child’s record, under a number that the log does not know', async () => {
  setClock('2026-11-23T10:00:00Z');
  await sql(`update leaving_clock set closed_to = '2026-11-23'`);
  const [[child] = []] = await sql(
    `select child_id from child where leaves_on > '2035-01-01' order by child_id limit 1`,
  );
  const [[mother] = []] = await sql(
    `update child set leaves_on = '2026-11-23'
      where child_id = (select child_id from child where leaves_on > '2035-01-01' and child_id <> $1 order by child_id limit 1)
      returning child_id`,
    [child],
  );
  await sql(
    `insert into carer (child_id, carer_no, person_id, given_names, family_name, relationship, parental_responsibility)
      values ($1, 90, $2, 'Zebedina', 'Quorfax', 'mother', 'yes')`,
    [child, mother],
  );
  await sql(
    `insert into protection (person_id, because, asked_as, asked_by, asked_at, decide_by) values ($1, 'risk of violence', 'user', $2, now(), '2026-12-01')`,
    [mother, nurse.accountId],
  );
  await sql(
    `insert into shield (child_id, shield_no, because, person_id, raised_on) values ($1, 90, 'risk of violence', $2, '2026-01-01')`,
    [child, mother],
  );
  await retireRecords(retiring, true);
  const ids = await sql(
    `select carer.person_id, protection.person_id, shield.person_id, carer.person_id <> $2::bigint
      from carer join protection using (person_id) join shield on shield.child_id = carer.child_id and shield_no = 90
      where carer.child_id = $1 and carer_no = 90`,
    [child, mother],
  );
  assert.equal(ids.length, 1, 'she stays protected');
  assert.deepEqual([ids[0]?.[0] === ids[0]?.[2], ids[0]?.[3]], [true, 't']);
});

/** Somebody opens the record for a colleague on the telephone, whose name the log keeps apart. */
async function openForColleague(childId: string): Promise<void> {
  const mediation = {
    name: 'Dorothea Wix',
    organisationKind: 'school',
    organisationCode: null,
    organisationName: null,
    identified: 'called back',
    beganAt: services.now(),
  } as const;
  const grounds = { reason: 'arranging support', footing: 'child agreed' };
  await openChildRecord(services, { ...nurse, mediation }, { childId: Number(childId), ...grounds });
  assert.deepEqual(await sql(`select count(*) from log_part where body like '%Dorothea%'`), [['1']]);
}

/** Whether she is listed by a search for her, and whether her record opens. */
async function seen(childId: string) {
  const { given, family, born } = zebedina;
  const [year = '', month = '', dayOfMonth = ''] = born.split('-');
  const name = { familyName: family, givenName: given };
  const typed = { ...name, year, month, day: dayOfMonth, gender: '', postcode: '', number: '' };
  await sql('truncate account_day');
  const taken = await takeSearch(services, nurse, typed);
  assert.ok(taken.ok);
  const answered = await answerSearch(services, nurse, taken.value);
  assert.ok(answered.ok && answered.value.answer.kind === 'found');
  const opened = await openChildRecord(services, nurse, {
    childId: Number(childId),
    reason: 'arranging support',
    footing: 'child agreed',
  });
  return {
    found: answered.value.answer.rows.some((row) => String(row.childId) === childId),
    opened: opened.ok,
  };
}

/** Brings her in as the NHS would, with a mother, and answers her child id. */
async function bring(): Promise<string> {
  const { id, given, family, former, street, mother, email, born } = zebedina;
  const numbered = [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: id }];
  const report = await importFiles(
    database.application,
    {
      'one.json': patient({
        id,
        identifier: numbered,
        name: [
          { use: 'usual', given: [given], family },
          { use: 'old', given: [given], family: former },
        ],
        birthDate: born,
        address: [{ use: 'home', line: [street, '', 'Bolton'], postalCode: 'BL1 1AA' }],
      }),
      'carer.json': relatedPerson({
        patient: { identifier: numbered[0] },
        name: [{ use: 'usual', given: [mother], family }],
        telecom: [{ system: 'email', value: email }],
      }),
    },
    day('2026-11-22'),
  );
  assert.equal(report.counts.refused, 0);
  return childOf(id);
}

async function childOf(nhsNumber: string): Promise<string> {
  const [[childId] = []] = await sql(`select child_id from child where nhs_number = $1`, [nhsNumber]);
  assert.ok(childId);
  return childId;
}

// They name a child only once it has left.
const onlyOfLeavers: ReadonlySet<string> = new Set(['departure']);

/** Puts something of the child into every table that the feed has not filled. */
async function fillEveryTable(childId: string): Promise<void> {
  const [[other] = []] = await sql(
    `select child_id from child where child_id <> $1 order by child_id limit 1`,
    [childId],
  );
  const [[row] = []] = await sql(`select source_row_id from link where child_id = $1`, [childId]);
  const [[merged, team, account, practitioner] = []] = await sql(
    `select max(child_id) + 1, (select min(team_id) from team where service_kind = 'mental health'), $1::integer, $2::integer from child`,
    [nurse.accountId, nurse.practitionerId],
  );
  const all: Readonly<Record<string, readonly [string, ...(string | null | undefined)[]]>> = {
    merged: [
      `insert into child (child_id, contactpoint_number, given_names, family_name, date_of_birth, gender, whereabouts, leaves_on)
        select $2::bigint, 'M' || $2, given_names, family_name, date_of_birth, gender, whereabouts, leaves_on from child where child_id = $1`,
      childId,
      merged,
    ],
    record_merge: [
      `insert into record_merge (child_id, first_child_id, second_child_id, decided_by_account, decided_at, undone_by_account, undone_at)
        values ($1, $2, $3, $4, now(), $4, now())`,
      merged,
      childId,
      other,
      account,
    ],
    own_merge: [
      `insert into record_merge (child_id, first_child_id, second_child_id, decided_by_account, decided_at, undone_by_account, undone_at)
        values ($1, $2, $3, $4, now(), $4, now())`,
      childId,
      other,
      merged,
      account,
    ],
    merged_link: [`insert into merged_link values ($1, $2, $1)`, childId, row],
    merged_part: [
      `insert into merged_part (child_id, part, from_child_id, from_no, to_no) values ($1, 'consent', $1, 1, 1)`,
      childId,
    ],
    council_move: [
      `insert into council_move (child_id, move_no, from_council, to_council, found_on)
        select $1, 1, min(council_code), max(council_code), '2026-11-23' from council`,
      childId,
    ],
    desk_item: [
      `insert into desk_item (child_id, queue, other, found_on, due_on) values ($1, 'disagreeing facts', 0, '2026-11-23', '2026-12-04')`,
      childId,
    ],
    merged_number: [`insert into merged_number values ($1, 'nhs', $2, $1)`, childId, zebedina.id],
    education: [
      `insert into education (child_id, education_no, kind) values ($1, 1, 'educated otherwise')`,
      childId,
    ],
    involvement: [
      `insert into involvement (child_id, involvement_no, team_id, practitioner_id, started_on) values ($1, 1, $2, $3, '2026-01-01')`,
      childId,
      team,
      practitioner,
    ],
    hand_over: [
      `insert into hand_over (child_id, hand_over_no, kind, involvement_no, to_team_id, asked_by, asked_at) values ($1, 1, 'involvement', 1, $2, $3, now())`,
      childId,
      team,
      account,
    ],
    closed_name: [`insert into closed_name values ($1, 1, 'Ysoldine', 'Quorfax')`, childId],
    identity_change: [
      `insert into identity_change (child_id, change_no, kind, asked_by, asked_at) values ($1, 1, 'close former names', $2, now())`,
      childId,
      account,
    ],
    contact_request: [
      `insert into contact_request (child_id, kind, to_team_id, reach_by, telephone, urgency, footing, asked_by, asked_at, state_at)
        values ($1, 'named', $2, 'telephone', '01632 960 010', 'today', 'child agreed', $3, now(), now())`,
      childId,
      team,
      account,
    ],
    consent: [
      `insert into consent (child_id, consent_no, team_id, footing, given_by, given_on, until_on, recorded_at)
        values ($1, 1, $2, 'child competent', 'child', '2026-01-01', '2026-12-31', now())`,
      childId,
      team,
    ],
    protection: [
      `insert into protection (person_id, because, asked_as, asked_by, asked_at, decide_by) values ($1, 'risk of violence', 'user', $2, now(), '2026-12-01')`,
      childId,
      account,
    ],
    shield: [
      `insert into shield (child_id, shield_no, because, person_id, raised_on) values ($1, 1, 'risk of violence', $1, '2026-01-01')`,
      childId,
    ],
    emergency_opening: [
      `insert into emergency_opening (child_id, opening_no, account_id, because, opened_at, open_until, review_due_on)
        values ($1, 1, $2, 'life in danger', '2026-11-23T10:00:00Z', '2026-11-23T10:15:00Z', '2026-11-24')`,
      childId,
      account,
    ],
    canary: [`insert into canary values ($1, 350, '2026-11-23')`, childId],
    well_known_child: [
      `insert into well_known_child (child_id, added_by, added_at) values ($1, $2, now())`,
      childId,
      account,
    ],
    match_candidate: [`insert into match_candidate values ($1, $2, 3, 'G0', false)`, childId, row],
    possible_match: [
      `insert into possible_match (source_row_id, because, model_version, found_at, decide_by, decided_child_id) values ($2, 'weighed anew', 'm', now(), '2026-12-01', $1)`,
      childId,
      row,
    ],
    possible_duplicate: [
      `insert into possible_duplicate (child_id, other_child_id, because, weight, evidence, model_version, found_at)
        values (least($1::bigint, $2::bigint), greatest($1::bigint, $2::bigint), 'alike', 20, 'G0', 'm', now()), ($1, $3, 'alike', 20, 'G0', 'm', now())`,
      childId,
      other,
      merged,
    ],
    never_same: [`insert into never_same values ($1, $2, $3, now())`, childId, merged, account],
    never_same_row: [
      `insert into never_same_row values ($1, 1, 'somebody else', $2, now())`,
      childId,
      account,
    ],
    family_account: [
      `insert into family_account (child_id, family_no, user_name, identity_seen, handed_over_by, invited_by, invited_at, code_expires_at)
        values ($1, 1, 'family-retired', 'passport', 'school', $2, now(), now())`,
      childId,
      account,
    ],
    family_session: [
      `insert into family_session (child_id, session_hash, family_no, begun_at, seen_at) values ($1, '\\x00', 1, now(), now())`,
      childId,
    ],
    leaving_notice: [
      `insert into leaving_notice values ($1, '1 month', '2027-01-15', '2026-12-15')`,
      childId,
    ],
  };
  for (const [text, ...values] of Object.values(all)) await sql(text, values);
}
