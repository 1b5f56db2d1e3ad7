import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { addDays, isDay, type Day } from '../../src/domain/calendar.ts';
import { isNhsNumber, isOdsPracticeCode, isPostcode } from '../../src/domain/identifiers.ts';
import { leavesOn } from '../../src/domain/retention.ts';
import type { SourceChild } from '../../src/domain/source-row.ts';
import { settle, supplierCodes, type LinkedRow, type SupplierCode } from '../../src/domain/standing.ts';

const today = day('2026-11-22');
const said: SourceChild = {
  supplierKey: '1',
  givenNames: 'Amina',
  familyName: 'Begum',
  dateOfBirth: day('2015-03-27'),
  gender: 'female',
  restricted: false,
};

test('the NHS is believed on the practice, the school register on the school, and a person on everything', () => {
  const [nhsSays, schoolSays, keeperSays] = [practice('A00001'), practice('A00002'), practice('A00003')];
  const nhs = row(1, 'nhs-pds', { ...said, practiceCode: nhsSays, schoolUrn: 100_001 });
  const school = row(2, 'school-census', { ...said, practiceCode: schoolSays, schoolUrn: 100_002 });
  const keeper = row(3, 'record-keeper', { ...said, practiceCode: keeperSays });
  assert.deepEqual(settle([school, nhs]).practiceCode, { value: nhsSays, from: 1 });
  assert.deepEqual(settle([nhs, school]).schoolUrn, { value: 100_002, from: 2 });
  assert.deepEqual(settle([nhs, school, keeper]).practiceCode, { value: keeperSays, from: 3 });
});

test('where the highest supplier says nothing of a field, the next one is believed', () => {
  const rows = [row(1, 'nhs-pds', said), row(2, 'council', { ...said, practiceCode: practice('A00002') })];
  assert.deepEqual(settle(rows).practiceCode, { value: practice('A00002'), from: 2 });
});

test('the highest version of a supplier’s own stands, whatever the day it came', () => {
  const newer = {
    ...row(1, 'nhs-pds', { ...said, familyName: 'Khan' }),
    version: 7,
    lastSeenOn: addDays(today, -9),
  };
  const older = { ...row(2, 'nhs-pds', said), version: 6 };
  const child = settle([older, newer]);
  assert.equal(child.name.value.familyName, 'Khan');
  assert.deepEqual(child.formerNames, [{ givenNames: 'Amina', familyName: 'Begum' }]);
});

test('without versions, what was heard last stands', () => {
  const newer = row(1, 'council', { ...said, familyName: 'Khan' });
  const older = { ...row(2, 'council', said), lastSeenOn: addDays(today, -1) };
  assert.equal(settle([older, newer]).name.value.familyName, 'Khan');
});

test('a name that differs only in case and accents is not a former one', () => {
  const rows = [row(1, 'nhs-pds', { ...said, familyName: 'BÉGUM' }), row(2, 'school-census', said)];
  assert.deepEqual(settle(rows).formerNames, []);
});

test('an address that a supplier no longer says is the last known one', () => {
  const home = { line: '1 High Street', postcode: postcode('BL1 1AA') };
  const before = { ...row(1, 'nhs-pds', { ...said, address: home }), version: 1 };
  const now = { ...row(2, 'nhs-pds', said), version: 2 };
  const child = settle([before, now]);
  assert.equal(child.address, undefined);
  assert.deepEqual(child.lastKnownAddress, { value: home, from: 1 });
});

test('a supplier that restricts a child takes back what it said of the place', () => {
  const home = { line: '1 High Street', postcode: postcode('BL1 1AA') };
  const before = {
    ...row(1, 'nhs-pds', { ...said, address: home, practiceCode: practice('A00001') }),
    version: 1,
  };
  const now = {
    ...row(2, 'nhs-pds', { ...said, restricted: true }),
    version: 2,
    firstSeenOn: addDays(today, -3),
  };
  const child = settle([now, before]);
  assert.deepEqual(
    [child.address, child.lastKnownAddress, child.practiceCode, child.formerAddresses, child.formerPractices],
    [undefined, undefined, undefined, [], []],
  );
  assert.equal(child.restrictedSince, addDays(today, -3));
});

test('a death closes the record on the day it was first told, and a year later the record leaves', () => {
  const told = {
    ...row(1, 'nhs-pds', { ...said, diedOn: day('2026-10-01') }),
    version: 2,
    firstSeenOn: day('2026-10-05'),
  };
  const again = {
    ...row(2, 'nhs-pds', { ...told.says, gender: 'not specified' }),
    version: 3,
    firstSeenOn: today,
  };
  const child = settle([again, told, { ...row(3, 'nhs-pds', said), version: 1 }]);
  assert.equal(child.closedOn, '2026-10-05');
  assert.equal(child.leavesOn, '2027-10-05');
});

