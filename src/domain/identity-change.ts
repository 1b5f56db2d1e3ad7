import { foldName } from './names.ts';
import type { PersonName } from './source-row.ts';

/** What can be done for a child who was adopted or has a new identity. Closed. */
export const identityChanges = {
  'close former names': {
    text: 'Close the names of before',
    hint: 'The child keeps this record. Every name but the present one finds nothing and shows nowhere, whoever sends it again.',
    done: 'The names of before are closed: they find nothing and show nowhere, whoever sends them again.',
  },
  'new record': {
    text: 'The child has a new record: close this one',
    hint: 'Nobody finds or opens this record again. The two are never shown, matched or merged together.',
    done: 'The old record is closed. Nobody finds or opens it again.',
  },
} as const;

export type IdentityChange = keyof typeof identityChanges;

export function isIdentityChange(word: string): word is IdentityChange {
  return Object.hasOwn(identityChanges, word);
}

/** Which names of a child are closed, and the name to keep where suppliers say no other. */
export type ClosedNames = { readonly closed: readonly PersonName[]; readonly kept: PersonName };

/** Whether a name is one of those that are closed, however it is written. */
export function isClosedName(name: PersonName, closed: readonly PersonName[]): boolean {
  return closed.some((one) => keyOf(one) === keyOf(name));
}

function keyOf({ givenNames, familyName }: PersonName): string {
  return `${foldName(givenNames)} ${foldName(familyName)}`;
}
