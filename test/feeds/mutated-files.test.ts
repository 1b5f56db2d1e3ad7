import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fc } from '../support/property.ts';
import { isDay } from '../../src/domain/calendar.ts';
import { feedFormatWords } from '../../src/domain/feed-formats.ts';
import type { FeedItem } from '../../src/domain/source-row.ts';
import { caseCsvReader } from '../../src/feeds/case-csv.ts';
import { readMapping } from '../../src/feeds/mapping.ts';
import { readers, type FeedReader } from '../../src/feeds/readers.ts';
import { birthOf, birthTemplates } from '../support/births.ts';
import { chunksOf } from '../support/feed-items.ts';
import { patient, relatedPerson, sampleDay, searchset } from '../support/pds.ts';
import { censusOf, censusPupil, pupil, transferFileOf } from '../support/school-files.ts';

/** A reader, a good file of it, and one row of which a file may have any number. */
type Sample = {
  readonly reader: FeedReader;
  readonly good: string;
  readonly head: string;
  readonly row: string;
};

const mapping = readMapping(
  JSON.stringify({
    columns: {
      Id: 'key',
      First: 'given name',
      Last: 'family name',
      Born: 'date of birth',
      Since: 'involved since',
    },
    involvement: { service: 'social care', council: 350 },
  }),
);
assert.ok(mapping.ok);
const schoolRow = '105250,P1,Khan,Amina,2015-03-27\n';
const caseRow = '7,Amina,Khan,2015-03-27,2024-01-01\n';
const child = `<Child><ChildIdentifiers><LAchildID>C1</LAchildID><PersonBirthDate>2015-03-27</PersonBirthDate></ChildIdentifiers>
<CINdetails><CINreferralDate>2024-05-02</CINreferralDate></CINdetails></Child>`;
const samples: Readonly<Record<string, Sample>> = {
  'pds-fhir': {
    reader: readers['pds-fhir'],
    good: JSON.stringify(searchset(patient(), relatedPerson())),
    head: '',
    row: `${JSON.stringify(patient())}\n`,
  },
  birth: {
    reader: readers['pds-fhir'],
    good: birthOf(birthTemplates['birth__create-pds-record-at-birth.json'] ?? ''),
    head: '',
    row: `${JSON.stringify(relatedPerson())}\n`,
  },
  'uk core': {
    reader: readers['pds-fhir'],
    good: readFileSync(
      new URL('../data/ukcore/UKCore-Patient-BabyPatient-Example.xml', import.meta.url),
      'utf8',
    ),
    head: '<Bundle>',
    row: '<entry><resource><Patient><gender value="male"/></Patient></resource></entry>\n',
  },
  ctf: {
    reader: readers.ctf,
    good: transferFileOf(pupil(), pupil({ UPN: '' })),
    head: transferFileOf().split('\n\n')[0] ?? '',
    row: `${pupil()}\n`,
  },
  'school-census': {
    reader: readers['school-census'],
    good: censusOf([censusPupil()], [censusPupil()]),
    head: censusOf([]).split('</PupilsOnRoll>')[0] ?? '',
    row: `<PupilOnRoll>${censusPupil()}</PupilOnRoll>\n`,
  },
  'school-csv': {
    reader: readers['school-csv'],
    good: `School URN,Pupil number,Family name,Given names,Date of birth\n${schoolRow}"105250",P2,"O""Brien",Ann,01/02/2016\r\n`,
    head: 'School URN,Pupil number,Family name,Given names,Date of birth\n',
    row: schoolRow,
  },
  'cin-census': {
    reader: readers['cin-census'],
    good: `<Message><Header><Source><LEA>350</LEA></Source></Header><Children>${child}${child}</Children></Message>`,
    head: '<Message><Header><Source><LEA>350</LEA></Source></Header><Children>',
    row: `${child}\n`,
  },
  'case-csv': {
    reader: caseCsvReader(mapping.mapping),
    good: `Id,First,Last,Born,Since\n${caseRow}8,"Zoë",Ng,2016-01-01,\n`,
    head: 'Id,First,Last,Born,Since\n',
    row: caseRow,
  },
};

test('every format that a supplier may send is here', () => {
  for (const format of feedFormatWords) assert.ok(format in samples, format);
});

const inserted = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 20 }),
  fc
    .constantFrom(
      '<',
      '>',
      '&',
      '"',
      ',',
      '\n',
      '\r',
      '\0',
      '\uFEFF',
      '<![CDATA[',
      '-->',
      '<?x?>',
      '&#0;',
      '{',
      '[',
      ']',
      '__proto__',
      '=1+1',
      '\u202E',
      '😀',
    )
    .map((text) => Buffer.from(text)),
);
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.integer({ min: 0, max: 60 }),
  repeat: fc.integer({ min: 0, max: 3 }),
  insert: inserted,
});