test('a death told in error opens the record again when it is taken back', () => {
  const told = { ...row(1, 'nhs-pds', { ...said, diedOn: day('2026-10-01') }), version: 2 };
  assert.equal(settle([told, { ...row(2, 'nhs-pds', said), version: 3 }]).closedOn, undefined);
});

test('a record leaves on the 18th birthday, which is 1 March for one born on 29 February', () => {
  assert.equal(leavesOn(day('2015-03-27')), '2033-03-27');
  assert.equal(leavesOn(day('2012-02-29')), '2030-03-01');
  assert.equal(leavesOn(day('2009-01-10'), day('2026-12-01')), '2027-01-10');
});

test('the order of rows changes nothing', () => {
  fc.assert(
    fc.property(
      linkedRows().chain((rows) =>
        fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
      ),
      ([rows, shuffled]) => assert.deepEqual(settle(shuffled), settle(rows)),
    ),
  );
});

test('every settled value is the word of the row that it names', () => {
  fc.assert(
    fc.property(linkedRows(), (rows) => {
      const child = settle(rows);
      const saying = (from: number) => rows.find((one) => one.sourceRowId === from)?.says;
      assert.equal(saying(child.name.from)?.familyName, child.name.value.familyName);
      assert.equal(saying(child.dateOfBirth.from)?.dateOfBirth, child.dateOfBirth.value);
      assert.equal(
        child.practiceCode && saying(child.practiceCode.from)?.practiceCode,
        child.practiceCode?.value,
      );
      assert.equal(child.address && saying(child.address.from)?.address, child.address?.value);
    }),
  );
});

test('no feed undoes what a person decided', () => {
  fc.assert(
    fc.property(linkedRows(), (rows) => {
      const decided = {
        ...row(0, 'record-keeper', { ...said, familyName: 'Decided', supplierKey: 'keeper' }),
        version: null,
      };
      const others = rows.filter((one) => one.supplier !== 'record-keeper');
      assert.equal(settle([...others, decided]).name.value.familyName, 'Decided');
    }),
  );
});

function linkedRows(): fc.Arbitrary<LinkedRow[]> {
  const maybe = <Value>(...values: readonly Value[]) => fc.constantFrom(undefined, ...values);
  const optional = fc.record({
    practiceCode: maybe(practice('A00001'), practice('A00002')),
    address: maybe({ line: '1 High Street' }, { line: '2 Low Street', postcode: postcode('BL1 1AA') }),
    nhsNumber: maybe(nhsNumber('9990000018')),
    diedOn: maybe(day('2026-01-01')),
  });
  const says = fc
    .tuple(fc.constantFrom('Begum', 'BEGUM', 'Khan'), fc.constantFrom('1', '2'), fc.boolean(), optional)
    .map(([familyName, supplierKey, restricted, others]): SourceChild => {
      const stated = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
      return { ...said, familyName, supplierKey, restricted, ...stated };
    });
  const one = fc.record({
    supplier: fc.constantFrom(...supplierCodes),
    firstSeenOn: fc.integer({ min: 5, max: 8 }).map((days) => addDays(today, -days)),
    lastSeenOn: fc.integer({ min: 0, max: 4 }).map((days) => addDays(today, -days)),
    version: fc.option(fc.integer({ min: 1, max: 3 })),
    digest: fc.nat(),
    says,
  });
  return fc.uniqueArray(one, { minLength: 1, maxLength: 7, selector: (made) => made.digest }).map((rows) =>
    rows.map((made, at) => ({
      ...made,
      sourceRowId: at + 1,
      supplierId: supplierCodes.indexOf(made.supplier) + 1,
    })),
  );
}

function row(sourceRowId: number, supplier: SupplierCode, says: SourceChild): LinkedRow {
  return {
    sourceRowId,
    supplierId: supplierCodes.indexOf(supplier) + 1,
    supplier,
    firstSeenOn: addDays(today, -10),
    lastSeenOn: today,
    version: null,
    digest: sourceRowId,
    says,
  };
}

function day(text: string): Day {
  assert.ok(isDay(text));
  return text;
}

function practice(text: string) {
  assert.ok(isOdsPracticeCode(text));
  return text;
}

function postcode(text: string) {
  assert.ok(isPostcode(text));
  return text;
}

function nhsNumber(text: string) {
  assert.ok(isNhsNumber(text));
  return text;
}
