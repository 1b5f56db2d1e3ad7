import type { Day } from '../../src/domain/calendar.ts';
import { partsOf } from '../../src/domain/calendar.ts';
import { parseCriteria, type TypedSearch } from '../../src/domain/criteria.ts';
import { leadsOn, longestName } from '../../src/domain/names.ts';
import type { Dice } from '../../src/population/chance.ts';
import { diceFor, pick, pickByShare, shuffle } from './dice.ts';
import {
  leaveOutGiven,
  mistakeDate,
  mistypeFamily,
  mistypeGiven,
  mistypePostcode,
  movedHouse,
  otherFamilysName,
  respellFamily,
  respellGiven,
  swapNames,
  type Asked,
  type Mistake,
  type World,
} from './errors.ts';
import type { Spellings } from './spellings.ts';

/** A child who may be looked for: in the open, at home, and as the record has them. */
export type Target = {
  readonly childId: number;
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: Day;
  readonly postcode: string;
};

/** A search whose right answer is known. */
export type Search = {
  readonly kind: Kind;
  readonly childId: number;
  readonly asked: Asked;
  readonly typed: TypedSearch;
};

export type Kind = StandardKind | 'two errors' | 'three errors';
export type StandardKind = (typeof standardMix)[number][0];

/** How the standard searches are made up, in per cent: docs/benchmarks.md. */
export const standardMix = [
  ['exact', 30],
  ['typing error', 25],
  ['sounds alike or nickname', 15],
  ['date error', 10],
  ['names swapped', 5],
  ['no given name', 5],
  ['moved', 10],
] as const;

export type SearchSets = { readonly standard: readonly Search[]; readonly hard: readonly Search[] };

type Making = {
  readonly targets: readonly Target[];
  readonly spellings: Spellings;
  readonly today: Day;
  readonly seed: number;
};

const standardKind = 101; // of what the dice begin for
const hardKind = 102;
const orderKind = 103;

/** The two sets of so many searches: the same targets and the same seed make the same searches. */
export function makeSearches(making: Making, standard: number, hard: number): SearchSets {
  const world = worldOf(making);
  const targets = making.targets.values();
  const make = (begin: number, count: number, maker: (dice: Dice, index: number) => Maker): Search[] =>
    Array.from({ length: count }, (_, index) => {
      const dice = diceFor(making.seed, begin, index);
      return firstThatCan(dice, world, targets, maker(dice, index));
    });
  const kinds = kindsOf(standard, diceFor(making.seed, orderKind, 0));
  return {
    standard: make(standardKind, standard, (_dice, index) => standardMaker(kinds[index] ?? 'exact')),
    hard: make(hardKind, hard, hardMaker),
  };
}

/** Makes a search for one child, or finds that this kind cannot be made for that child. */
type Maker = (dice: Dice, target: Target, world: World) => Omit<Search, 'typed'> | undefined;

// Not every name has a nickname, nor every date a second: such a child is passed over.
function firstThatCan(dice: Dice, world: World, targets: Iterator<Target>, make: Maker): Search {
  for (let next = targets.next(); next.done !== true; next = targets.next()) {
    const made = make(dice, next.value, world);
    if (made === undefined) continue;
    const typed = typedOf(made.asked);
    // Nothing that the form would refuse, nor less than it asks for: product.md section 3.
    if (parseCriteria(typed, world.today).ok) return { ...made, typed };
  }
  throw new Error('There are too few children to make so many searches: take more, or fewer searches');
}

function worldOf({ targets, spellings, today }: Making): World {
  const areas = Map.groupBy(targets, ({ postcode }) => areaOf(postcode));
  return {
    spellings,
    today,
    // Half of those who move stay in the area.
    otherPostcode: (dice, postcode) =>
      pick(dice, dice.happens(0.5) ? (areas.get(areaOf(postcode)) ?? []) : targets)?.postcode,
    otherFamilyName: (dice) => pick(dice, targets)?.familyName,
  };
}

function areaOf(postcode: string): string {
  return postcode.replace(/\d.*$/, '');
}

function kindsOf(count: number, dice: Dice): readonly StandardKind[] {
  const kinds = standardMix.flatMap(([kind, percent]) =>
    Array.from({ length: Math.round((count * percent) / 100) }, () => kind),
  );
  return shuffle(dice, kinds);
}

type Given = 'everything' | 'no postcode' | 'no date';

// docs/benchmarks.md, in per cent.
const givenInAll: readonly (readonly [Given, number])[] = [
  ['everything', 64],
  ['no postcode', 23],
  ['no date', 13],
];

// So that it comes to the same over all: who moved gives a postcode, and who errs in a date or leaves out the given name
// gives a date, so those who give none stand among the other three quarters.
const givenBy = {
  any: [
    ['everything', 57.1],
    ['no postcode', 25.6],
    ['no date', 17.3],
  ],
  withDate: [
    ['everything', 74.4],
    ['no postcode', 25.6],
  ],
  withBoth: [['everything', 100]],
} as const satisfies Readonly<Record<string, readonly (readonly [Given, number])[]>>;

