import { modelOf, type Model } from '../linkage/model.ts';
import { pairWeigher, type PairWeigher } from '../linkage/linkage.ts';
import type { Schema } from '../linkage/schemas.ts';
import type { ReadyRecord } from '../linkage/record.ts';
import { comparedName } from '../matching/compared-name.ts';
import type { NameKnowledge } from '../matching/name-knowledge.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { parametersFor, raritiesByName, rowSchema, type MatchingModel } from './model.ts';
import { subjectReadier, type CandidateChild, type Home, type Readier, type Subject } from './subject.ts';

/** How a row weighs against one candidate. */
export type WeighedCandidate = {
  readonly candidate: CandidateChild;
  readonly bits: number;
  /** Of whoever is shielded, the same with the homes left aside, as in an index of 70,000: a child who was hidden lives elsewhere. */
  readonly bitsAnywhere: number;
  readonly evidence: Evidence;
  readonly levels: Levels;
  /** One birth, and a part of a name that stands in the other's place: hidden children are sought under either. */
  readonly isCrossed: boolean;
};

/** Levels of the comparisons that rules ask for by name; −1 where there is no evidence. */
export type Levels = {
  readonly given: number;
  readonly family: number;
  readonly order: number;
  readonly born: number;
  readonly home: number;
  readonly parents: number;
};

/** Weighs rows against candidates, in an index of so many children. */
export type RowWeigher = (row: Subject, candidate: CandidateChild) => WeighedCandidate;

/** What is made once for each process and model; the weights then depend on how large the index is. */
export type Comparing = {
  readonly schema: Schema;
  readonly model: MatchingModel;
  readonly knowledge: NameKnowledge;
  readonly ready: Readier;
};

/** Makes ready to compare by a model. */
export function comparingBy(model: MatchingModel, knowledge: NameKnowledge): Comparing {
  return { schema: rowSchema(knowledge), model, knowledge, ready: subjectReadier() };
}

/** Makes ready to weigh rows, of which the share `known` is in the index. */
export function rowWeigher(
  { schema, model, knowledge, ready }: Comparing,
  children: number,
  known: number,
): RowWeigher {
  const parameters: Model = modelOf(schema, parametersFor(model, children, known));
  const weigh = pairWeigher(schema, parameters, raritiesByName(model, schema, knowledge));
  const levelsOf = levelReader(schema);
  const larger = Math.max(0, Math.log2(children / resemblingAmong));
  const variantsOfRow = ofLast((row: Subject) => variantsOf(ready, row));
  return (row, candidate) => {
    const best = bestOf(weigh, variantsOfRow(row), variantsOf(ready, candidate));
    const levels = levelsOf(best.levels);
    const isAnywhere = levels.home < 0 || !candidate.isShielded;
    const anywhere = isAnywhere ? best.bits : weigh(withoutHome(best.one), withoutHome(best.other)).bits;
    return {
      candidate,
      bits: best.bits,
      bitsAnywhere: candidate.isShielded ? anywhere + larger : anywhere,
      evidence: evidenceOf(schema, best.levels),
      levels,
      isCrossed: candidate.isShielded && levels.born === 0 && areCrossed(row, candidate),
    };
  };
}

// Weights fall as an index grows, since a stranger's likeness does not. Whom a row may give away does not depend on it: by the posterior
// odds 12 of 2,000 rows that resembled shielded children stood open among 1.2 million, and none among 70,000.
const resemblingAmong = 70_000;

function areCrossed(row: Subject, candidate: CandidateChild): boolean {
  const tokensOf = (subject: Subject, part: 'givenNames' | 'familyName'): readonly string[] =>
    subject.names.flatMap((name) => comparedName(name[part]).tokens);
  const shares = (some: readonly string[], others: readonly string[]): boolean =>
    some.some((token) => others.includes(token));
  return (
    shares(tokensOf(row, 'givenNames'), tokensOf(candidate, 'familyName')) ||
    shares(tokensOf(row, 'familyName'), tokensOf(candidate, 'givenNames'))
  );
}

type Best = {
  readonly bits: number;
  readonly levels: Int8Array;
  readonly one: ReadyRecord;
  readonly other: ReadyRecord;
};

// Whoever bore two names or had two homes is compared under each: the best says most, and counts once.
function bestOf(weigh: PairWeigher, rows: readonly ReadyRecord[], others: readonly ReadyRecord[]): Best {
  let best: Best | undefined;
  for (const one of rows)
    for (const other of others) {
      const { bits, levels } = weigh(one, other);
      if (best === undefined || bits > best.bits) best = { bits, levels: levels.slice(), one, other };
    }
  if (best === undefined) throw new Error('Somebody without a name was to be compared');
  return best;
}

// A row is weighed against one candidate after another.
function ofLast<Asked, Answer>(answer: (asked: Asked) => Answer): (asked: Asked) => Answer {
  let last: { readonly asked: Asked; readonly answer: Answer } | undefined;
  return (asked) => {
    if (last === undefined || last.asked !== asked) last = { asked, answer: answer(asked) };
    return last.answer;
  };
}

function variantsOf(ready: Readier, subject: Subject): readonly ReadyRecord[] {
  const homes = atLeastOne(subject.homes);
  return subject.names.flatMap((name) => homes.map((home) => ready(subject, name, home)));
}

function atLeastOne(homes: readonly Home[]): readonly (Home | undefined)[] {
  return homes.length === 0 ? [undefined] : homes;
}

function withoutHome(record: ReadyRecord): ReadyRecord {
  const { house: _house, street: _street, postcode: _postcode, ...texts } = record.texts;
  return { ...record, texts };
}

function levelReader({ comparisons }: Schema): (levels: Int8Array) => Levels {
  const placeOf = (name: string): number => comparisons.findIndex(({ of }) => of === name);
  const places = {
    given: placeOf('given name'),
    family: placeOf('family name'),
    order: placeOf('order of names'),
    born: placeOf('date of birth'),
    home: placeOf('home'),
    parents: placeOf('parents'),
  };
  return (levels) => ({
    given: levels[places.given] ?? -1,
    family: levels[places.family] ?? -1,
    order: levels[places.order] ?? -1,
    born: levels[places.born] ?? -1,
    home: levels[places.home] ?? -1,
    parents: levels[places.parents] ?? -1,
  });
}
