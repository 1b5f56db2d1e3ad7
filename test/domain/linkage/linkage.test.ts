import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { bandOf, bornApart, twinSuspects } from '../../../src/domain/linkage/bands.ts';
import { clusterByAverage } from '../../../src/domain/linkage/clusters.ts';
import { noEvidence } from '../../../src/domain/linkage/comparison.ts';
import { link, weigherOf } from '../../../src/domain/linkage/linkage.ts';
import { readier, type LinkageField, type LinkageRecord } from '../../../src/domain/linkage/record.ts';
import { schemaOf } from '../../../src/domain/linkage/schemas.ts';
import { nameKnowledgeOf } from '../../../src/domain/matching/name-knowledge.ts';
import { populationFile } from '../../../bench/support/linkage-population.ts';
import { figuresOfLinkage } from '../../../bench/support/linkage-figures.ts';
import { diceFor } from '../../../bench/support/dice.ts';

const knowledge = nameKnowledgeOf({
  givenNames: [],
  familyNames: [],
  forms: [['William', 'Bill']],
  familyVariants: [],
});
const fields: ReadonlySet<LinkageField> = new Set<LinkageField>([
  'date of birth',
  'sex',
  'house',
  'street',
  'postcode',
  'parent',
  'supplier',
]);
const schema = schemaOf('child', fields, knowledge);
const child = {
  'given name': 'Zainab',
  'family name': 'Khan',
  'date of birth': '2012-10-16',
  house: '15',
  street: 'Margaret Road',
  postcode: 'BL1 1AA',
  supplier: 'gp',
} as const;

const word = fc.constantFrom('Ann', 'Anna', 'Bill', 'William', 'Khan', 'Kahn', 'Baby', 'Zoe Ann', 'J', '');
const record = fc.record({
  'given name': word,
  'middle names': word,
  'family name': word,
  'date of birth': fc.constantFrom('2012-10-16', '2012-16-10', '2012-10-17', '20121061', '1999-01-01', ''),
  sex: fc.constantFrom('F', 'M', ''),
  house: fc.constantFrom('1', '12', '21', ''),
  street: fc.constantFrom('High Street', 'High St', 'Mill Lane', ''),
  postcode: fc.constantFrom('BL1 1AA', 'BL1 1AB', 'M1 1AA', ''),
  parent: fc.constantFrom('Ann|Bill', 'Ann', 'Zoe', ''),
  supplier: fc.constantFrom('gp', 'school', ''),
});

test('whichever record comes first, every comparison turns out the same', () => {
  fc.assert(
    fc.property(record, record, (one, other) => {
      const ready = readier();
      const [a, b] = [ready({ source: 0, values: one }), ready({ source: 0, values: other })];
      for (const { of, compare } of schema.comparisons) assert.equal(compare(a, b), compare(b, a), of);
    }),
  );
});

test('names the other way round are one piece of evidence, and not three', () => {
  const levels = levelsOf(child, { ...child, 'given name': 'Khan', 'family name': 'Zainab' });
  assert.equal(levels.get('order of names'), 1);
  assert.equal(levels.get('given name'), noEvidence);
  assert.equal(levels.get('family name'), noEvidence);
});

test('a name not given yet is no evidence, however it is written', () => {
  for (const name of ['Baby', 'Baby Boy', 'Twin 1', 'Baby Girl'])
    assert.equal(levelsOf(child, { ...child, 'given name': name }).get('given name'), noEvidence, name);
});

test('a child known by a middle name is no other child', () => {
  const longer = { ...child, 'given name': 'Sara', 'middle names': 'Zainab' };
  assert.equal(levelsOf(child, longer).get('given name'), 4);
});

test('two records of one home and birth, named otherwise, are for a person where the register has a second child', () => {
  const ready = readier();
  const make = (given: string, supplier: string) =>
    ready({ source: 0, values: { ...child, 'given name': given, supplier } });
  const [registered, twin, atSchool] = [make('Zainab', 'gp'), make('Zara', 'gp'), make('Zaineb', 'school')];
  assert.equal(twinSuspects([registered, atSchool], 'gp')(registered, atSchool), false);
  assert.equal(twinSuspects([registered, twin, atSchool], 'gp')(registered, atSchool), true);
});

test('nothing that is doubtful is linked by itself, however much it weighs', () => {
  assert.equal(bandOf(40, true), 'a person decides');
  assert.equal(bandOf(10, false), 'by itself');
  assert.equal(bandOf(9.9, false), 'a person decides');
  assert.equal(bandOf(-4.1, true), 'no match');
});

test('births more than one mistake apart are for a person', () => {
  const ready = readier();
  const born = (day: string) => ready({ source: 0, values: { ...child, 'date of birth': day } });
  assert.equal(bornApart(born('2012-10-16'), born('2012-10-19')), false); // one digit
  assert.equal(bornApart(born('2012-10-16'), born('2014-07-23')), true);
  assert.equal(bornApart(born('2012-10-16'), born('')), true);
});

test('one strong pair does not join two people', () => {
  const strong = [
    { a: 0, b: 1, bits: 20 },
    { a: 2, b: 3, bits: 20 },
    { a: 1, b: 2, bits: 12 }, // the one likeness between them
    { a: 0, b: 2, bits: -20 },
    { a: 0, b: 3, bits: -20 },
    { a: 1, b: 3, bits: -20 },
  ];
  const groups = clusterByAverage(5, strong, 2).map((members) => members.join());
  assert.deepEqual(new Set(groups), new Set(['0,1', '2,3', '4']));
});

test('every record is in one group', () => {
  const pair = fc.record({
    a: fc.nat(19),
    b: fc.nat(19),
    bits: fc.double({ min: -20, max: 20, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 60 }), (drawn) => {
      const found = new Map(
        drawn.filter(({ a, b }) => a < b).map((one) => [one.a * 20 + one.b, one] as const),
      );
      const groups = clusterByAverage(20, [...found.values()], 0);
      assert.deepEqual(
        groups.flat().toSorted((one, other) => one - other),
        Array.from({ length: 20 }, (_, at) => at),
      );
    }),
  );
});

test('invented families find their own, told nothing, and no twin is linked to the other by itself', () => {
  const file = populationFile(1_500);
  const dice = diceFor(1, 0, 0);
  const linked = link({
    records: file.records,
    schema: 'child',
    linkOnly: false,
    knowledge,
    random: () => dice.unit(),
  });
  const figures = figuresOfLinkage(linked, file, false, 0);
  assert.equal(figures.falseMerges, 0);
  assert.ok(figures.f1 > 0.985, String(figures.f1)); // the floor for children, docs/matching.md
  assert.ok(figures.mergedByItself > 0.9, String(figures.mergedByItself));

  const weigh = weigherOf(linked);
  const [a, b] = [linked.ready[linked.pairs.first[0] ?? 0], linked.ready[linked.pairs.second[0] ?? 0]];
  assert.ok(a !== undefined && b !== undefined);
  assert.ok(Math.abs(weigh(a, b).bits - (linked.bits[0] ?? 0)) < 1e-3);
  assert.ok(Math.abs(weigh(a, b).bits - weigh(b, a).bits) < 1e-9);
});

function levelsOf(one: LinkageRecord['values'], other: LinkageRecord['values']): ReadonlyMap<string, number> {
  const ready = readier();
  const [a, b] = [ready({ source: 0, values: one }), ready({ source: 0, values: other })];
  return new Map(schema.comparisons.map(({ of, compare }) => [of, compare(a, b)]));
}
