import { foldName } from '../names.ts';

/** What is known of names beside their spelling: how many people bear them, and which are forms of one another. */
export type NameKnowledge = {
  /** The share of people who have this first given name, folded; a small one for names unheard of. */
  readonly givenShare: (folded: string) => number;
  readonly familyShare: (folded: string) => number;
  /** Short and other forms of a folded given name, and the names that it is a form of. */
  readonly formsOf: (folded: string) => ReadonlySet<string>;
  /** Whether two folded given names are forms of one another, or both of a third: Bill and Will, of William. */
  readonly areForms: (one: string, other: string) => boolean;
  /** Whether two folded family names are written one for the other. */
  readonly areFamilyVariants: (one: string, other: string) => boolean;
};

export type NameTables = {
  /** A given name, and how many of a million have it. */
  readonly givenNames: readonly NameCount[];
  readonly familyNames: readonly NameCount[];
  /** A given name, and one of its forms. */
  readonly forms: readonly NamePair[];
  readonly familyVariants: readonly NamePair[];
};

export type NameCount = readonly [name: string, perMillion: number];
export type NamePair = readonly [name: string, form: string];

// Of a name in no table little is known but that it is rare: counted as one in 120,000 (17 bits), so that no misspelling outweighs all.
const rarest = 1 / 120_000;

/** Puts the tables in order for asking. */
export function nameKnowledgeOf(tables: NameTables): NameKnowledge {
  const given = sharesOf(tables.givenNames);
  const family = sharesOf(tables.familyNames);
  const forms = new Map<string, Set<string>>();
  const roots = new Map<string, Set<string>>();
  for (const [name, form] of folded(tables.forms)) {
    addTo(forms, name, form);
    addTo(forms, form, name);
    addTo(roots, form, name);
  }
  const variants = new Map<string, Set<string>>();
  for (const [name, form] of folded(tables.familyVariants)) {
    addTo(variants, name, form);
    addTo(variants, form, name);
  }
  const formsOf = (name: string): ReadonlySet<string> => forms.get(name) ?? none;
  return {
    givenShare: (name) => given.get(name) ?? rarest,
    familyShare: (name) => family.get(name) ?? rarest,
    formsOf,
    areForms: (one, other) => formsOf(one).has(other) || share(roots.get(one), roots.get(other)),
    areFamilyVariants: (one, other) => variants.get(one)?.has(other) === true,
  };
}

const none: ReadonlySet<string> = new Set();

function sharesOf(counts: readonly NameCount[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const [name, perMillion] of counts) {
    const key = foldName(name);
    // A name may stand in two tables, of all people and of a community: the larger count is that of all.
    shares.set(key, Math.max(shares.get(key) ?? rarest, perMillion / 1_000_000));
  }
  return shares;
}

function folded(pairs: readonly NamePair[]): readonly NamePair[] {
  return pairs
    .map(([name, form]) => [foldName(name), foldName(form)] as const)
    .filter(([name, form]) => name !== form && name !== '' && form !== '');
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set.add(value));
}

function share(some: ReadonlySet<string> | undefined, others: ReadonlySet<string> | undefined): boolean {
  if (some === undefined || others === undefined) return false;
  for (const one of some) if (others.has(one)) return true;
  return false;
}
