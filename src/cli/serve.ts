import { describeInstallation, notReady } from '../services/installation.ts';
import { bringUp } from './migrate.ts';
import { readOptions } from './options.ts';
import type { Populate } from './populate.ts';
import { wrongUse, type CliContext, type OpenInstallation, type Verb } from './verb.ts';
import { stopAsked, workUntilStopped } from './work.ts';

/** Starts the web server on an installation; handed in by main. */
export type Serve = (installation: OpenInstallation, practice: boolean) => Promise<{ readonly url: string; readonly stop: () => Promise<void> }>;

/** `contactpoint serve`: the pages, on a database that is ready. */
export function serveVerb(serve: Serve): Verb {
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
      return withInstallation(context, (installation) => serveUntilStopped(serve, installation, context, false));
    },
  };
  return verb;
}

/** `contactpoint start`: everything a newcomer needs: migrated, populated with invented people, served, worked. */
export function startVerb(serve: Serve, populate: Populate): Verb {
  const verb: Verb = {
    name: 'start',
    summary: 'migrate, populate an empty database with invented people, and serve (npm start)',
    help: `contactpoint start

Brings the database up to date; where it is empty, fills it with one council (Bolton) of invented children; then serves
the pages and does the clock's work until stopped.`,
    run: async (args, context) => {
      const options = readOptions(args, {});
      if (!options.ok) return wrongUse(context, verb, options.fault.says);
      return withInstallation(context, async (installation) => {
        await bringUp(installation, context);
        const { populated } = await describeInstallation(installation.services.database);
        if (!populated) await populate(installation, context, { kind: 'council', councilCode: 350 });
        return serveUntilStopped(serve, installation, context, true);
      });
    },
  };
  return verb;
}

async function withInstallation(context: CliContext, work: (installation: OpenInstallation) => Promise<number>): Promise<number> {
  const installation = await context.open();
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

async function serveUntilStopped(
  serve: Serve,
  installation: OpenInstallation,
  context: CliContext,
  alsoWork: boolean,
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
  if (alsoWork) await workUntilStopped(installation, context, stop);
  else await new Promise((resolve) => stop.addEventListener('abort', resolve));
  context.err('Stopping…');
  await running.stop();
  return 0;
}

function welcome(url: string, practice: boolean): string {
  if (!practice) return `ContactPoint is at ${url}`;
  return [
    '',
    `ContactPoint is at ${url}`,
    '',
    'A practice copy: every child, family and user in it is invented. To look round, sign in as a hospital nurse:',
    '  user name  amina.khan',
    '  password   bolton practice copy',
    '  PIN        350350',
    '  code       npm run -s contactpoint -- token amina.khan',
    '',
    'README.md lists the other users. Ctrl-C stops the service and its database; the data is kept.',
  ].join('\n');
}