test('a file spoiled anyhow is read to items of known shape: nothing is thrown, and no item is half there', async () => {
  for (const [name, { reader, good }] of Object.entries(samples))
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 4000 }),
        async (mutations, size) => {
          const file = mutations.reduce<Uint8Array>(spoil, Buffer.from(good));
          for await (const item of reader(chunksOf(file, size), sampleDay)) assertWhole(item, name);
        },
      ),
      { numRuns: 60 },
    );
});

test('bytes at random are read to faults', async () => {
  for (const [name, { reader }] of Object.entries(samples))
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (file) => {
        const kinds = new Set<string>();
        for await (const item of reader(chunksOf(file, 7), sampleDay)) kinds.add(item.kind);
        assert.ok(kinds.size <= 1 && !kinds.has('child'), `${name} ${[...kinds].join(' ')}`);
      }),
      { numRuns: 60 },
    );
});

test('however long a file is, memory stays and twice the rows take twice the time', async () => {
  setFlagsFromString('--expose-gc');
  const rows = 300;
  for (const [name, { reader, head, row }] of Object.entries(samples)) {
    await timeOf(reader, head, row, rows); // warm
    runInNewContext('gc()');
    const before = process.memoryUsage().heapUsed;
    const once = await timeOf(reader, head, row, rows);
    const twice = await timeOf(reader, head, row, rows * 2);
    runInNewContext('gc()');
    const held = process.memoryUsage().heapUsed - before;
    assert.ok(held < 4_000_000, `${name} holds ${held} bytes`);
    // Quadratic work would take four times as long; a busy machine is given room.
    assert.ok(twice < once * 3.5 + 200, `${name}: ${once} ms, and ${twice} for twice the rows`);
  }
});

test('an endless element, cell or attribute is refused after at most a megabyte and a little', async () => {
  for (const [name, { reader, head }] of Object.entries(samples)) {
    const begin =
      head === '' ? '{"resourceType":"Patient","id":"' : `${head}${head.startsWith('<') ? '<x y="' : '"'}`;
    let sent = 0;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(begin);
      for (const block = Buffer.alloc(65_536, 'x'); sent < 40_000_000; sent += block.length) yield block;
    };
    const before = process.memoryUsage().rss;
    let faults = 0;
    for await (const item of reader(endless(), sampleDay)) if (item.kind === 'fault') faults += 1;
    assert.ok(faults > 0, name);
    assert.ok(sent < 3_000_000 || process.memoryUsage().rss - before < 100_000_000, `${name} ${sent}`);
  }
});

async function timeOf(reader: FeedReader, head: string, row: string, rows: number): Promise<number> {
  const began = performance.now();
  let items = 0;
  const many = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(head);
    const hundred = Buffer.from(row.repeat(100));
    for (let at = 0; at < rows; at += 100) yield hundred;
  };
  for await (const item of reader(many(), sampleDay)) if (item.kind !== 'about') items += 1;
  assert.ok(items >= rows, `${items} of ${rows}`);
  return performance.now() - began;
}

function spoil(
  file: Uint8Array,
  { at, drop, repeat, insert }: { at: number; drop: number; repeat: number; insert: Uint8Array },
): Uint8Array {
  const place = Math.floor(at * file.length);
  const before = file.subarray(0, place);
  const again = Array.from({ length: repeat }, () => file.subarray(Math.max(0, place - 200), place));
  return Buffer.concat([before, ...again, insert, file.subarray(place + drop)]);
}

function assertWhole(item: FeedItem, name: string): void {
  if (item.kind === 'child') {
    const { supplierKey, givenNames, familyName, dateOfBirth } = item.child;
    assert.ok(supplierKey !== '' && givenNames !== '' && familyName !== '' && isDay(dateOfBirth), name);
  } else if (item.kind === 'carer')
    assert.ok(item.carer.carerKey !== '' && item.carer.familyName !== '', name);
  else if (item.kind === 'involvement')
    assert.ok(isDay(item.involvement.startedOn) && item.involvement.councilCode >= 100, name);
  else if (item.kind === 'fault') {
    const { element, reason, wanted } = item.fault;
    assert.ok(element !== '' && reason !== '' && wanted !== '' && item.place !== '', name);
  } else if (item.kind === 'not taken') assert.notEqual(item.message, '', name);
}
