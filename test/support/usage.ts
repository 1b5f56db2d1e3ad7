import { randomUUID } from 'node:crypto';
import type { Role } from '../../src/domain/roles.ts';
import { asOwner } from './accounts.ts';
import type { TestDatabase } from './database.ts';

/** An act as the log would have it. `at` is an instant, ISO 8601. */
export type LoggedAct = {
  readonly account: number;
  readonly act: 'find child' | 'choose child' | 'open child record';
  readonly at: string;
  readonly children: readonly number[];
  readonly outcome?: 'done' | 'refused';
  readonly reason?: string;
  readonly footing?: string;
  readonly terms?: Readonly<Record<string, string>>;
  /** For whom it was done, on the telephone. */
  readonly colleague?: string;
};

/** Writes acts into the log as if they had been done and numbered, without doing them. */
export async function logActs(database: TestDatabase, acts: readonly LoggedAct[]): Promise<void> {
  for (const { account, act, at, children, terms, colleague, ...body } of acts) {
    const eventId = randomUUID();
    const told = JSON.stringify({
      act,
      outcome: 'done',
      account,
      at,
      ...body,
      ...(colleague === undefined ? {} : { mediated: true }),
    });
    await asOwner(
      database,
      `insert into log_entry (event_id, recorded_at, number, account_id, act, salt, body, entry_hash)
        select $1, $2, coalesce(max(number), -1) + 1, $3, $4, decode(repeat('00', 16), 'hex'), $5, sha256('') from log_entry`,
      [eventId, at, account, act, told],
    );
    const parts = [
      ...(terms === undefined ? [] : [['search terms', null, JSON.stringify(terms)] as const]),
      ...(colleague === undefined
        ? []
        : [['colleague', null, JSON.stringify({ name: colleague, organisation: 'Elm Practice' })] as const]),
      ...children.map((child) => ['child', child, '{}'] as const),
    ];
    for (const [place, [kind, childId, said]] of parts.entries())
      await asOwner(
        database,
        `insert into log_part (event_id, recorded_at, part_no, kind, child_id, salt, body, part_hash)
          values ($1, $2, $3, $4, $5, decode(repeat('00', 16), 'hex'), $6, sha256(''))`,
        [eventId, at, place, kind, childId, said],
      );
  }
}

let employed = 0;

/** Somebody invented with an account, in no team, far from every invented family. */
export async function employ(
  database: TestDatabase,
  {
    role = 'hospital nurse',
    fullName = 'Una Quillfeather',
  }: { readonly role?: Role; readonly fullName?: string } = {},
): Promise<number> {
  employed += 1;
  const [row] = await asOwner(
    database,
    `with made as (
        insert into account (user_name, full_name, organisation_id, role, state)
        select $1, $2, organisation_id, $3, 'active'
        from organisation where kind = 'NHS trust' order by organisation_id limit 1
        returning account_id
      )
      insert into account_personal (account_id, home_line, home_postcode, date_of_birth)
      select account_id, '1 Nowhere Row', 'ZZ99 3WZ', '1980-05-05' from made
      returning account_id`,
    [`employed.${employed}`, fullName, role],
  );
  return Number(row?.[0]);
}
