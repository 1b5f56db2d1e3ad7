import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseCsv } from '../domain/csv.ts';
import { sampler } from './sampler.ts';
import type { Sampler } from './sampler.ts';

export type NameSex = 'F' | 'M';

/** The names of England by frequency. A community is a custom of naming, 'general' for most; data/README.md has the list. */
export type NameTables = {
  /** Draws a community by its share of families. */
  readonly communities: Sampler<string>;
  /** Forenames given in a year; years outside 2000 to 2024 take the nearest. */
  readonly babyNames: (year: number, sex: NameSex, community: string) => Sampler<string>;
  /** Forenames of adults by year of birth; years before 1940 take 1940. */
  readonly parentNames: (birthYear: number, sex: NameSex, community: string) => Sampler<string>;
  /** Surnames of households. */
  readonly surnames: (community: string) => Sampler<string>;
  /** The community that a surname is most often of. */
  readonly communityOf: (surname: string) => string;
  /** The form of a household's surname that its women may bear, the same where there is no other. */
  readonly womensForm: (surname: string) => string;
  /** Familiar forms of a forename, such as "Bill" of "William"; none for most names. */
  readonly nicknamesOf: (forename: string) => readonly string[];
};

type Counts = Map<string, number>;
type Forename = { readonly name: string; readonly alsoGeneral: boolean };

/** Reads data/names of a data directory. Throws where a table is missing, broken or has no such community. */
export function loadNames(dataDirectory: string): NameTables {
  const table = (file: string): readonly (readonly string[])[] => rowsOf(join(dataDirectory, 'names', file));
  const babies = countsByYear(table('baby_names.csv.gz'));
  const adults = countsByYear(table('parent_names.csv.gz'));
  const forenames = forenamesByCommunity(table('community_forenames.csv'));
  const surnames = surnamesByCommunity(table('surnames.csv'), table('community_surnames.csv'));
  const communityOf = new Map(
    table('surnames.csv').map(([surname = '', , community = '']) => [surname, community || 'general']),
  );
  const womensForms = new Map(table('surname_forms.csv').map(([surname = '', form = '']) => [surname, form]));
  const nicknames = Map.groupBy(table('nicknames.csv'), ([forename]) => forename);

  const given = (
    counts: ReadonlyMap<string, Counts>,
    year: number,
    sex: NameSex,
    community: string,
  ): Sampler<string> => forenameSampler(needed(counts, `${year}${sex}`), forenames, sex, community);
  const babyNames = remembered((year: number, sex: NameSex, community: string) =>
    given(babies, year, sex, community),
  );
  const adultNames = remembered((year: number, sex: NameSex, community: string) =>
    given(adults, year, sex, community),
  );
  const babyYear = (year: number): number => Math.min(2024, Math.max(2000, year));
  const adultYear = (year: number): number => Math.min(1995, Math.max(1940, Math.round(year / 5) * 5));

  return {
    communities: weighted(
      table('communities.csv').map(([community = '', share]) => [community, Number(share)]),
    ),
    babyNames: (year, sex, community) => babyNames(babyYear(year), sex, community),
    parentNames: (year, sex, community) =>
      year > 1997 || community !== 'general'
        ? babyNames(babyYear(year), sex, community)
        : adultNames(adultYear(year), sex, community),
    surnames: remembered((community: string) => weighted([...needed(surnames, community)])),
    communityOf: (surname) => communityOf.get(surname) ?? 'general',
    womensForm: (surname) => womensForms.get(surname) ?? surname,
    nicknamesOf: (forename) => (nicknames.get(forename) ?? []).map(([, nickname = '']) => nickname),
  };
}

/** The rows of a CSV file below its header. */
function rowsOf(path: string): readonly (readonly string[])[] {
  const bytes = readFileSync(path);
  const records = parseCsv((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')).slice(1);
  return records.map((record) => {
    if (!record.ok) throw new Error(`${path} line ${record.fault.line}: ${record.fault.says}`);
    return record.value.fields;
  });
}

/** Counts by name, keyed by year and sex: "2015F". */
function countsByYear(rows: readonly (readonly string[])[]): ReadonlyMap<string, Counts> {
  const years = new Map<string, Counts>();
  // One copy of each name, or every year would keep its own 40,000.
  const names = new Map<string, string>();
  for (const [year = '', sex = '', name = '', count] of rows) {
    const kept = names.get(name) ?? name;
    names.set(kept, kept);
    const counts = years.get(year + sex) ?? new Map<string, number>();
    years.set(year + sex, counts.set(kept, Number(count)));
  }
  return years;
}

/** Forenames keyed by community and sex: "polish F". */
function forenamesByCommunity(
  rows: readonly (readonly string[])[],
): ReadonlyMap<string, readonly Forename[]> {
  const grouped = Map.groupBy(rows, ([community = '', sex = '']) => `${community} ${sex}`);
  return new Map(
    [...grouped].map(([key, group]) => [
      key,
      group.map(([, , name = '', also]) => ({ name, alsoGeneral: also === '1' })),
    ]),
  );
}

function surnamesByCommunity(
  all: readonly (readonly string[])[],
  communities: readonly (readonly string[])[],
): ReadonlyMap<string, readonly (readonly [string, number])[]> {
  const general = all.flatMap(([name = '', share, community]): readonly (readonly [string, number])[] =>
    community === '' ? [[name, Number(share)]] : [],
  );
  const grouped = Map.groupBy(communities, ([community = '']) => community);
  const others = [...grouped].map(
    ([community, rows]) =>
      [community, rows.map(([, name = '', share]) => [name, Number(share)] as const)] as const,
  );
  return new Map<string, readonly (readonly [string, number])[]>([['general', general], ...others]);
}

function forenameSampler(
  counts: Counts,
  forenames: ReadonlyMap<string, readonly Forename[]>,
  sex: NameSex,
  community: string,
): Sampler<string> {
  if (community !== 'general') {
    // Most bearers of a name that others give too are the others, so it counts by its square root.
    const weight = ({ name, alsoGeneral }: Forename): number =>
      1 + (alsoGeneral ? Math.sqrt(counts.get(name) ?? 0) : (counts.get(name) ?? 0));
    return weighted(needed(forenames, `${community} ${sex}`).map((one) => [one.name, weight(one)]));
  }
  const ofThisSex = [...forenames].flatMap(([key, names]) => (key.endsWith(` ${sex}`) ? names : []));
  const others = new Set(ofThisSex.filter((one) => !one.alsoGeneral).map((one) => one.name));
  return weighted([...counts].filter(([name]) => !others.has(name)));
}

function weighted(pairs: readonly (readonly [string, number])[]): Sampler<string> {
  return sampler(
    pairs.map(([name]) => name),
    pairs.map(([, weight]) => weight),
  );
}

function needed<Value>(values: ReadonlyMap<string, Value>, key: string): Value {
  const value = values.get(key);
  if (value === undefined) throw new Error(`The name tables have nothing for "${key}"`);
  return value;
}

/** The same function, working each answer out once. */
function remembered<Arguments extends readonly (string | number)[], Value>(
  work: (...of: Arguments) => Value,
): (...of: Arguments) => Value {
  const answers = new Map<string, Value>();
  return (...of) => {
    const key = of.join(' ');
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = work(...of);
    answers.set(key, answer);
    return answer;
  };
}
