import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { plainCharacters } from '../../src/domain/check-characters.ts';
import {
  contactPointNumberFrom,
  isChildId,
  isContactPointNumber,
  isNhsNumber,
  isPlace,
  isPostcode,
  isTemporaryUpn,
  isUpn,
  nhsNumberFromInteger,
  nhsNumberToInteger,
  outwardPart,
  parseChildNumber,
  parseContactPointNumber,
  parseDfeNumber,
  parseNhsNumber,
  parseOdsPracticeCode,
  parseOdsTrustCode,
  parsePostcode,
  parseUpn,
  parseUprn,
  parseUrn,
  showContactPointNumber,
  showDfeNumber,
  showNhsNumber,
} from '../../src/domain/identifiers.ts';
import type { Outcome } from '../../src/domain/outcome.ts';

const random40Bits = fc.integer({ min: 0, max: 2 ** 40 - 1 });

test('an NHS number passes its sum, and the published samples do', () => {
  const samples = [
    '9000000009',
    '9000000017',
    '9000000025',
    '9000000033',
    '9111231130',
    '9876543210',
    '9990000018',
  ];
  assert.deepEqual(samples.filter(isNhsNumber), samples);
});

test('a number that fails its sum is no NHS number', () => {
  assert.deepEqual(
    ['9000000000', '1234567890', '9912003814', '99900000180', '999000001'].filter(isNhsNumber),
    [],
  );
});

test('ten digits that are all the same are refused though they pass the sum', () => {
  assert.deepEqual(['4444444444', '9999999999', '0000000000'].filter(isNhsNumber), []);
  assert.match(saysOf(parseNhsNumber('4444444444')), /all the same/);
});

test('a Scottish or Northern Irish number is refused by its range, and the message says so', () => {
  const chi = '0101010004'; // 1 January 2001: passes the sum, as every CHI number does
  const healthAndCare = '3200000015';
  assert.match(saysOf(parseNhsNumber(chi)), /Scotland \(CHI\) and Northern Ireland \(H&C\)/);
  assert.match(saysOf(parseNhsNumber(healthAndCare)), /Scotland \(CHI\) and Northern Ireland \(H&C\)/);
});

test('no number beginning with 0 to 3 is ever an NHS number', () => {
  const tenDigits = fc
    .integer({ min: 0, max: 3_999_999_999 })
    .map((number) => String(number).padStart(10, '0'));
  fc.assert(fc.property(tenDigits, (text) => !isNhsNumber(text)));
});

test('one wrong digit never passes for another NHS number', () => {
  const oneDigitChanged = fc.tuple(nhsNumbers(), fc.nat(9), fc.integer({ min: 1, max: 9 }));
  fc.assert(fc.property(oneDigitChanged, ([number, at, by]) => !isNhsNumber(changed(number, at, by))));
});

test('an NHS number is read however it is spaced and shown in threes', () => {
  for (const typed of [
    '9990000018',
    ' 999 000 0018 ',
    '999-000-0018',
    '９９９０００００１８',
    '999\u00A0000\u20110018',
  ]) {
    const read = parseNhsNumber(typed);
    assert.equal(read.ok && showNhsNumber(read.value), '999 000 0018');
  }
});

test('an NHS number survives the database', () => {
  fc.assert(
    fc.property(nhsNumbers(), (number) => nhsNumberFromInteger(nhsNumberToInteger(number)) === number),
  );
  assert.throws(() => nhsNumberFromInteger(12));
});

test('a fault teaches what to enter', () => {
  assert.equal(
    saysOf(parseNhsNumber('12')),
    'Enter an NHS number, like 999 000 0018: ten digits, the last of which checks the others',
  );
  assert.match(saysOf(parseNhsNumber('9990000081')), /last digit does not check/);
});

test('the examples in the messages are themselves right', () => {
  assert.ok(isNhsNumber('9990000018') && isUpn('T999400126001') && isPostcode('BL1 1AA'));
  assert.ok(
    parseContactPointNumber('79FH-S797-E').ok && parseDfeNumber('350/2001').ok && parseUrn('105250').ok,
  );
});

test('a pupil number is checked by its letter, and a temporary one is known by its last', () => {
  const permanent = parseUpn('b890400126001');
  const temporary = parseUpn('X001 8000 1701A');
  assert.ok(permanent.ok && !isTemporaryUpn(permanent.value));
  assert.ok(temporary.ok && isTemporaryUpn(temporary.value));
  assert.deepEqual(['A890400126001', 'B89040012600', 'B89040012600I', 'BB90400126001', ''].filter(isUpn), []);
});

test('a ContactPoint number is made of any 40 bits, checks itself and is read back as shown', () => {
  fc.assert(
    fc.property(random40Bits, (bits) => {
      const number = contactPointNumberFrom(bits);
      const read = parseContactPointNumber(showContactPointNumber(number).toLowerCase());
      return isContactPointNumber(number) && read.ok && read.value === number;
    }),
  );
});

test('different bits make different ContactPoint numbers', () => {
  fc.assert(
    fc.property(
      random40Bits,
      random40Bits,
      (a, b) => (a === b) === (contactPointNumberFrom(a) === contactPointNumberFrom(b)),
    ),
  );
});

