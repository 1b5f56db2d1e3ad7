import { bigint, bytes, day, instant, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import type { FamilyKey } from './families.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

const whomToInvite = statement({
  name: 'family-whom-to-invite',
  text: `select carer_no, person_id, given_names, family_name, relationship, parental_responsibility
    from carer
    where child_id = $1
      and person_id is not null
      and parental_responsibility <> 'no'
      and not exists (select from shield where shield.child_id = carer.child_id and lifted_on is null)
    order by carer_no
    limit 20`,
  takes: [bigint],
  gives: {
    carer_no: smallint,
    person_id: nullable(bigint),
    given_names: nullable(text),
    family_name: nullable(text),
    relationship: text,
    parental_responsibility: text,
  },
});

const whoIsInvitedTo = statement({
  name: 'family-child-to-invite-to',
  text: `select given_names, family_name, date_of_birth from child where child_id = $1 and closed_on is null`,
  takes: [bigint],
  gives: { given_names: text, family_name: text, date_of_birth: day },
});

// Proving anew is the only recovery: it ends what the same person had.
const endBefore = statement({
  name: 'end-family-account-of-person',
  text: `with ended as (
      update family_account set state = 'ended', code_hash = null, setup_hash = null
      where child_id = $1 and coalesce(person_id, 0) = coalesce($2::bigint, 0) and state <> 'ended'
      returning family_no
    )
    update family_session set ended_at = $3
    where child_id = $1 and ended_at is null and family_no in (select family_no from ended)`,
  takes: [bigint, nullable(bigint), instant],
  gives: {},
});

const insertInvited = statement({
  name: 'insert-family-account',
  text: `insert into family_account (child_id, family_no, person_id, user_name, identity_seen, responsibility_seen,
      handed_over_by, invited_by, invited_at, code_hash, code_expires_at, state)
    select $1, coalesce(max(family_no), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
      case when $9::bytea is null then 'waiting' else 'invited' end
    from family_account
    where child_id = $1`,
  takes: [
    bigint,
    nullable(bigint),
    text,
    text,
    nullable(text),
    text,
    integer,
    instant,
    nullable(bytes),
    instant,
  ],
  gives: {},
});

const waiting = statement({
  name: 'family-invitations-that-wait',
  text: `select family_no, carer.given_names, carer.family_name, invited_by
    from family_account
    join carer using (child_id, person_id)
    where child_id = $1 and state = 'waiting'
    order by family_no
    limit 20`,
  takes: [bigint],
  gives: {
    family_no: smallint,
    given_names: nullable(text),
    family_name: nullable(text),
    invited_by: integer,
  },
});

const second = statement({
  name: 'second-family-invitation',
  text: `update family_account
    set state = 'invited', seconded_by = $3, code_hash = $4, code_expires_at = $5
    where child_id = $1 and family_no = $2 and state = 'waiting' and invited_by <> $3
    returning user_name`,
  takes: [bigint, smallint, integer, bytes, instant],
  gives: { user_name: text },
});

const keepSeed = statement({
  name: 'keep-family-seed',
  text: `update family_account set sealed_seed = $3 where child_id = $1 and family_no = $2 and state = 'invited'`,
  takes: [bigint, smallint, bytes],
  gives: {},
});

/** Whom a record keeper may invite to the record under the ticket: no carer while the child is shielded. */
export async function readWhomToInvite(tx: Transaction, { scope }: Ticket<OneChild>) {
  const child = await whoIsInvitedTo.first(tx, scope.childId);
  if (child === undefined) return undefined;
  const carers = await whomToInvite.rows(tx, scope.childId);
  return { child, carers, waiting: await waiting.rows(tx, scope.childId) };
}

/** Seconds an invitation: only then it has a code. Answers its user name; undefined where the same person asked, or it waits no longer. */
export async function secondInvitation(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  put: {
    readonly familyNo: number;
    readonly by: number;
    readonly codeHash: Buffer;
    readonly expiresAt: Date;
  },
): Promise<string | undefined> {
  const row = await second.first(tx, scope.childId, put.familyNo, put.by, put.codeHash, put.expiresAt);
  return row?.user_name;
}

/** An invitation as it is kept. */
export type Invited = {
  readonly personId: number | null;
  readonly userName: string;
  readonly identity: string;
  readonly responsibility: string | null;
  readonly handOver: string;
  readonly by: number;
  readonly at: Date;
  /** None while another person has to second it. */
  readonly codeHash: Buffer | null;
  readonly expiresAt: Date;
};

/** Keeps an invitation to the record under the ticket; whatever the same person had before ends. */
export async function putInvitation(tx: Transaction, { scope }: Ticket<OneChild>, put: Invited) {
  const { personId, userName, identity, responsibility, handOver, by, at, codeHash, expiresAt } = put;
  await endBefore.rows(tx, scope.childId, personId, at);
  await insertInvited.rows(
    tx,
    scope.childId,
    personId,
    userName,
    identity,
    responsibility,
    handOver,
    by,
    at,
    codeHash,
    expiresAt,
  );
}

/** Keeps the seed of the app that is being set up. */
export async function keepFamilySeed(tx: Transaction, { childId, familyNo }: FamilyKey, sealed: Buffer) {
  await keepSeed.rows(tx, childId, familyNo, sealed);
}
