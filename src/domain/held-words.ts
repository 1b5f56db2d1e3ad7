/** Why anything is held. Closed. */
export type Why = keyof typeof whyWords;
export type HowLong = keyof typeof howLongWords;
export type WhoSees = keyof typeof whoSeesWords;

export const whyWords = {
  'to find': 'So that the right child is found, and no other.',
  'to reach': 'So that the people who help can reach each other.',
  'to keep right': 'So that what is here is right, and a mistake can be put right.',
  'to keep safe': 'So that nobody who is a danger learns where the child is.',
  'to choose': 'So that what the child or parent chose is done.',
  'to watch': 'So that everybody can be told who looked, and misuse is found.',
  'to leave': 'So that the record goes when it should, and does not come back.',
} as const;

export const howLongWords = {
  'with the record': 'Until the record goes: at 18, or sooner.',
  'a day': 'A day at most.',
  'until taken in': 'Until the file that it came in is taken in.',
  'six years': 'Six years after the record goes, under a number that means nothing; what was typed, 90 days.',
  'until 25': 'Until the 25th birthday, as a code that nobody can read.',
} as const;

export const whoSeesWords = {
  'people who help':
    'People whose job is to help the child, and record keepers. Less of it where the child is kept safe.',
  'own service': 'People of the service itself. Others see only that a sensitive service helps.',
  'record keepers': 'Record keepers.',
  deciders: 'The few people who decide about keeping children safe.',
  reviewers: 'Reviewers, who check how ContactPoint is used; the child as a letter and no name.',
  nobody: 'Nobody: the program alone uses it.',
} as const;

/** What is never held, in the words of the leaflet's promise. */
export const neverHeld: readonly string[] = [
  'what anybody wrote about the child: no notes, and no place for any',
  'health, exam or school records',
  'opinions, scores or warnings',
  'photographs',
  'the child’s own phone number',
];
