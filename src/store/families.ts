import type { Day } from '../domain/calendar.ts';
import type { FamilyFacts } from '../domain/family.ts';
import type { Verifier } from './accounts.ts';
import { bigint, boolean, bytes, day, instant, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const factColumns = `child.date_of_birth, child.leaves_on, child.closed_on is not null as closed,
      child.given_names, child.preferred_name,
      exists (select from shield where shield.child_id = child.child_id and lifted_on is null) as shielded,
      (
        select parental_responsibility from carer
        where carer.child_id = child.child_id and carer.person_id = family_account.person_id
        order by carer_no
        limit 1
      ) as responsibility`;
const factsGiven = {
  date_of_birth: day,
  leaves_on: day,
  closed: boolean,
  given_names: text,
  preferred_name: nullable(text),
  shielded: boolean,
  responsibility: nullable(text),
};

// One row for whoever comes first; the others find it used.
const useCode = statement({
  name: 'use-family-code',
  text: `update family_account
    set code_hash = null, setup_hash = $3, setup_begun_at = $4
    where user_name = $1
      and code_hash = $2
      and state = 'invited'
      and code_expires_at > $4
      and invited_at <= $4
    returning child_id, family_no`,
  takes: [text, bytes, bytes, instant],
  gives: { child_id: bigint, family_no: smallint },
});

const bySetup = statement({
  name: 'family-account-by-setup',
  text: `select child_id, family_no, family_account.person_id is not null as is_parent, user_name, sealed_seed, ${factColumns}
    from family_account
    join child using (child_id)
    where setup_hash = $1
      and setup_begun_at > $2
      and setup_begun_at <= $3
      and family_account.state = 'invited'`,
  takes: [bytes, instant, instant],
  gives: {
    child_id: bigint,
    family_no: smallint,
    is_parent: boolean,
    user_name: text,
    sealed_seed: nullable(bytes),
    ...factsGiven,
  },
});

const activate = statement({
  name: 'activate-family-account',
  text: `update family_account
    set state = 'active', setup_hash = null, last_step = $3, drift_steps = $4, salt = $5, memory_kib = $6, passes = $7,
      verifier = $8
    where child_id = $1 and family_no = $2 and state = 'invited' and setup_hash is not null
    returning family_no`,
  takes: [bigint, smallint, bigint, smallint, bytes, integer, integer, bytes],
  gives: { family_no: smallint },
});

const byUserName = statement({
  name: 'family-account-by-user-name',
  text: `select child_id, family_no, family_account.person_id is not null as is_parent, sealed_seed, drift_steps,
      salt, memory_kib, passes, verifier, ${factColumns}
    from family_account
    join child using (child_id)
    where user_name = $1 and family_account.state = 'active'`,
  takes: [text],
  gives: {
    child_id: bigint,
    family_no: smallint,
    is_parent: boolean,
    sealed_seed: nullable(bytes),
    drift_steps: smallint,
    salt: nullable(bytes),
    memory_kib: nullable(integer),
    passes: nullable(integer),
    verifier: nullable(bytes),
    ...factsGiven,
  },
});

// A code works once, and none before it works after it.
const useStep = statement({
  name: 'use-family-step',
  text: `update family_account set last_step = $3, drift_steps = $4
    where child_id = $1 and family_no = $2 and state = 'active' and last_step < $3
    returning family_no`,
  takes: [bigint, smallint, bigint, smallint],
  gives: { family_no: smallint },
});

const openSession = statement({
  name: 'open-family-session',
  text: `with ended as (
      update family_session set ended_at = $4 where child_id = $1 and family_no = $2 and ended_at is null
    )
    insert into family_session (child_id, family_no, session_hash, begun_at, seen_at) values ($1, $2, $3, $4, $4)`,
  takes: [bigint, smallint, bytes, instant],
  gives: {},
});

const bySession = statement({
  name: 'family-account-by-session',
  text: `select child_id, family_no, family_account.person_id, begun_at, seen_at, ended_at, ${factColumns}
    from family_session
    join family_account using (child_id, family_no)
    join child using (child_id)
    where session_hash = $1 and family_account.state = 'active'`,
  takes: [bytes],
  gives: {
    child_id: bigint,
    family_no: smallint,
    person_id: nullable(bigint),
    begun_at: instant,
    seen_at: instant,
    ended_at: nullable(instant),
    ...factsGiven,
  },
});

const seen = statement({
  name: 'family-session-seen',
  text: `update family_session set seen_at = $3 where child_id = $1 and session_hash = $2 and ended_at is null`,
  takes: [bigint, bytes, instant],
  gives: {},
});

const close = statement({
  name: 'close-family-session',
  text: `update family_session set ended_at = $2 where session_hash = $1 and ended_at is null returning child_id, family_no`,
  takes: [bytes, instant],
  gives: { child_id: bigint, family_no: smallint },
});

type FactsRow = {
  readonly date_of_birth: Day;
  readonly leaves_on: Day;
  readonly closed: boolean;
  readonly given_names: string;
  readonly preferred_name: string | null;
  readonly shielded: boolean;
  readonly responsibility: string | null;
};

function factsOf(row: FactsRow, isParent: boolean) {
  const facts: FamilyFacts = {
    isParent,
    dateOfBirth: row.date_of_birth,
    leavesOn: row.leaves_on,
    closed: row.closed,
    shielded: row.shielded,
    responsibility: row.responsibility,
  };
  return { facts, who: { givenNames: row.given_names, preferredName: row.preferred_name } };
}

/** One family account, by what it is found again. */
export type FamilyKey = { readonly childId: number; readonly familyNo: number };

/** Uses an invitation's code up, for the browser of this secret; undefined where anything is wrong. */
export async function useFamilyCode(
  tx: Transaction,
  given: { readonly userName: string; readonly codeHash: Buffer; readonly setupHash: Buffer },
  now: Date,
): Promise<FamilyKey | undefined> {
  const row = await useCode.first(tx, given.userName, given.codeHash, given.setupHash, now);
  return row && { childId: row.child_id, familyNo: row.family_no };
}

/** The account that this browser is setting up. */
export async function findFamilySetup(tx: Transaction, setupHash: Buffer, begunAfter: Date, now: Date) {
  const row = await bySetup.first(tx, setupHash, begunAfter, now);
  if (row === undefined) return undefined;
  return {
    key: { childId: row.child_id, familyNo: row.family_no },
    userName: row.user_name,
    sealedSeed: row.sealed_seed,
    ...factsOf(row, row.is_parent),
  };
}

/** What a code of the app showed: its step, and how far its clock is from ours. */
export type StepUsed = { readonly step: number; readonly driftSteps: number };

/** Ends the setting up: from now on its user can sign in. False where another browser was quicker. */
export async function activateFamily(
  tx: Transaction,
  { childId, familyNo }: FamilyKey,
  { step, driftSteps }: StepUsed,
  { salt, memoryKib, passes, verifier }: Verifier,
): Promise<boolean> {
  const row = await activate.first(
    tx,
    childId,
    familyNo,
    step,
    driftSteps,
    salt,
    memoryKib,
    passes,
    verifier,
  );
  return row !== undefined;
}

/** The active family account of a user name, with what signing in is checked against. */
export async function findFamilyCredentials(tx: Transaction, userName: string) {
  const row = await byUserName.first(tx, userName);
  if (row === undefined) return undefined;
  const { sealed_seed: sealedSeed, salt, memory_kib: memoryKib, passes, verifier } = row;
  if (sealedSeed === null || salt === null || memoryKib === null || passes === null || verifier === null)
    return undefined;
  return {
    key: { childId: row.child_id, familyNo: row.family_no },
    sealedSeed,
    driftSteps: row.drift_steps,
    verifier: { salt, memoryKib, passes, verifier },
    ...factsOf(row, row.is_parent),
  };
}

/** Uses a code's step up; false where it, or a later one, was used already. */
export async function useFamilyStep(tx: Transaction, { childId, familyNo }: FamilyKey, used: StepUsed) {
  return (await useStep.first(tx, childId, familyNo, used.step, used.driftSteps)) !== undefined;
}

/** Opens the only session of a family account: any other ends. */
export async function openFamilySession(
  tx: Transaction,
  { childId, familyNo }: FamilyKey,
  sessionHash: Buffer,
  now: Date,
): Promise<void> {
  await openSession.rows(tx, childId, familyNo, sessionHash, now);
}

/** Whose session it is, with what decides whether it stands. */
export async function findFamilySession(tx: Transaction, sessionHash: Buffer) {
  const row = await bySession.first(tx, sessionHash);
  if (row === undefined) return undefined;
  return {
    key: { childId: row.child_id, familyNo: row.family_no },
    personId: row.person_id,
    begunAt: row.begun_at,
    seenAt: row.seen_at,
    endedAt: row.ended_at,
    ...factsOf(row, row.person_id !== null),
  };
}

/** Writes down that a session is in use. */
export async function markFamilySeen(
  tx: Transaction,
  { childId }: FamilyKey,
  sessionHash: Buffer,
  now: Date,
) {
  await seen.rows(tx, childId, sessionHash, now);
}

/** Ends a session; answers whose it was. */
export async function closeFamilySession(
  tx: Transaction,
  sessionHash: Buffer,
  now: Date,
): Promise<FamilyKey | undefined> {
  const row = await close.first(tx, sessionHash, now);
  return row && { childId: row.child_id, familyNo: row.family_no };
}
