import type { Day } from '../domain/calendar.ts';
import { bigint, day } from './columns.ts';
import type { Transaction } from './connection.ts';
import { coverBy } from './shield-cover.ts';
import { statement } from './statement.ts';

// A shield that follows a carer is one decision for all children of the home. Each was decided long ago; the days of the next
// look are spread over a year.
const decideLoaded = statement({
  name: 'decide-loaded-shields',
  text: `with made as (
      insert into protection (person_id, council_code, because, asked_as, asked_at, decide_by, decided_at, review_on)
      select distinct on (protected.person_id, because) protected.person_id, responsible_council, because, 'supplier',
        raised_on + time '10:00', raised_on + 7, raised_on + interval '2 days', $1::date + (child_id % 365)::integer
      from shield
      join child using (child_id)
      cross join lateral (select coalesce(shield.person_id, child_id) as person_id) as protected
      order by protected.person_id, because, child_id
      returning protection_id, person_id, because
    )
    update shield
    set protection_id = made.protection_id, person_id = made.person_id
    from made
    where coalesce(shield.person_id, shield.child_id) = made.person_id and shield.because = made.because
    returning made.protection_id`,
  takes: [day],
  gives: { protection_id: bigint },
});

/** Gives the shields that a population was loaded with the decision that each is of, and covers all that it covers. */
export async function decideShields(tx: Transaction, today: Day): Promise<void> {
  const rows = await decideLoaded.rows(tx, today);
  await coverBy(tx, [...new Set(rows.map((row) => row.protection_id))]);
}
