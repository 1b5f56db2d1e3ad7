import type { Actor } from '../../src/domain/actor.ts';
import { may, type Grant, type PlainAction } from '../../src/domain/policy.ts';

const nurse: Actor = {
  accountId: 1,
  userName: 'nurse.one',
  fullName: 'Amina Yusuf',
  role: 'hospital nurse',
  kind: 'practitioner',
  organisationId: 1,
  organisationName: 'Royal Bolton Hospital',
  organisationKind: 'NHS trust',
  practitionerId: null,
  proof: { tokenKind: 'key', fresh: true, holdsKey: true, practice: false },
  sessionHash: Buffer.alloc(32),
};

/** Policy's yes to a hospital nurse: for tests of what a ticket opens. */
export function grantFor(action: PlainAction): Grant {
  const verdict = may(nurse, { action });
  if (!verdict.allowed) throw new Error(verdict.says);
  return verdict.grant;
}
