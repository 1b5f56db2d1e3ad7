import type { Mediation } from './mediation.ts';
import type { Spent } from './budget.ts';
import type { Proof } from './needs.ts';
import type { OrganisationKind } from './organisation-kinds.ts';
import type { Role, UserKind } from './roles.ts';

/** Who is signed in, with the rights that their account has at this request. */
export type Actor = {
  readonly accountId: number;
  readonly userName: string;
  readonly fullName: string;
  readonly role: Role;
  readonly kind: UserKind;
  readonly organisationId: number;
  readonly organisationName: string;
  readonly organisationKind: OrganisationKind;
  /** Null for an account that works with no child of its own. */
  readonly practitionerId: number | null;
  /** SHA-256 of the secret that the session began with: what a session owns is kept under it, whatever secret it has now. */
  readonly sessionHash: Buffer;
  /** For whom they look now; left out while they look for themselves. */
  readonly mediation?: Mediation;
  /** What their token proves at this request. */
  readonly proof: Proof;
  /** What they have looked up today, as it stood when the request came; left out where nobody asked. */
  readonly spent?: Spent;
};
