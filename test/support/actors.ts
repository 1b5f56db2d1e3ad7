import { createHash } from 'node:crypto';
import type { Actor } from '../../src/domain/actor.ts';
import { isOrganisationKind } from '../../src/domain/organisation-kinds.ts';
import { isRole, roles } from '../../src/domain/roles.ts';
import { asOwner } from './accounts.ts';
import type { TestDatabase } from './database.ts';

/** An invented user of a population, as they are when signed in; in a session of this name. */
export async function actorOf(database: TestDatabase, userName: string, session = userName): Promise<Actor> {
  const [row = []] = await asOwner(
    database,
    `select account_id, full_name, role, organisation_id, organisation.name, organisation.kind, practitioner_id
      from account
      join organisation using (organisation_id)
      where user_name = $1`,
    [userName],
  );
  const [accountId, fullName, role = '', organisationId, organisationName, organisationKind = ''] =
    row.map(String);
  if (!isRole(role) || !isOrganisationKind(organisationKind)) throw new Error(`There is no user ${userName}`);
  return {
    accountId: Number(accountId),
    userName,
    fullName: fullName ?? '',
    role,
    kind: roles[role].kind,
    organisationId: Number(organisationId),
    organisationName: organisationName ?? '',
    organisationKind,
    practitionerId: row[6] === null ? null : Number(row[6]),
    proof: { tokenKind: 'key', fresh: true, holdsKey: true, practice: false },
    sessionHash: createHash('sha256').update(session).digest(),
  };
}
