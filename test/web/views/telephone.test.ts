import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { markupOf } from '../../../src/web/views/html.ts';
import { dialable, spaced, telephoneLink } from '../../../src/web/views/telephone.ts';

// Numbers from the ranges that Ofcom keeps for drama, and public helplines.
const readings: readonly (readonly [given: string, read: string, dialled: string])[] = [
  ['01632960123', '01632 960123', '+441632960123'],
  ['0161 4960123', '0161 496 0123', '+441614960123'],
  ['01134960123', '0113 496 0123', '+441134960123'],
  ['020 7946 0123', '020 7946 0123', '+442079460123'],
  ['02896496123', '028 9649 6123', '+442896496123'],
  ['07700900123', '07700 900123', '+447700900123'],
  ['03069990123', '0306 999 0123', '+443069990123'],
  ['08081570123', '0808 157 0123', '+448081570123'],
  ['0800123456', '0800 123456', '+44800123456'],
  ['0800 1111', '0800 1111', '+448001111'],
  ['+44 161 496 0123', '0161 496 0123', '+441614960123'],
  ['+44 (0)161 496 0123', '0161 496 0123', '+441614960123'],
  ['0044 7700 900 123', '07700 900123', '+447700900123'],
  ['(01632) 960-123', '01632 960123', '+441632960123'],
  ['999', '999', '999'],
  ['+353 20 912 3456', '+353 20 912 3456', '+353209123456'],
];

for (const [given, read, dialled] of readings) {
  test(`${given} is read as ${read} and dials ${dialled}`, () => {
    assert.equal(spaced(given), read);
    assert.equal(dialable(given), dialled);
  });
}

test('spacing changes no digit, and reading what was spaced changes nothing', () => {
  const digits = fc.stringMatching(/^0\d{9,10}$/);
  fc.assert(
    fc.property(digits, (number) => {
      assert.equal(spaced(number).replaceAll(' ', ''), number);
      assert.equal(spaced(spaced(number)), spaced(number));
      assert.equal(dialable(spaced(number)), dialable(number));
    }),
  );
});

test('words instead of a number are shown and dial nothing', () => {
  assert.equal(dialable('ask reception'), undefined);
  const shown = markupOf(telephoneLink('<ask reception>'));
  assert.doesNotMatch(shown, /href|<ask/);
});

test('only digits can stand in the address of a link that dials', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      assert.match(dialable(typed) ?? '999', /^\+?\d{3,15}$/);
    }),
  );
});

test('a number is a link, with a word before it for those who do not see it', () => {
  assert.equal(
    markupOf(telephoneLink('01614960123')),
    '<a class="govuk-link" href="tel:+441614960123"><span class="govuk-visually-hidden">Telephone </span>0161 496 0123</a>',
  );
});
