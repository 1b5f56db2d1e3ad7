import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { runPgbench } from './support/limits.ts';
import { openProduct, type Product } from './support/product.ts';
import { median, quantile } from './support/quantiles.ts';
import { stagedInsert } from './support/staged-insert.ts';
import { cpuOf } from './support/state.ts';
import { measureProofs } from './support/synthetic-tree.ts';

// What `contactpoint check-log --json` prints.
const check = z.object({ ok: z.boolean(), entries: z.number(), seconds: z.number(), cpuSeconds: z.number() });

/** `npm run bench -- log`: what the access log costs those who write it, and what checking it takes. */
export const logBench: NamedCommand = {
  name: 'log',
  summary: 'the access log: accepting, numbering and checking entries, beside a plain staged insert',
  help: `npm run bench -- log [--clients N] [--seconds N] [--rounds N] [--entries N] [--json]

Empties the log of a small practice copy of its own and measures, in turn, what pgbench can insert with no sequencer at work
and with one; what an entry adds to a request; how long an entry waits for its signed checkpoint; how fast check-log
hashes everything again; and how proofs grow with the tree. docs/benchmarks.md says what each figure means.

  --clients N   how many insert at once (32)
  --seconds N   how long each time (5)
  --rounds N    how often the two are measured, one after the other; the median counts (3)
  --entries N   how many entries are checked (200000)`,
  options: {
    clients: { type: 'string' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    entries: { type: 'string' },
  },
  run: async (asked) => {
    const product = await openProduct({ kind: 'children', children: 1000 }, undefined, asked.say);
    const folder = mkdtempSync(join(tmpdir(), 'contactpoint-bench-log-'));
    try {
      return await measure(product, folder, asked);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await product.stop();
    }
  },
};

async function measure(product: Product, folder: string, asked: Asked): Promise<Figures> {
  const accepted = await measureAccepting(product, folder, asked);
  const waited = await whileSequencing(product, () => measureWaiting(product, folder, asked));
  const checked = await measureChecking(product, asked);
  const proofs = measureProofs([100, 10_000, 1_000_000, 100_000_000]);
  return { ...accepted, ...waited, ...checked, proofs };
}

async function measureAccepting(product: Product, folder: string, asked: Asked): Promise<Figures> {
  const [clients, seconds] = [asked.number('clients', 32), asked.number('seconds', 5)];
  const script = scriptIn(
    folder,
    'insert',
    `\\set account random(1, 1000)\n${stagedInsert(':account::integer', 1)};\n`,
  );
  const insert = async (): Promise<number> =>
    (await runPgbench(product.owner.login, script, { clients, seconds })).perSecond;
  const rounds: { readonly plain: number; readonly numbered: number }[] = [];
  for (let round = 1; round <= asked.number('rounds', 3); round += 1) {
    asked.say(`Inserting, round ${round}`);
    await emptyLog(product);
    const plain = await insert();
    await emptyLog(product);
    rounds.push({ plain, numbered: await whileSequencing(product, insert) });
  }
  return {
    insertPerSecond: median(rounds.map(({ plain }) => plain)),
    eventsPerSecond: median(rounds.map(({ numbered }) => numbered)),
    eventsOverInserts: median(rounds.map(({ plain, numbered }) => numbered / plain)),
  };
}

/** At a pace that a busy day has, with the sequencer at work: what an entry adds, and how long it waits to be signed. */
async function measureWaiting(product: Product, folder: string, asked: Asked): Promise<Figures> {
  asked.say('Reading with an entry and without');
  const load = { clients: 4, seconds: asked.number('seconds', 5) * 2, rate: 100, latencies: true };
  const read = 'select given_names, family_name from child order by child_id limit 1';
  const begin = `\\set account random(1, 1000)\nbegin;\n${read};\n`;
  const plain = scriptIn(folder, 'read', `${begin}commit;\n`);
  const logged = scriptIn(folder, 'logged', `${begin}${stagedInsert(':account::integer', 1)};\ncommit;\n`);
  const without = await runPgbench(product.owner.login, plain, load);
  await emptyLog(product);
  const withEntry = await runPgbench(product.owner.login, logged, load);
  await allNumbered(product);
  const [row] = await product.owner
    .rows(`select percentile_cont(array[0.5, 0.99]) within group (order by waited)
    from (
      select extract(epoch from (select min(signed_at) from log_checkpoint where tree_size > number) - recorded_at) * 1000 as waited
      from log_entry
    ) as each`);
  const [half, most] = (row?.[0] ?? '').replace(/[{}]/g, '').split(',').map(Number);
  return {
    addedP50: median(withEntry.latenciesMs) - median(without.latenciesMs),
    addedP95: quantile(withEntry.latenciesMs, 0.95) - quantile(without.latenciesMs, 0.95),
    checkpointP50: half,
    checkpointP99: most,
  };
}

async function measureChecking(product: Product, asked: Asked): Promise<Figures> {
  const entries = asked.number('entries', 200_000);
  asked.say(`Filling the log with ${entries} entries`);
  await emptyLog(product);
  await whileSequencing(product, async () => {
    for (let made = 0; made < entries; made += 10_000)
      await product.owner.rows(
        stagedInsert('(1 + random() * 999)::integer', Math.min(10_000, entries - made)),
      );
    await allNumbered(product);
  });
  await product.owner.rows('vacuum (analyze) log_entry, log_part');
  asked.say('Checking');
  const before = await cpuOf(product);
  const found = check.parse(
    JSON.parse((await product.run(['check-log', '--full', '--json'])).trim().split('\n').at(-1) ?? ''),
  );
  const after = await cpuOf(product);
  if (!found.ok || found.entries !== entries) throw new Error('The log that was made is not whole');
  const cpuSeconds = found.cpuSeconds + (after.database - before.database) / 1000;
  return {
    checkedEntries: entries,
    checkPerSecond: entries / found.seconds,
    checkPerCoreSecond: entries / cpuSeconds,
  };
}

/** Runs the work while `contactpoint sequence` numbers the log in a process of its own. */
async function whileSequencing<Answer>(product: Product, work: () => Promise<Answer>): Promise<Answer> {
  const sequencer = product.start(['sequence']);
  await pause(1500); // it is up, and has asked for its turn
  try {
    return await work();
  } finally {
    const ended = once(sequencer, 'exit');
    sequencer.kill('SIGTERM');
    await ended;
  }
}

async function allNumbered({ owner }: Product): Promise<void> {
  while ((await owner.number('select count(*) from log_entry where number is null')) > 0) await pause(200);
}

// A practice copy may begin its log anew.
async function emptyLog({ owner }: Product): Promise<void> {
  await owner.rows(
    'truncate log_entry, log_part, log_tree, log_tile, log_checkpoint, log_cosignature, log_alarm, log_erasure',
  );
  await owner.rows('checkpoint');
}

function scriptIn(folder: string, name: string, text: string): string {
  const file = join(folder, `${name}.sql`);
  writeFileSync(file, text.replaceAll(/\n\s+/g, ' '));
  return file;
}
