import { isPostcode, type Postcode } from '../../src/domain/identifiers.ts';
import { isName, type Name } from '../../src/domain/names.ts';
import { nameKnowledgeOf } from '../../src/domain/matching/name-knowledge.ts';

/** A few names, common and rare, and forms of them: enough to rank by. */
export const someNames = nameKnowledgeOf({
  givenNames: [
    ['Oliver', 9385],
    ['Amelia', 6100],
    ['William', 7000],
    ['Muhammad', 4600],
    ['Ann', 50],
  ],
  familyNames: [
    ['Smith', 13_020],
    ['Jones', 10_320],
    ['Khan', 1440],
    ['Whittaker', 120],
  ],
  forms: [
    ['William', 'Bill'],
    ['William', 'Will'],
    ['Oliver', 'Ollie'],
  ],
  familyVariants: [['Thompson', 'Thomson']],
});

export function name(text: string): Name {
  if (!isName(text)) throw new Error(`${text} is no name`);
  return text;
}

export function postcode(text: string): Postcode {
  if (!isPostcode(text)) throw new Error(`${text} is no postcode`);
  return text;
}
