import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AccountChangeKind } from '../../src/domain/account-changes.ts';
import { changeAccount, settleChange } from '../../src/services/account-changes.ts';
import { enterCode, readActivation } from '../../src/services/activate.ts';
import { hashSecret, maskSubject, newSecret } from '../../src/services/credentials.ts';
import { readSession } from '../../src/services/session.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { administratorsOf, changeTyped, teamOf } from '../support/keeping.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const service = serviceAt(database, '2026-11-23T10:00:00Z');
const [one, other] = await administratorsOf(database, 'amina.khan');
const stranger = await actorOf(database, 'peter.lowe');
const source = '192.0.2.88';

type Somebody = { readonly accountId: number; readonly userName: string };

let made = 0;
/** A nurse of the same trust, with all that signing in takes. */
async function somebody(): Promise<Somebody> {
  made += 1;
  const userName = `kept.nurse.${made}`;
  const [row] = await asOwner(
    database,
    `insert into account (user_name, full_name, organisation_id, role, practitioner_id, vetted_on, trained_on,
        agreement_signed_on, agreement_version, state)
      select $1, 'Kate Kept', organisation_id, 'hospital nurse', practitioner_id, vetted_on, trained_on,
        agreement_signed_on, agreement_version, 'active'
      from account where user_name = 'amina.khan'
      returning account_id`,
    [userName],
  );
  const accountId = Number(row?.[0]);
  await asOwner(
    database,
    `with verifier as (
        insert into account_verifier select $1, salt, memory_kib, passes, verifier from account_verifier limit 1
      )
      insert into account_token (account_id, token_no, kind, sealed_seed) values ($1, 1, 'code', '\\x00')`,
    [accountId],
  );
  return { accountId, userName };
}

async function sessionFor({ accountId }: Somebody): Promise<string> {
  const secret = newSecret();
  await asOwner(
    database,
    `insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, failures_before)
      values ($1, $2, $3, $3, $3, 0)`,
    [hashSecret(secret), accountId, service.now()],
  );
  return secret;
}

async function stateOf({ accountId }: Somebody) {
  const [row] = await asOwner(database, 'select state, role from account where account_id = $1', [accountId]);
  return row;
}

function change(actor = one, who: Somebody, kind: AccountChangeKind, typed = {}) {
  return changeAccount(service, actor, who.accountId, kind, changeTyped(typed));
}

async function logged(act: string, { accountId }: Somebody) {
  const rows = await asOwner(
    database,
    `select body::json ->> 'outcome', body::json ->> 'why' from log_entry
      where act = $1 and (body::json ->> 'toAccount')::integer = $2
      order by recorded_at, event_id`,
    [act, accountId],
  );
  return rows.map((row) => row.join(' ')).toSorted();
}

test('a suspension bites at the next request, and resuming lets its user sign in again', async () => {
  const nurse = await somebody();
  const secret = await sessionFor(nurse);
  assert.ok((await readSession(service, secret)).ok);
  assert.ok((await change(one, nurse, 'suspended', { because: 'inquiry' })).ok);
  const read = await readSession(service, secret);
  assert.ok(!read.ok && read.fault.says.includes('suspended'));
  assert.ok((await change(one, nurse, 'resumed', { because: 'cleared' })).ok);
  assert.deepEqual(await stateOf(nurse), ['active', 'hospital nurse']);
  assert.deepEqual(await logged('suspend account', nurse), ['done suspended: inquiry']);
  assert.deepEqual(await logged('resume account', nurse), ['done resumed: cleared']);
});

test('long leave suspends to a day in the future, and the day before nobody is asked for one', async () => {
  const nurse = await somebody();
  const past = await change(one, nurse, 'on leave', { until: { day: '23', month: '11', year: '2026' } });
  assert.ok(!past.ok && past.faults?.[0]?.field === 'leaveUntil');
  assert.ok((await change(one, nurse, 'on leave', { until: { day: '1', month: '6', year: '2027' } })).ok);
  assert.equal((await stateOf(nurse))?.[0], 'suspended');
});

test('a closed account stays closed', async () => {
  const nurse = await somebody();
  assert.ok((await change(one, nurse, 'closed', { because: 'left' })).ok);
  for (const kind of ['resumed', 'suspended', 'closed'] as const)
    assert.ok(!(await change(one, nurse, kind, { because: kind === 'closed' ? 'left' : 'cleared' })).ok);
  assert.equal((await stateOf(nurse))?.[0], 'closed');
});

test('nobody does it to themselves, nor to anybody of another organisation, and each try is written down', async () => {
  const nurse = await somebody();
  const tries = [
    await change(stranger, nurse, 'suspended', { because: 'inquiry' }),
    await change(await actorOf(database, 'amina.khan'), nurse, 'suspended', { because: 'inquiry' }),
    await change(one, one, 'suspended', { because: 'inquiry' }),
  ];
  assert.ok(tries.every(({ ok }) => !ok));
  assert.deepEqual(await logged('suspend account', nurse), [
    'refused kind of user',
    'refused other organisation',
  ]);
  assert.deepEqual(await logged('suspend account', one), ['refused own account']);
});

test('what is missing is said beside its box, and nothing is changed', async () => {
  const nurse = await somebody();
  const kinds = ['suspended', 'on leave', 'closed', 'new role', 'new proof'] as const;
  const boxes = [];
  for (const kind of kinds) {
    const answer = await change(one, nurse, kind);
    boxes.push(!answer.ok && answer.faults?.map(({ field }) => field).join());
  }
  assert.deepEqual(boxes, ['suspendedBecause', 'leaveUntil', 'closedBecause', 'newRole', 'lost']);
  assert.equal((await stateOf(nurse))?.[0], 'active');
});

