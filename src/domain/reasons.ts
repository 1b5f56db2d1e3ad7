/** Why a record is opened. Closed; none is ever preset (product.md section 2). */
export type Reason = keyof typeof reasons;

export const reasons = {
  'concern about the child': 'I am concerned about the child',
  'arranging support': 'I am arranging support for the child',
  'transition between services': 'The child is moving from one service to another',
  'child missing education': 'The child may be missing education',
  emergency: 'It is an emergency',
  'accuracy of the record': 'I am checking that the record is accurate',
  'the family asked': 'The child or family asked me to',
} as const satisfies Readonly<Record<string, string>>;

export function isReason(word: string): word is Reason {
  return Object.hasOwn(reasons, word);
}

/** On what footing people talk about the child. A record may be opened before anyone was asked; a request to be contacted may not be sent then. */
export type Footing = keyof typeof footings;

export const footings = {
  'child agreed': 'The child has agreed',
  'parent agreed': 'A parent or carer has agreed',
  urgent: 'It is urgent: danger or serious illness',
  'asking puts child at risk': 'Asking first would put the child at risk (always reviewed)',
  'not asked yet': 'Nobody has been asked yet',
} as const satisfies Readonly<Record<string, string>>;

export function isFooting(word: string): word is Footing {
  return Object.hasOwn(footings, word);
}
