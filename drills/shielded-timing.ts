import type { Asked, NamedCommand } from '../scripts/named-command.ts';
import { ask, shapeOf } from './support/asking.ts';
import { openBrowser, type Browser } from './support/browser.ts';
import { chanceOf, shuffled } from './support/chance.ts';
import { childrenAtHome, forgetHomes, settle, shield, takeAway, unshield } from './support/children.ts';
import { guessByTime, median, type Timed } from './support/guessing.ts';
import { install, type Sql } from './support/installation.ts';
import { peopleFor, refresh, type Person } from './support/people.ts';
import { searchByName, type Sought, type Typed } from './support/searches.ts';

/** `npm run drill -- shielded-timing`: whether the time of an answer, or its shape, tells that a child is shielded. */
export const shieldedTimingDrill: NamedCommand = {
  name: 'shielded-timing',
  summary:
    'guess from time and shape who is shielded: by place beside absent, by name beside no known address',
  help: `npm run drill -- shielded-timing [--tries N] [--seed N] [--json]

Makes a council of invented children, and searches for some of them over HTTP, one after the other, each once: by place,
half of them shielded and half taken away; then by name, half shielded and half of no known address. Who is which was
drawn by lot. The best threshold of time that half of the tries teach is tried on the other half: the 95 % interval of
how often it guesses right has one half in it. Then the pages themselves: the same children as the other kind, compared.

  --tries N   timed tries of each kind of search (2000)
  --seed N    the same seed draws the same children (1)`,
  options: { tries: { type: 'string' }, seed: { type: 'string' } },
  run: async (asked) => {
    const { port, sql, remove } = await install(asked.say);
    const browser = openBrowser(port);
    try {
      return await tryAll(sql, browser, asked);
    } finally {
      browser.close();
      await remove();
    }
  },
};

const shapesCompared = 200; // of each kind of search

type Trial = {
  readonly sql: Sql;
  readonly browser: Browser;
  readonly nextPerson: () => Person;
  readonly order: readonly Sought[];
  readonly typedFor: (child: Sought) => Typed;
};

async function tryAll(sql: Sql, browser: Browser, asked: Asked) {
  const tries = asked.number('tries', 2000);
  const seed = asked.number('seed', 1);
  const children = await childrenAtHome(sql, seed);
  if (children.length < 2 * tries) throw new Error(`There are only ${children.length} children to try with`);
  asked.say('Putting people into the database');
  const nextPerson = await peopleFor(sql, browser, 2 * (tries + 2 * shapesCompared) + warmingTries);
  for (const child of children.slice(2 * tries, 2 * tries + warmingTries))
    await ask(browser, nextPerson(), searchByName(child));

  const trial = (from: number, typedFor: Trial['typedFor']): Trial => {
    const order = shuffled(chanceOf(seed), children.slice(from, from + tries));
    return { sql, browser, nextPerson, order, typedFor };
  };
  asked.say(`${tries} tries by place`);
  const byPlace = await measure(trial(0, typedByPlace), takeAway);
  asked.say(`${tries} tries by name`);
  const byName = await measure(trial(tries, searchByName), forgetHomes);
  return { byPlace, byName, toldApart: isTold(byPlace) || isTold(byName) };
}

const warmingTries = 300;

function typedByPlace(child: Sought): Typed {
  return { ...searchByName(child), postcode: child.postcode };
}

type Findings = Awaited<ReturnType<typeof measure>>;

function isTold({ includesOneHalf, shapesDiffering }: Findings): boolean {
  return !includesOneHalf || shapesDiffering > 0;
}

/** Half shielded, half made the other kind; all asked for in the order drawn. */
async function measure(trial: Trial, makeOther: (sql: Sql, children: readonly Sought[]) => Promise<void>) {
  const { sql, order } = trial;
  const shielded = order.filter((_child, at) => isShieldedAt(at));
  const others = order.filter((_child, at) => !isShieldedAt(at));
  await shield(sql, shielded);
  await makeOther(sql, others);
  await settle(sql);
  await refresh(sql);
  const ids = new Set(shielded.map((child) => child.childId));
  const timed: Timed[] = [];
  for (const child of order) {
    const { ms } = await pageOf(trial, child);
    timed.push({ ms, isFirst: ids.has(child.childId) });
  }
  const shapesDiffering = await compareShapes(trial, shielded.slice(0, shapesCompared), makeOther);
  return {
    ...guessByTime(timed),
    medianShieldedMs: median(timed.filter(({ isFirst }) => isFirst).map(({ ms }) => ms)),
    medianOtherMs: median(timed.filter(({ isFirst }) => !isFirst).map(({ ms }) => ms)),
    shapesCompared: Math.min(shapesCompared, shielded.length),
    shapesDiffering,
  };
}

// The order was drawn by lot: which place in it is shielded need not be. Pairs, so that learning and trying have as many of each.
function isShieldedAt(at: number): boolean {
  return at % 4 < 2;
}

/** How many pages differ when the same child is shielded, and then the other kind. */
async function compareShapes(
  trial: Trial,
  shielded: readonly Sought[],
  makeOther: (sql: Sql, children: readonly Sought[]) => Promise<void>,
): Promise<number> {
  const shapes = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const child of shielded) found.push(shapeOf(await pageOf(trial, child)));
    return found;
  };
  const before = await shapes();
  await unshield(trial.sql, shielded);
  await makeOther(trial.sql, shielded);
  const after = await shapes();
  return before.filter((shape, at) => shape !== after[at]).length;
}

function pageOf({ browser, nextPerson, typedFor }: Trial, child: Sought) {
  return ask(browser, nextPerson(), typedFor(child));
}
