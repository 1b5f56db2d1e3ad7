import type { Day } from '../domain/calendar.ts';
import type { NewInvolvement } from '../domain/involvement.ts';
import { bigint, boolean, day, instant, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import type { Work } from './own-work.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

const begin = statement({
  name: 'begin-involvement',
  text: `insert into involvement (child_id, involvement_no, team_id, practitioner_id, started_on, reached_by, telephone, email, basis,
      is_lead, assessment_exists, confirmed_on, joined_at, looked_at)
    select $1, coalesce(max(involvement_no), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12
    from involvement
    where child_id = $1
    returning involvement_no`,
  takes: [
    bigint,
    integer,
    nullable(integer),
    day,
    text,
    nullable(text),
    nullable(text),
    nullable(text),
    boolean,
    boolean,
    nullable(day),
    nullable(instant),
  ],
  gives: { involvement_no: smallint },
});

const amend = statement({
  name: 'amend-involvement',
  text: `update involvement
    set started_on = $4, reached_by = $5, telephone = $6, email = $7, assessment_exists = $8, confirmed_on = $9,
      version = version + 1
    where child_id = $1
      and involvement_no = $2
      and version = $3
    returning version`,
  takes: [bigint, smallint, integer, day, text, nullable(text), nullable(text), boolean, day],
  gives: { version: integer },
});

const end = statement({
  name: 'end-involvement',
  text: `update involvement
    set ended_on = $4, is_lead = false, version = version + 1
    where child_id = $1
      and involvement_no = $2
      and version = $3
    returning version`,
  takes: [bigint, smallint, integer, day],
  gives: { version: integer },
});

const confirm = statement({
  name: 'confirm-involvement',
  text: `update involvement
    set confirmed_on = $4, version = version + 1
    where child_id = $1
      and involvement_no = $2
      and version = $3
    returning version`,
  takes: [bigint, smallint, integer, day],
  gives: { version: integer },
});

const takeOver = statement({
  name: 'take-over-involvement',
  text: `update involvement
    set practitioner_id = $4, confirmed_on = $5, reached_by = 'own', telephone = null, email = null, version = version + 1
    where child_id = $1
      and involvement_no = $2
      and version = $3
    returning version`,
  takes: [bigint, smallint, integer, integer, day],
  gives: { version: integer },
});

const stopLeading = statement({
  name: 'stop-leading',
  text: `update involvement
    set is_lead = false, version = version + 1
    where child_id = $1
      and is_lead
    returning involvement_no`,
  takes: [bigint],
  gives: { involvement_no: smallint },
});

const lead = statement({
  name: 'lead-support',
  text: `update involvement
    set is_lead = true, version = version + 1
    where child_id = $1
      and involvement_no = $2
      and ended_on is null
    returning version`,
  takes: [bigint, smallint],
  gives: { version: integer },
});

/** Work that begins: whose, on what basis, and what it takes over from work that it follows. */
export type Beginning = NewInvolvement & {
  readonly practitionerId: number | null;
  readonly basis: string | null;
  readonly isLead: boolean;
  readonly assessmentExists: boolean;
  readonly confirmedOn: Day | null;
};

/** Adds work with the child under the ticket; answers its number. Null: the others are not told that someone joined. */
export async function beginWork(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  beginning: Beginning,
  joinedAt: Date | null,
): Promise<number> {
  const { teamId, practitionerId, startedOn, reachedBy, telephone, email, basis } = beginning;
  const whose = [scope.childId, teamId, practitionerId, startedOn] as const;
  const { isLead, assessmentExists, confirmedOn } = beginning;
  const more = [reachedBy, telephone, email, basis, isLead, assessmentExists, confirmedOn, joinedAt] as const;
  const row = await begin.first(tx, ...whose, ...more);
  if (row === undefined) throw new Error('Work was begun without an answer');
  return row.involvement_no;
}

/** Changes work as it stood in one version; false where it has changed since. */
export async function amendWork(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { no, version }: Pick<Work, 'no' | 'version'>,
  changed: NewInvolvement & { readonly assessmentExists: boolean; readonly confirmedOn: Day },
): Promise<boolean> {
  const { startedOn, reachedBy, telephone, email, assessmentExists, confirmedOn } = changed;
  const how = [startedOn, reachedBy, telephone, email, assessmentExists, confirmedOn] as const;
  return (await amend.first(tx, scope.childId, no, version, ...how)) !== undefined;
}

/** Ends work as it stood in one version: whoever led leads no more. False where it has changed since. */
export async function endWork(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { no, version }: Pick<Work, 'no' | 'version'>,
  endedOn: Day,
): Promise<boolean> {
  return (await end.first(tx, scope.childId, no, version, endedOn)) !== undefined;
}

/** Notes that how somebody is reached was confirmed on a day; false where it has changed since. */
export async function confirmWork(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { no, version }: Pick<Work, 'no' | 'version'>,
  on: Day,
): Promise<boolean> {
  return (await confirm.first(tx, scope.childId, no, version, on)) !== undefined;
}

/** Gives work that nobody holds to a practitioner of the team; false where it has changed since. */
export async function takeOverWork(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { no, version }: Pick<Work, 'no' | 'version'>,
  practitionerId: number,
  on: Day,
): Promise<boolean> {
  return (await takeOver.first(tx, scope.childId, no, version, practitionerId, on)) !== undefined;
}

/** Gives the lead to one present work and takes it from any other; false where that work has ended. */
export async function giveLead(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  involvementNo: number,
): Promise<boolean> {
  await stopLeading.rows(tx, scope.childId); // first: the index lets no child have two
  return (await lead.first(tx, scope.childId, involvementNo)) !== undefined;
}
