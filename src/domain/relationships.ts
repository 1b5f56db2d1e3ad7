/** What a carer is to the child. Closed. */
export type Relationship = keyof typeof relationships;

export const relationships = {
  mother: 'Mother',
  father: 'Father',
  parent: 'Parent',
  'step-parent': 'Step-parent',
  'adoptive parent': 'Adoptive parent',
  grandparent: 'Grandparent',
  'aunt or uncle': 'Aunt or uncle',
  sibling: 'Brother or sister',
  guardian: 'Guardian',
  'special guardian': 'Special guardian',
  'foster carer': 'Foster carer',
  'kinship carer': 'Kinship carer',
  'residential worker': 'Residential worker',
  council: 'Council (care order)',
  'other carer': 'Other carer',
} as const satisfies Readonly<Record<string, string>>;

export function isRelationship(word: string): word is Relationship {
  return Object.hasOwn(relationships, word);
}

/** Whether a carer has parental responsibility: "not known" is kept apart from "no" (2007 Regulations). */
export type ParentalResponsibility = 'yes' | 'no' | 'not known';

export function isParentalResponsibility(word: string): word is ParentalResponsibility {
  return word === 'yes' || word === 'no' || word === 'not known';
}
