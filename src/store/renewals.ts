import type { Day } from '../domain/calendar.ts';
import { isRenewalKind, type RenewalKind } from '../domain/renewal.ts';
import { day, instant, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Training counts at once; a security check waits. One of a kind waits at a time.
const insert = statement({
  name: 'record-renewal',
  text: `insert into renewal (account_id, renewal_no, kind, reference, dated_on, state, proposed_by, proposed_at,
      decided_by, decided_at)
    select $1, (select coalesce(max(renewal_no), 0) + 1 from renewal where account_id = $1), $2::text, $3, $4::date,
      case when $2 = 'training' then 'approved' else 'proposed' end, $5::integer, $6::timestamptz,
      case when $2 = 'training' then $5 end, case when $2 = 'training' then $6 end
    on conflict do nothing
    returning renewal_no`,
  takes: [integer, text, text, day, integer, instant],
  gives: { renewal_no: smallint },
});

const decide = statement({
  name: 'decide-renewal',
  text: `update renewal
    set state = $4, decided_by = $2, decided_at = $3
    where account_id = $1
      and state = 'proposed'
      and proposed_by <> $2
    returning kind, reference, dated_on`,
  takes: [integer, integer, instant, text],
  gives: { kind: oneOf(isRenewalKind), reference: text, dated_on: day },
});

const vet = statement({
  name: 'renew-security-check',
  text: `update account set vetted_on = $2, vetting_certificate = $3 where account_id = $1`,
  takes: [integer, day, text],
  gives: {},
});

const train = statement({
  name: 'renew-training',
  text: `update account set trained_on = $2, training_course = $3 where account_id = $1`,
  takes: [integer, day, text],
  gives: {},
});

const ofAccount = statement({
  name: 'renewals-of-account',
  text: `select renewal_no, kind, reference, dated_on, renewal.state, proposed_by, proposer.full_name as proposer,
      proposed_at, decider.full_name as decider, decided_at
    from renewal
    join account as proposer on proposer.account_id = proposed_by
    left join account as decider on decider.account_id = decided_by
    where renewal.account_id = $1
    order by renewal_no desc
    limit 50`,
  takes: [integer],
  gives: {
    renewal_no: smallint,
    kind: oneOf(isRenewalKind),
    reference: text,
    dated_on: day,
    state: text,
    proposed_by: integer,
    proposer: text,
    proposed_at: instant,
    decider: nullable(text),
    decided_at: nullable(instant),
  },
});

/** A new security check or training. */
export type RenewalAsked = { readonly kind: RenewalKind; readonly reference: string; readonly datedOn: Day };

/** Keeps a renewal; false where one of its kind waits already. */
export async function insertRenewal(
  tx: Transaction,
  accountId: number,
  { kind, reference, datedOn }: RenewalAsked,
  proposed: { readonly by: number; readonly at: Date },
): Promise<boolean> {
  return (
    (await insert.first(tx, accountId, kind, reference, datedOn, proposed.by, proposed.at)) !== undefined
  );
}

/** Decides the security check that waits, once and never by its proposer; undefined where none is theirs to decide. */
export async function decideRenewal(
  tx: Transaction,
  accountId: number,
  decided: { readonly by: number; readonly at: Date; readonly as: 'approved' | 'refused' },
): Promise<RenewalAsked | undefined> {
  const row = await decide.first(tx, accountId, decided.by, decided.at, decided.as);
  return row && { kind: row.kind, reference: row.reference, datedOn: row.dated_on };
}

/** Makes a renewal count: the account's own dates move, which each request reads. */
export async function applyRenewal(
  tx: Transaction,
  accountId: number,
  { kind, reference, datedOn }: RenewalAsked,
): Promise<void> {
  await (kind === 'training' ? train : vet).rows(tx, accountId, datedOn, reference);
}

/** The renewals of an account, latest first. */
export async function findRenewals(tx: Transaction, accountId: number) {
  return (await ofAccount.rows(tx, accountId)).map((row) => ({
    kind: row.kind,
    reference: row.reference,
    datedOn: row.dated_on,
    state: row.state,
    proposedBy: row.proposed_by,
    proposer: row.proposer,
    proposedAt: row.proposed_at,
    decider: row.decider,
    decidedAt: row.decided_at,
  }));
}
