import { shieldReasons } from '../domain/shielding.ts';
import type { Almanac } from './almanac.ts';
import { birthsAgo } from './births.ts';
import { carersOf } from './carers.ts';
import type { Dice } from './chance.ts';
import { childrenOf } from './children.ts';
import type { Family, Making, Standing } from './family.ts';
import type { Caring, Home, Household, HouseholdKind } from './people.ts';
import { sampler } from './sampler.ts';

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
