import { isDay } from '../domain/calendar.ts';
import { isDfeNumber, isOdsPracticeCode, isOdsTrustCode, isPostcode, isUrn } from '../domain/identifiers.ts';
import { readCsv } from './csv.ts';
import type { Day } from '../domain/calendar.ts';
import type { DfeNumber, OdsPracticeCode, OdsTrustCode, Postcode, Urn } from '../domain/identifiers.ts';
import type { Cells, RegisterRows } from './csv.ts';

/** A school, college or nursery. What is null was not published; a council is the DfE's three digits. */
export type SchoolRow = {
  readonly urn: Urn;
  readonly name: string;
  readonly council: number | null;
  readonly dfeNumber: DfeNumber | null;
  readonly type: string | null;
  readonly isNursery: boolean;
  readonly isPrimary: boolean;
  readonly isSecondary: boolean;
  readonly isPost16: boolean;
  readonly ageLow: number | null;
  readonly ageHigh: number | null;
  readonly admits: string | null;
  readonly street: string | null;
  readonly town: string | null;
  readonly postcode: Postcode | null;
  readonly pupils: number | null;
  readonly status: SchoolStatus;
  readonly closedOn: Day | null;
};

// "Unconfirmed" was open in July 2022 and is in no later list: data/README.md.
const schoolStatuses = ['open', 'unconfirmed', 'closed'] as const;
export type SchoolStatus = (typeof schoolStatuses)[number];

/** Which school followed a closed one. */
export type SuccessorRow = {
  readonly urn: Urn;
  readonly successor: Urn;
  readonly kind: string;
  readonly since: Day | null;
};

export type PracticeRow = HealthPlace & { readonly code: OdsPracticeCode };
export type TrustRow = HealthPlace & { readonly code: OdsTrustCode };

type HealthPlace = {
  readonly name: string;
  readonly address: string;
  readonly postcode: Postcode;
  readonly council: number | null;
  readonly openedOn: Day | null;
  readonly closedOn: Day | null;
  readonly status: HealthStatus;
};

const healthStatuses = ['active', 'dormant', 'closed'] as const;
export type HealthStatus = (typeof healthStatuses)[number];

export type CouncilRow = {
  readonly council: number;
  readonly gssCode: string;
  readonly name: string;
  readonly officialName: string;
  readonly type: string;
  readonly region: string;
  readonly latitude: number;
  readonly longitude: number;
};

/** Streams schools.csv.gz. */
export function readSchools(path: string): RegisterRows<SchoolRow> {
  return readCsv(path, { columns: schoolColumns, rowOf: schoolOf });
}

const schoolColumns =
  'urn,name,la_code,laestab,type,is_nursery,is_primary,is_secondary,is_post16,age_low,age_high,gender,street,town,postcode,pupils,status,close_date'.split(
    ',',
  );

function schoolOf(cells: Cells): SchoolRow {
  return {
    urn: cells.numberOf('urn', isUrn, 'a URN of six digits'),
    name: cells.text('name'),
    council: maybe(cells, 'la_code', cells.number),
    dfeNumber: maybe(cells, 'laestab', (column) => cells.textOf(column, isDfeNumber, 'a DfE number')),
    type: maybe(cells, 'type', cells.text),
    isNursery: isYes(cells, 'is_nursery'),
    isPrimary: isYes(cells, 'is_primary'),
    isSecondary: isYes(cells, 'is_secondary'),
    isPost16: isYes(cells, 'is_post16'),
    ageLow: maybe(cells, 'age_low', cells.number),
    ageHigh: maybe(cells, 'age_high', cells.number),
    admits: maybe(cells, 'gender', cells.text),
    street: maybe(cells, 'street', cells.text),
    town: maybe(cells, 'town', cells.text),
    postcode: maybe(cells, 'postcode', (column) => postcodeOf(cells, column)),
    pupils: maybe(cells, 'pupils', cells.number),
    status: cells.textOf('status', isSchoolStatus, schoolStatuses.join(' or ')),
    closedOn: maybe(cells, 'close_date', (column) => dayOf(cells, column)),
  };
}

/** Streams school_successors.csv.gz. Both schools of a row are in schools.csv.gz, and the first is closed. */
export function readSuccessors(path: string): RegisterRows<SuccessorRow> {
  return readCsv(path, {
    columns: ['urn', 'successor_urn', 'kind', 'on'],
    rowOf: (cells) => ({
      urn: cells.numberOf('urn', isUrn, 'a URN of six digits'),
      successor: cells.numberOf('successor_urn', isUrn, 'a URN of six digits'),
      kind: cells.text('kind'),
      since: maybe(cells, 'on', (column) => dayOf(cells, column)),
    }),
  });
}

/** Streams gp_practices.csv.gz. */
export function readPractices(path: string): RegisterRows<PracticeRow> {
  return readCsv(path, {
    columns: healthColumns,
    rowOf: (cells) => ({
      code: cells.textOf('code', isOdsPracticeCode, 'a practice code, like A81001'),
      ...healthPlace(cells),
    }),
  });
}

/** Streams nhs_trusts.csv. */
export function readTrusts(path: string): RegisterRows<TrustRow> {
  return readCsv(path, {
    columns: healthColumns,
    rowOf: (cells) => ({
      code: cells.textOf('code', isOdsTrustCode, 'a trust code, like RH8'),
      ...healthPlace(cells),
    }),
  });
}

const healthColumns = 'code,name,address,postcode,la_code,open_date,close_date,status'.split(',');

function healthPlace(cells: Cells): HealthPlace {
  return {
    name: cells.text('name'),
    address: cells.text('address'),
    postcode: postcodeOf(cells, 'postcode'),
    council: maybe(cells, 'la_code', cells.number),
    openedOn: maybe(cells, 'open_date', (column) => dayOf(cells, column)),
    closedOn: maybe(cells, 'close_date', (column) => dayOf(cells, column)),
    status: cells.textOf('status', isHealthStatus, healthStatuses.join(' or ')),
  };
}

/** Streams councils.csv: the councils in being, with the middle of their postcodes. */
export function readCouncils(path: string): RegisterRows<CouncilRow> {
  const columns = 'dfe_code,gss_code,name,official_name,type,region,lat,long'.split(',');
  return readCsv(path, {
    columns,
    rowOf: (cells) => ({
      council: cells.number('dfe_code'),
      gssCode: cells.text('gss_code'),
      name: cells.text('name'),
      officialName: cells.text('official_name'),
      type: cells.text('type'),
      region: cells.text('region'),
      latitude: cells.number('lat'),
      longitude: cells.number('long'),
    }),
  });
}

function maybe<Value>(cells: Cells, column: string, read: (column: string) => Value): Value | null {
  return cells.isEmpty(column) ? null : read(column);
}

function isYes(cells: Cells, column: string): boolean {
  return !cells.isEmpty(column) && cells.number(column) === 1;
}

function postcodeOf(cells: Cells, column: string): Postcode {
  return cells.textOf(column, isPostcode, 'a postcode');
}

function dayOf(cells: Cells, column: string): Day {
  return cells.textOf(column, isDay, 'a day, like 2025-07-11');
}

function isSchoolStatus(text: string): text is SchoolStatus {
  return schoolStatuses.some((status) => status === text);
}

function isHealthStatus(text: string): text is HealthStatus {
  return healthStatuses.some((status) => status === text);
}
