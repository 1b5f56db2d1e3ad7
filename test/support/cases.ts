import { reviewUsage } from '../../src/services/review-usage.ts';
import { takeUpAlerts } from '../../src/services/cases.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import { connect } from '../../src/store/connection.ts';
import { asOwner } from './accounts.ts';
import type { TestDatabase } from './database.ts';

/** Does what the clock does: numbers the log, reviews it, and makes cases of what that finds. */
export async function reviewNow(database: TestDatabase, services: ServiceContext): Promise<void> {
  await asOwner(
    database,
    `with ordered as (
        select event_id, recorded_at, row_number() over (order by recorded_at, event_id) - 1
          + (select coalesce(max(number) + 1, 0) from log_entry) as place
        from log_entry where number is null
      )
      update log_entry set number = place from ordered
      where log_entry.event_id = ordered.event_id and log_entry.recorded_at = ordered.recorded_at`,
  );
  const role = 'contactpoint_misuse';
  const review = connect({ url: database.ownerUrl, role, connections: 1, statementTimeoutMs: 60_000 });
  try {
    await reviewUsage({ database: review, now: services.now });
  } finally {
    await review.close();
  }
  await takeUpAlerts(services);
}

/** Ties an invented user to a child as aunt or uncle, through a grandparent of the child who is carer of the user’s own. */
export async function plantNephew(
  database: TestDatabase,
  userName: string,
  nephew: number,
  own: number,
): Promise<void> {
  await asOwner(
    database,
    `update account_personal set person_id = 990077
      where account_id = (select account_id from account where user_name = $1)`,
    [userName],
  );
  await asOwner(
    database,
    `insert into carer (child_id, carer_no, person_id, given_names, family_name, relationship, parental_responsibility)
      values ($1, 70, 990077, 'Amina', 'Khan', 'mother', 'yes'), ($1, 71, 990078, 'Ada', 'Elder', 'grandparent', 'no'),
        ($2, 71, 990078, 'Ada', 'Elder', 'grandparent', 'no')`,
    [own, nephew],
  );
}
