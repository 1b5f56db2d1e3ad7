import { alarmInWords } from '../domain/log-alarm.ts';
import { askWitnesses } from '../services/ask-witnesses.ts';
import { beginNewLog } from '../services/begin-new-log.ts';
import { notReady } from '../services/installation.ts';
import {
  goOn,
  sequenceRound,
  thinOldCheckpoints,
  type LogContext,
  type Round,
} from '../services/sequence-log.ts';
import { logOf } from './log-of.ts';
import { readOptions } from './options.ts';
import { wrongUse, type CliContext, type OpenInstallation, type Verb } from './verb.ts';
import { stopAsked } from './work.ts';

// Between 200 and 500 ms: few checkpoints, and none that is waited for (docs/access-log.md).
const betweenRounds = 400;
// A witness signs the last checkpoint of each such while.
const betweenWitnessing = 1_000;
const betweenThinning = 3_600_000;

/** `contactpoint sequence`: numbers the access log and signs its tree. */
export const sequenceVerb: Verb = {
  name: 'sequence',
  summary: 'number the access log and sign its tree, until stopped',
  help: `contactpoint sequence [--once] [--go-on | --new-log NAME] [--json]

Gives the entries of the access log their numbers, every 400 ms until stopped, or once; signs the tree over them, and asks
the witnesses to sign it too. One at a time does it, however many are started. "contactpoint start" does it by itself.

  --once      one round, and its witnesses
  --go-on     first ends the alarms that stopped the signing: for a person who has looked. They are raised again where
              their cause still stands.
  --new-log   first ends the log of that name, where it is truly lost, and begins a new one over the entries that are here:
              docs/access-log.md says when. Tell every witness the new line of log/verifier.
  --json      with --once: prints what the round did

  DATABASE_SEQUENCER_URL   a login of its own; it must be allowed the role contactpoint_sequencer
  LOG_WITNESSES            VERIFIER@URL of each witness, with spaces between`,
  run: async (args, context) => {
    const flag = { type: 'boolean' } as const;
    const options = readOptions(args, {
      once: flag,
      'go-on': flag,
      'new-log': { type: 'string' },
      json: flag,
    });
    if (!options.ok) return wrongUse(context, sequenceVerb, options.fault.says);
    const installation = await context.open();
    try {
      const unready = await notReady(installation.services.database);
      if (unready !== undefined) {
        context.err(`contactpoint sequence: ${unready}`);
        return 1;
      }
      const { once, 'go-on': goingOn, 'new-log': oldName, json } = options.value.values;
      if (typeof oldName === 'string' && !(await beginAnew(installation, context, oldName))) return 1;
      if (goingOn === true) await goOn(await logOf(installation));
      if (once === true) return await sequenceOnce(installation, context, json === true);
      await sequenceUntilStopped(installation, context, stopAsked());
      return 0;
    } finally {
      await installation.close();
    }
  },
};

async function beginAnew(
  installation: OpenInstallation,
  context: CliContext,
  oldName: string,
): Promise<boolean> {
  const begun = await beginNewLog(installation.owner, await logOf(installation), oldName);
  if (!begun.ok) context.err(`contactpoint sequence: ${begun.fault.says}`);
  return begun.ok;
}

/** Sequences until asked to stop. What goes wrong is said once, and tried again. */
export async function sequenceUntilStopped(
  installation: OpenInstallation,
  context: CliContext,
  stop: AbortSignal,
): Promise<void> {
  const log = await logOf(installation);
  const say = sayOnce(context);
  const asked = everySoOften(betweenWitnessing, () => tellWitnesses(log, context));
  const thinned = everySoOften(betweenThinning, () => thinOldCheckpoints(log));
  await tellWitnesses(log, context).catch(() => undefined); // before anything is signed: one may be ahead
  while (!stop.aborted) {
    try {
      const round = await sequenceRound(log);
      say(round.kind === 'stopped' ? saysOf(round) : undefined);
      asked();
      thinned();
    } catch {
      say('The access log could not be numbered; it will be tried again');
    }
    await pause(stop);
  }
}

async function sequenceOnce(
  installation: OpenInstallation,
  context: CliContext,
  json: boolean,
): Promise<number> {
  const log = await logOf(installation);
  await tellWitnesses(log, context);
  const round = await sequenceRound(log);
  await tellWitnesses(log, context);
  if (json) context.out(JSON.stringify(round));
  if (round.kind !== 'stopped') return 0;
  context.err(`contactpoint sequence: ${saysOf(round)}`);
  return 1;
}

async function tellWitnesses(log: LogContext, context: CliContext): Promise<void> {
  for (const { kind, about, treeSize } of await askWitnesses(log))
    context.err(`contactpoint: ${alarmInWords(kind, about, treeSize)}`);
}

function saysOf({ alarm, about, size }: Extract<Round, { readonly kind: 'stopped' }>): string {
  return alarmInWords(alarm, about, size);
}

function sayOnce(context: CliContext): (line: string | undefined) => void {
  let said: string | undefined;
  return (line) => {
    if (line !== undefined && line !== said) context.err(`contactpoint: ${line}`);
    said = line;
  };
}

/** Begins the work where enough time went by since it last ended; nobody waits for it. */
function everySoOften(every: number, work: () => Promise<void>): () => void {
  let next = 0;
  return () => {
    if (performance.now() < next) return;
    next = Number.POSITIVE_INFINITY;
    void work()
      .catch(() => undefined) // the database is away: the rounds say so
      .finally(() => {
        next = performance.now() + every;
      });
  };
}

async function pause(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  await new Promise<void>((resolve) => {
    const woken = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', woken);
      resolve();
    };
    const timer = setTimeout(woken, betweenRounds);
    stop.addEventListener('abort', woken);
  });
}
