import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readCinCensus } from '../../src/feeds/cin-census.ts';
import { chunksOf, faultsOf, readAll } from '../support/feed-items.ts';
import { sampleDay } from '../support/pds.ts';

test('a child of the census is read as an involvement of the council, since the open referral, and nothing of the case', async () => {
  const file = census(episode('2019-01-07', '2019-03-01') + episode('2024-05-02') + episode('2025-01-09'));
  assert.deepEqual(await readAll(readCinCensus, file), [
    {
      kind: 'involvement',
      place: 'line 3',
      involvement: {
        supplierKey: 'C1',
        councilCode: 350,
        service: 'social care',
        dateOfBirth: '2015-03-27',
        upn: 'X00180001701A',
        startedOn: '2024-05-02',
      },
      dropped: [
        'Child.ChildIdentifiers.GenderCurrent',
        'Child.CINdetails.PrimaryNeedCode',
        'Child.CINdetails.Section47',
      ],
    },
  ]);
});

test('a census says of itself which council wrote it, and when', async () => {
  const file = readFileSync(new URL('../data/cin/CIN2rows.xml', import.meta.url));
  for await (const item of readCinCensus(chunksOf(file), sampleDay)) {
    assert.deepEqual(item, { kind: 'about', sender: '201', writtenOn: '2023-05-23' });
    break;
  }
});

test('where every referral is closed, the latest and its end are told', async () => {
  const file = census(episode('2024-05-02', '2024-08-01') + episode('2019-01-07', '2019-03-01'));
  const [item] = await readAll(readCinCensus, file);
  assert.ok(item?.kind === 'involvement');
  assert.deepEqual([item.involvement.startedOn, item.involvement.endedOn], ['2024-05-02', '2024-08-01']);
});

test('a referral that led to nothing is no involvement', async () => {
  for (const word of ['true', '1'])
    assert.deepEqual(await readAll(readCinCensus, census(episode('2024-05-02', undefined, word))), [
      { kind: 'not taken', message: 'Child of whom every referral led to no further action' },
    ]);
});

const refused: readonly (readonly [string, string, string])[] = [
  [
    'X00180001701A',
    'A00180001701A',
    'Child.ChildIdentifiers.UPN: not a pupil number: its letter does not check the rest',
  ],
  ['<LAchildID>C1</LAchildID>', '', 'Child.ChildIdentifiers.LAchildID: missing'],
  ['2015-03-27', '', 'Child.ChildIdentifiers.PersonBirthDate: missing'],
  ['2015-03-27', '2004-03-27', 'Child.ChildIdentifiers.PersonBirthDate: 18 or over'],
  ['2024-05-02', '2027-05-02', 'Child.CINdetails.CINreferralDate: missing, no real date, or in the future'],
  ['<LEA>350</LEA>', '', 'Message.Header.Source.LEA: missing before the children, or no council'],
];

test('a row that cannot be taken is refused with its reason', async () => {
  for (const [from, to, fault] of refused) {
    const items = await readAll(readCinCensus, census(episode('2024-05-02')).replace(from, to));
    assert.deepEqual(faultsOf(items), [fault]);
  }
  const backwards = await readAll(readCinCensus, census(episode('2024-05-02', '2024-05-01')));
  assert.deepEqual(faultsOf(backwards), [
    'Child.CINdetails.CINclosureDate: no real date, in the future, or before the referral',
  ]);
});

test('of the published census nothing that is read is a fact of the case', async () => {
  const file = readFileSync(new URL('../data/cin/CIN_Census_2026.xml', import.meta.url));
  const said = (await readAll(readCinCensus, file)).filter((item) => item.kind === 'involvement');
  const text = JSON.stringify(said.map(({ involvement }) => involvement));
  for (const word of ['WBRI', 'N1', 'RC9', '1A', 'HAND', '2023-12-25']) assert.ok(!text.includes(word), word);
  assert.equal(said.length, 1);
});

function census(episodes: string): string {
  return `<Message><Header><Source><LEA>350</LEA></Source></Header>
<Children>
<Child><ChildIdentifiers><LAchildID>C1</LAchildID><UPN>X00180001701A</UPN><PersonBirthDate>2015-03-27</PersonBirthDate>
<GenderCurrent>2</GenderCurrent></ChildIdentifiers>${episodes}</Child>
</Children></Message>`;
}

function episode(since: string, until?: string, noFurtherAction = 'false'): string {
  const closure = until === undefined ? '' : `<CINclosureDate>${until}</CINclosureDate>`;
  return `<CINdetails><CINreferralDate>${since}</CINreferralDate><PrimaryNeedCode>N4</PrimaryNeedCode>${closure}
<Section47><S47ActualStartDate>${since}</S47ActualStartDate></Section47><ReferralNFA>${noFurtherAction}</ReferralNFA></CINdetails>`;
}
