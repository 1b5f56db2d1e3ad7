import { databaseSays, migrateInstallation } from '../services/installation.ts';
import { readOptions } from './options.ts';
import { wrongUse, type CliContext, type OpenInstallation, type Verb } from './verb.ts';

/** `contactpoint migrate`: brings the database up to this program. */
export const migrateVerb: Verb = {
  name: 'migrate',
  summary: 'bring the database up to this program',
  help: `contactpoint migrate [--json]

Applies, as the owner, the migrations that the database has not had, in order and in one transaction, and lets the
application's login act in its role. Running it twice, or two at once, does no harm.

  DATABASE_OWNER_URL   the owner's login; DATABASE_URL is the application's. Without either: the embedded database.`,
  run: async (args, context) => {
    const options = readOptions(args, { json: { type: 'boolean' } });
    if (!options.ok) return wrongUse(context, migrateVerb, options.fault.says);
    const installation = await context.open();
    try {
      const applied = await bringUp(installation, context);
      if (options.value.values.json === true) context.out(JSON.stringify({ applied }));
      return 0;
    } finally {
      await installation.close();
    }
  },
};

/** Migrates and says what was done; throws one plain line where it cannot. */
export async function bringUp(
  installation: OpenInstallation,
  context: CliContext,
): Promise<readonly string[]> {
  try {
    const applied = await migrateInstallation(
      installation.owner,
      installation.applicationUrl,
      installation.sequencerUrl,
    );
    if (applied.length > 0) context.err(`Database brought up to date: ${applied.length} migrations`);
    return applied;
  } catch (error) {
    if (error instanceof Error && error.message.includes('is too old')) throw error;
    throw new Error(databaseSays(error), { cause: error });
  }
}
