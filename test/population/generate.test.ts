import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { addYears } from '../../src/domain/calendar.ts';
import { almanacOf } from '../../src/population/almanac.ts';
import { drawArea } from '../../src/population/area.ts';
import { makeDice } from '../../src/population/chance.ts';
import type { ChildFacts } from '../../src/population/child-facts.ts';
import {
  generateArea,
  householdMaker,
  type AreaPlan,
  type Population,
} from '../../src/population/generate.ts';
import { readNames } from '../../src/population/names.ts';
import { numbersOf } from '../../src/population/numbers.ts';
import { newFounding } from '../../src/population/founding.ts';
import { foundOrganisations } from '../../src/population/organisations.ts';
import { readAreaRegisters, readCouncils, readTrusts } from '../../src/store/area-registers.ts';
import { dayOfTests, withPopulatedDatabase } from '../support/population.ts';

const { owner } = await withPopulatedDatabase({ after });
const names = readNames();
const almanac = almanacOf(dayOfTests);
const children = 8000;

async function planOf(seed: number): Promise<{ readonly population: Population; readonly plan: AreaPlan }> {
  return owner.transact(async (tx) => {
    const councils = await readCouncils(tx);
    const bolton = councils.find(({ council_code }) => council_code === 350);
    assert.ok(bolton !== undefined);
    const area = drawArea(bolton, await readAreaRegisters(tx, 350));
    const dice = makeDice();
    dice.begin(seed, 3, 350);
    const trusts = await readTrusts(tx);
    const founding = newFounding();
    const organisations = foundOrganisations({ area, children, trusts, founding, names: names.worker, dice });
    const plan = {
      area,
      organisations,
      neighbours: councils.slice(0, 3),
      placements: [],
      children,
      childrenBefore: 0,
      householdsBefore: 0,
    };
    return { population: { seed, names, numbers: numbersOf(seed), almanac }, plan };
  });
}

const first = await planOf(1);

function everyChild(): readonly ChildFacts[] {
  const maker = householdMaker(first.population, first.plan);
  const facts: ChildFacts[] = [];
  for (let household = 0; facts.length < children; household += 1) facts.push(...maker(household));
  return facts;
}

const facts = everyChild();
const share = (is: (one: ChildFacts) => boolean): number => facts.filter(is).length / facts.length;
const between = (value: number, least: number, most: number): void =>
  assert.ok(value >= least && value <= most, `${value} is not between ${least} and ${most}`);

function linesOf({ population, plan }: typeof first, perBlock: number): string {
  const parts: string[] = [];
  for (const block of generateArea(population, plan, perBlock))
    if (block !== undefined) parts.push(Buffer.from(block.texts.child).toString());
  return parts.join('');
}

test('the same seed makes the same children whatever the block, and another seed makes others', async () => {
  const same = linesOf(first, 500);
  assert.equal(same.split('\n').length - 1, children);
  assert.equal(linesOf(await planOf(1), 3000), same);
  const other = linesOf(await planOf(2), 500);
  assert.notEqual(other, same);
});

test('any household can be made without those before it', () => {
  const alone = householdMaker(first.population, first.plan)(777);
  const inTurn = facts.filter(({ child }) => alone.some((one) => one.child.place === child.place));
  assert.deepEqual(
    alone.map(({ child }) => child),
    inTurn.map(({ child }) => child),
  );
});

test('about three children in a hundred are of a multiple birth', () => {
  const births = Map.groupBy(
    facts,
    ({ household, child }) => `${household.home.line} ${household.home.postcode} ${child.bornAgo}`,
  );
  between([...births.values()].filter((one) => one.length > 1).flat().length / children, 0.02, 0.045);
});

test('households have one to six children', () => {
  const sizes = new Set(facts.map(({ household }) => household.children.length));
  assert.deepEqual(
    [...sizes].toSorted((a, b) => a - b),
    [1, 2, 3, 4, 5, 6],
  );
});

test('services are involved at their rates', () => {
  const working =
    (kind: string) =>
    (one: ChildFacts): boolean =>
      one.workings.some(({ service, endedAgo }) => service.kind === kind && endedAgo === null);
  between(share(working('social care')), 0.03, 0.055); // 1 in 25
  between(share(working('mental health')), 0.015, 0.04);
  between(share(working('health visiting')), 0.25, 0.31); // five years of eighteen
  between(
    share(({ workings }) => workings.some(({ endedAgo }) => endedAgo !== null)),
    0.1,
    0.35,
  );
});

test('about 1 in 200 is shielded, and a shield covers a whole household', () => {
  between(
    share(({ household }) => household.shield !== null),
    0.002,
    0.01,
  );
});

test('carers of every kind are there', () => {
  const kinds = new Set(facts.flatMap(({ child }) => child.carers.map(({ relationship }) => relationship)));
  for (const kind of [
    'mother',
    'father',
    'step-parent',
    'grandparent',
    'adoptive parent',
    'foster carer',
    'council',
    'special guardian',
  ] as const)
    assert.ok(kinds.has(kind), kind);
});

test('a child whom a council cares for may be placed by a council where they do not live', () => {
  const placed = facts.filter(({ household }) => household.responsibleCouncil !== household.home.councilCode);
  assert.ok(placed.length > 0 && placed.every(({ household }) => household.kind === 'looked after'));
});

test('a young mother is a child and a carer with one number', () => {
  const households = facts.filter(({ household }) => household.kind === 'young mother');
  assert.ok(households.length > 0);
  for (const { household } of households) {
    const [mother, baby] = household.children;
    assert.ok(mother !== undefined && baby !== undefined && mother.sex === 'female');
    assert.equal(baby.carers[0]?.adult?.personId, first.population.numbers.childId(mother.place));
    assert.equal(baby.carers[0]?.adult?.telephone, null);
  }
});

test('Baby is the name only of those under six weeks', () => {
  const babies = facts.filter(({ child }) => child.givenNames === 'Baby');
  assert.ok(babies.length > 0 && babies.every(({ child }) => child.bornAgo < 42));
});

test('a family name of one community goes with its given names', () => {
  const patels = facts.filter(({ child }) => child.familyName === 'Patel');
  assert.ok(patels.length > 3);
  assert.ok(
    patels.filter(({ child }) => /^(Oliver|Jack|Harry|Olivia|Amelia)\b/.test(child.givenNames)).length <
      patels.length / 3,
  );
});

test('no two carers of different households share a person number', () => {
  const homes = new Map<number, string>();
  for (const { household, child } of facts)
    for (const { adult } of child.carers) {
      if (adult === null) continue;
      const home = homes.get(adult.personId) ?? household.home.line;
      assert.equal(home, household.home.line);
      homes.set(adult.personId, home);
    }
});

test('nobody is a child on the day of their 18th birthday', () => {
  assert.equal(almanac.day(almanac.childhood), addYears(dayOfTests, -18));
  assert.ok(facts.every(({ child }) => child.bornAgo < almanac.childhood));
});
