import { setTimeout as pause } from 'node:timers/promises';
import { databaseAnswers } from '../services/installation.ts';
import { readOptions } from './options.ts';
import { wrongUse, type CliContext, type OpenInstallation, type Verb } from './verb.ts';
import { stopAsked } from './work.ts';

const betweenLooks = 500;
const mostFailures = 4; // two seconds: then it has died, and whoever started this may start it again

/** `contactpoint database`: the embedded database by itself, for processes that come and go beside it. */
export const databaseVerb: Verb = {
  name: 'database',
  summary: 'run the embedded database by itself, until stopped',
  help: `contactpoint database

Runs the embedded PostgreSQL in CONTACTPOINT_DATA until stopped, so that "serve", "work" and "sequence" can be started and
stopped beside it. Ends with exit code 1 when the database dies, so that a supervisor starts it again.`,
  run: async (args, context) => {
    const options = readOptions(args, {});
    if (!options.ok) return wrongUse(context, databaseVerb, options.fault.says);
    const installation = await context.open();
    try {
      if (!installation.embedded) {
        context.err('contactpoint database: DATABASE_URL names a database, which runs by itself');
        return 1;
      }
      return await watch(installation, context, stopAsked());
    } finally {
      await installation.close();
    }
  },
};

async function watch(
  { services }: OpenInstallation,
  context: CliContext,
  stop: AbortSignal,
): Promise<number> {
  context.out('The database runs.');
  let failures = 0;
  while (!stop.aborted) {
    failures = (await databaseAnswers(services.database)) ? 0 : failures + 1;
    if (failures === mostFailures) {
      context.err('contactpoint database: the database does not answer any more');
      return 1;
    }
    await pause(betweenLooks, undefined, { signal: stop }).catch(() => undefined);
  }
  return 0;
}
