/** The kinds of organisation that may be accredited, and whose numbers its staff may see. Closed. */
export type OrganisationKind = keyof typeof organisationKinds;

/** Whose numbers a body's own staff are shown: other bodies' numbers stay hidden (2007 Regulations). */
export type OwnNumber = 'nhs' | 'upn' | 'none';

export const organisationKinds = {
  'council services': { name: 'Council services', ownNumber: 'upn' }, // the council holds the school roll of its children
  school: { name: 'School', ownNumber: 'upn' },
  'GP practice': { name: 'GP practice', ownNumber: 'nhs' },
  'NHS trust': { name: 'NHS trust', ownNumber: 'nhs' },
  police: { name: 'Police', ownNumber: 'none' },
  probation: { name: 'Probation', ownNumber: 'none' },
  'youth justice': { name: 'Youth justice', ownNumber: 'none' },
  'fire service youth work': { name: 'Fire service youth work', ownNumber: 'none' },
  'voluntary body': { name: 'Voluntary body', ownNumber: 'none' },
  'ContactPoint office': { name: 'ContactPoint office', ownNumber: 'none' }, // reviewers, who work for nobody they watch
} as const satisfies Readonly<Record<string, { readonly name: string; readonly ownNumber: OwnNumber }>>;

export function isOrganisationKind(word: string): word is OrganisationKind {
  return Object.hasOwn(organisationKinds, word);
}
