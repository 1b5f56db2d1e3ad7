import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NamedCommand } from '../scripts/named-command.ts';
import { startIn, stopStarted } from './support/newcomer.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));

const firstLimitSeconds = 180; // the promise to newcomers: within 3 minutes
const againLimitSeconds = 15; // and a second time within 15 seconds

type Say = (line: string) => void;

/** `npm run drill -- start`: what a newcomer meets. */
export const startDrill: NamedCommand = {
  name: 'start',
  summary: 'clone, npm start, Ctrl-C, npm start, kill -9, npm start',
  help: `npm run drill -- start [--json]

Clones the last commit of this checkout into a temporary folder and does there what a newcomer does: npm start (which
installs, starts its database, makes a council of invented children and serves), Ctrl-C, npm start again, kill -9,
npm start once more. Says how long each took until the sign-in page answered, and whether the data was kept.`,
  options: {},
  run: async ({ say }) => {
    const folder = mkdtempSync(join(tmpdir(), 'contactpoint-drill-'));
    try {
      execFileSync('git', ['clone', '--quiet', checkout, folder]);
      return await startThrice(folder, say);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function startThrice(folder: string, say: Say) {
  const first = await startIn(folder, firstLimitSeconds, say);
  await stopStarted(first.process, 'SIGINT');
  const second = await startIn(folder, againLimitSeconds * 4, say);
  await stopStarted(second.process, 'SIGKILL');
  const third = await startIn(folder, againLimitSeconds * 4, say);
  await stopStarted(third.process, 'SIGINT');
  return {
    firstStartSeconds: first.seconds,
    secondStartSeconds: second.seconds,
    afterKillSeconds: third.seconds,
    dataKept: first.populated && !second.populated && !third.populated,
    withinLimits: first.seconds <= firstLimitSeconds && second.seconds <= againLimitSeconds,
  };
}
