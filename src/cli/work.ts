import { checkByClock, type ClockCheck } from '../services/check-by-clock.ts';
import { notReady } from '../services/installation.ts';
import { markPeople } from '../services/barring.ts';
import { retireRecords } from '../services/retire-records.ts';
import { takeUpAlerts } from '../services/cases.ts';
import { forgetUsage, reviewUsage } from '../services/review-usage.ts';
import { keepLogMonths } from '../services/log-months.ts';
import { sweep } from '../services/sweep.ts';
import { matchFeeds, matchFeedsUntilStopped } from '../jobs/match-feeds.ts';
import { readOptions } from './options.ts';
import { logOf } from './log-of.ts';
import { wrongUse, type CliContext, type OpenInstallation, type Verb } from './verb.ts';

const betweenRounds = 60_000;

/** `contactpoint work`: what is done by the clock. */
export const workVerb: Verb = {
  name: 'work',
  summary: 'do what is done by the clock, until stopped',
  help: `contactpoint work [--once]

Takes in what suppliers sent; removes who has left; forgets searches, sign-in attempts and days' counts that are past their time; stops organisations that have together
looked up too much today; reviews how records were used since the last round, makes cases of what that finds, and carries out
what reviewers decided; checks the access log of the last day and a share of what is older; makes the log's months ahead. Runs
every minute until stopped, or once.

  DATABASE_REVIEW_URL   a login that may act as contactpoint_misuse, for the review; without it, the owner's`,
  run: async (args, context) => {
    const options = readOptions(args, { once: { type: 'boolean' } });
    if (!options.ok) return wrongUse(context, workVerb, options.fault.says);
    const installation = await context.open();
    try {
      const unready = await notReady(installation.services.database);
      if (unready !== undefined) {
        context.err(`contactpoint work: ${unready}`);
        return 1;
      }
      if (options.value.values.once === true) {
        await matchFeeds(installation.services, new AbortController().signal);
        await workOnce(installation, context, await beginCheck(installation));
      } else await workUntilStopped(installation, context, stopAsked());
      return 0;
    } finally {
      await installation.close();
    }
  },
};

/** Takes in suppliers' files, and does a round of other work each minute, until asked to stop; what failed is said and tried again. */
export async function workUntilStopped(
  installation: OpenInstallation,
  context: CliContext,
  stop: AbortSignal,
): Promise<void> {
  const complain = (): void => context.err('A supplier’s file could not be matched; it will be tried again');
  await Promise.all([
    matchFeedsUntilStopped(installation.services, stop, complain),
    goRoundUntilStopped(installation, context, stop),
  ]);
}

async function goRoundUntilStopped(
  installation: OpenInstallation,
  context: CliContext,
  stop: AbortSignal,
): Promise<void> {
  let check: ClockCheck | undefined;
  while (!stop.aborted) {
    try {
      check ??= await beginCheck(installation);
      await workOnce(installation, context, check);
    } catch {
      context.err('A round of work failed; it will be tried again in a minute');
    }
    await pause(stop);
  }
}

async function workOnce(
  { services, review, owner, leaving, eraser }: OpenInstallation,
  context: CliContext,
  check: ClockCheck,
): Promise<void> {
  const retired = await retireRecords({ services, leaving, eraser, owner }); // first: who left at midnight waits for nothing else
  if (retired.held) context.err(tooMany);
  await markPeople(review, services);
  await sweep(services);
  const reviewing = { database: review, now: services.now };
  await reviewUsage(reviewing);
  await takeUpAlerts(services);
  await forgetUsage(reviewing);
  await keepLogMonths(owner, services.now());
  const finding = await checkByClock(check);
  if (finding !== undefined) context.err(`contactpoint: ${finding}`);
}

const tooMany =
  'contactpoint: more children would leave than can be right. Check the clock; if it is right, run: contactpoint leave --go-on';

async function beginCheck(installation: OpenInstallation): Promise<ClockCheck> {
  return { log: await logOf(installation), verified: new Set() };
}

/** Told when the person or the system asks the program to end. */
export function stopAsked(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

async function pause(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return; // while the round was under way: nobody would be told again
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, betweenRounds);
    stop.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
