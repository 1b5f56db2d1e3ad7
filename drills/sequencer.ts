import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { addEntries } from './support/entries.ts';
import { installEmpty, type Installation } from './support/installation.ts';

/** `npm run drill -- sequencer`: kills the sequencer at any moment, and starts two at once. */
export const sequencerDrill: NamedCommand = {
  name: 'sequencer',
  summary: 'kill -9 the sequencer again and again, and start two at once: no gap, double or fork',
  help: `npm run drill -- sequencer [--kills N] [--pairs N] [--json]

While entries are added all the time, starts the sequencer and kills it (-9) at a random moment, N times (100); then starts
two at once and kills both, N times (20). In the end the numbers must stand without a gap and once each, and
check-log must find the log whole.`,
  options: { kills: { type: 'string' }, pairs: { type: 'string' } },
  run: async (asked) => {
    const installation = await installEmpty();
    try {
      return await drill(installation, asked);
    } finally {
      await installation.remove();
    }
  },
};

async function drill(installation: Installation, asked: Asked): Promise<Figures | undefined> {
  const [kills, pairs] = [asked.number('kills', 100), asked.number('pairs', 20)];
  const adding = new AbortController();
  const added = addUntil(installation, adding.signal);
  for (let time = 1; time <= kills; time += 1) await startAndKill(installation, 1);
  asked.say(`Killed ${kills} times`);
  for (let time = 1; time <= pairs; time += 1) await startAndKill(installation, 2);
  asked.say(`Two at once, ${pairs} times`);
  adding.abort();
  const entries = await added;
  for (let round = 0; round < entries / 10_000 + 2; round += 1)
    await installation.run(['sequence', '--once']);
  return judge(installation, { kills, pairs, entries });
}

async function addUntil({ sql }: Installation, stop: AbortSignal): Promise<number> {
  let added = 0;
  while (!stop.aborted) {
    await addEntries(sql, 5);
    added += 5;
    await pause(20);
  }
  return added;
}

// At any moment: while it starts, or, as most often, once it has begun to number.
async function startAndKill({ sql, start }: Installation, together: number): Promise<void> {
  const checkpoints = async (): Promise<number> =>
    Number((await sql('select count(*) from log_checkpoint'))[0]?.[0]);
  const before = await checkpoints();
  const started = Array.from({ length: together }, () => start(['sequence']));
  const patience = Math.random() < 0.1 ? 0 : 20_000;
  for (let waited = 0; waited < patience && (await checkpoints()) === before; waited += 50) await pause(50);
  await pause(Math.random() * 900);
  await Promise.all(started.map(kill));
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  if (child.exitCode === null && child.kill('SIGKILL')) await ended;
}

async function judge(
  { sql, run }: Installation,
  done: Readonly<Record<string, number>>,
): Promise<Figures | undefined> {
  const [row = []] =
    await sql(`select count(*) filter (where number is null), count(number), count(distinct number),
      coalesce(max(number), -1) + 1, (select tree_size from log_tree), (select count(*) from log_checkpoint)
    from log_entry`);
  const [waiting, numbered, distinct, highest, size, checkpoints] = row.map(Number);
  const checked = (await run(['check-log', '--full', '--json'])).trim().split('\n').at(-1) ?? '';
  const whole = /"ok":true/.test(checked);
  const figures = { ...done, waiting, numbered, distinct, highest, size, checkpoints, whole };
  const isRight =
    waiting === 0 &&
    numbered === done['entries'] &&
    distinct === numbered &&
    highest === numbered &&
    size === numbered;
  if (isRight && whole) return figures;
  process.stderr.write(`The log did not come through: ${JSON.stringify(figures)} ${checked}\n`);
  return undefined;
}
