import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { chanceOf } from './support/chance.ts';
import { factsOf, writeFeed } from './support/feed-file.ts';
import { installEmpty, type Installation } from './support/installation.ts';

/** `npm run drill -- import-kills`: one import killed again and again must come to what an undisturbed one does. */
export const importKillsDrill: NamedCommand = {
  name: 'import-kills',
  summary: 'kill -9 one import again and again, starting it again each time: it comes to the same',
  help: `npm run drill -- import-kills [--rows N] [--kills N] [--seed N] [--json]

Makes a file of so many rows (1,000,000) in which some children come twice, some rows are faulty and some name a carer.
Imports it undisturbed into one new product; and into another, where the import is killed (-9) at random moments, so many
times (50), and started again each time. Children, addresses, carers, source rows, links, refusals and counts must be the
same in both.`,
  options: { rows: { type: 'string' }, kills: { type: 'string' }, seed: { type: 'string' } },
  run: async (asked) => {
    const folder = mkdtempSync(join(tmpdir(), 'contactpoint-feed-'));
    try {
      return await drill(join(folder, 'feed.ndjson'), asked);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function drill(file: string, asked: Asked): Promise<Figures | undefined> {
  const [rows, kills] = [asked.number('rows', 1_000_000), asked.number('kills', 50)];
  const seed = asked.number('seed', 1);
  await writeFeed(file, rows, seed);
  const undisturbed = await withNew(async (installation) => {
    const began = performance.now();
    await installation.run(['import', file]);
    const seconds = (performance.now() - began) / 1000;
    asked.say(`Undisturbed in ${seconds.toFixed(1)} s`);
    return { facts: await factsOf(installation.sql), seconds };
  });
  const killed = await withNew(async (installation) => {
    const done = await importKilled(installation, file, { rows, kills, seed });
    asked.say(`Killed ${done} times`);
    return { facts: await factsOf(installation.sql), kills: done };
  });
  const differing = Object.keys(killed.facts).filter(
    (name) => killed.facts[name] !== undisturbed.facts[name],
  );
  const figures = {
    rows,
    kills: killed.kills,
    seconds: Math.round(undisturbed.seconds),
    differing: differing.length,
  };
  if (differing.length === 0 && killed.kills === kills) return figures;
  process.stderr.write(
    `The killed import came to something else: ${differing.join(', ')} ${JSON.stringify(figures)}\n`,
  );
  return undefined;
}

async function withNew<Answer>(work: (installation: Installation) => Promise<Answer>): Promise<Answer> {
  const installation = await installEmpty();
  try {
    return await work(installation);
  } finally {
    await installation.remove();
  }
}

type Killing = { readonly rows: number; readonly kills: number; readonly seed: number };

// Each is killed once it has come a random way on, so that the kills lie all over staging and matching.
async function importKilled(
  { sql, start, run }: Installation,
  file: string,
  { rows, kills, seed }: Killing,
): Promise<number> {
  const chance = chanceOf(seed + 1);
  const steps = 2 * rows; // each row is staged and matched
  let done = 0;
  while (done < kills) {
    const before = (await farOf(sql)).steps;
    const goal = before + (chance() * steps) / kills;
    const importing = start(['import', file]);
    while (importing.exitCode === null && (await farOf(sql)).steps < goal) await pause(20);
    if (!(await kill(importing)) || (await farOf(sql)).isDone) break;
    done += 1;
  }
  await run(['import', file]);
  return done;
}

async function farOf(sql: Installation['sql']): Promise<{ steps: number; isDone: boolean }> {
  const [row] = await sql(
    `select coalesce(max(rows_read + rows_done), 0), coalesce(bool_or(state = 'done'), false) from feed_batch`,
  );
  return { steps: Number(row?.[0]), isDone: row?.[1] === 't' };
}

async function kill(child: ChildProcess): Promise<boolean> {
  const ended = once(child, 'exit');
  if (child.exitCode !== null || !child.kill('SIGKILL')) return false;
  await ended;
  return true;
}
