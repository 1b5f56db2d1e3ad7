import { boolean, integer, nullable, real, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const councilSizes = statement({
  name: 'council-sizes',
  text: `select council.council_code, council.name, council.official_name, council.region, council.latitude, council.longitude,
      coalesce(sum(school.pupils) filter (where school.is_open), 0)::integer as pupils
    from council
    left join school using (council_code)
    group by council.council_code
    order by council.council_code
    limit 1000`,
  takes: [],
  gives: {
    council_code: smallint,
    name: text,
    official_name: text,
    region: text,
    latitude: real,
    longitude: real,
    pupils: integer,
  },
});

const areaPostcodes = statement({
  name: 'area-postcodes',
  text: `select postcode, latitude, longitude
    from postcode
    where council_code = $1
    order by postcode
    limit 100000`,
  takes: [smallint],
  gives: { postcode: text, latitude: real, longitude: real },
});

const areaSchools = statement({
  name: 'area-schools',
  text: `select urn, school.name, school_type, is_primary, is_secondary, is_post16, age_low, age_high, admits, town, pupils,
      coalesce(postcode.latitude, council.latitude) as latitude,
      coalesce(postcode.longitude, council.longitude) as longitude
    from school
    join council on council.council_code = school.council_code
    left join postcode on postcode.postcode = school.postcode
    where school.council_code = $1 and is_open
    order by urn
    limit 10000`,
  takes: [smallint],
  gives: {
    urn: integer,
    name: text,
    school_type: nullable(text),
    is_primary: boolean,
    is_secondary: boolean,
    is_post16: boolean,
    age_low: nullable(smallint),
    age_high: nullable(smallint),
    admits: nullable(text),
    town: nullable(text),
    pupils: nullable(integer),
    latitude: real,
    longitude: real,
  },
});

const areaPractices = statement({
  name: 'area-practices',
  text: `select practice_code, gp_practice.name,
      coalesce(postcode.latitude, council.latitude) as latitude,
      coalesce(postcode.longitude, council.longitude) as longitude
    from gp_practice
    join council on council.council_code = gp_practice.council_code
    left join postcode on postcode.postcode = gp_practice.postcode
    where gp_practice.council_code = $1 and is_open
    order by practice_code
    limit 10000`,
  takes: [smallint],
  gives: { practice_code: text, name: text, latitude: real, longitude: real },
});

const openTrusts = statement({
  name: 'open-trusts',
  text: `select trust_code, nhs_trust.name, council.council_code, council.latitude, council.longitude
    from nhs_trust
    join council using (council_code)
    where closed_on is null
    order by trust_code
    limit 1000`,
  takes: [],
  gives: { trust_code: text, name: text, council_code: smallint, latitude: real, longitude: real },
});

/** Every council, with the pupils of its open schools: the measure of how many children live there. */
export function readCouncils(tx: Transaction) {
  return councilSizes.rows(tx);
}

/** NHS trusts that are open, placed in the middle of their council. */
export function readTrusts(tx: Transaction) {
  return openTrusts.rows(tx);
}

/** What the registers hold of one council's area: its postcodes, open schools and open GP practices. */
export async function readAreaRegisters(tx: Transaction, councilCode: number) {
  const postcodes = await areaPostcodes.rows(tx, councilCode);
  const schools = await areaSchools.rows(tx, councilCode);
  const practices = await areaPractices.rows(tx, councilCode);
  return { postcodes, schools, practices };
}

type Rows<Read extends (...values: never[]) => Promise<readonly unknown[]>> = Awaited<
  ReturnType<Read>
>[number];

export type CouncilSize = Rows<typeof readCouncils>;
export type TrustPlace = Rows<typeof readTrusts>;
export type AreaRegisters = Awaited<ReturnType<typeof readAreaRegisters>>;
