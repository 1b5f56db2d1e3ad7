import { fileURLToPath } from 'node:url';
import { isDay, type Day } from '../../src/domain/calendar.ts';
import type { LinkageField } from '../../src/domain/linkage/record.ts';
import { almanacOf, type Almanac } from '../../src/population/almanac.ts';
import { drawArea } from '../../src/population/area.ts';
import { sizes } from '../../src/population/births.ts';
import { makeDice, type Dice } from '../../src/population/chance.ts';
import { makeHousehold } from '../../src/population/households.ts';
import { loadNames } from '../../src/population/name-tables.ts';
import { readNames } from '../../src/population/names.ts';
import { numbersOf } from '../../src/population/numbers.ts';
import type { Child, Home, Household } from '../../src/population/people.ts';
import type { LinkageFile } from './linkage-file.ts';
import { readSpellings, type Spellings } from './spellings.ts';

type Values = Partial<Record<LinkageField, string>>;

/**
 * Invented families of the product's own generator, as the GP register, schools and a council's services would each write of their
 * children: with the mistakes, moves, other names and babies not yet named that such records have. No NHS number anywhere.
 */
export function populationFile(households: number): LinkageFile {
  const dice = makeDice();
  const making = {
    dice,
    names: readNames(),
    numbers: numbersOf(seed),
    almanac: almanacOf(dayOfRecords),
    area: drawArea(council, { postcodes: postcodesNear(), schools: [], practices: [] }),
    neighbours: [],
    placements: [],
  };
  const writing = { dice, spellings: readSpellings(), almanac: making.almanac, communityOf: communities() };
  const found: Written[] = [];
  let firstPlace = 0;
  for (let index = 0; index < households; index += 1) {
    const children = sizes.childrenOf(index);
    dice.begin(seed, 1, index);
    const household = makeHousehold(making, { index, firstPlace, children });
    firstPlace += children;
    dice.begin(seed, writingKind, index);
    for (const child of household.children) found.push(...writtenOf(child, household, index, writing));
  }
  return {
    records: found.map(({ values }) => ({ source: 0, values })),
    truth: found.map(({ child }) => child),
    twins: found.map(({ twin }) => twin),
    groups: found.map(({ groups }) => groups),
  };
}

type Written = {
  readonly values: Values;
  readonly child: string;
  readonly twin: string | undefined;
  readonly groups: readonly string[];
};

function writtenOf(child: Child, household: Household, index: number, writing: Writing): readonly Written[] {
  const isTwin = household.children.filter(({ bornAgo }) => bornAgo === child.bornAgo).length > 1;
  const about = {
    child: String(child.place),
    twin: isTwin ? `${index} ${child.bornAgo}` : undefined,
    groups: groupsOf(child, household, isTwin, writing),
  };
  return recordsOf(child, household, writing).map((values) => ({ values, ...about }));
}

const seed = 7;
const writingKind = 200; // of what the dice begin for
const council = {
  council_code: 350,
  name: 'Bolton',
  official_name: 'Bolton',
  region: 'North West',
  latitude: 53.578,
  longitude: -2.429,
  pupils: 50_000,
};

// Invented places of valid form, spread over some kilometres; only their likeness to one another matters.
function postcodesNear() {
  const letters = 'ABDEFGHJLN';
  return Array.from({ length: 4_000 }, (_, at) => ({
    postcode: `BL${1 + (at % 9)} ${Math.floor(at / 9) % 10}${letters.charAt(Math.floor(at / 90) % 10)}${letters.charAt(Math.floor(at / 900) % 10)}`,
    latitude: council.latitude + ((at % 63) - 31) / 500,
    longitude: council.longitude + ((at % 61) - 30) / 400,
  }));
}

const dayOfRecords = fixedDay('2026-09-01');

function fixedDay(text: string): Day {
  if (!isDay(text)) throw new Error('Not a day');
  return text;
}

function groupsOf(
  child: Child,
  household: Household,
  isTwin: boolean,
  { communityOf }: Writing,
): readonly string[] {
  return [
    `name of origin: ${communityOf(child.familyName)}`,
    ...(isTwin ? ['twins and triplets'] : []),
    ...(child.bornAgo < 365 ? ['under one year old'] : []),
    ...(household.formerHome !== null && household.movedAgo < 700 ? ['moved within two years'] : []),
    ...(child.formerFamilyName !== null ? ['family name changed'] : []),
  ];
}

