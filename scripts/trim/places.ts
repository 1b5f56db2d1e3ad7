import { readTable, writeTable } from './tables.ts';
import { compare, tidyTown } from './schools.ts';
import type { SourceRow } from './tables.ts';

/** Writes the councils in being, with the middle of their postcodes. */
export function trimCouncils(from: string, to: string): Readonly<Record<string, number>> {
  const columns = ['dfe_code', 'gss_code', 'name', 'official_name', 'type', 'region', 'lat', 'long'];
  const councils = readTable(`${from}/local_authorities_england.csv`).filter((row) => row('current') === '1');
  const rows = councils.map((row) => columns.map(row));
  return { 'registers/councils.csv': writeTable(`${to}/councils.csv`, columns, rows) };
}

/**
 * Writes every postcode as its difference from the row above, which is half the size: the postcode is whole
 * where its sector is new, else its last two letters; latitude and longitude are differences in ten-thousandths of a
 * degree (about 10 m); the council's code is empty where it is the same.
 */
export function trimPostcodes(from: string, to: string): Readonly<Record<string, number>> {
  const rows = readTable(`${from}/postcodes_england.csv.gz`);
  const places = rows.map(placeOf).sort((a, b) => compare(a.postcode, b.postcode));
  let above = { postcode: '', lat: 0, long: 0, council: '' };
  const fields = places.map((one) => {
    const sameSector = one.postcode.slice(0, -2) === above.postcode.slice(0, -2);
    const written = [
      sameSector ? one.postcode.slice(-2) : one.postcode,
      String(one.lat - above.lat),
      String(one.long - above.long),
      one.council === above.council ? '' : one.council,
    ];
    above = one;
    return written;
  });
  const columns = ['postcode', 'lat', 'long', 'la_code'];
  return { 'registers/postcodes.csv.gz': writeTable(`${to}/postcodes.csv.gz`, columns, fields) };
}

function placeOf(row: SourceRow): typeof nowhere {
  const tenThousandths = (degrees: string): number => Math.round(Number(degrees) * 10_000);
  return {
    postcode: row('postcode'),
    lat: tenThousandths(row('lat')),
    long: tenThousandths(row('long')),
    council: row('la_dfe'),
  };
}

const nowhere = { postcode: '', lat: 0, long: 0, council: '' };

/** Writes the street names of each council, taken from its schools' addresses, and its towns. */
export function trimStreets(
  registers: string,
  postcodes: string,
  to: string,
): Readonly<Record<string, number>> {
  const known = new Set(readTable(`${postcodes}/street_names.csv`).map((row) => row('street')));
  const counts = new Map<string, number>();
  const towns = new Map<string, number>();
  for (const row of readTable(`${registers}/schools_england.csv.gz`)) {
    const council = row('la_code');
    if (council === '' || council === '702') continue;
    for (const line of [row('street'), row('locality'), row('address3')]) {
      const street = line.replace(/^\d+[a-z]?(?:\s*[-/&]\s*\d+[a-z]?)?[\s,]+/i, '');
      if (known.has(street)) increase(counts, `${council},${street}`);
    }
    const town = tidyTown(row('town'));
    if (town !== '') increase(towns, `${council},${town}`);
  }
  return {
    'registers/streets.csv': writeTable(
      `${to}/streets.csv`,
      ['la_code', 'street', 'schools'],
      counted(counts),
    ),
    'registers/towns_by_council.csv': writeTable(
      `${to}/towns_by_council.csv`,
      ['la_code', 'town', 'schools'],
      counted(towns),
    ),
  };
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function counted(counts: ReadonlyMap<string, number>): readonly (readonly string[])[] {
  return [...counts]
    .sort(([a], [b]) => compare(a, b))
    .map(([key, count]) => [key.slice(0, 3), key.slice(4), String(count)]);
}
