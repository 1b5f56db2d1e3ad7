import type { Parameters, ComparisonShares, Rarity, Shares } from '../linkage/model.ts';
import type { Rarities } from '../linkage/rarity.ts';
import type { LinkageField, ReadyRecord } from '../linkage/record.ts';
import { schemaOf, type PairClass, type Schema } from '../linkage/schemas.ts';
import type { NameKnowledge } from '../matching/name-knowledge.ts';

/** What a person has reviewed and committed: how rows of one child agree, and how those of twins, brothers, sisters and strangers do. */
export type MatchingModel = {
  /** Stored with every link: a day and the first letters of a digest of what follows. */
  readonly version: string;
  /** How many children the places had that it was estimated from. */
  readonly children: number;
  /** How many children beside the own one a row meets, by what they are to it, in an index of all; the own one counts 1 in all. */
  readonly related: Readonly<Record<Exclude<PairClass, 'unrelated'>, number>>;
  /** The chance that two strangers share a given name, and a family name. */
  readonly usual: { readonly given: number; readonly family: number };
  readonly comparisons: readonly ComparisonShares[];
};

// Who said it is left out: another supplier's rows are of the same children.
const fields: ReadonlySet<LinkageField> = new Set<LinkageField>([
  'given name',
  'middle names',
  'family name',
  'date of birth',
  'sex',
  'house',
  'street',
  'postcode',
  'parent',
]);

/** The comparisons of a row with a child, in the order of the model. */
export function rowSchema(knowledge: NameKnowledge): Schema {
  return schemaOf('child', fields, knowledge);
}

/** Whether the model is one of this program's comparisons, and not of an earlier or later one's. */
export function fitsSchema({ comparisons }: MatchingModel, schema: Schema): boolean {
  return (
    comparisons.length === schema.comparisons.length &&
    schema.comparisons.every(
      ({ of, levels }, at) => comparisons[at]?.of === of && comparisons[at].same.length === levels.length,
    )
  );
}

// Where the database has not counted yet, and in a practice copy: a weight must not rise because there is nobody else here.
const fewestCounted = 10_000;

/** The model's parameters for an index of so many children, of whom a row's own is one with the chance `known`. */
export function parametersFor(model: MatchingModel, children: number, known: number): Parameters {
  const { related } = model;
  const index = Math.max(fewestCounted, children);
  const shareOf = (kind: keyof typeof related): number => {
    const expected = kind === 'match' || kind === 'moved' ? related[kind] * known : related[kind];
    return Math.min(0.2, expected / index);
  };
  const shares = {
    match: shareOf('match'),
    moved: shareOf('moved'),
    twin: shareOf('twin'),
    'twin apart': shareOf('twin apart'),
    sibling: shareOf('sibling'),
  };
  const unrelated = 1 - Object.values(shares).reduce((sum, share) => sum + share, 0);
  const comparisons = model.comparisons.map((one) =>
    one.of === 'home' ? { ...one, strangers: homesOfStrangers(one.strangers, model.children / index) } : one,
  );
  return { classShares: { ...shares, unrelated }, comparisons };
}

// Strangers of the places that the model knows live near one another; of a larger index all others live elsewhere.
function homesOfStrangers(shares: Shares, part: number): Shares {
  const near = shares.slice(0, -1).map((share) => share * Math.min(1, part));
  return [...near, 1 - near.reduce((sum, share) => sum + share, 0)];
}

const nearShare = 0.5; // as linkage/rarity.ts
const most = 8; // bits either way, likewise
const nearLevels = 3;

/** What the rarity of shared names adds, by how many of the country bear them. */
export function raritiesByName(model: MatchingModel, schema: Schema, knowledge: NameKnowledge): Rarities {
  const places = schema.comparisons.map(({ of }) => of);
  const [given, family] = [places.indexOf('given name'), places.indexOf('family name')];
  const givenBits = rememberedBits(model.usual.given, knowledge.givenShare);
  const familyBits = rememberedBits(model.usual.family, knowledge.familyShare);
  return (a, b, levels): Rarity => {
    const ofGiven = nameBits(levels[given] ?? -1, givenName(a), givenName(b), givenBits);
    const ofFamily = nameBits(levels[family] ?? -1, a.family?.text, b.family?.text, familyBits);
    return { strangers: ofGiven + ofFamily, household: ofGiven };
  };
}

function givenName({ given }: ReadyRecord): string | undefined {
  return given?.name.first;
}

function nameBits(
  level: number,
  one: string | undefined,
  other: string | undefined,
  bitsOf: (name: string) => number,
): number {
  if (level < 0 || level > nearLevels || one === undefined || other === undefined) return 0;
  return Math.min(bitsOf(one), bitsOf(other)) * (level === 0 ? 1 : nearShare);
}

const mostRemembered = 200_000; // names; emptied when full

function rememberedBits(usual: number, shareOf: (name: string) => number): (name: string) => number {
  const known = new Map<string, number>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const bits = Math.max(-most, Math.min(most, Math.log2(usual / shareOf(name))));
    if (known.size >= mostRemembered) known.clear();
    known.set(name, bits);
    return bits;
  };
}
