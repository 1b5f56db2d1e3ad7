import type { Reason } from './reasons.ts';

/** The two kinds of people who use ContactPoint, and those around them (product.md section 2). */
export type UserKind = 'practitioner' | 'record keeper' | 'account administrator' | 'reviewer';

/** What a person's account is for. Closed. */
export type Role = keyof typeof roles;

type Described = {
  readonly name: string;
  readonly kind: UserKind;
  /** The reasons this role may give for opening a record, its own three first. None for those who open no record. */
  readonly reasons: readonly Reason[];
};

const care = [
  'concern about the child',
  'arranging support',
  'transition between services',
  'emergency',
  'the family asked',
] as const;
const schooling = [
  'child missing education',
  'concern about the child',
  'transition between services',
  'arranging support',
  'emergency',
  'the family asked',
] as const;
const protection = [
  'concern about the child',
  'emergency',
  'child missing education',
  'arranging support',
  'the family asked',
] as const;
// For somebody on the telephone, whose own reason it is.
const brokering = ['arranging support', 'emergency', 'concern about the child'] as const;

export const roles = {
  'health visitor': { name: 'Health visitor', kind: 'practitioner', reasons: care },
  'school nurse': { name: 'School nurse', kind: 'practitioner', reasons: care },
  'hospital nurse': { name: 'Hospital nurse', kind: 'practitioner', reasons: care },
  doctor: { name: 'Doctor', kind: 'practitioner', reasons: care },
  'social worker': { name: 'Social worker', kind: 'practitioner', reasons: protection },
  'early help worker': { name: 'Early help worker', kind: 'practitioner', reasons: care },
  'safeguarding lead': { name: 'Designated safeguarding lead', kind: 'practitioner', reasons: schooling },
  'education welfare officer': {
    name: 'Education welfare officer',
    kind: 'practitioner',
    reasons: schooling,
  },
  'police officer': { name: 'Police officer', kind: 'practitioner', reasons: protection },
  'youth justice worker': { name: 'Youth justice worker', kind: 'practitioner', reasons: protection },
  'family support worker': { name: 'Family support worker', kind: 'practitioner', reasons: care },
  'mental health worker': { name: 'Mental health practitioner', kind: 'practitioner', reasons: care },
  'relay worker': { name: 'Relay worker', kind: 'practitioner', reasons: brokering },
  'record keeper': {
    name: 'Record keeper',
    kind: 'record keeper',
    reasons: ['accuracy of the record', 'the family asked'],
  },
  'account administrator': { name: 'Account administrator', kind: 'account administrator', reasons: [] },
  reviewer: { name: 'Reviewer', kind: 'reviewer', reasons: [] },
} as const satisfies Readonly<Record<string, Described>>;

export function isRole(word: string): word is Role {
  return Object.hasOwn(roles, word);
}

/** The reasons that a role may give, its own first. */
export function reasonsOf(role: Role): readonly Reason[] {
  return roles[role].reasons;
}
