import type { Role } from './roles.ts';

/** The kinds of organisation that may be accredited, and whose numbers its staff may see. Closed. */
export type OrganisationKind = keyof typeof organisationKinds;

/** Whose numbers a body's own staff are shown: other bodies' numbers stay hidden (2007 Regulations). */
export type OwnNumber = 'nhs' | 'upn' | 'none';

type Described = {
  readonly name: string;
  readonly ownNumber: OwnNumber;
  /** What its people can be, besides account administrators. */
  readonly roles: readonly Role[];
  /** What its register code is called, where it is in a register; a council's is its own three digits. */
  readonly code?: string;
};

export const organisationKinds = {
  // The council holds the school roll of its children.
  'council services': {
    name: 'Council services',
    ownNumber: 'upn',
    roles: [
      'social worker',
      'early help worker',
      'education welfare officer',
      'family support worker',
      'record keeper',
    ],
    code: 'DfE number of the council',
  },
  school: { name: 'School', ownNumber: 'upn', roles: ['safeguarding lead', 'school nurse'], code: 'URN' },
  'GP practice': { name: 'GP practice', ownNumber: 'nhs', roles: ['doctor'], code: 'ODS code' },
  'NHS trust': {
    name: 'NHS trust',
    ownNumber: 'nhs',
    roles: [
      'health visitor',
      'school nurse',
      'hospital nurse',
      'doctor',
      'mental health worker',
      'record keeper',
    ],
    code: 'ODS code',
  },
  police: { name: 'Police', ownNumber: 'none', roles: ['police officer'] },
  probation: { name: 'Probation', ownNumber: 'none', roles: ['youth justice worker'] },
  'youth justice': { name: 'Youth justice', ownNumber: 'none', roles: ['youth justice worker'] },
  'fire service youth work': {
    name: 'Fire service youth work',
    ownNumber: 'none',
    roles: ['early help worker'],
  },
  'voluntary body': {
    name: 'Voluntary body',
    ownNumber: 'none',
    roles: ['family support worker', 'early help worker', 'mental health worker'],
  },
  // Passes on calls to services whose name is a secret, at any hour.
  'contact relay': { name: 'Contact relay', ownNumber: 'none', roles: ['relay worker'] },
  // Reviewers work for nobody they watch.
  'ContactPoint office': { name: 'ContactPoint office', ownNumber: 'none', roles: ['reviewer'] },
} as const satisfies Readonly<Record<string, Described>>;

export function isOrganisationKind(word: string): word is OrganisationKind {
  return Object.hasOwn(organisationKinds, word);
}

/** What the people of such an organisation can be. */
export function rolesIn(kind: OrganisationKind): readonly Role[] {
  return [...organisationKinds[kind].roles, 'account administrator'];
}
