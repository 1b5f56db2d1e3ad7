import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import { roles, type Role } from '../../src/domain/roles.ts';
import { tookTooLong, underTicket, type ChildAct, type Shown } from '../../src/services/authorise.ts';
import type { Transaction } from '../../src/store/connection.ts';
import type { OneChild } from '../../src/store/ticket.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });
const now = new Date('2026-03-02T09:00:00Z');
const childId = 4242;
const opening: ChildAct<OneChild> = {
  act: 'open child record',
  request: { action: 'open child record', reason: 'emergency', footing: 'urgent' },
  scope: { kind: 'one child', childId },
};
const shown: Shown<string> = { answer: 'the record', childIds: [childId], fields: ['identity'] };

async function someone(role: Role): Promise<Actor> {
  const [made] = await asOwner(
    database,
    `with body as (
      insert into organisation (kind, name) values ('NHS trust', 'Royal Bolton Hospital') returning organisation_id
    )
    insert into account (user_name, full_name, organisation_id, role, state)
    select gen_random_uuid()::text, 'Amina Yusuf', organisation_id, $1, 'active' from body
    returning account_id, organisation_id`,
    [role],
  );
  return {
    accountId: Number(made?.[0]),
    userName: 'amina.yusuf',
    fullName: 'Amina Yusuf',
    role,
    kind: roles[role].kind,
    organisationId: Number(made?.[1]),
    organisationName: 'Royal Bolton Hospital',
    organisationKind: 'NHS trust',
    practitionerId: null,
    proof: { tokenKind: 'key', fresh: true, holdsKey: true, practice: false },
    sessionHash: Buffer.alloc(32),
  };
}

function open(actor: Actor, asked: ChildAct<OneChild>, work: (tx: Transaction) => Promise<Shown<string>>) {
  return database.application.transact((tx) => underTicket(tx, actor, now, asked, () => work(tx)));
}

/** Outcome, refusing rule and children of each entry of an account. */
async function entriesOf({ accountId }: Actor) {
  return asOwner(
    database,
    `select body::json ->> 'outcome', body::json ->> 'why',
      (select string_agg(child_id::text, ',') from log_part where log_part.event_id = log_entry.event_id)
    from log_entry where account_id = $1 order by recorded_at`,
    [accountId],
  );
}

test('what is allowed is done and written down, with the child', async () => {
  const nurse = await someone('hospital nurse');
  const opened = await open(nurse, opening, async () => shown);
  assert.deepEqual([opened.ok, opened.ok && opened.value], [true, 'the record']);
  assert.deepEqual(await entriesOf(nurse), [['done', null, String(childId)]]);
});

test('what is refused is not done, and written down with the rule', async () => {
  const reviewer = await someone('reviewer');
  const refused = await open(reviewer, opening, () => assert.fail('the work was done'));
  assert.equal(refused.ok, false);
  assert.deepEqual(await entriesOf(reviewer), [['refused', 'kind of user', String(childId)]]);
});

test('work that takes too long is undone, and still written down', async () => {
  const nurse = await someone('hospital nurse');
  const answer = await open(nurse, opening, async (tx) => {
    await tx.run(`set local statement_timeout = 20`);
    await tx.run('select pg_sleep(5)');
    return shown;
  });
  assert.deepEqual(answer, { ok: false, fault: tookTooLong });
  assert.deepEqual(await entriesOf(nurse), [['timed out', null, String(childId)]]);
});

test('where the entry cannot be written nothing is answered', async () => {
  const nurse = await someone('hospital nurse');
  await asOwner(database, 'revoke insert (body) on log_entry from contactpoint_application');
  await assert.rejects(
    open(nurse, opening, async () => shown),
    /permission denied for table log_entry/,
  );
  await asOwner(database, 'grant insert (body) on log_entry to contactpoint_application');
  assert.deepEqual(await entriesOf(nurse), []);
});
