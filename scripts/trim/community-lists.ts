import { join } from 'node:path';
import { readTable } from './tables.ts';
import { readableName } from './readable.ts';

/**
 * A naming community of England: a custom of naming that a household follows, so that Patel is paired with Aarav more
 * often than with Alfie. It says nothing else of anyone, and no record ever holds it.
 */
export type Community = {
  readonly name: string;
  /**
   * Per cent of families, rounded from what the school census and Census 2021 publish by ethnic group and by language
   * (general knowledge; no such table is among the sources). Whoever is in none of these is 'general'.
   */
  readonly share: number;
  /** ISO codes of the countries whose common names it gives as well. */
  readonly countries: string;
  readonly surnames: readonly string[];
  readonly boys: readonly string[];
  readonly girls: readonly string[];
};

/** Every community but 'general', with the names that are its own or that it shares with a few others. */
export function communityLists(): readonly Community[] {
  return readTable(join(import.meta.dirname, 'communities.csv')).map((row) => {
    const pools = row('pools')
      .split(' ')
      .filter((pool) => pool !== '');
    const given = (side: string): readonly string[] =>
      [row(side), ...pools.map((pool) => wordList(`${pool} ${side}`))].flatMap(namesIn);
    return {
      name: row('community'),
      share: Number(row('share')),
      countries: row('countries'),
      surnames: namesIn(row('surnames')),
      boys: given('boys'),
      girls: given('girls'),
    };
  });
}

/** Forenames of a community that so many others give today that 'general' keeps them too. */
export function alsoGeneral(): ReadonlySet<string> {
  return new Set(namesIn(wordList('also general')));
}

/** Surnames of a community that are English, Scottish or Irish ones too. */
export function alsoEnglish(): ReadonlySet<string> {
  return new Set(namesIn(wordList('also english')));
}

/** In the surname table, but jokes, slips of the keyboard or two names run together; as that table writes them. */
export function notSurnames(): ReadonlySet<string> {
  return new Set(wordList('not surnames').split(/\s+/));
}

/** Surnames whose form follows the bearer: the household's name first, then the one that its women bear. */
export const womensForms: readonly (readonly [string, string])[] = [
  ['Singh', 'Kaur'],
  ['Miah', 'Begum'],
  ['Uddin', 'Begum'],
  ['Ullah', 'Khatun'],
  ['Hoque', 'Khanom'],
];

const wordLists = new Map(
  readTable(join(import.meta.dirname, 'word-lists.csv')).map((row) => [row('list'), row('names')]),
);

function wordList(name: string): string {
  const names = wordLists.get(name);
  if (names === undefined) throw new Error(`word-lists.csv has no list "${name}"`);
  return names;
}

function namesIn(list: string): readonly string[] {
  return [...new Set(list.split(/\s+/).filter((name) => name !== ''))].map(readableName);
}
