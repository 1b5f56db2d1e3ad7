import { fileURLToPath } from 'node:url';
import type { Dice } from './chance.ts';
import { loadNames, type NameTables } from './name-tables.ts';
import type { Sampler } from './sampler.ts';
import type { Sex } from './schools.ts';

/** The name of one grown-up at work. */
export type AdultNames = (dice: Dice) => {
  readonly givenName: string;
  readonly familyName: string;
  readonly sex: Sex;
};

/** How invented people come by their names: by frequency, with a family's names from one community. */
export type Names = {
  readonly worker: AdultNames;
  readonly family: (dice: Dice) => FamilyName;
  /** Another family's name: of the same community four times in five. */
  readonly otherFamily: (dice: Dice, community: string) => FamilyName;
  readonly baby: (dice: Dice, community: string, year: number, sex: Sex) => string;
  readonly adult: (dice: Dice, community: string, birthYear: number, sex: Sex) => string;
  /** The family name as a woman or girl bears it: Singh, Kaur. */
  readonly born: (surname: string, sex: Sex) => string;
  readonly familiar: (dice: Dice, forename: string) => string | null;
};

export type FamilyName = { readonly surname: string; readonly community: string };

const longest = 35; // PDS
const earliest = 1900; // nobody here was born before

/** Reads the name tables that came with the program. */
export function readNames(): Names {
  const tables = loadNames(fileURLToPath(new URL('../../data/', import.meta.url)));
  const babies = byCustom((community, sex, year) => tables.babyNames(year, letterOf(sex), community));
  const adults = byCustom((community, sex, year) => tables.parentNames(year, letterOf(sex), community));
  const family = (dice: Dice): FamilyName => familyOf(tables, dice, tables.communities(dice.unit));
  return {
    family,
    otherFamily: (dice, community) => (dice.happens(0.8) ? familyOf(tables, dice, community) : family(dice)),
    baby: (dice, community, year, sex) => babies(customOf(dice, community), sex, year)(dice.unit),
    adult: (dice, community, birthYear, sex) => adults(customOf(dice, community), sex, birthYear)(dice.unit),
    born: (surname, sex) => (sex === 'female' ? tables.womensForm(surname) : surname),
    familiar: (dice, forename) => pick(dice, tables.nicknamesOf(forename)),
    worker: (dice) => workerOf(tables, dice),
  };
}

type Custom = (community: string, sex: Sex, year: number) => Sampler<string>;

// Six names are drawn for a child: a key put together of words for each would take as long as the drawing.
function byCustom(find: Custom): Custom {
  const found = { female: new Map<string, Sampler<string>[]>(), male: new Map<string, Sampler<string>[]>() };
  return (community, sex, year) => {
    const years = found[sex].get(community) ?? [];
    if (years.length === 0) found[sex].set(community, years);
    return (years[year - earliest] ??= find(community, sex, year));
  };
}

/** Two family names as one, where that fits. */
export function doubleBarrelled(one: string, other: string): string {
  if (one === other || /[- ]/.test(one + other) || one.length + other.length + 1 > longest) return one;
  return `${one}-${other}`;
}

function familyOf(tables: NameTables, dice: Dice, community: string): FamilyName {
  return { surname: tables.surnames(community)(dice.unit), community };
}

// One family in eight of another origin gives names that everybody gives.
function customOf(dice: Dice, community: string): string {
  return community !== 'general' && dice.happens(0.12) ? 'general' : community;
}

function workerOf(tables: NameTables, dice: Dice): ReturnType<AdultNames> {
  const community = tables.communities(dice.unit);
  const sex: Sex = dice.happens(0.78) ? 'female' : 'male'; // as in children's services: about four in five are women
  const birthYear = 1962 + dice.below(38);
  const surname = tables.surnames(community)(dice.unit);
  return {
    givenName: tables.parentNames(birthYear, letterOf(sex), community)(dice.unit),
    familyName: sex === 'female' ? tables.womensForm(surname) : surname,
    sex,
  };
}

function letterOf(sex: Sex): 'F' | 'M' {
  return sex === 'female' ? 'F' : 'M';
}

function pick(dice: Dice, choices: readonly string[]): string | null {
  return choices[dice.below(choices.length)] ?? null;
}
