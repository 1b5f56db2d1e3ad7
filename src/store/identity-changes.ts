import type { Day } from '../domain/calendar.ts';
import { isIdentityChange, type IdentityChange } from '../domain/identity-change.ts';
import type { ChildNumber } from '../domain/identifiers.ts';
import { bigint, boolean, day, instant, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { isOpenOn } from './leaving-gate.ts';
import type { Decider } from './possible-matches.ts';
import { statement } from './statement.ts';
import type { Desk, OneChild, Ticket } from './ticket.ts';

// Whose record keepers decide: the responsible council's, else of the one lived in; where neither is known, any.
const councilOf = `coalesce(responsible_council, (
        select council_code from child_address
        where child_address.child_id = child.child_id and standing in ('current', 'last known')
      ))`;

const hold = statement({
  name: 'hold-identity-change',
  text: `select coalesce(${councilOf} = (select council_code from organisation where organisation_id = $2), true) as is_of_council,
      change_no, kind, new_child_id, asked_by
    from child
    left join identity_change on identity_change.child_id = child.child_id and decision is null
    where child.child_id = $1
    for update of child`,
  takes: [bigint, integer],
  gives: {
    is_of_council: boolean,
    change_no: nullable(smallint),
    kind: nullable(oneOf(isIdentityChange)),
    new_child_id: nullable(bigint),
    asked_by: nullable(integer),
  },
});

const whose = statement({
  name: 'whose-identity-changes',
  text: `select given_names, family_name, date_of_birth from child where child_id = $1`,
  takes: [bigint],
  gives: { given_names: text, family_name: text, date_of_birth: day },
});

const waiting = statement({
  name: 'identity-changes-waiting',
  text: `select child.child_id, given_names, family_name, date_of_birth, kind, asked_by, asked_at
    from identity_change
    join child on child.child_id = identity_change.child_id
    where decision is null and coalesce(${councilOf} = $1, true) and ${isOpenOn('$2')}
    order by asked_at, child.child_id
    limit 50`,
  takes: [nullable(smallint), day],
  gives: {
    child_id: bigint,
    given_names: text,
    family_name: text,
    date_of_birth: day,
    kind: oneOf(isIdentityChange),
    asked_by: integer,
    asked_at: instant,
  },
});

const numbered = statement({
  name: 'open-record-of-number',
  text: `select child.child_id
    from child_number
    join child on child.child_id = child_number.child_id
    where number_kind = $1 and number = $2 and closed_on is null and ${isOpenOn('$3')}`,
  takes: [text, text, day],
  gives: { child_id: bigint },
});

const add = statement({
  name: 'add-identity-change',
  text: `insert into identity_change (child_id, change_no, kind, new_child_id, asked_by, asked_at)
    select $1, coalesce((select max(change_no) from identity_change where child_id = $1), 0) + 1, $2, $3, $4, $5
    on conflict do nothing
    returning change_no`,
  takes: [bigint, text, nullable(bigint), integer, instant],
  gives: { change_no: smallint },
});

const decide = statement({
  name: 'decide-identity-change',
  text: `update identity_change
    set decision = $3, decided_by = $4, decided_at = $5, new_child_id = null
    where child_id = $1 and change_no = $2 and decision is null
    returning change_no`,
  takes: [bigint, smallint, text, integer, instant],
  gives: { change_no: smallint },
});

/** Whether the asker's council decides about a child's identity, and what waits for a second person. The child is locked. */
export async function holdIdentity(tx: Transaction, childId: number, organisationId: number) {
  const row = await hold.first(tx, childId, organisationId);
  if (row === undefined) return undefined;
  const { change_no: changeNo, kind, new_child_id: newChildId, asked_by: askedBy } = row;
  const waits =
    changeNo === null || kind === null || askedBy === null
      ? undefined
      : { changeNo, kind, newChildId, askedBy };
  return { isOfCouncil: row.is_of_council, waits };
}

/** Whose identity it is. */
export async function readWhose(tx: Transaction, ticket: Ticket<OneChild>) {
  const row = await whose.first(tx, ticket.scope.childId);
  if (row === undefined) return undefined;
  return { name: `${row.given_names} ${row.family_name}`, dateOfBirth: row.date_of_birth };
}

/** What waits for a second person of the council, the oldest first; at most fifty. */
export async function listWaiting(tx: Transaction, ticket: Ticket<Desk>, today: Day) {
  const rows = await waiting.rows(tx, ticket.scope.councilCode, today);
  return rows.map((row) => ({
    childId: row.child_id,
    name: `${row.given_names} ${row.family_name}`,
    dateOfBirth: row.date_of_birth,
    kind: row.kind,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
  }));
}

/** The open record that a number leads to; answered to nobody. */
export async function findOpenNumbered(tx: Transaction, { kind, number }: ChildNumber, today: Day) {
  return (await numbered.first(tx, kind, number, today))?.child_id;
}

/** What is asked of a child's identity. */
export type IdentityAsked = {
  readonly kind: IdentityChange;
  readonly newChildId: number | null;
  readonly askedBy: number;
  readonly askedAt: Date;
};

/** Keeps what the first person asked; false where something waits already. */
export async function addIdentityChange(
  tx: Transaction,
  childId: number,
  { kind, newChildId, askedBy, askedAt }: IdentityAsked,
): Promise<boolean> {
  return (await add.first(tx, childId, kind, newChildId, askedBy, askedAt)) !== undefined;
}

/** Ends the wait; false where somebody else did. From then on nothing here leads to the new record. */
export async function endIdentityChange(
  tx: Transaction,
  childId: number,
  changeNo: number,
  decision: 'carried out' | 'dropped',
  { accountId, at }: Decider,
): Promise<boolean> {
  return (await decide.first(tx, childId, changeNo, decision, accountId, at)) !== undefined;
}
