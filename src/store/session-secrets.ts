import type { TokenKind } from '../domain/needs.ts';
import { bytes, instant, integer, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Its row, and what it owns, stay under the hash that it began with.
const renewSession = statement({
  name: 'renew-session',
  text: `update session
    set secret_hash = $2,
      token_kind = $3,
      token_touched_at = $4
    where session_hash = $1
      and ended_at is null
    returning account_id`,
  takes: [bytes, bytes, text, instant],
  gives: { account_id: integer },
});

const endKeySessions = statement({
  name: 'end-sessions-with-copied-key',
  text: `update session
    set ended_at = $2, ended_because = 'account shut'
    where account_id = $1
      and token_kind = 'key'
      and ended_at is null`,
  takes: [integer, instant],
  gives: {},
});

/** Ends what an account has open by a security key, once one of its keys turned out to be copied. */
export async function endSessionsWithCopiedKey(tx: Transaction, accountId: number, now: Date): Promise<void> {
  await endKeySessions.rows(tx, accountId, now);
}

/** Gives a session a new secret after its user's token answered again; false where it had ended. */
export async function renew(
  tx: Transaction,
  sessionHash: Buffer,
  secretHash: Buffer,
  touch: { readonly tokenKind: TokenKind; readonly now: Date },
): Promise<boolean> {
  const row = await renewSession.first(tx, sessionHash, secretHash, touch.tokenKind, touch.now);
  return row !== undefined;
}
