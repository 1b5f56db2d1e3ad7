import type { NewConsent } from '../domain/consent.ts';
import { bigint, day, instant, integer, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

const add = statement({
  name: 'add-consent',
  text: `insert into consent (child_id, consent_no, team_id, footing, given_by, given_on, until_on, recorded_by, recorded_at)
    select $1, coalesce(max(consent_no), 0) + 1, $2, $3, $4, $5, $6, $7, $8
    from consent
    where child_id = $1
    returning consent_no`,
  takes: [bigint, integer, text, text, day, day, integer, instant],
  gives: { consent_no: smallint },
});

/** Adds a consent to the ledger; answers its number. */
export async function addConsent(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { teamId, footing, givenBy, givenOn, untilOn }: NewConsent & { readonly teamId: number },
  by: { readonly accountId: number; readonly at: Date },
): Promise<number> {
  const given = [footing, givenBy, givenOn, untilOn] as const;
  const row = await add.first(tx, scope.childId, teamId, ...given, by.accountId, by.at);
  if (row === undefined) throw new Error('A consent was added without an answer');
  return row.consent_no;
}
