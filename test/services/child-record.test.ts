import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { nameChild, noSuchRecord, openChildRecord } from '../../src/services/child-record.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { testSecrets, withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const now = () => new Date('2026-11-23T10:00:00Z');
const context = { database: database.application, secrets: testSecrets, now };
const grounds = { reason: 'emergency', footing: 'urgent' };
const nurse = await actorOf(database, 'amina.khan');
const children = await readChildren();

beforeEach(async () => {
  await sql('with parts as (delete from log_part) delete from log_entry');
});

test('each body’s staff are shown their own number, record keepers both, and others neither', async () => {
  const childId = nextChild();
  const shown = async (userName: string, reason: string) => {
    const opened = await openChildRecord(context, await actorOf(database, userName), {
      childId,
      ...grounds,
      reason,
    });
    assert.ok(opened.ok && opened.value.record.kind === 'open');
    const { nhsNumber, upn } = opened.value.record.numbers;
    return [nhsNumber !== null, upn !== null];
  };
  assert.deepEqual(await shown('priya.nair', 'emergency'), [true, false]);
  assert.deepEqual(await shown('helen.fairclough', 'emergency'), [false, true]);
  assert.deepEqual(await shown('tom.ashworth', 'emergency'), [false, false]);
  assert.deepEqual(await shown('rachel.stone', 'accuracy of the record'), [true, true]);
});

test('of a shielded child nothing is answered but who it is, with the duty desks of the reader’s own council', async () => {
  const childId = nextChild();
  const before = await openedBy(childId);
  assert.ok(before.record.kind === 'open');
  await sql(`insert into shield values ($1, 9, 'domestic abuse', null, '2026-01-01', null)`, [childId]);
  const { record, desks } = await openedBy(childId);
  assert.deepEqual(record, { kind: 'withheld', who: before.record.who });
  assert.ok(desks.length > 0 && desks.every(({ organisation }) => organisation.includes('Bolton')));
  assert.deepEqual(await readLog(), [
    [
      'open child record',
      'done',
      String(childId),
      '["identity","address","carers","education","GP practice","services"]',
    ],
    ['open child record', 'done', String(childId), '["identity"]'],
  ]);
});

test('a shield that was lifted hides nothing', async () => {
  const childId = nextChild();
  await sql(`insert into shield values ($1, 9, 'domestic abuse', null, '2026-01-01', '2026-11-20')`, [
    childId,
  ]);
  assert.equal((await openedBy(childId)).record.kind, 'open');
});

test('of a sensitive service nothing is answered but that there is one', async () => {
  const childId = nextChild();
  await sql(
    `with team as (
      insert into team (organisation_id, service_kind, name, telephone, email, hours)
      select organisation_id, 'sexual health', 'The Quiet Door', '01632 960999', 'quiet@door.example', 'mo-fr 09:00-17:00'
      from organisation limit 1
      returning team_id
    )
    insert into involvement (child_id, involvement_no, team_id, started_on, basis)
    select $1, 99, team_id, '2026-01-01', 'cause' from team`,
    [childId],
  );
  const { record } = await openedBy(childId);
  assert.ok(record.kind === 'open');
  assert.equal(record.sensitiveServiceInvolved, true);
  assert.doesNotMatch(JSON.stringify(record), /Quiet|960999|sexual/);
});

test('a closed record says whose it is, and nothing else', async () => {
  const childId = nextChild();
  await sql(`update child set closed_on = '2026-11-01', closed_because = 'died' where child_id = $1`, [
    childId,
  ]);
  const { record, desks } = await openedBy(childId);
  assert.deepEqual(
    Object.keys(record).toSorted((a, b) => (a < b ? -1 : 1)),
    ['kind', 'who'],
  );
  assert.deepEqual([record.kind, desks], ['closed', []]);
  assert.doesNotMatch(JSON.stringify(record), /died|2026-11-01/);
});

test('a record that has gone is not found, and that it was asked for is written down', async () => {
  const childId = 1;
  assert.deepEqual(await openChildRecord(context, nurse, { childId, ...grounds }), {
    ok: false,
    fault: noSuchRecord,
  });
  assert.deepEqual(await nameChild(context, nurse, childId), { ok: false, fault: noSuchRecord });
  assert.deepEqual(
    (await readLog()).map(([act, outcome, child]) => [act, outcome, child]),
    [
      ['choose child', 'done', '1'],
      ['open child record', 'done', '1'],
    ],
  );
});

test('without a reason of one’s own role, or a footing, nothing is read, and the refusal is written down', async () => {
  const childId = nextChild();
  for (const [reason, footing, field] of [
    ['', 'urgent', 'reason'],
    ['accuracy of the record', 'urgent', 'reason'],
    ['emergency', '', 'footing'],
  ] as const) {
    const opened = await openChildRecord(context, nurse, { childId, reason, footing });
    assert.ok(!opened.ok);
    assert.deepEqual([opened.fault.kind, opened.fault.field], ['invalid', field]);
  }
  assert.deepEqual(
    (await readLog()).map(([, outcome]) => outcome),
    ['refused', 'refused', 'refused'],
  );
});

test('an administrator and a reviewer can neither open nor name a child', async () => {
  const childId = nextChild();
  for (const userName of ['peter.lowe', 'anna.whitfield']) {
    const stranger = await actorOf(database, userName);
    const refused = [
      await openChildRecord(context, stranger, { childId, ...grounds }),
      await nameChild(context, stranger, childId),
    ];
    for (const outcome of refused) assert.ok(!outcome.ok && outcome.fault.kind === 'refused');
  }
});

async function openedBy(childId: number) {
  const opened = await openChildRecord(context, nurse, { childId, ...grounds });
  assert.ok(opened.ok);
  return opened.value;
}

let given = 0;

/** A child with both numbers whom no other test has touched. */
function nextChild(): number {
  given += 1;
  return children[given] ?? 0;
}

async function readChildren(): Promise<readonly number[]> {
  const rows = await sql(
    `select child_id from child
      where nhs_number is not null and upn is not null and whereabouts = 'current'
        and not exists (select from shield where shield.child_id = child.child_id)
      order by child_id`,
  );
  return rows.map(([childId]) => Number(childId));
}

async function readLog() {
  return sql(
    `select act, log_entry.body::json ->> 'outcome', child_id::text, log_entry.body::json ->> 'fields'
      from log_entry
      join log_part using (event_id)
      order by act, length(log_entry.body) desc`,
  );
}

async function sql(text: string, values: readonly unknown[] = []) {
  return asOwner(database, text, values);
}
