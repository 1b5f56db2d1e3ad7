import type { ParentalResponsibility, Relationship } from '../domain/relationships.ts';
import { shieldReasons } from '../domain/shielding.ts';
import type { Almanac } from './almanac.ts';
import type { Area } from './area.ts';
import { birthsAgo } from './births.ts';
import type { Dice } from './chance.ts';
import { doubleBarrelled, type FamilyName, type Names } from './names.ts';
import { slug } from './organisations.ts';
import { mobileNumber } from './phones.ts';
import type { Numbers } from './numbers.ts';
import type { Adult, Caring, Child, Home, Household, HouseholdKind } from './people.ts';
import { sampler } from './sampler.ts';
import type { Sex } from './settings.ts';

/** What a household is made from. */
export type Making = {
  readonly dice: Dice;
  readonly names: Names;
  readonly numbers: Numbers;
  readonly almanac: Almanac;
  readonly area: Area;
  /** Councils nearby, and homes there, for children placed away from their own. */
  readonly neighbours: readonly Area['council'][];
  readonly placements: readonly Home[];
};

/** Where a household stands: `index` over the whole population, its first child's place, and how many it has. */
export type Standing = { readonly index: number; readonly firstPlace: number; readonly children: number };

// Shares of households, chosen so that of children about 66 in 100 live with both parents (ONS, Families and households)
// and 7 in 1,000 are looked after (DfE, Children looked after in England).
const kinds = sampler<HouseholdKind>(
  [
    'two parents',
    'lone parent',
    'two homes',
    'step family',
    'kinship',
    'adoptive',
    'looked after',
    'guardian',
  ],
  [640, 130, 110, 75, 20, 7, 9, 4],
);
const youngMothers = 0.003; // of households with two children

const shieldedHouseholds = 0.005; // about 1 child in 200
const moved = 0.16; // within the last four years
const fourYears = 1461;
const year = 365;

/** Makes one household: the dice must have been set to where it begins. */
export function makeHousehold(making: Making, standing: Standing): Household {
  const { dice, names, almanac } = making;
  const isYoungMother = standing.children === 2 && dice.happens(youngMothers);
  const births = isYoungMother
    ? motherAndBaby(dice, almanac)
    : birthsAgo(dice, standing.children, almanac.childhood);
  const kind = isYoungMother ? 'young mother' : kinds(dice.unit);
  const father = names.family(dice);
  const mother = dice.happens(0.62) ? father : names.otherFamily(dice, father.community);
  const family: Family = { making, standing, kind, births, father, mother };
  const home = kind === 'looked after' ? placedHome(making) : homeIn(making);
  const carers = carersOf(family);
  const hasMoved = dice.happens(moved);
  return {
    kind,
    home,
    secondHome: carers.some(({ lives }) => lives === 'second home') ? homeIn(making) : null,
    formerHome: hasMoved ? homeIn(making) : null,
    movedAgo: hasMoved ? dice.below(fourYears) : fourYears + dice.below(10 * year),
    responsibleCouncil: responsibleCouncil(making, kind, home),
    shield: shieldOf(dice, carers),
    need: kind === 'looked after' ? 4 : dice.happens(0.2) ? 3.4 : 0.4,
    children: childrenOf(family, carers),
  };
}

type Family = {
  readonly making: Making;
  readonly standing: Standing;
  readonly kind: HouseholdKind;
  readonly births: readonly number[];
  readonly father: FamilyName;
  readonly mother: FamilyName;
};

// She is 15 to 17 and her baby under two: both are children here.
function motherAndBaby(dice: Dice, { childhood }: Almanac): readonly number[] {
  return [childhood - 1 - dice.below(3 * year), dice.below(2 * year)];
}

function homeIn({ dice, area }: Making): Home {
  const place = area.homes[dice.below(area.homes.length)];
  if (place === undefined) throw new Error(`No postcodes are loaded for ${area.council.name}`);
  return {
    line: `${dice.happens(0.07) ? `Flat ${1 + dice.below(12)}, ` : ''}${1 + dice.below(130)} ${place.street}`,
    town: place.town,
    postcode: place.postcode,
    councilCode: area.council.council_code,
    neighbourhood: place.neighbourhood,
  };
}

