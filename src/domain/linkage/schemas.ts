import type { NameKnowledge } from '../matching/name-knowledge.ts';
import type { Comparison } from './comparison.ts';
import { birthsCompared, homesCompared, textsCompared } from './comparisons.ts';
import { namesCompared, parentsCompared } from './name-comparisons.ts';
import type { LinkageField } from './record.ts';

/** The kinds of file that can be linked; settings belong to the kind, never to one file. */
export type SchemaName = 'person' | 'person-with-address' | 'child';

export const schemaNames: readonly SchemaName[] = ['person', 'person-with-address', 'child'];

/** What two records may be to each other. Only the first two are the same person. */
export type PairClass = 'match' | 'moved' | 'twin' | 'twin apart' | 'sibling' | 'unrelated';

export type Schema = {
  readonly name: SchemaName;
  readonly classes: readonly PairClass[];
  readonly comparisons: readonly Comparison[];
};

/** The schema of one kind of file, with the comparisons for which its records have something to compare. */
export function schemaOf(name: SchemaName, has: ReadonlySet<LinkageField>, knowledge: NameKnowledge): Schema {
  return {
    name,
    classes: classesOf[name],
    comparisons: [...everyone(has, knowledge), ...kinds[name](has, knowledge)],
  };
}

// Brothers, sisters and twins share what a household shares: only children's files are full of them (docs/matching.md).
const classesOf: Readonly<Record<SchemaName, readonly PairClass[]>> = {
  person: ['match', 'unrelated'],
  'person-with-address': ['match', 'moved', 'unrelated'],
  child: ['match', 'moved', 'twin', 'twin apart', 'sibling', 'unrelated'],
};

function everyone(has: ReadonlySet<LinkageField>, knowledge: NameKnowledge): readonly Comparison[] {
  return [
    ...namesCompared(knowledge),
    ...(has.has('date of birth') ? [birthsCompared()] : []),
    ...(has.has('sex') ? [textsCompared('sex', 'person')] : []),
    ...(has.has('number') ? [textsCompared('number', 'person')] : []),
    ...(has.has('birthplace') ? [textsCompared('birthplace', 'household')] : []),
    ...(has.has('occupation') ? [textsCompared('occupation', 'person')] : []),
  ];
}

const kinds: Readonly<
  Record<SchemaName, (has: ReadonlySet<LinkageField>, knowledge: NameKnowledge) => readonly Comparison[]>
> = {
  person: (has) => [...placesApart(has), ...contacts(has)],
  'person-with-address': (has) => [...placesApart(has), ...contacts(has)],
  child: (has, knowledge) => [
    ...(has.has('postcode') || has.has('street') ? [homesCompared()] : []),
    ...(has.has('parent') ? [parentsCompared(knowledge)] : []),
    ...(has.has('supplier') ? [textsCompared('supplier', 'person')] : []),
  ],
};

function placesApart(has: ReadonlySet<LinkageField>): readonly Comparison[] {
  const places = ['house', 'street', 'locality', 'town', 'postcode', 'region'] as const;
  return places.filter((place) => has.has(place)).map((place) => textsCompared(place, 'home'));
}

function contacts(has: ReadonlySet<LinkageField>): readonly Comparison[] {
  const ways = ['email', 'telephone'] as const;
  return ways.filter((way) => has.has(way)).map((way) => textsCompared(way, 'person'));
}
