import type { ChangeTyped } from '../../src/domain/account-changes.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { asOwner } from './accounts.ts';
import { actorOf } from './actors.ts';
import type { TestDatabase } from './database.ts';

const noDay = { day: '', month: '', year: '' };

/** What an administrator fills in on a person's page. */
export function changeTyped(instead: Partial<ChangeTyped> = {}): ChangeTyped {
  return { because: '', until: noDay, role: '', team: '', knownBy: '', ...instead };
}

/** The two administrators of the organisation that somebody works for. */
export async function administratorsOf(
  database: TestDatabase,
  userName: string,
): Promise<readonly [Actor, Actor]> {
  const rows = await asOwner(
    database,
    `select user_name from account
      where role = 'account administrator' and organisation_id = (
        select organisation_id from account where user_name = $1
      )
      order by account_id`,
    [userName],
  );
  const [one = '', other = ''] = rows.map(([name]) => name ?? '');
  return [await actorOf(database, one), await actorOf(database, other)];
}

/** A team of the organisation that is no duty desk; the first, or the last. */
export async function teamOf(
  database: TestDatabase,
  organisationId: number,
  which: 'min' | 'max' = 'min',
): Promise<string> {
  const [row] = await asOwner(
    database,
    `select ${which}(team_id) from team where organisation_id = $1 and not is_desk`,
    [organisationId],
  );
  return row?.[0] ?? '';
}
