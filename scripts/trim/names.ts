import { readTable, writeTable } from './tables.ts';
import { plainLetters, readableName } from './readable.ts';
import { trimCommunities } from './community-names.ts';
import { parentForenames } from './parent-names.ts';

const firstChildYear = 2000;

/** Writes every table of names; answers the rows of each. */
export function trimNames(from: string, to: string): Readonly<Record<string, number>> {
  return {
    'names/baby_names.csv.gz': babyNames(from, to),
    'names/parent_names.csv.gz': writeTable(
      `${to}/parent_names.csv.gz`,
      ['year', 'sex', 'name', 'weight'],
      parentForenames(from),
    ),
    'names/forename_shares.csv': forenameShares(to),
    ...trimCommunities(from, to),
    ...pairs(from, to),
    ...errorRules(from, to),
  };
}

function babyNames(from: string, to: string): number {
  const rows = readTable(`${from}/babynames_ew_1996_2024.csv.gz`)
    .filter((row) => Number(row('year')) >= firstChildYear && /^[A-Z].*[A-Z]$/.test(row('name')))
    .map((row) => [row('year'), row('sex'), readableName(row('name')), row('count')]);
  return writeTable(`${to}/baby_names.csv.gz`, ['year', 'sex', 'name', 'count'], rows);
}

const fewestPerMillion = 8.3; // about 125 of 15 million births: rarer names count alike (src/domain/matching/name-knowledge.ts)

// Read at every start, where the whole table of births would take a second.
function forenameShares(to: string): number {
  const counts = new Map<string, number>();
  for (const row of readTable(`${to}/baby_names.csv.gz`))
    counts.set(row('name'), (counts.get(row('name')) ?? 0) + Number(row('count')));
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const shares = [...counts]
    .map(([name, count]) => [name, (count / all) * 1_000_000] as const)
    .filter(([, perMillion]) => perMillion >= fewestPerMillion)
    .sort(([, a], [, b]) => b - a)
    .map(([name, perMillion]) => [name, perMillion.toFixed(1)]);
  return writeTable(`${to}/forename_shares.csv`, ['forename', 'per_million'], shares);
}

function pairs(from: string, to: string): Readonly<Record<string, number>> {
  const written = (path: string, one: string, other: string): readonly (readonly string[])[] =>
    readTable(`${from}/${path}`).map((row) =>
      [row(one), row(other)].map((name) => readableName(plainLetters(name))),
    );
  const weighted = (path: string, one: string, other: string): readonly (readonly string[])[] =>
    readTable(`${from}/${path}`).map((row) => [
      readableName(row(one)),
      readableName(row(other)),
      Number(row('freq')).toFixed(3),
    ]);
  return {
    'names/nicknames.csv': writeTable(
      `${to}/nicknames.csv`,
      ['forename', 'nickname'],
      written('nicknames.csv', 'name1', 'name2'),
    ),
    'names/forename_variants.csv': writeTable(
      `${to}/forename_variants.csv`,
      ['forename', 'variant', 'weight'],
      weighted('forename_variants_uk.csv', 'forename', 'forename2'),
    ),
    'names/surname_variants.csv': writeTable(
      `${to}/surname_variants.csv`,
      ['surname', 'variant', 'weight'],
      weighted('surname_variants_uk.csv', 'lastname1', 'lastname2'),
    ),
  };
}

// Febrl writes "@" for nothing in a phonetic rule and "None" for no condition; empty says both.
function errorRules(from: string, to: string): Readonly<Record<string, number>> {
  const optical = readTable(`${from}/error_rules_ocr.csv`).map((row) => [
    row('postion'),
    row('orgpat'),
    row('newpat'),
  ]);
  const conditions = ['precond', 'postcond', 'existcond', 'startcond'];
  const phonetic = readTable(`${from}/error_rules_phonetic.csv`).map((row) => [
    row('where'),
    row('orgpat'),
    row('newpat') === '@' ? '' : row('newpat'),
    ...conditions.map((condition) => (row(condition) === 'None' ? '' : row(condition))),
  ]);
  return {
    'names/error_rules_optical.csv': writeTable(
      `${to}/error_rules_optical.csv`,
      ['where', 'from', 'to'],
      optical,
    ),
    'names/error_rules_phonetic.csv': writeTable(
      `${to}/error_rules_phonetic.csv`,
      ['where', 'from', 'to', 'before', 'after', 'exists', 'start'],
      phonetic,
    ),
  };
}
