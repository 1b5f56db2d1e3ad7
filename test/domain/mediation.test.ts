import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { isStanding, parseMediation, type TypedMediation } from '../../src/domain/mediation.ts';

const typed: TypedMediation = {
  name: 'Jane Smith',
  kind: 'school',
  place: 'Devonshire Road Primary School',
  chosen: '',
  identified: 'called back',
};

function faultsIn(change: Partial<TypedMediation>) {
  const parsed = parseMediation({ ...typed, ...change });
  return parsed.ok ? [] : parsed.faults.map(({ field }) => field);
}

test('a colleague is named, with a kind of organisation, which one, and how they are known', () => {
  assert.deepEqual(parseMediation(typed), {
    ok: true,
    value: { name: 'Jane Smith', kind: 'school', identified: 'called back' },
  });
  for (const name of ['Siân O’Neill-Jones', 'Łukasz Żak', 'Ng', '王 小明', 'Dr. Amina Khan'])
    assert.deepEqual(faultsIn({ name }), [], name);
  assert.deepEqual(faultsIn({ kind: 'police', place: '' }), []);
});

test('all that is wrong is said at once, box by box', () => {
  const wrong = { name: '', kind: 'spy ring', place: '', identified: 'trust me' };
  assert.deepEqual(faultsIn(wrong), ['name', 'kind', 'identified']);
  assert.deepEqual(faultsIn({ place: ' ' }), ['place']);
});

test('a name is letters: no number, address or note gets in with it', () => {
  for (const name of [
    'Jane Smith 07700 900123',
    'jane@school.example',
    'Jane Smith: worried about the bruises',
    'she is calling about the youngest of the three of them',
    'x'.repeat(71),
    'J',
    'Jane\nSmith (again)',
  ])
    assert.deepEqual(faultsIn({ name }), ['name'], name);
});

test('nobody acts for somebody of the ContactPoint office, whose people have accounts', () => {
  assert.deepEqual(faultsIn({ kind: 'ContactPoint office' }), ['kind']);
});

test('whatever is typed is judged, and what passes is a bare name', () => {
  const any = fc.string({ unit: 'binary', maxLength: 120 });
  fc.assert(
    fc.property(any, any, (name, place) => {
      const parsed = parseMediation({ ...typed, name, place });
      if (parsed.ok) assert.match(parsed.value.name, /^[^\d@:;,/\\<>()"\n]{2,70}$/u);
    }),
  );
});

test('a mediation stands for half an hour', () => {
  const beganAt = new Date('2026-11-23T10:00:00Z');
  assert.equal(isStanding({ beganAt }, new Date('2026-11-23T10:29:59Z')), true);
  assert.equal(isStanding({ beganAt }, new Date('2026-11-23T10:30:00Z')), false);
});