// Of looked-after children about two in five are placed outside their council (DfE); half of those that far in our small world.
function placedHome(making: Making): Home {
  const { dice, placements } = making;
  const away = placements[dice.below(placements.length)];
  return away !== undefined && dice.happens(0.2) ? away : homeIn(making);
}

function responsibleCouncil({ dice, area, neighbours }: Making, kind: HouseholdKind, home: Home): number {
  const own = area.council.council_code;
  const placedHere = kind === 'looked after' && home.councilCode === own && dice.happens(0.2);
  return placedHere ? (neighbours[dice.below(neighbours.length)]?.council_code ?? own) : own;
}

function shieldOf(dice: Dice, carers: readonly Caring[]): Household['shield'] {
  if (!dice.happens(shieldedHouseholds)) return null;
  const because = shieldReasons[dice.below(shieldReasons.length)] ?? 'risk of violence';
  const followsCarer = because === 'domestic abuse' || because === 'witness protection';
  return {
    because,
    personId: followsCarer ? (carers[0]?.adult?.personId ?? null) : null,
    raisedAgo: dice.below(3 * year),
  };
}

type Part = readonly [
  sex: Sex,
  surname: string,
  relationship: Relationship,
  responsibility: ParentalResponsibility,
  lives?: Caring['lives'],
];

function carersOf(family: Family): readonly Caring[] {
  const { kind } = family;
  const parts = partsOf(family);
  const carers = parts.map((part, slot) => caring(family, part, slot));
  if (kind !== 'looked after') return carers;
  return [{ adult: null, relationship: 'council', responsibility: 'yes', lives: 'elsewhere' }, ...carers];
}

function partsOf(family: Family): readonly Part[] {
  const { kind, father: his, mother: hers, making } = family;
  const { dice } = making;
  const mother: Part = ['female', hers.surname, 'mother', 'yes'];
  const father: Part = ['male', his.surname, 'father', dice.happens(0.9) ? 'yes' : 'not known'];
  const other = making.names.otherFamily(dice, his.community).surname;
  switch (kind) {
    case 'two parents':
      if (dice.happens(0.985)) return [mother, father];
      return [
        ['female', hers.surname, 'parent', 'yes'],
        ['female', other, 'parent', 'yes'],
      ];
    case 'lone parent':
      return [dice.happens(0.88) ? mother : father];
    case 'two homes':
      return [
        mother,
        ['male', his.surname, 'father', dice.happens(0.85) ? 'yes' : 'not known', 'second home'],
      ];
    case 'step family': {
      const step: Part = ['male', other, 'step-parent', 'no'];
      return dice.happens(0.5)
        ? [mother, step, ['male', his.surname, 'father', 'yes', 'second home']]
        : [mother, step];
    }
    case 'kinship': {
      const elder = dice.happens(0.6);
      const order = dice.happens(0.5);
      const relationship = order
        ? 'special guardian'
        : elder
          ? 'grandparent'
          : dice.happens(0.5)
            ? 'aunt or uncle'
            : 'kinship carer';
      return [['female', hers.surname, relationship, order ? 'yes' : 'no']];
    }
    case 'adoptive':
      return [
        ['female', his.surname, 'adoptive parent', 'yes'],
        ['male', his.surname, 'adoptive parent', 'yes'],
      ];
    case 'looked after': {
      const carer: Part = dice.happens(0.85)
        ? ['female', other, 'foster carer', 'no']
        : ['male', other, 'residential worker', 'no'];
      return dice.happens(0.6) ? [carer, ['female', hers.surname, 'mother', 'yes', 'elsewhere']] : [carer];
    }
    case 'young mother':
      return [mother];
    case 'guardian':
      return [['female', other, 'guardian', 'yes']];
  }
}

function caring(
  family: Family,
  [sex, surname, relationship, responsibility, lives = 'with the child']: Part,
  slot: number,
): Caring {
  const elders = relationship === 'grandparent' || relationship === 'special guardian' ? 22 : 0;
  return { adult: adultOf(family, sex, surname, slot, elders), relationship, responsibility, lives };
}