type StandardMaking = {
  readonly given: readonly (readonly [Given, number])[];
  readonly mistakes: readonly (readonly [Mistake, number])[];
};

const standardMaking: Readonly<Record<StandardKind, StandardMaking>> = {
  exact: { given: givenBy.any, mistakes: [[(_dice, asked) => asked, 1]] },
  'typing error': {
    given: givenBy.any,
    mistakes: [
      [mistypeGiven, 45],
      [mistypeFamily, 45],
      [mistypePostcode, 10],
    ],
  },
  'sounds alike or nickname': {
    given: givenBy.any,
    mistakes: [
      [respellGiven, 65],
      [respellFamily, 35],
    ],
  },
  'date error': { given: givenBy.withDate, mistakes: [[mistakeDate, 1]] },
  'names swapped': { given: givenBy.any, mistakes: [[swapNames, 1]] },
  'no given name': { given: givenBy.withDate, mistakes: [[leaveOutGiven, 1]] },
  moved: { given: givenBy.withBoth, mistakes: [[movedHouse, 1]] },
};

function standardMaker(kind: StandardKind): Maker {
  const { given, mistakes } = standardMaking[kind];
  return (dice, target, world) => {
    const asked = askFor(dice, target, pickByShare(dice, given));
    const mistaken = pickByShare(dice, mistakes)(dice, asked, world);
    return mistaken && { kind, childId: target.childId, asked: mistaken };
  };
}

type Field = 'given' | 'family' | 'date' | 'place';
type HardMistake = { readonly of: Field; readonly loses: boolean; readonly make: Mistake };

// At most one of each field. `loses`: the field tells nothing any more.
const hardMistakes: readonly (readonly [HardMistake, number])[] = [
  [{ of: 'given', loses: false, make: mistypeGiven }, 20],
  [{ of: 'family', loses: false, make: mistypeFamily }, 20],
  [{ of: 'given', loses: false, make: respellGiven }, 15],
  [{ of: 'family', loses: false, make: respellFamily }, 8],
  [{ of: 'date', loses: true, make: mistakeDate }, 17],
  [{ of: 'place', loses: true, make: movedHouse }, 10],
  [{ of: 'given', loses: true, make: leaveOutGiven }, 5],
  [{ of: 'family', loses: true, make: otherFamilysName }, 5],
];

const threeOf = 0.3; // of the hard searches have three errors, the rest two
const swappedToo = 0.05;

function hardMaker(dice: Dice): Maker {
  const given = pickByShare(dice, givenInAll);
  const errors = dice.happens(threeOf) ? 3 : 2;
  const swaps = dice.happens(swappedToo) ? 1 : 0;
  return (dice_, target, world) => {
    const chosen = chooseMistakes(dice_, given, errors - swaps);
    if (chosen === undefined) return undefined;
    let asked: Asked | undefined = askFor(dice_, target, given);
    for (const make of [...chosen, ...(swaps === 1 ? [swapNames] : [])])
      asked = asked && make(dice_, asked, world);
    return asked && { kind: errors === 3 ? 'three errors' : 'two errors', childId: target.childId, asked };
  };
}

const absentField: Readonly<Record<Given, Field | undefined>> = {
  everything: undefined,
  'no postcode': 'place',
  'no date': 'date',
};

function chooseMistakes(dice: Dice, given: Given, count: number): readonly Mistake[] | undefined {
  const chosen = new Map<Field, HardMistake>();
  while (chosen.size < count) {
    const one = pickByShare(dice, hardMistakes);
    if (!chosen.has(one.of)) chosen.set(one.of, one);
  }
  const absent = absentField[given];
  if (absent !== undefined && chosen.has(absent)) return undefined;
  // Two fields at the least still tell who is meant, if not exactly: with fewer, nobody could say.
  const lost = [...chosen.values()].filter(({ loses }) => loses).length + (absent === undefined ? 0 : 1);
  return lost > 2 ? undefined : [...chosen.values()].map(({ make }) => make);
}

const onlyFirst = 0.8; // of searchers give the first given name alone

function askFor(dice: Dice, target: Target, given: Given): Asked {
  const all = target.givenNames;
  return {
    givenName: dice.happens(onlyFirst) || all.length > longestName ? firstOf(all) : all,
    familyName: target.familyName,
    dateOfBirth: given === 'no date' ? undefined : target.dateOfBirth,
    postcode: given === 'no postcode' ? undefined : target.postcode,
  };
}

// Abdul is no name without the one that follows.
function firstOf(names: string): string {
  const [first = '', second] = names.split(' ');
  return second !== undefined && leadsOn(first.toLowerCase()) ? `${first} ${second}` : first;
}

function typedOf({ givenName, familyName, dateOfBirth, postcode }: Asked): TypedSearch {
  const parts = dateOfBirth === undefined ? undefined : partsOf(dateOfBirth);
  return {
    givenName: givenName ?? '',
    familyName,
    day: parts === undefined ? '' : String(parts.dayOfMonth),
    month: parts === undefined ? '' : String(parts.month),
    year: parts === undefined ? '' : String(parts.year),
    gender: '',
    postcode: postcode ?? '',
    number: '',
  };
}
