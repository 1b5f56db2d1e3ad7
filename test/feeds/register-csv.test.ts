import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  readCouncils,
  readPractices,
  readSchools,
  readSuccessors,
  readTrusts,
} from '../../src/feeds/register-csv.ts';
import type { RegisterRows } from '../../src/feeds/csv.ts';

async function rowsOf<Row>(rows: RegisterRows<Row>): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const block of rows) {
    for (const row of block) found.push(row.ok ? row.value : assert.fail(row.fault.says));
  }
  return found;
}

const schools = await rowsOf(readSchools('data/registers/schools.csv.gz'));
const successors = await rowsOf(readSuccessors('data/registers/school_successors.csv.gz'));
const councils = await rowsOf(readCouncils('data/registers/councils.csv'));

test('the schools of England are there, open and closed', () => {
  assert.equal(schools.length, 29_597);
  assert.equal(schools.filter((school) => school.status !== 'closed').length, 24_691);
  assert.equal(new Set(schools.map((school) => school.urn)).size, schools.length);
});

test('Bolton has its schools, with those that closed since 2017', () => {
  const bolton = schools.filter((school) => school.council === 350);
  assert.equal(bolton.length, 162);
  assert.equal(bolton.filter((school) => school.status === 'closed').length, 20);
  assert.ok(
    bolton.some((school) => school.name === 'Tonge Moor Primary School' && school.postcode === 'BL2 2PF'),
  );
});

test('a closed school knows which school followed it', () => {
  const byUrn = new Map(schools.map((school) => [Number(school.urn), school]));
  const followed = new Map(successors.map((row) => [Number(row.urn), Number(row.successor)]));
  const closedInBolton = schools.filter((school) => school.council === 350 && school.status === 'closed');
  for (const school of closedInBolton) assert.ok(followed.has(Number(school.urn)), school.name);
  for (const [urn, successor] of followed) {
    assert.equal(byUrn.get(urn)?.status, 'closed');
    assert.ok(byUrn.has(successor));
  }
  assert.ok(followed.size > 4_400);
});

test('every council is there, and no school or practice is of another', async () => {
  const known = new Set<number | null>([null, ...councils.map((row) => row.council)]);
  const practices = await rowsOf(readPractices('data/registers/gp_practices.csv.gz'));
  const trusts = await rowsOf(readTrusts('data/registers/nhs_trusts.csv'));
  assert.deepEqual([councils.length, practices.length, trusts.length], [153, 8_226, 218]);
  for (const row of [...schools, ...practices]) assert.ok(known.has(row.council), row.name);
  assert.equal(councils.find((row) => row.council === 350)?.name, 'Bolton');
});

test('practices and trusts are in readable capitals', async () => {
  const practices = await rowsOf(readPractices('data/registers/gp_practices.csv.gz'));
  assert.equal(practices.find((row) => String(row.code) === 'A81001')?.name, 'The Densham Surgery');
  const trusts = await rowsOf(readTrusts('data/registers/nhs_trusts.csv'));
  assert.equal(trusts.find((row) => String(row.code) === 'RMC')?.name, 'Bolton NHS Foundation Trust');
  const shouted = [...practices, ...trusts].filter((row) => /[A-Z]{6,}/.test(row.name));
  assert.deepEqual(
    shouted.map((row) => row.name),
    [],
  );
});

test('no name or address of a practice or trust holds a telephone number or an e-mail address', async () => {
  const places = [
    ...(await rowsOf(readPractices('data/registers/gp_practices.csv.gz'))),
    ...(await rowsOf(readTrusts('data/registers/nhs_trusts.csv'))),
  ];
  for (const place of places) assert.doesNotMatch(`${place.name} ${place.address}`, /@[a-z]|\b0[\d ]{9,}\b/i);
});
