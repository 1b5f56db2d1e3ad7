import { readTable } from './tables.ts';
import { readableName } from './readable.ts';

type Counts = ReadonlyMap<string, number>;

/**
 * Forenames of those born 1940 to 1995, in steps of five years, as [year, sex, name, weight]. England has ranks only:
 * its hundred commonest take, rank for rank, the counts of Scotland's hundred commonest; the names after those are
 * Scotland's own, with its counts. Years before 1974 use Scotland's earliest shape without its names.
 */
export function parentForenames(from: string): readonly (readonly string[])[] {
  const scotland = scottishCounts(from);
  const england = englishRanks(from);
  const rows: string[][] = [];
  for (let year = 1940; year <= 1995; year += 5) {
    for (const sex of ['F', 'M']) {
      const counts = scotland.get(`${Math.max(1975, year)}${sex}`) ?? new Map<string, number>();
      for (const [name, weight] of blended(year, sex, england, counts))
        rows.push([String(year), sex, name, String(weight)]);
    }
  }
  return rows;
}

function blended(
  year: number,
  sex: string,
  england: ReadonlyMap<string, readonly string[]>,
  scotland: Counts,
): Counts {
  const shape = [...scotland.values()].sort((a, b) => b - a);
  const decade = Math.floor((year - 4) / 10) * 10 + 4;
  const later = (year - decade) / 10;
  const weights = new Map<string, number>();
  for (const [list, part] of [
    [decade, 1 - later],
    [decade + 10, later],
  ] as const) {
    const ranks = england.get(`${list}${sex}`) ?? [];
    ranks.forEach((name, rank) =>
      weights.set(name, (weights.get(name) ?? 0) + Math.round((shape[rank] ?? 1) * part)),
    );
  }
  // Below three bearers in five years a name of the Scottish tail is mostly a slip of the pen.
  const tail = year < 1970 ? [] : [...scotland].filter(([name, count]) => !weights.has(name) && count >= 3);
  const commonest = tail.reduce((most, [, count]) => Math.max(most, count), 0);
  // A name that is in Scotland's own hundred and not in England's counts at a tenth, as it would south of the border.
  const limit = Math.min(commonest, shape[99] ?? commonest);
  for (const [name, count] of tail) weights.set(name, count > limit ? Math.ceil(limit / 10) : count);
  return new Map([...weights].filter(([, weight]) => weight > 0));
}

function scottishCounts(from: string): ReadonlyMap<string, Counts> {
  const groups = new Map<string, Map<string, number>>();
  for (const row of readTable(`${from}/forenames_scotland_1974_1995.csv.gz`)) {
    // The source cuts names at fifteen letters, and a name so long is a cut one.
    if (row('name').length >= 15 || !/^[A-Z].*[A-Z]$/.test(row('name'))) continue;
    const year = Math.min(1995, Math.max(1975, Math.round(Number(row('year')) / 5) * 5));
    const group = groups.get(`${year}${row('sex')}`) ?? new Map<string, number>();
    const name = readableName(row('name'));
    groups.set(`${year}${row('sex')}`, group.set(name, (group.get(name) ?? 0) + Number(row('count'))));
  }
  return groups;
}

function englishRanks(from: string): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const row of readTable(`${from}/forenames_top100_by_decade_1904_2024.csv`)) {
    const list = lists.get(`${row('year')}${row('sex')}`) ?? [];
    lists.set(`${row('year')}${row('sex')}`, [...list, readableName(row('name'))]);
  }
  return lists;
}
