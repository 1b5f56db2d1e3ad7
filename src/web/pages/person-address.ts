import { noteRefusal } from '../../services/refusals.ts';
import { accountHandle, accountOfHandle } from '../secrecy.ts';
import type { SignedInVisit } from '../visit.ts';

/** The page of a person in this session; it stays when the session gets a new secret. */
export function addressOfPerson({ site, handleSecret }: SignedInVisit, accountId: number): `/${string}` {
  return `/people/${accountHandle(site.handleKey, handleSecret, accountId)}`;
}

/** The account that the address names in this session; a handle of another is written down. */
export async function accountOf(visit: SignedInVisit): Promise<number | undefined> {
  const { site, actor, handleSecret, params } = visit;
  const found = accountOfHandle(site.handleKey, handleSecret, params['account'] ?? '');
  if (found === undefined) await noteRefusal(site.services, actor, 'no such account in this session');
  return found;
}
