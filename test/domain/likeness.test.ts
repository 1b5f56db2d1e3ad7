import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { jaroWinkler, tooManyErrors, typingErrors } from '../../src/domain/likeness.ts';

// Few letters, so that texts share some; and long enough to pass every bound.
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 12 });
const anyText = fc.string({ unit: 'binary', maxLength: 300 });

test('Jaro-Winkler gives the published likenesses', () => {
  // Winkler 1990, table 5; Cohen, Ravikumar and Fienberg 2003.
  const published = [
    ['martha', 'marhta', 0.9611],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.8133],
    ['shackleford', 'shackelford', 0.9818],
    ['dunningham', 'cunnigham', 0.8963],
    ['nichleson', 'nichulson', 0.9556],
    ['jones', 'johnson', 0.8324],
    ['massey', 'massie', 0.9333],
    ['abroms', 'abrams', 0.9222],
    ['abc', 'xyz', 0],
  ] as const;
  for (const [a, b, likeness] of published)
    assert.ok(Math.abs(jaroWinkler(a, b) - likeness) < 0.000_051, `${a} ${b} ${jaroWinkler(a, b)}`);
});

test('Jaro-Winkler lies between nothing and equal, and is the same both ways', () => {
  fc.assert(
    fc.property(fc.oneof(text, anyText), fc.oneof(text, anyText), (a, b) => {
      const likeness = jaroWinkler(a, b);
      return likeness >= 0 && likeness <= 1 && likeness === jaroWinkler(b, a) && (a !== b || likeness === 1);
    }),
  );
});

test('texts that differ are never wholly alike, up to the length of all given names', () => {
  const names = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 107 });
  fc.assert(fc.property(names, names, (a, b) => (jaroWinkler(a, b) === 1) === (a === b)));
});

test('a common beginning never makes texts less alike', () => {
  fc.assert(
    fc.property(text, text, (a, b) => jaroWinkler(`x${a}`, `x${b}`) >= jaroWinkler(`x${a}`, `y${b}`)),
  );
});

test('typing errors are counted as in the whole table, as far as two', () => {
  fc.assert(
    fc.property(text, text, (a, b) => typingErrors(a, b) === Math.min(tooManyErrors, wholeTable(a, b))),
    { numRuns: 5000 },
  );
});

test('one error of each kind is one, and two are at most two', () => {
  assert.deepEqual(
    ['smith', 'smth', 'smithh', 'smiht', 'smyth'].map((typed) => typingErrors('smith', typed)),
    [0, 1, 1, 1, 1],
  );
  fc.assert(
    fc.property(anyText, fc.nat(), fc.nat(), (name, first, second) => {
      const typed = mistyped(mistyped(name, first), second);
      return typingErrors(name, typed) <= 2 && typingErrors(typed, name) === typingErrors(name, typed);
    }),
  );
});

test('no texts make it long or fail', () => {
  const long = 'ab'.repeat(500_000);
  assert.equal(typingErrors(long, `b${long}`), 1);
  assert.ok(jaroWinkler(long, `b${long}`) < 1);
  assert.equal(typingErrors('', ''), 0);
  assert.equal(jaroWinkler('', 'a'), 0);
});

// The textbook's: every cell, in code points' place UTF-16 units.
function wholeTable(a: string, b: string): number {
  const cells = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : i)),
  );
  const cell = (i: number, j: number): number => cells[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const exchanged =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      cells[i]?.splice(
        j,
        1,
        Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + same, exchanged),
      );
    }
  }
  return cell(a.length, b.length);
}

// One letter put in, left out or changed, by turns.
function mistyped(name: string, where: number): string {
  const at = name.length === 0 ? 0 : where % name.length;
  const put = ['x', '', 'y'][where % 3] ?? '';
  return name.slice(0, at) + put + name.slice(where % 3 === 0 ? at : at + 1);
}
