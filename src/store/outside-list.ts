import type { Day } from '../domain/calendar.ts';
import { boolean, bigint, day, instant, integer } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

// The entry of the opening itself is written after this is asked: only earlier ones are found.
const firstOutsideList = statement({
  name: 'first-opening-outside-list',
  text: `select not exists (
        select from involvement
        where child_id = $1 and practitioner_id = $2 and (ended_on is null or ended_on >= $5)
      )
      and not exists (
        select from log_entry
        join log_part on log_part.event_id = log_entry.event_id and log_part.recorded_at = log_entry.recorded_at
          and log_part.kind = 'child'
        where log_entry.account_id = $3
          and log_entry.recorded_at >= (date_trunc('month', $5::date::timestamp) at time zone 'Europe/London')
          and log_entry.recorded_at <= $4
          and log_entry.act = 'open child record'
          and log_entry.body::jsonb ->> 'outcome' = 'done'
          and not exists (
            select from involvement
            where involvement.child_id = log_part.child_id and involvement.practitioner_id = $2
          )
      ) as is_first`,
  takes: [bigint, integer, integer, instant, day],
  gives: { is_first: boolean },
});

/** Whether the child under the ticket is not on this practitioner's own list, and the first such that they open this London month. */
export async function isFirstOutsideList(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  whose: { readonly accountId: number; readonly practitionerId: number },
  now: Date,
  today: Day,
): Promise<boolean> {
  const { accountId, practitionerId } = whose;
  const row = await firstOutsideList.first(tx, scope.childId, practitionerId, accountId, now, today);
  return row?.is_first === true;
}
