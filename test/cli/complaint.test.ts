import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { complaintOf } from '../../src/cli/complaint.ts';

test('an error of our own is said in its own words, in one line', () => {
  assert.equal(
    complaintOf(new Error('Port 3000 is in use: choose another\nat x')),
    'Port 3000 is in use: choose another',
  );
});

test('any other is told by its kind, its code and its place, and never in its words', () => {
  const known = new TypeError('Cannot read Oliver Smith, born 2014-03-27');
  assert.match(complaintOf(known), /^something broke \(TypeError\)$/);
  known.stack =
    'TypeError: …\n    at openRecord (file:///srv/contactpoint/src/services/child-record.ts:10:3)';
  assert.equal(complaintOf(known), 'something broke (TypeError at src/services/child-record.ts:10:3)');
  assert.match(
    complaintOf(failureOf(() => readFileSync('/nowhere/Oliver'))),
    /^something broke \(Error ENOENT\)$/,
  );
  assert.equal(complaintOf('Oliver Smith'), 'something broke');
});

test('a failure of the database says what to do, and never what it quoted', () => {
  const of = (code: string) =>
    complaintOf(Object.assign(new Error('value "Oliver Smith" is no date'), { code }));
  assert.match(of('ECONNREFUSED'), /cannot be reached: check that it runs and that DATABASE_URL is right/);
  assert.match(of('57P01'), /cannot be reached/);
  assert.match(of('53100'), /disk that holds the database is full: make room/);
  assert.match(of('28P01'), /refused: check that it is ContactPoint’s/);
  for (const code of ['ECONNREFUSED', '57P01', '53100', '28P01', '22007'])
    assert.doesNotMatch(of(code), /Oliver/);
});

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
