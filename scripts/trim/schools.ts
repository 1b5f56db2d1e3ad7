import { readTable, writeTable } from './tables.ts';
import { readableTitle } from './readable.ts';
import type { SourceRow } from './tables.ts';

const columns =
  'urn,name,la_code,laestab,type,is_nursery,is_primary,is_secondary,is_post16,age_low,age_high,gender,street,town,postcode,pupils,status,close_date'.split(
    ',',
  );

/** Writes the schools and, for the closed ones, their successors; answers the rows of each. */
export function trimSchools(from: string, to: string): Readonly<Record<string, number>> {
  const links = readTable(`${from}/gias_links_2025-04-22.csv.gz`).flatMap(successionOf);
  const followed = new Set(links.map((link) => link.urn));
  const schools = readTable(`${from}/schools_england.csv.gz`).filter((row) => belongs(row, followed));
  const statusOf = new Map(schools.map((row) => [row('urn'), row('status')]));
  const named = schools.flatMap((row) =>
    row('successor_urn')
      .split(/\D+/)
      .filter(Boolean)
      .map((successor) => ({ urn: row('urn'), successor, kind: 'successor', on: '' })),
  );
  const successions = distinct([...links, ...named]).filter(
    ({ urn, successor }) => statusOf.get(urn) === 'closed' && statusOf.has(successor) && urn !== successor,
  );
  return {
    'registers/schools.csv.gz': writeTable(`${to}/schools.csv.gz`, columns, schools.map(schoolFields)),
    'registers/school_successors.csv.gz': writeTable(
      `${to}/school_successors.csv.gz`,
      ['urn', 'successor_urn', 'kind', 'on'],
      successions.map(({ urn, successor, kind, on }) => [urn, successor, kind, on]),
    ),
  };
}

function belongs(row: SourceRow, followed: ReadonlySet<string>): boolean {
  if (row('status').startsWith('open')) return true;
  return row('close_date') >= '2015' || row('successor_urn') !== '' || followed.has(row('urn'));
}

function schoolFields(row: SourceRow): readonly string[] {
  const phased = row('is_primary') !== '';
  return columns.map((column) => {
    // 702 is the published code of Service schools abroad, which no council runs.
    if (column === 'la_code') return row('la_code') === '702' ? '' : row('la_code');
    // Nurseries have no published phase; their name is all there is to go by.
    if (column === 'is_nursery') return !phased && /\bnurser/i.test(row('name')) ? '1' : '0';
    if (column === 'town') return tidyTown(row('town'));
    if (column === 'pupils') return row('pupils_on_roll_2019');
    if (column === 'gender') return row('gender') === 'Not applicable' ? '' : row('gender');
    if (column === 'status') return statuses.get(row('status')) ?? 'closed';
    return row(column);
  });
}

// "Unconfirmed" was open in July 2022 and is not in the list of July 2025, which leaves out most independent schools.
const statuses = new Map([
  ['open_2025-07', 'open'],
  ['open_2022-07', 'unconfirmed'],
  ['closed', 'closed'],
]);

/** A town in readable capitals; what is plainly not a town is empty. */
export function tidyTown(town: string): string {
  if (town.length < 3 || /united kingdom|england$/i.test(town)) return '';
  return /[a-z]/.test(town) ? town : readableTitle(town);
}

type Succession = {
  readonly urn: string;
  readonly successor: string;
  readonly kind: string;
  readonly on: string;
};

function successionOf(row: SourceRow): readonly Succession[] {
  const [, direction, manner = 'successor'] =
    /^(Successor|Predecessor|Result of Amalgamation)(?: - (merged|amalgamated|Split))?/.exec(
      row('LinkType'),
    ) ?? [];
  const on = row('LinkEstablishedDate').split('-').toReversed().join('-');
  const kind = direction === 'Result of Amalgamation' ? 'amalgamated' : manner.toLowerCase();
  if (direction === 'Successor') return [{ urn: row('URN'), successor: row('LinkURN'), kind, on }];
  if (direction === undefined) return [];
  return [{ urn: row('LinkURN'), successor: row('URN'), kind, on }];
}

function distinct(successions: readonly Succession[]): readonly Succession[] {
  const best = new Map<string, Succession>();
  for (const one of successions) {
    const key = `${one.urn} ${one.successor}`;
    const known = best.get(key);
    if (
      known === undefined ||
      (known.on === '' && one.on !== '') ||
      (known.kind === 'successor' && one.kind !== 'successor')
    ) {
      best.set(key, { ...one, on: one.on === '' ? (known?.on ?? '') : one.on });
    }
  }
  return [...best.values()].sort((a, b) => compare(a.urn, b.urn) || compare(a.successor, b.successor));
}

/** The order of two texts by code unit, which is the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