function adultOf(
  { making, standing, births, father }: Family,
  sex: Sex,
  surname: string,
  slot: number,
  elders: number,
): Adult {
  const { dice, names, numbers, almanac } = making;
  const bornAgo = (births[0] ?? 0) + Math.round((19 + dice.unit() * 9 + dice.unit() * 9 + elders) * year);
  const givenNames = names.adult(dice, father.community, almanac.year(bornAgo), sex);
  const familyName = names.born(surname, sex);
  const number = dice.below(1000);
  return {
    personId: numbers.personId(standing.index * 16 + slot),
    givenNames,
    familyName,
    bornAgo,
    telephone: dice.happens(0.93) ? mobileNumber(number) : null,
    email: dice.happens(0.6) ? `${slug(givenNames)}.${slug(familyName)}${number}@post.example` : null,
  };
}

function childrenOf(family: Family, carers: readonly Caring[]): readonly Child[] {
  const { making, births, kind, standing } = family;
  const surname = childrensSurname(family);
  const hasChanged = making.dice.happens(kind === 'step family' || kind === 'adoptive' ? 0.25 : 0.02);
  const formerSurname = hasChanged ? family.mother.surname : null;
  const children: Child[] = [];
  for (const [order, bornAgo] of births.entries())
    children.push(
      childOf(family, children, {
        place: standing.firstPlace + order,
        bornAgo,
        surname,
        formerSurname,
        carers,
      }),
    );
  return kind === 'young mother' ? withYoungMother(making, children, carers) : children;
}

function childrensSurname({ making, kind, father, mother }: Family): string {
  const { dice } = making;
  if (kind === 'adoptive') return father.surname;
  const roll = dice.unit();
  if (roll < 0.07) return doubleBarrelled(mother.surname, father.surname);
  return roll < 0.25 || kind === 'young mother' ? mother.surname : father.surname;
}

type Begun = {
  readonly place: number;
  readonly bornAgo: number;
  readonly surname: string;
  readonly formerSurname: string | null;
  readonly carers: readonly Caring[];
};

function childOf({ making, kind, father, mother }: Family, elders: readonly Child[], begun: Begun): Child {
  const { dice, names, almanac } = making;
  const isMother = kind === 'young mother' && elders.length === 0;
  const sex: Sex = !isMother && dice.happens(0.513) ? 'male' : 'female'; // 105 boys to 100 girls at birth
  const born = almanac.year(begun.bornAgo);
  const isUnnamed = begun.bornAgo < 42 && dice.happens(0.5); // births are registered within 42 days
  const familyName = names.born(isUnnamed ? mother.surname : begun.surname, sex);
  const former = begun.formerSurname === null ? null : names.born(begun.formerSurname, sex);
  let first = names.baby(dice, father.community, born, sex);
  for (
    let tries = 0;
    tries < 9 && elders.some(({ givenNames }) => givenNames.split(' ')[0] === first);
    tries += 1
  )
    first = names.baby(dice, father.community, born, sex);
  const middle = dice.happens(0.55) ? names.baby(dice, father.community, born, sex) : first;
  return {
    place: begun.place,
    bornAgo: begun.bornAgo,
    sex,
    gender: dice.happens(0.001) ? 'not specified' : sex,
    givenNames: isUnnamed ? 'Baby' : middle === first ? first : `${first} ${middle}`,
    preferredName:
      !isUnnamed && begun.bornAgo > 2 * year && dice.happens(0.1) ? names.familiar(dice, first) : null,
    familyName,
    formerFamilyName: former === familyName || begun.bornAgo < year ? null : former,
    carers: begun.carers,
  };
}

// The baby's mother is the elder child; the elder's mother is the baby's grandmother. One person, one person_id:
// hers is her own child_id, so that a shield on her is seen from both records.
function withYoungMother(
  { numbers }: Making,
  [mother, baby]: readonly Child[],
  carers: readonly Caring[],
): readonly Child[] {
  if (mother === undefined || baby === undefined) throw new Error('A young mother has a baby');
  const { place, givenNames, familyName, bornAgo } = mother;
  const adult: Adult = {
    personId: numbers.childId(place),
    givenNames,
    familyName,
    bornAgo,
    telephone: null,
    email: null,
  };
  const grandmother = carers.map((one): Caring => ({
    ...one,
    relationship: 'grandparent',
    responsibility: 'no',
  }));
  const caring: Caring = { adult, relationship: 'mother', responsibility: 'yes', lives: 'with the child' };
  return [mother, { ...baby, familyName, formerFamilyName: null, carers: [caring, ...grandmother] }];
}