test('a new role takes two, of whom the proposer is not the second, in a race either', async () => {
  const nurse = await somebody();
  const team = await teamOf(database, one.organisationId, 'max');
  assert.ok((await change(one, nurse, 'new role', { role: 'school nurse', team })).ok);
  assert.deepEqual(await stateOf(nurse), ['active', 'hospital nurse']);
  const own = await settleChange(service, one, nurse.accountId, 'approved');
  assert.ok(!own.ok && own.fault.kind === 'refused');
  const came = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      settleChange(service, at % 2 === 0 ? one : other, nurse.accountId, 'approved'),
    ),
  );
  assert.equal(came.filter(({ ok }) => ok).length, 1);
  assert.equal(came.findIndex(({ ok }) => ok) % 2, 1);
  assert.deepEqual(await stateOf(nurse), ['active', 'school nurse']);
  const [row] = await asOwner(
    database,
    `select team_id, job_title from practitioner
      where practitioner_id = (select practitioner_id from account where account_id = $1)`,
    [nurse.accountId],
  );
  assert.deepEqual(row, [team, 'School nurse']);
});

test('whoever becomes an administrator works with no child any more; a refused role changes nothing', async () => {
  const nurse = await somebody();
  assert.ok((await change(one, nurse, 'new role', { role: 'account administrator' })).ok);
  assert.ok(!(await change(other, nurse, 'new role', { role: 'account administrator' })).ok);
  assert.ok((await settleChange(service, other, nurse.accountId, 'refused')).ok);
  assert.deepEqual(await stateOf(nurse), ['active', 'hospital nurse']);
  assert.ok((await change(other, nurse, 'new role', { role: 'account administrator' })).ok);
  assert.ok((await settleChange(service, one, nurse.accountId, 'approved')).ok);
  const [row] = await asOwner(database, 'select role, practitioner_id from account where account_id = $1', [
    nurse.accountId,
  ]);
  assert.deepEqual(row, ['account administrator', null]);
});

test('a token reported lost is of no use at once; a second administrator’s code leads to a new one', async () => {
  const nurse = await somebody();
  const secret = await sessionFor(nurse);
  assert.ok((await change(one, nurse, 'new proof', { because: 'token', knownBy: 'in person' })).ok);
  const read = await readSession(service, secret);
  assert.ok(!read.ok && read.fault.says.includes('reported lost'));
  assert.deepEqual(
    await asOwner(database, 'select 1 from account_token where account_id = $1 and revoked_at is null', [
      nurse.accountId,
    ]),
    [],
  );
  assert.ok(!(await settleChange(service, one, nurse.accountId, 'approved')).ok);
  const settled = await settleChange(service, other, nurse.accountId, 'approved');
  assert.ok(settled.ok && settled.value.code !== undefined);
  const entered = await enterCode(service, { userName: nurse.userName, code: settled.value.code, source });
  assert.ok(entered.ok);
  const at = await readActivation(service, entered.value);
  assert.ok(at.ok && at.value.step === 'token');
});

test('a forgotten password and PIN are chosen anew by their user, and by nobody else', async () => {
  const nurse = await somebody();
  assert.ok((await change(one, nurse, 'new proof', { because: 'secrets', knownBy: 'by video' })).ok);
  const settled = await settleChange(service, other, nurse.accountId, 'approved');
  assert.ok(settled.ok && settled.value.code !== undefined);
  const entered = await enterCode(service, { userName: nurse.userName, code: settled.value.code, source });
  const at = entered.ok && (await readActivation(service, entered.value));
  assert.ok(at && at.ok && at.value.step === 'secrets');
});

test('whoever was locked out by a hundred wrong tries is let try again by two', async () => {
  const nurse = await somebody();
  const subject = maskSubject('user name', nurse.userName, service.secrets.pepper);
  await asOwner(database, 'insert into sign_in_throttle values ($1, $2, 10, 100)', [subject, service.now()]);
  assert.ok((await change(one, nurse, 'new proof', { because: 'too many tries', knownBy: 'in person' })).ok);
  const settled = await settleChange(service, other, nurse.accountId, 'approved');
  assert.ok(settled.ok && settled.value.code === undefined);
  assert.deepEqual(
    await asOwner(database, 'select 1 from sign_in_throttle where subject = $1', [subject]),
    [],
  );
});

test('whom reviewers suspended in an open case no administrator resumes', async () => {
  const nurse = await somebody();
  await asOwner(
    database,
    `with stopped as (update account set state = 'suspended' where account_id = $1)
      insert into misuse_case (account_id, day, opened_at, suspended_by, suspended_at)
      select $1, '2026-11-20', $2, account_id, $2 from account where user_name = 'anna.whitfield'`,
    [nurse.accountId, service.now()],
  );
  assert.ok(!(await change(one, nurse, 'resumed', { because: 'cleared' })).ok);
  assert.equal((await stateOf(nurse))?.[0], 'suspended');
  assert.deepEqual(await logged('resume account', nurse), ['refused open case']);
});

test('the database itself refuses one person’s change of a role, and a change of one’s own account', async () => {
  const nurse = await somebody();
  assert.ok((await change(one, nurse, 'new proof', { because: 'token', knownBy: 'in person' })).ok);
  const alone = `update account_change set state = 'approved', decided_by = proposed_by, decided_at = now()
    where account_id = $1 and state = 'proposed'`;
  await assert.rejects(asOwner(database, alone, [nurse.accountId]), /check_account_change_takes_two/);
  const own = `insert into account_change (account_id, change_no, kind, because, proposed_by, proposed_at)
    values ($1, 9, 'resumed', 'cleared', $1, now())`;
  await assert.rejects(asOwner(database, own, [nurse.accountId]), /check_nobody_changes_their_own_account/);
});
