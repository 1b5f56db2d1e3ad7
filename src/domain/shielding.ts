/** Why a child's place is shielded. Closed; never shown on a page about the child. */
export type ShieldReason = (typeof shieldReasons)[number];

export const shieldReasons = [
  'risk of violence',
  'domestic abuse',
  'adoption or new identity',
  'witness protection',
  'restricted by the NHS',
  'other risk to safety',
] as const;
