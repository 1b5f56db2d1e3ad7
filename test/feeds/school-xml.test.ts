import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { readSchoolCensus, readTransferFile } from '../../src/feeds/school-xml.ts';
import { faultsOf, readAll } from '../support/feed-items.ts';
import { censusOf, censusPupil, pupil, transferFileOf } from '../support/school-files.ts';

test('a pupil of a transfer file is read as a child with a place at the school, and their carers', async () => {
  const [child, carer, ...more] = await readAll(readTransferFile, transferFileOf(pupil()));
  assert.deepEqual(child, {
    kind: 'child',
    child: {
      supplierKey: '3502001 X00180001701A',
      givenNames: 'Amina Rose',
      familyName: 'Khan',
      preferredName: 'Mina',
      formerNames: [{ givenNames: 'Amina', familyName: 'Begum' }],
      dateOfBirth: '2015-03-27',
      gender: 'female',
      upn: 'X00180001701A',
      address: { line: '12 High Street', town: 'Bolton', postcode: 'BL1 1AA' },
      restricted: false,
      schoolPlace: { school: '3502001', startedOn: '2020-09-01' },
    },
    dropped: [
      'Pupil.BasicDetails.Ethnicity',
      'Pupil.Phones',
      'Pupil.Email',
      'Pupil.SENhistory',
      'Pupil.Contacts.Contact.Order',
      'Pupil.SchoolHistory.School (another school)',
      'Pupil.Contacts.Contact (not a carer)',
    ],
  });
  assert.deepEqual(carer, {
    kind: 'carer',
    place: 'line 7',
    dropped: [],
    carer: {
      supplierKey: '3502001 X00180001701A',
      carerKey: 'sara khan',
      givenNames: 'Sara',
      familyName: 'Khan',
      relationship: 'mother',
      parentalResponsibility: 'yes',
      telephone: '07700 900222',
      email: 'sara.khan@family.example',
    },
  });
  assert.deepEqual(more, []);
});

test('a census tells of pupils on the roll, and of when those who left did', async () => {
  const left = censusPupil({
    PupilStatus: '<EntryDate>2020-09-01</EntryDate><LeavingDate>2026-07-20</LeavingDate>',
  });
  const items = await readAll(readSchoolCensus, censusOf([censusPupil()], [left]));
  assert.deepEqual(
    items.map(
      (item) => item.kind === 'child' && [item.child.supplierKey, item.child.schoolPlace, item.dropped],
    ),
    [
      [
        '3502001 X00180001701A',
        { school: '3502001', startedOn: '2020-09-01' },
        [
          'PupilOnRoll.PupilCharacteristics',
          'PupilOnRoll.PupilStatus.EnrolStatus',
          'PupilOnRoll.SpecialEducationalNeeds',
        ],
      ],
      [
        '3502001 X00180001701A',
        { school: '3502001', startedOn: '2020-09-01', endedOn: '2026-07-20' },
        ['PupilNoLongerOnRoll.PupilCharacteristics', 'PupilNoLongerOnRoll.SpecialEducationalNeeds'],
      ],
    ],
  );
});

const refused: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [{ DOB: '' }, 'Pupil.DOB: missing'],
  [{ DOB: '2015-02-30' }, 'Pupil.DOB: not a real date'],
  [{ DOB: '2008-11-22' }, 'Pupil.DOB: 18 or over'],
  [{ DOB: '2030-01-01' }, 'Pupil.DOB: in the future'],
  [{ Surname: '' }, 'Pupil.Surname: no usable family name'],
  [{ Forename: '\u202E1' }, 'Pupil.Forename: no usable given name'],
  [{ Forename: 'x'.repeat(36) }, 'Pupil.Forename: no usable given name'],
  [{ UPN: '1</UPN><UPN>2' }, 'Pupil.UPN: said twice'],
];

test('a pupil who cannot be read is refused with the reason, and no other is', async () => {
  for (const [changes, fault] of refused) {
    const items = await readAll(readTransferFile, transferFileOf(pupil(changes), pupil({ Contacts: '' })));
    assert.deepEqual(faultsOf(items), [fault]);
    assert.deepEqual(
      items.map((item) => item.kind),
      ['fault', 'child'],
    );
  }
});

test('a pupil number whose letter is wrong is told and not kept, and the pupil is known by name and birthday', async () => {
  const [item] = await readAll(readTransferFile, transferFileOf(pupil({ UPN: 'Y00180001701A' })));
  assert.ok(item?.kind === 'child');
  assert.equal(item.child.upn, undefined);
  assert.equal(item.child.supplierKey, '3502001 2015-03-27 aminarose khan');
  assert.ok(item.dropped.includes('Pupil.UPN (not a pupil number: its letter does not check the rest)'));
});

test('a file that does not say of which school it is has no pupils that can be taken', async () => {
  for (const establishment of ['', '<Estab>LLLL</Estab>']) {
    const file = transferFileOf(pupil()).replace('<Estab>2001</Estab>', establishment);
    assert.deepEqual(faultsOf(await readAll(readTransferFile, file)), [
      'CTfile.Header.SourceSchool.LEA: not a school',
    ]);
  }
});

test('another kind of file is told', async () => {
  assert.deepEqual(faultsOf(await readAll(readTransferFile, censusOf([]))), [
    'the file: XML of another kind',
  ]);
  assert.deepEqual(await readAll(readSchoolCensus, '<Message><Children><Child/></Children></Message>'), [
    { kind: 'not taken', message: 'school census without pupils' },
  ]);
});

test('no word that the layout does not have is repeated in a report', async () => {
  const item = fc.string({
    unit: fc.constantFrom('S', 'a', 'r', 'h', 'K', 'n'),
    minLength: 12,
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(item, async (word) => {
      const file = transferFileOf(pupil().replace('</Pupil>', `<${word}><DOB>x</DOB></${word}></Pupil>`));
      assert.ok(!JSON.stringify(await readAll(readTransferFile, file)).includes(word));
    }),
    { numRuns: 20 },
  );
});

test('a file cut off anywhere gives the pupils before the cut, and says that it was', async () => {
  const whole = transferFileOf(
    ...Array.from({ length: 5 }, (_, at) => pupil({ UPN: '', Forename: `Ann${at}`, Contacts: '' })),
  );
  const file = whole.replaceAll(/Ann(\d)/g, (_, digit) => `Ann${'abcde'[Number(digit)]}`);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 60, max: file.length - 12 }),
      fc.integer({ min: 1, max: 999 }),
      async (length, size) => {
        const items = await readAll(readTransferFile, file.slice(0, length), size);
        assert.equal(
          items.filter((one) => one.kind === 'child').length,
          file.slice(0, length).split('</Pupil>').length - 1,
        );
        assert.deepEqual(faultsOf(items), ['the file: cut off before its end']);
      },
    ),
    { numRuns: 40 },
  );
});
