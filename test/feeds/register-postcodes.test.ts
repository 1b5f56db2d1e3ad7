import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readPostcodes } from '../../src/feeds/register-postcodes.ts';
import { readRegisterDays } from '../../src/feeds/register-days.ts';
import type { PostcodeRow } from '../../src/feeds/register-postcodes.ts';

// Royal Mail's shape, written out again so that the reader is not its own judge.
const shape =
  /^(GIR 0AA|(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|[A-PR-UWYZ]\d[A-HJKPS-UW]|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY]) \d[ABD-HJLNP-UW-Z]{2})$/;

test('every postcode of England is read: well formed, in order, in England and of a council', async () => {
  let [count, above] = [0, ''];
  const bolton: PostcodeRow[] = [];
  for await (const rows of readPostcodes('data/registers/postcodes.csv.gz')) {
    for (const row of rows.map((one) => (one.ok ? one.value : assert.fail(one.fault.says)))) {
      const { postcode, latitude, longitude, council } = row;
      if (!shape.test(postcode) || postcode <= above) assert.fail(`${postcode} after ${above}`);
      if (latitude < 49.8 || latitude > 55.9 || longitude < -6.5 || longitude > 1.8) assert.fail(postcode);
      if (council < 200 || council > 999) assert.fail(postcode);
      if (council === 350) bolton.push(row);
      above = postcode;
      count += 1;
    }
  }
  assert.equal(count, 1_489_999);
  assert.ok(bolton.length > 5_000 && bolton.every((row) => /^(BL|M|WN|PR|BB)\d/.test(row.postcode)));
});

test('a place is where the source says, to ten metres', async () => {
  const rows = readPostcodes('data/registers/postcodes.csv.gz');
  const { value } = await rows.next();
  await rows.return();
  const first = value?.[0]?.ok === true ? { ...value[0].value } : undefined;
  assert.deepEqual(first, { postcode: 'AL1 1AG', latitude: 51.7453, longitude: -0.3286, council: 919 });
});

test('a broken row is a fault that names file, line and column, and the end', async () => {
  const found = await readingOf('postcode,lat,long,la_code\nBL1 1AA,535000,-24000,350\nAB,x,1,\nAD,1,1,\n');
  assert.deepEqual(found, ['BL1 1AA', 'postcodes.csv.gz, line 3, lat: a number is wanted']);
  const [, impossible] = await readingOf('postcode,lat,long,la_code\nBL1 1AA,535000,-24000,350\nCC,1,1,\n');
  assert.match(impossible ?? '', /line 3, postcode/);
});

test('a row of too few columns is a fault, and so is another header', async () => {
  const [few] = await readingOf('postcode,lat,long,la_code\nBL1 1AA,535000\n');
  assert.equal(few, 'postcodes.csv.gz, line 2, all: 4 columns are wanted, and 2 are there');
  const [other] = await readingOf('postcode,lat\nBL1 1AA,535000\n');
  assert.equal(
    other,
    'postcodes.csv.gz, line 1, header: the columns postcode, lat, long, la_code are wanted',
  );
});

test('each register says which day it describes and whose it is', async () => {
  const days = await readRegisterDays('data/registers/as-at.json');
  const registers = ['council', 'gp_practice', 'nhs_trust', 'postcode', 'school', 'school_successor'];
  assert.deepEqual(days.map((day) => day.register).sort(), registers);
  for (const day of days) assert.match(day.attribution, /Open Government Licence|OS data ©/);
});

async function readingOf(text: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'postcodes-'));
  const path = join(folder, 'postcodes.csv.gz');
  await writeFile(path, gzipSync(text));
  const found: string[] = [];
  for await (const rows of readPostcodes(path)) {
    for (const row of rows) found.push(row.ok ? row.value.postcode : row.fault.says);
  }
  await rm(folder, { recursive: true });
  return found;
}
