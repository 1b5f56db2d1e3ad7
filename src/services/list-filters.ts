import { randomBytes } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import { findSearch, keepSearch } from '../store/searches.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret } from './credentials.ts';

const longest = 100;

/** Keeps the name that a list is to be filtered by, under a secret: names stand in no URL. */
export async function keepNameFilter(
  { database, now }: ServiceContext,
  { sessionHash }: Actor,
  typed: string,
): Promise<Outcome<string>> {
  const name = typed.trim();
  if (name.length > longest || /\p{Cc}/u.test(name) || !name.isWellFormed())
    return failed({
      kind: 'invalid',
      field: 'name',
      says: `Name must be part of one, in at most ${longest} letters`,
    });
  const secret = randomBytes(16).toString('base64url');
  const kept = { searchHash: hashSecret(secret), sessionHash, typed: { listName: name }, askedAt: now() };
  await database.transact((tx) => keepSearch(tx, kept));
  return done(secret);
}

/** The name kept under a secret of this session; a fault where there is none. */
export async function findNameFilter(
  { database }: ServiceContext,
  { sessionHash }: Actor,
  secret: string | undefined,
): Promise<Outcome<string>> {
  if (secret === undefined) return done('');
  const kept = await database.look((tx) => findSearch(tx, hashSecret(secret), sessionHash));
  if (typeof kept === 'object' && kept !== null && 'listName' in kept && typeof kept.listName === 'string')
    return done(kept.listName);
  return failed({
    kind: 'not-found',
    says: 'That list is not here: it belongs to another sign-in, or is too old. Start again from the menu.',
  });
}
