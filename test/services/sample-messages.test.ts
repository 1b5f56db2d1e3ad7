import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { FeedReport } from '../../src/services/feed-report.ts';
import { birthOf, birthTemplates } from '../support/births.ts';
import { withDatabase, type TestDatabase } from '../support/database.ts';
import { assertExpected } from '../support/expected.ts';
import { ask, everything, importFiles } from '../support/feeds.ts';
import { day, patient, sampleDay } from '../support/pds.ts';
import { censusOf, censusPupil, pupil, transferFileOf } from '../support/school-files.ts';

// The samples of PDS as they stand are in receive-feed.test.ts.
const database = await withDatabase({ after });
await ask(
  database,
  `insert into council (council_code, gss_code, name, official_name, region, latitude, longitude)
    values (201, 'E09000001', 'City of London', 'City of London', 'London', 51.5, -0.1)`,
);
await ask(
  database,
  `with council_of as (
      insert into organisation (kind, name, council_code) values ('council', 'City of London', 201) returning organisation_id
    )
    insert into team (organisation_id, service_kind, name, telephone, hours, is_desk, council_code)
    select organisation_id, 'social care', 'Duty desk', '01632 960000', '', true, 201 from council_of`,
);
await bring(database, '9990000018', '2015-03-27', 'council', 'DfEX0000001');
await bring(database, '9990000026', '2023-09-25', 'council', 'child_fails_assessments');

const needs = { supplier: 'council', format: 'cin-census' };
const nhs = { supplier: 'nhs-pds', format: 'pds-fhir' };

test('every sample of the needs census, of UK Core and of a birth is imported, refused with a reason or named', async () => {
  const outcomes: Record<string, readonly string[]> = {};
  for (const [folder, from] of [
    ['cin', needs],
    ['ukcore', nhs],
  ] as const)
    for (const [name, file] of samplesIn(folder))
      outcomes[`${folder}/${name}`] = outcomesOf(
        await importFiles(database.application, { [name]: file }, sampleDay, from),
      );
  for (const [name, template] of Object.entries(birthTemplates))
    outcomes[`pds/${name}, filled in`] = outcomesOf(
      await importFiles(database.application, { [name]: birthOf(template) }, sampleDay, nhs),
    );
  assert.equal(Object.keys(outcomes).length, 9 + 44 + 10);
  assertExpected('other-samples.json', `${JSON.stringify(outcomes, null, 2)}\n`);
});

const kept = new Set(
  (
    'LAchildID UPN PersonBirthDate CINreferralDate CINclosureDate ReferralNFA LEA DateTime Estab Surname Forename DOB Gender Sex ' +
    'MiddleNames PreferredForename FormerSurname PAON Street Town PostCode EntryDate LeavingDate Relationship Responsibility ' +
    'PhoneNo TelephoneType'
  ).split(' '),
);

test('what a file says in elements that are not kept is found in no column of any table', async () => {
  const marks: string[] = [];
  const marked = (file: string): string =>
    file.replaceAll(/<(\w+)>([^<>]+)<\/\1>/g, (whole, name: string) => {
      if (kept.has(name)) return whole;
      marks.push(`qz${marks.length}qz`);
      return `<${name}>${marks.at(-1)}</${name}>`;
    });
  const files: readonly (readonly [string, { readonly supplier: string; readonly format: string }])[] = [
    ...['CIN_Census_2024.xml', 'CIN_Census_2026.xml', 'CIN2rows.xml'].map((name) => {
      const file = readFileSync(new URL(`../data/cin/${name}`, import.meta.url), 'utf8');
      return [marked(file.replaceAll('A123456789123', 'X00180001701A')), needs] as const;
    }),
    [marked(transferFileOf(pupil({ Forename: 'Zara' }))), { supplier: 'school-census', format: 'ctf' }],
    [marked(censusOf([censusPupil()])), { supplier: 'school-census', format: 'school-census' }],
  ];
  let taken = 0;
  for (const [file, from] of files) {
    const report = await importFiles(database.application, { 'a.xml': file }, day('2026-11-24'), from);
    taken += report.counts.linked + report.counts.created + report.counts.waiting + report.counts.unchanged;
  }
  assert.ok(taken >= 5 && marks.length > 60, `${taken} rows and ${marks.length} marks`);
  const stored = await everything(database);
  assert.deepEqual(
    marks.filter((mark) => stored.includes(mark)),
    [],
  );
  assert.ok(stored.includes('Zara')); // the search does find what was taken
});

test('nothing clinical of a birth and nobody’s part in it is in any table', async () => {
  const stored = await everything(database);
  const values = [
    '3217',
    '03:14:15',
    '364589006',
    '07700 900333',
    'NEONATAL',
    'RR8G5',
    'Dohn',
    'St Mary',
    '1995-01-17',
  ];
  assert.deepEqual(
    values.filter((value) => stored.includes(value)),
    [],
  );
  assert.ok(stored.includes('Salma')); // the mother
});

test('no free text column of a child’s tables holds a fact of the published cases', async () => {
  const codes = ['WBRI', 'HAND', 'UN3', 'RC9', 'N4', 'PHY', '1A', '2B'];
  const columns = await ask(
    database,
    `select table_name, column_name from information_schema.columns
      where table_schema = 'public' and data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying')
        and table_name not like 'log%' order by 1, 2`,
  );
  assert.ok(columns.length > 100);
  for (const [table, column] of columns) {
    const values = codes.map((code) => `'${code}'`).join(', ');
    const found = await ask(database, `select 1 from ${table} where ${column}::text in (${values}) limit 1`);
    assert.deepEqual(found, [], `${table}.${column}`);
  }
});

/** Makes a child known to a supplier under a key, as if it had told of them before. */
async function bring(
  on: TestDatabase,
  number: string,
  born: string,
  supplier: string,
  key: string,
): Promise<void> {
  const system = 'https://fhir.nhs.uk/Id/nhs-number';
  const child = patient({ id: number, identifier: [{ system, value: number }], birthDate: born });
  await importFiles(on.application, { [`${number}.json`]: child });
  await ask(
    on,
    `update source_row
      set supplier_id = (select supplier_id from supplier where code = '${supplier}'), supplier_key = '${key}',
        supplier_version = null
      where supplier_key = '${number}'`,
  );
}

function samplesIn(folder: string): readonly (readonly [string, Buffer])[] {
  const url = new URL(`../data/${folder}/`, import.meta.url);
  return readdirSync(url)
    .sort()
    .map((name) => [name, readFileSync(new URL(name, url))] as const);
}

function outcomesOf({ counts, files }: FeedReport): readonly string[] {
  const times = (count: number): string => (count === 1 ? '' : `, ${count} times`);
  const imported = counts.linked + counts.created + counts.waiting;
  return [
    ...files.flatMap(({ batch: { state, stoppedBecause } }) => {
      if (state === 'same file') return ['the same file as one before'];
      return state === 'stopped' ? [`stopped: ${stoppedBecause}`] : [];
    }),
    ...(imported === 0 ? [] : [`imported${times(imported)}`]),
    ...(counts.unchanged === 0 ? [] : [`unchanged${times(counts.unchanged)}`]),
    ...files.flatMap(({ refused }) =>
      refused.map(({ element, reason, count }) => `refused: ${element}: ${reason}${times(count)}`),
    ),
    ...files.flatMap(({ notTaken }) =>
      notTaken.map(({ name, count }) => `not taken: ${name}${times(count)}`),
    ),
  ];
}
