import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadNames } from '../../src/population/name-tables.ts';
import type { Sampler } from '../../src/population/sampler.ts';

const names = loadNames('data');

// Evenly spread draws in place of chance, so that a share is the same at every run.
function sharesOf(draw: Sampler<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const points = 50_000;
  for (let point = 0; point < points; point += 1) {
    const name = draw(() => (point + 0.5) / points);
    counts.set(name, (counts.get(name) ?? 0) + 1 / points);
  }
  return counts;
}

test('names of a year come as often as they were given in it', () => {
  const girls = sharesOf(names.babyNames(2015, 'F', 'general'));
  assert.ok((girls.get('Olivia') ?? 0) > (girls.get('Emily') ?? 0));
  assert.ok((girls.get('Emily') ?? 0) > 10 * (girls.get('Linda') ?? 0));
  const ratio = (girls.get('Olivia') ?? 0) / (girls.get('Poppy') ?? 1);
  assert.ok(Math.abs(ratio - 4853 / 2816) < 0.05, String(ratio)); // the counts of 2015 in the ONS table
});

test('parents are named as people of their age are', () => {
  const born1975 = sharesOf(names.parentNames(1975, 'F', 'general'));
  assert.ok((born1975.get('Sarah') ?? 0) > 20 * (born1975.get('Olivia') ?? 0.0001));
  assert.equal(names.parentNames(1931, 'M', 'general'), names.parentNames(1940, 'M', 'general'));
});

test('a community has surnames and forenames of its own, which general has not', () => {
  const indian = sharesOf(names.surnames('indian'));
  assert.ok((indian.get('Patel') ?? 0) > 0.1);
  assert.equal(sharesOf(names.surnames('general')).get('Patel'), undefined);
  assert.equal(names.communityOf('Patel'), 'indian');
  assert.equal(names.communityOf('Smith'), 'general');
  assert.equal(sharesOf(names.babyNames(2015, 'M', 'general')).get('Muhammad'), undefined);
  assert.ok((sharesOf(names.babyNames(2015, 'M', 'pakistani')).get('Muhammad') ?? 0) > 0.03);
});

test('every community that can be drawn has every kind of name', () => {
  for (const community of sharesOf(names.communities).keys()) {
    const drawn = [
      names.surnames(community)(() => 0.5),
      names.babyNames(2024, 'F', community)(() => 0.5),
      names.babyNames(2000, 'M', community)(() => 0.5),
      names.parentNames(1980, 'F', community)(() => 0.5),
      names.parentNames(1995, 'M', community)(() => 0.5),
    ];
    for (const name of drawn) assert.match(name, /^[A-Z][A-Za-z' -]+$/, community);
  }
});

test('names are in readable capitals', () => {
  const surnames = [...sharesOf(names.surnames('general')).keys()];
  for (const name of ["O'Neill", 'McCarthy', 'Mackie', 'MacGregor']) assert.ok(surnames.includes(name), name);
  assert.ok([...sharesOf(names.babyNames(2015, 'F', 'general')).keys()].includes('Ella-Rose'));
});

test('a surname may have another form for women, and a forename familiar ones', () => {
  assert.equal(names.womensForm('Singh'), 'Kaur');
  assert.equal(names.womensForm('Kowalski'), 'Kowalska');
  assert.equal(names.womensForm('Taylor'), 'Taylor');
  assert.ok(names.nicknamesOf('William').includes('Bill'));
});

test('a community that is not there is refused by name', () => {
  assert.throws(() => names.surnames('martian'), /martian/);
});