function communities(): (surname: string) => string {
  const tables = loadNames(fileURLToPath(new URL('../../data/', import.meta.url)));
  return tables.communityOf;
}

type Writing = {
  readonly dice: Dice;
  readonly spellings: Spellings;
  readonly almanac: Almanac;
  readonly communityOf: (surname: string) => string;
};

// The GP register has every child; schools those of school age; a council's services one in six.
function recordsOf(child: Child, household: Household, writing: Writing): readonly Values[] {
  const { dice } = writing;
  const suppliers = [
    'gp',
    ...(child.bornAgo > 4 * 365 && dice.happens(0.93) ? ['school'] : []),
    ...(dice.happens(0.16) ? ['care'] : []),
  ];
  const again = dice.happens(0.02) ? suppliers.slice(-1) : []; // a supplier's own duplicate
  return [...suppliers, ...again].map((supplier) => written(child, household, supplier, writing));
}

const rates = {
  typing: 0.025,
  byEar: 0.02,
  nickname: 0.04,
  swapped: 0.006,
  digit: 0.008,
  oldHome: 0.35,
  noSex: 0.02,
  noHouse: 0.01,
};

function written(
  child: Child,
  household: Household,
  supplier: string,
  { dice, spellings, almanac }: Writing,
): Values {
  const [first = '', ...others] = child.givenNames.split(' ');
  const known =
    child.preferredName !== null && supplier !== 'gp' && dice.happens(0.4) ? child.preferredName : first;
  const isNew = child.bornAgo < 150 && supplier === 'gp' && dice.happens(0.5);
  const given = isNew
    ? 'Baby'
    : misspelt(
        dice,
        dice.happens(rates.nickname) ? (spellings.otherForename(dice, known) ?? known) : known,
        spellings,
      );
  const family =
    child.formerFamilyName !== null && dice.happens(0.3) ? child.formerFamilyName : child.familyName;
  const home =
    household.formerHome !== null && household.movedAgo < 700 && dice.happens(rates.oldHome)
      ? household.formerHome
      : household.home;
  const parents = child.carers.flatMap(({ adult }) =>
    adult === null ? [] : [adult.givenNames.split(' ')[0] ?? ''],
  );
  return {
    ...address(home, dice),
    'given name': given,
    'middle names': isNew || dice.happens(supplier === 'gp' ? 0.2 : 0.5) ? '' : others.join(' '),
    'family name': misspelt(dice, family, spellings),
    'date of birth': mistaken(dice, almanac.day(child.bornAgo)),
    sex: dice.happens(rates.noSex) ? '' : child.sex.slice(0, 1),
    parent: parents.slice(0, dice.happens(0.6) ? 1 : 2).join('|'),
    supplier,
  };
}

function misspelt(dice: Dice, name: string, spellings: Spellings): string {
  if (dice.happens(rates.byEar)) return spellings.byEar(dice, name) ?? name;
  if (!dice.happens(rates.typing) || name.length < 3) return name;
  const at = 1 + dice.below(name.length - 2);
  const rest = name.slice(at + 1);
  const letter = String.fromCharCode(97 + dice.below(26));
  return (
    [
      name.slice(0, at) + rest,
      name.slice(0, at) + letter + rest,
      name.slice(0, at) + letter + name.slice(at),
    ][dice.below(3)] ?? name
  );
}

function mistaken(dice: Dice, day: Day): string {
  const [year = '', month = '', date = ''] = day.split('-');
  if (dice.happens(rates.swapped) && Number(date) <= 12) return `${year}-${date}-${month}`;
  if (!dice.happens(rates.digit)) return day;
  return `${year}-${month}-${date.charAt(0)}${dice.below(10)}`;
}

function address({ line, town, postcode }: Home, dice: Dice): Values {
  const [, flat = '', house = '', street = ''] = /^(?:Flat (\d+), )?(\d+) (.*)$/.exec(line) ?? [];
  return { flat, house: dice.happens(rates.noHouse) ? '' : house, street, town, postcode };
}
