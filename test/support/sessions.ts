import { randomBytes } from 'node:crypto';
import { hashSecret } from '../../src/services/credentials.ts';
import { sessionCookie } from '../../src/web/cookies.ts';
import type { Product } from './product.ts';
import { newWire, tokenIn, type Wire } from './wire.ts';

/**
 * A browser in a new session of an invented user, without the costly steps of signing in; of one who has lapsed too, as
 * though the lapse had come since.
 */
export async function sessionOf(product: Product, userName: string): Promise<Wire> {
  const wire = newWire(product.url);
  const secret = randomBytes(32).toString('base64url');
  await product.sql(
    `update session set ended_at = $1
      where ended_at is null and account_id = (select account_id from account where user_name = $2)`,
    [product.now(), userName],
  );
  await product.sql(
    `insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, failures_before)
      select $1, account_id, $2, $2, $2, 0 from account where user_name = $3`,
    [hashSecret(secret), product.now(), userName],
  );
  wire.cookies.set(sessionCookie, secret);
  return wire;
}

/** The token that this browser's forms carry, as a field. */
export async function tokenOf(wire: Wire) {
  return { 'form-token': tokenIn(await wire.send('GET', '/sign-in')) };
}
