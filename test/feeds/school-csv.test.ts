import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { readSchoolCsv } from '../../src/feeds/school-csv.ts';
import { faultsOf, readAll } from '../support/feed-items.ts';

const header =
  'School URN,Pupil number,UPN,Family name,Given names,Known as,Date of birth,Gender,Address,Town,Postcode,Started,Left,Notes';
const row =
  '105250,P1,,Khan,Amina Rose,Mina,27/03/2015,F,"12 High Street, Flat 2",Bolton,bl11aa,01/09/2020,,asthma';

test('a row of the short file is read as a child with a place at the school', async () => {
  assert.deepEqual(await readAll(readSchoolCsv, `${header}\n${row}\n`), [
    {
      kind: 'child',
      child: {
        supplierKey: '105250 P1',
        givenNames: 'Amina Rose',
        familyName: 'Khan',
        preferredName: 'Mina',
        dateOfBirth: '2015-03-27',
        gender: 'female',
        address: { line: '12 High Street, Flat 2', town: 'Bolton', postcode: 'BL1 1AA' },
        restricted: false,
        schoolPlace: { school: 105_250, startedOn: '2020-09-01' },
      },
      dropped: ['notes'],
    },
  ]);
});

test('line ends of every kind, a byte order mark, empty lines and any order of columns come to the same', async () => {
  const expected = await readAll(readSchoolCsv, `${header}\n${row}\n${row}\n`);
  const ends = fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n \r\n');
  await fc.assert(
    fc.asyncProperty(ends, ends, ends, fc.integer({ min: 1, max: 300 }), async (a, b, c, size) => {
      const file = `\uFEFF${header.toUpperCase()}${a}${row}${b}${row}${c}`;
      assert.deepEqual(await readAll(readSchoolCsv, file, size), expected);
    }),
  );
  const turned = (line: string): string =>
    line
      .split(/,(?! )/)
      .toReversed()
      .join(',');
  const items = await readAll(readSchoolCsv, `${turned(header)}\n${turned(row)}\n${turned(row)}\n`);
  assert.deepEqual(items, expected);
});

const badRows: readonly (readonly [string, string, string])[] = [
  ['105250', '1052', 'School URN: not a URN'],
  ['P1', '', 'Pupil number: missing'],
  ['Khan', '', 'Family name: no usable family name'],
  ['Khan', '=HYPERLINK("http://x.example")', 'the row: not CSV'],
  ['Khan', '"=HYPERLINK(""http://x.example"")"', 'Family name: a formula'],
  ['Khan', '@SUM(A1)', 'Family name: a formula'],
  ['Khan', '+cmd|x', 'Family name: a formula'],
  ['27/03/2015', '3/2015', 'Date of birth: not a real date'],
  ['27/03/2015', '31/02/2015', 'Date of birth: not a real date'],
  ['Bolton,', '', 'the row: too few columns'],
  ['Bolton,', 'Bolton,,', 'the row: too many columns'],
  ['01/09/2020,', '01/09/2020,01/01/2019', 'Left: before the day started'],
];

test('a row that cannot be read is refused with its reason, and costs no other', async () => {
  for (const [from, to, fault] of badRows) {
    const items = await readAll(readSchoolCsv, `${header}\n${row}\n${row.replace(from, to)}\n${row}\n`);
    assert.deepEqual(faultsOf(items), [fault], to);
    assert.equal(items.filter((item) => item.kind === 'child').length, 2, to);
  }
});

const badFiles: readonly (readonly [string | Uint8Array, string])[] = [
  ['', 'the file: empty'],
  ['\n\n', 'the file: empty'],
  [header.replaceAll(',', ';'), 'the header: apart by other than commas'],
  [header.replace('Family name', 'Surname'), 'the column Family name: missing'],
  [header.replace('Notes', 'UPN'), 'the header: two columns of one name'],
  [`${header}${',x'.repeat(600)}`, 'the header: too many columns'],
  ['a,'.repeat(1_000_000), 'the header: longer than 64 KB, or a quotation mark in it is not closed'],
  [`"${header}\n${row}`, 'the header: longer than 64 KB, or a quotation mark in it is not closed'],
  [Buffer.from(header, 'utf16le'), 'the file: in another encoding'],
];

test('a file that cannot be read is one fault', async () => {
  for (const [file, fault] of badFiles)
    assert.deepEqual(faultsOf(await readAll(readSchoolCsv, file)), [fault]);
});

test('a row of a million columns is refused, and the rows after it are read', async () => {
  const items = await readAll(readSchoolCsv, `${header}\n${'x,'.repeat(1_000_000)}\n${row}\n`);
  assert.deepEqual(faultsOf(items), ['the row: not CSV']);
  assert.equal(items.at(-1)?.kind, 'child');
});

test('rows before a byte that is not UTF-8 are read', async () => {
  const file = Buffer.concat([
    Buffer.from(`${header}\n${row}\n`),
    Buffer.from('105250,P2,,Zoë,Ann', 'latin1'),
  ]);
  const items = await readAll(readSchoolCsv, file);
  assert.deepEqual(
    items.map((item) => item.kind),
    ['child', 'fault'],
  );
  assert.deepEqual(faultsOf(items), ['the file: not UTF-8']);
});
