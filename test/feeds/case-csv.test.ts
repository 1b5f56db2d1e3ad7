import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedItem } from '../../src/domain/source-row.ts';
import { caseCsvReader } from '../../src/feeds/case-csv.ts';
import { readMapping } from '../../src/feeds/mapping.ts';
import { faultsOf, readAll } from '../support/feed-items.ts';

const mapping = {
  columns: {
    'Person ID': 'key',
    Forename: 'given name',
    Surname: 'family name',
    DOB: { fact: 'date of birth', dates: 'day/month/year' },
    Sex: { fact: 'gender', words: { '1': 'male', '2': 'female' } },
    'NHS No': 'nhs number',
    'Referral date': { fact: 'involved since', dates: 'year-month-day' },
    'Closed on': { fact: 'involved until', dates: 'year-month-day' },
  },
  dropped: ['Risk level'],
  involvement: { service: 'social care', council: 350 },
};
const header = 'Person ID,Forename,Surname,DOB,Sex,NHS No,Referral date,Closed on,Risk level,Case note';
const row = '77,Amina,Khan,27/3/2015,2,999 000 0018,2024-05-02,,high,seen at home';

test('a row is read as a child and as the involvement that the mapping declares', async () => {
  assert.deepEqual(await read(`${header}\n${row}`), [
    {
      kind: 'child',
      child: {
        supplierKey: '77',
        givenNames: 'Amina',
        familyName: 'Khan',
        dateOfBirth: '2015-03-27',
        gender: 'female',
        nhsNumber: '9990000018',
        restricted: false,
      },
      dropped: ['risk level', '(a column that the mapping does not name)'],
    },
    {
      kind: 'involvement',
      place: 'line 2',
      dropped: [],
      involvement: {
        supplierKey: '77',
        councilCode: 350,
        service: 'social care',
        dateOfBirth: '2015-03-27',
        startedOn: '2024-05-02',
      },
    },
  ]);
});

test('what the mapping does not allow is refused or dropped with its reason', async () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['77', '', ['person id: missing']],
    ['27/3/2015', '2015-03-27', ['dob: not a real date']],
    ['Khan', '=1+Khan', ['surname: a formula']],
    ['2024-05-02', '2029-05-02', ['referral date: missing, no real date, or in the future']],
    ['2024-05-02,', '2024-05-02,2024-05-01', ['closed on: no real date, in the future, or before it began']],
    ['Referral date', 'Referred', ['the column referral date: missing']],
  ];
  for (const [from, to, faults] of cases)
    assert.deepEqual(faultsOf(await read(`${header}\n${row}`.replace(from, to))), faults, to);
  const [child] = await read(`${header}\n${row.replace('999 000 0018', '999 000 0019')}`);
  assert.ok(child?.kind === 'child' && child.child.nhsNumber === undefined);
  assert.ok(child.dropped.includes('nhs no (not an NHS number)'));
});

const wrong: readonly (readonly [unknown, string])[] = [
  ['{', 'The mapping is not JSON: look for a comma or a quotation mark that is missing'],
  [[], 'The mapping is not as it should be'],
  [{ ...mapping, supplier: 'x' }, 'The mapping has "supplier", which is nothing here'],
  [{ ...mapping, columns: { ...mapping.columns, Notes: 7 } }, '"columns" > "Notes" is not as it should be'],
  [
    { ...mapping, columns: { ...mapping.columns, Born: 'dob' } },
    'Column "Born": "dob" is no fact. Did you mean "date of birth"?',
  ],
  [
    { ...mapping, columns: { ...mapping.columns, Notes: 'case notes' } },
    'Column "Notes": "case notes" is no fact. One of: key, ',
  ],
  [{ columns: { A: 'key' } }, 'No column is "family name": every row must have it'],
  [
    { ...mapping, columns: { ...mapping.columns, Id: 'key' } },
    'Two columns are "key": one column for each fact',
  ],
  [{ ...mapping, dropped: ['DOB'] }, 'Column "DOB" is kept and dropped at once'],
  [{ ...mapping, involvement: undefined }, '"involved since" needs "involvement"'],
  [
    { ...mapping, involvement: { service: 'mental health', council: 350 } },
    '"mental health" is a sensitive service',
  ],
  [{ ...mapping, involvement: { service: 'magic', council: 350 } }, '"magic" is no service. One of: school,'],
  [{ ...mapping, involvement: { service: 'social care', council: 7 } }, '"council" is the three digits'],
  [
    { ...mapping, columns: { ...mapping.columns, DOB: { fact: 'date of birth', dates: 'd/m/y' } } },
    'Column "DOB": write "dates" as one of',
  ],
  [
    { ...mapping, columns: { ...mapping.columns, Sex: { fact: 'gender', words: { '1': 'boy' } } } },
    'Column "Sex": the words for gender are',
  ],
];

test('a mapping that cannot be used says what to write instead', () => {
  for (const [file, says] of wrong) {
    const checked = readMapping(typeof file === 'string' ? file : JSON.stringify(file));
    assert.ok(!checked.ok && checked.faults.some((fault) => fault.startsWith(says)), says);
  }
});

async function read(file: string): Promise<readonly FeedItem[]> {
  const checked = readMapping(JSON.stringify(mapping));
  assert.ok(checked.ok);
  return readAll(caseCsvReader(checked.mapping), file);
}
