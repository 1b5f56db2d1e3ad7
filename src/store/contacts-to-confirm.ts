import type { Day } from '../domain/calendar.ts';
import { isServiceKind } from '../domain/service-kinds.ts';
import { bigint, boolean, day, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { isOpenOn } from './leaving-gate.ts';
import { statement } from './statement.ts';
import type { Caseload, Ticket } from './ticket.ts';

// One's own; or all that a team's people hold and what nobody of it does. By each practitioner, whose index is small.
const dueOf = (whose: 'mine' | 'team') => `involvement
    where ${
      whose === 'mine'
        ? 'practitioner_id = $1'
        : `(
        practitioner_id in (
          select colleague.practitioner_id from practitioner as colleague
          where colleague.team_id = (select mine.team_id from practitioner as mine where mine.practitioner_id = $1)
        )
        or practitioner_id is null
          and involvement.team_id = (select mine.team_id from practitioner as mine where mine.practitioner_id = $1)
      )`
    }
      and (ended_on is null or ended_on >= $3)
      and (confirmed_on is null or confirmed_on < $2)`;

const countDue = statement({
  name: 'count-contacts-due',
  text: `select (select count(*)::integer from ${dueOf('mine')}) as mine,
      (select count(*)::integer from ${dueOf('team')}) as team`,
  takes: [integer, day, day],
  gives: { mine: integer, team: integer },
});

const listDue = statement({
  name: 'list-contacts-due',
  text: `select child.child_id, given_names, family_name, date_of_birth, team.service_kind, due.confirmed_on, due.started_on,
      practitioner.name as person, due.practitioner_id = $1 as is_mine
    from (select * from ${dueOf('team')}) as due
    join child on child.child_id = due.child_id
    join team on team.team_id = due.team_id
    left join practitioner on practitioner.practitioner_id = due.practitioner_id
    where closed_on is null
      and ${isOpenOn('$3')}
    order by due.practitioner_id = $1 desc nulls last, due.confirmed_on nulls first, child.child_id
    limit 50`,
  takes: [integer, day, day],
  gives: {
    child_id: bigint,
    given_names: text,
    family_name: text,
    date_of_birth: day,
    service_kind: oneOf(isServiceKind),
    confirmed_on: nullable(day),
    started_on: day,
    person: nullable(text),
    is_mine: nullable(boolean),
  },
});

const confirmDue = (whose: 'mine' | 'team') =>
  statement({
    name: `confirm-contacts-due-${whose}`,
    text: `with due as (
      select child_id, involvement_no from ${dueOf(whose)}
        and exists (select from child where child.child_id = involvement.child_id and ${isOpenOn('$3')})
      order by child_id, involvement_no
      for no key update
      limit 2000
    )
    update involvement
    set confirmed_on = $3, version = version + 1
    from due
    where involvement.child_id = due.child_id and involvement.involvement_no = due.involvement_no
    returning involvement.child_id`,
    takes: [integer, day, day],
    gives: { child_id: bigint },
  });

const confirmDueOf = { mine: confirmDue('mine'), team: confirmDue('team') };

type Due = { readonly termBegan: Day; readonly today: Day };

/** How many contacts of a practitioner, and of their whole team, were not confirmed since a term began. */
export async function countContactsDue(
  tx: Transaction,
  practitionerId: number,
  { termBegan, today }: Due,
): Promise<{ readonly mine: number; readonly team: number }> {
  return (await countDue.first(tx, practitionerId, termBegan, today)) ?? { mine: 0, team: 0 };
}

/** One contact that is to be confirmed. */
export type ContactDue = {
  readonly childId: number;
  readonly name: string;
  readonly dateOfBirth: Day;
  readonly serviceKind: string;
  readonly confirmedOn: Day | null;
  readonly person: string | null;
  readonly isMine: boolean;
};

/** The first fifty of them, the ticket's practitioner's own before their colleagues'. */
export async function listContactsDue(
  tx: Transaction,
  { scope }: Ticket<Caseload>,
  { termBegan, today }: Due,
): Promise<readonly ContactDue[]> {
  const rows = await listDue.rows(tx, scope.practitionerId, termBegan, today);
  return rows.map((row) => ({
    childId: row.child_id,
    name: `${row.given_names} ${row.family_name}`,
    dateOfBirth: row.date_of_birth,
    serviceKind: row.service_kind,
    confirmedOn: row.confirmed_on,
    person: row.person,
    isMine: row.is_mine === true,
  }));
}

/** Confirms them all today; answers whose children they were. */
export async function confirmContactsDue(
  tx: Transaction,
  { scope }: Ticket<Caseload>,
  whose: 'mine' | 'team',
  { termBegan, today }: Due,
): Promise<readonly number[]> {
  const rows = await confirmDueOf[whose].rows(tx, scope.practitionerId, termBegan, today);
  return rows.map((row) => row.child_id);
}