test('a ContactPoint number with one wrong character, or any two out of place, is refused', () => {
  const places = fc.tuple(fc.nat(8), fc.nat(8));
  fc.assert(
    fc.property(
      random40Bits,
      places,
      fc.constantFrom(...plainCharacters.split('')),
      (bits, [a, b], character) => {
        const number = contactPointNumberFrom(bits);
        return [replaced(number, a, character), exchanged(number, a, b)].every(
          (mistaken) => mistaken === number || !isContactPointNumber(mistaken),
        );
      },
    ),
  );
});

test('a ContactPoint number is read with O for 0 and I or L for 1', () => {
  const number = contactPointNumberFrom(1); // 00000001 and its check
  const read = parseContactPointNumber(number.replaceAll('0', 'o').replaceAll('1', 'l'));
  assert.equal(read.ok && read.value, number);
});

test('a ContactPoint number is not made of anything but 40 bits', () => {
  for (const wrong of [-1, 2 ** 40, 0.5, Number.NaN])
    assert.throws(() => contactPointNumberFrom(wrong), RangeError);
});

test('a number of unknown kind is known by its length', () => {
  const kinds = ['999 000 0018', 'T999400126001', '79FH-S797-E'].map((typed) => {
    const read = parseChildNumber(typed);
    return read.ok ? read.value.kind : read.fault.says;
  });
  assert.deepEqual(kinds, ['nhs', 'upn', 'contactpoint']);
  assert.match(saysOf(parseChildNumber('12345')), /NHS number .* pupil number .* ContactPoint number/);
  assert.match(saysOf(parseChildNumber('999 000 0019')), /NHS number/);
});

test('postcodes are read however they are typed', () => {
  for (const typed of ['BL1 1AA', 'bl11aa', ' bl1  1aa', 'B L 1 1 A A']) {
    const read = parsePostcode(typed);
    assert.equal(read.ok && read.value, 'BL1 1AA');
  }
});

test('every shape of postcode is taken, with its outward part', () => {
  const shapes = {
    M11AE: 'M1',
    B338TH: 'B33',
    CR26XH: 'CR2',
    DN551PT: 'DN55',
    W1A1HQ: 'W1A',
    EC1A1BB: 'EC1A',
    GIR0AA: 'GIR',
  };
  for (const [typed, outward] of Object.entries(shapes)) {
    const read = parsePostcode(typed);
    assert.equal(read.ok && outwardPart(read.value), outward);
  }
});

test('half a postcode, and letters that no postcode has, are refused', () => {
  for (const typed of [
    '',
    'BL1',
    'QA1 1AA',
    'BL1 1CA',
    'BL1 1AAA',
    '1AA',
    'BL11 1A',
    'ZZ99 9ZZ',
    'BL1 1AA'.repeat(1000),
  ]) {
    assert.match(saysOf(parsePostcode(typed)), /^Enter a full postcode, like BL1 1AA$/);
  }
});

test('the NHS codes for no postcode are taken and are no place', () => {
  const nowhere = parsePostcode('zz993vz');
  const somewhere = parsePostcode('BL1 1AA');
  assert.ok(nowhere.ok && !isPlace(nowhere.value));
  assert.ok(somewhere.ok && isPlace(somewhere.value));
});

test('codes of schools, practices, trusts and properties are read by shape', () => {
  const dfe = parseDfeNumber('350/2001');
  assert.equal(dfe.ok && showDfeNumber(dfe.value), '350/2001');
  assert.ok(parseOdsPracticeCode('p82001').ok && parseOdsTrustCode('rmc').ok && parseUprn('100010500000').ok);
  for (const wrong of [
    parseDfeNumber('35/2001'),
    parseOdsPracticeCode('PP2001'),
    parseOdsTrustCode('XX1'),
    parseUprn('0'),
  ]) {
    assert.match(saysOf(wrong), /^Enter .*, like /);
  }
  assert.match(saysOf(parseUrn('12345')), /six digits/);
});

test('a child record’s key is positive and safe in a number', () => {
  assert.deepEqual([1, 2 ** 53 - 1, 0, -1, 1.5, 2 ** 53].map(isChildId), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('whatever is typed is read or refused, never thrown', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constant('\uD800'),
    fc.constant('9'.repeat(10_000_000)),
  );
  fc.assert(
    fc.property(typed, (text) => {
      for (const parse of [parseChildNumber, parsePostcode, parseUrn, parseDfeNumber, parseUprn]) {
        const read = parse(text);
        assert.ok(read.ok || read.fault.says !== '');
      }
    }),
  );
});

function nhsNumbers() {
  return fc
    .integer({ min: 400_000_000, max: 999_999_999 })
    .map(
      (nine) => Array.from({ length: 10 }, (_, check) => `${nine}${check}`).find(isNhsNumber) ?? '9990000018',
    )
    .filter(isNhsNumber);
}

function changed(digits: string, at: number, by: number): string {
  return replaced(digits, at, String((Number(digits[at]) + by) % 10));
}

function replaced(text: string, at: number, character: string): string {
  return text.slice(0, at) + character + text.slice(at + 1);
}

function exchanged(text: string, a: number, b: number): string {
  return replaced(replaced(text, a, text.charAt(b)), b, text.charAt(a));
}

function saysOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'nothing: it was read' : outcome.fault.says;
}
