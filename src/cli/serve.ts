import { describeInstallation, notReady } from '../services/installation.ts';
import { warmSearch } from '../services/warming.ts';
import { bringUp } from './migrate.ts';
import { readOptions } from './options.ts';
import { populateAndSay, type Populate } from './populate.ts';
import type { RunningWitness } from './witness.ts';
import { wrongUse, type CliContext, type OpenInstallation, type Verb } from './verb.ts';
import { sequenceUntilStopped } from './sequence.ts';
import { stopAsked, workUntilStopped } from './work.ts';

/** Starts the web server on an installation; handed in by main. */
export type Serve = (
  installation: OpenInstallation,
  practice: boolean,
) => Promise<{ readonly url: string; readonly stop: () => Promise<void> }>;

// Bolton: a council of about 70,000 children that loads in well under the three minutes promised.
const firstPopulation = {
  extent: { kind: 'council', councilCode: 350 },
  seed: 1,
  again: false,
  json: false,
} as const;

/** What is said once the pages answer. */
export type Welcome = (url: string, practice: boolean) => string;

/** `contactpoint serve`: the pages, on a database that is ready. */
export function serveVerb(serve: Serve, welcome: Welcome): Verb {
  const verb: Verb = {
    name: 'serve',
    summary: 'serve the pages, until stopped',
    help: `contactpoint serve

Serves the pages until stopped (Ctrl-C, SIGTERM). The database must have been migrated.

  PORT           the port to listen on (3000)
  HOST           the address to listen on (127.0.0.1)
  DATABASE_URL   the application's login to a PostgreSQL 15 or later; without it, the embedded database`,
    run: async (args, context) => {
      const options = readOptions(args, {});
      if (!options.ok) return wrongUse(context, verb, options.fault.says);
      return withInstallation(context, (installation) =>
        serveUntilStopped({ serve, welcome, witness: undefined }, installation, context),
      );
    },
  };
  return verb;
}

/** `contactpoint start`: everything a newcomer needs: migrated, populated with invented people, served, worked. */
export function startVerb(
  serve: Serve,
  welcome: Welcome,
  populate: Populate,
  witness: () => Promise<RunningWitness>,
): Verb {
  const verb: Verb = {
    name: 'start',
    summary: 'migrate, populate an empty database with invented people, and serve (npm start)',
    help: `contactpoint start

Brings the database up to date; where it is empty, fills it with one council (Bolton) of invented children; then serves
the pages, does the clock's work and numbers the access log until stopped. A practice copy has a witness of its own.`,
    run: async (args, context) => {
      const options = readOptions(args, {});
      if (!options.ok) return wrongUse(context, verb, options.fault.says);
      return withInstallation(context, async (installation) => {
        await bringUp(installation, context);
        const { populated } = await describeInstallation(installation.services.database);
        if (!populated) {
          const failed = await populateAndSay(populate, installation, firstPopulation, context);
          if (failed !== 0) return failed;
        }
        return serveUntilStopped({ serve, welcome, witness }, installation, context);
      });
    },
  };
  return verb;
}

async function withInstallation(
  context: CliContext,
  work: (installation: OpenInstallation) => Promise<number>,
): Promise<number> {
  const installation = await context.open();
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

type Serving = {
  readonly serve: Serve;
  readonly welcome: Welcome;
  readonly witness: (() => Promise<RunningWitness>) | undefined; // undefined: pages alone
};

async function serveUntilStopped(
  { serve, welcome, witness }: Serving,
  installation: OpenInstallation,
  context: CliContext,
): Promise<number> {
  const unready = await notReady(installation.services.database);
  if (unready !== undefined) {
    context.err(`contactpoint: ${unready}`);
    return 1;
  }
  const stop = stopAsked();
  const { practice } = await describeInstallation(installation.services.database);
  const running = await serve(installation, practice);
  context.out(welcome(running.url, practice));
  // From here on pages answer; nobody waits for this.
  const warming = warmSearch(installation.owner, installation.embedded, stop).catch(() => {
    context.err(
      'contactpoint: what searching reads could not be read into memory; the first searches are slower',
    );
  });
  if (witness !== undefined)
    await workAndSequence(installation, context, practice ? witness : undefined, stop);
  else if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve));
  context.err('Stopping…');
  await running.stop();
  await warming;
  return 0;
}

async function workAndSequence(
  installation: OpenInstallation,
  context: CliContext,
  startWitness: (() => Promise<RunningWitness>) | undefined,
  stop: AbortSignal,
): Promise<void> {
  const witness = await startWitness?.().catch(() => {
    context.err('contactpoint: no witness could be started; the log goes on without one');
    return undefined;
  });
  await Promise.all([
    workUntilStopped(installation, context, stop),
    sequenceUntilStopped(installation, context, stop),
  ]);
  await witness?.stop();
}
