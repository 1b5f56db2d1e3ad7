import { setTimeout } from 'node:timers/promises';
import { WrongUse, type Asked, type Figures, type NamedCommand } from '../scripts/named-command.ts';
import { diceFor } from './support/dice.ts';
import { openProduct, type Product } from './support/product.ts';
import { writeLog } from './support/usage/log.ts';
import { employStaff } from './support/usage/staff.ts';
import { readVerdict } from './support/usage/verdict.ts';
import { readWorld } from './support/usage/world.ts';
import { simulateYear, type Year } from './support/usage/year.ts';

/** `npm run bench -- misuse`: a simulated year of accesses with misuse among it, and what the review finds. */
export const misuseBench: NamedCommand = {
  name: 'misuse',
  summary: 'a simulated year of accesses with misuse among it, and what the review of use finds',
  help: `npm run bench -- misuse [--councils CODES] [--accesses N] [--seed N] [--json]

Makes a population of its own, gives its practitioners accounts, homes and families, simulates a year of their work with
misuse among it (one piece in 2,000 accesses), writes it into the log, and lets the clock's work review it while the web
server runs. What was planted is known to this program alone. docs/misuse.md says what each figure means.

  --councils CODES   whose population (350,351)
  --accesses N       about how many in the year (400000)
  --seed N           the same seed makes the same year (2)`,
  options: { councils: { type: 'string' }, accesses: { type: 'string' }, seed: { type: 'string' } },
  run: async (asked) => {
    const codes = (asked.text('councils') ?? '350,351').split(',').map(Number);
    if (codes.some((code) => !Number.isInteger(code)))
      throw new WrongUse('--councils takes codes, like 350,351');
    const product = await openProduct({ kind: 'councils anew', codes }, undefined, asked.say);
    try {
      return await measure(product, codes, asked);
    } finally {
      await product.stop();
    }
  },
};

const staffKind = 202; // of what the dice begin for

async function measure(product: Product, codes: readonly number[], asked: Asked): Promise<Figures> {
  const { owner } = product;
  for (const code of codes)
    await product.run(['canaries', 'place', '--council', String(code), '--count', '12']);
  const year = await makeYear(product, asked);
  asked.say(`Writing ${year.acts.length} entries of the log`);
  for (const { changes } of year.incidents)
    for (const [sql, values] of changes) await owner.rows(sql, values);
  await writeLog(owner, year.acts);
  await numberEntries(product);
  asked.say('Reviewing the year');
  const pages = watchPages(product);
  const began = performance.now();
  await product.run(['work', '--once']);
  const reviewSeconds = (performance.now() - began) / 1000;
  const pageP95Ms = await pages.end();
  const verdict = await readVerdict(owner, year.incidents);
  const per200000 = (reviewSeconds * 200_000) / verdict.accesses;
  return { ...verdict, reviewSeconds, secondsFor200000: per200000, pageP95Ms };
}

async function makeYear({ owner }: Product, asked: Asked): Promise<Year> {
  const seed = asked.number('seed', 2);
  const today = await owner.number(`select current_date - date '1970-01-01'`);
  const canaries = (await owner.rows('select child_id from canary order by child_id')).map(([id]) =>
    Number(id),
  );
  const all = await readWorld(owner);
  const decoys = new Set(canaries);
  const world = { ...all, children: all.children.filter(({ id }) => !decoys.has(id)) };
  asked.say('Employing staff');
  const staff = await employStaff(owner, world, diceFor(seed, staffKind, 0), today);
  asked.say(`Simulating a year of ${staff.length} people`);
  return simulateYear({ world, staff, today, canaries, seed, accesses: asked.number('accesses', 400_000) });
}

/** The sequencer's own work: a year at once takes it several rounds. */
async function numberEntries({ owner, run }: Product): Promise<void> {
  while ((await owner.number('select count(*) from log_entry where number is null')) > 0)
    await run(['sequence', '--once']);
}

/** Asks for a page again and again, to see whether the review holds readers up. */
function watchPages({ port }: Product): { readonly end: () => Promise<number> } {
  const times: number[] = [];
  const stop = new AbortController();
  const watching = (async () => {
    while (!stop.signal.aborted) {
      const began = performance.now();
      await (await fetch(`http://127.0.0.1:${port}/sign-in`)).text();
      times.push(performance.now() - began);
      await setTimeout(250);
    }
  })();
  return {
    end: async () => {
      stop.abort();
      await watching;
      return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
    },
  };
}
