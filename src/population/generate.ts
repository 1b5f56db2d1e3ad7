import { copyText } from '../store/copy-text.ts';
import type { PopulationTable } from '../store/population-load.ts';
import type { Almanac } from './almanac.ts';
import { sizes } from './births.ts';
import { makeDice } from './chance.ts';
import type { Whereabouts } from '../domain/child-record.ts';
import type { ChildFacts, PopulationTexts } from './child-facts.ts';
import { writeChild } from './child-lines.ts';
import type { Making } from './family.ts';
import { makeHousehold } from './households.ts';
import { workingsOf } from './involvements.ts';
import type { Names } from './names.ts';
import type { Numbers } from './numbers.ts';
import type { Organisations } from './founding.ts';
import type { Child, Household } from './people.ts';
import { schoolingOf } from './schooling.ts';
import type { Area } from './area.ts';
import type { Dice } from './chance.ts';
import type { Home } from './people.ts';

/** What every area of a population shares. */
export type Population = {
  readonly seed: number;
  readonly names: Names;
  readonly numbers: Numbers;
  readonly almanac: Almanac;
};

/** One area's part of a population. */
export type AreaPlan = {
  readonly area: Area;
  readonly organisations: Organisations;
  readonly neighbours: readonly Area['council'][];
  readonly placements: readonly Home[];
  readonly children: number;
  /** How many children and households all areas before it have. */
  readonly childrenBefore: number;
  readonly householdsBefore: number;
};

/** A block of children, as text for COPY into each table. */
export type Block = {
  readonly children: number;
  readonly texts: Readonly<Record<PopulationTable, Uint8Array>>;
};

const householdsPerTurn = 30; // about two milliseconds' work
const householdKind = 1; // of what the dice begin for; others are in load-areas.ts
const choiceKind = 2;

/**
 * Makes an area's children, so many at a time, and in between often yields nothing, so that what was made before can be
 * sent meanwhile. Each household follows from the seed and its own place alone.
 */
export function* generateArea(
  population: Population,
  plan: AreaPlan,
  childrenPerBlock: number,
): Generator<Block | undefined> {
  const maker = householdMaker(population, plan);
  const households = sizes.householdsFor(plan.children);
  let texts = mapTables(copyText);
  let children = 0;
  for (let household = 0; household < households; household += 1) {
    for (const facts of maker(household)) {
      writeChild(texts, population, facts);
      children += 1;
    }
    if (household % householdsPerTurn === 0) yield;
    if (children < childrenPerBlock) continue;
    yield blockOf(texts, children);
    texts = mapTables(copyText);
    children = 0;
  }
  if (children > 0) yield blockOf(texts, children);
}

function blockOf(texts: PopulationTexts, children: number): Block {
  return { children, texts: mapTables((table) => texts[table].bytes()) };
}

/** Makes any one household of an area by its place there. */
export function householdMaker(
  population: Population,
  plan: AreaPlan,
): (household: number) => readonly ChildFacts[] {
  const dice = makeDice();
  const making: Making = { ...population, ...plan, dice };
  return (household) => {
    const before = sizes.childrenBefore(household);
    const index = plan.householdsBefore + household;
    dice.begin(population.seed, householdKind, index);
    const made = makeHousehold(making, {
      index,
      firstPlace: plan.childrenBefore + before,
      children: Math.min(sizes.childrenOf(household), plan.children - before),
    });
    return made.children.map((child) => factsOf(dice, population, plan, made, index, child));
  };
}

function factsOf(
  dice: Dice,
  population: Population,
  plan: AreaPlan,
  household: Household,
  index: number,
  child: Child,
): ChildFacts {
  const { almanac, seed } = population;
  const choosing = makeChoice(seed, index);
  const { home } = household;
  const schooling = schoolingOf({ dice, almanac, home, child, choice: choosing });
  const practice = dice.happens(0.985)
    ? (home.neighbourhood.settings.practice?.(choosing.school) ?? null)
    : null;
  const diedAgo = dice.happens(0.0002) ? dice.below(Math.min(child.bornAgo + 1, 360)) : null;
  const renamedAgo = Math.floor(dice.unit() * child.bornAgo * 0.7);
  return {
    household,
    child,
    schooling,
    practice,
    workings: workingsOf({
      dice,
      almanac,
      organisations: plan.organisations,
      household,
      index,
      child,
      schooling,
    }),
    whereabouts: whereaboutsOf(dice),
    isEstimate: household.kind === 'looked after' ? dice.happens(0.01) : dice.happens(0.0002),
    diedAgo,
    firstSeenAgo: child.bornAgo,
    lastSeenAgo: Math.min(child.bornAgo, dice.below(28)),
    renamedAgo: Math.max(renamedAgo, 1),
  };
}

function makeChoice(seed: number, index: number) {
  const dice = choiceDice;
  dice.begin(seed, choiceKind, index);
  const school = dice.unit();
  return { school: () => school, sort: dice.unit() };
}

const choiceDice = makeDice();

// Nearly everybody's is current; the rest in the law's other five answers.
const unusual: readonly (readonly [number, Whereabouts])[] = [
  [0.003, 'last known'],
  [0.0045, 'no known address'],
  [0.0055, 'left England, means to return'],
  [0.0058, 'left England, does not mean to return'],
  [0.0063, 'left England, return unknown'],
];

function whereaboutsOf(dice: Dice): Whereabouts {
  const roll = dice.unit();
  return unusual.find(([below]) => roll < below)?.[1] ?? 'current';
}

function mapTables<Value>(valueOf: (table: PopulationTable) => Value): Record<PopulationTable, Value> {
  return {
    source_row: valueOf('source_row'),
    source_carer: valueOf('source_carer'),
    child: valueOf('child'),
    link: valueOf('link'),
    child_number: valueOf('child_number'),
    child_address: valueOf('child_address'),
    carer: valueOf('carer'),
    education: valueOf('education'),
    gp_registration: valueOf('gp_registration'),
    involvement: valueOf('involvement'),
    consent: valueOf('consent'),
    shield: valueOf('shield'),
    search_entry: valueOf('search_entry'),
  };
}
