import { connectToLaterCopy } from '../services/installation.ts';
import { replayedByHand, replayProtections } from '../services/replay-protections.ts';
import { readOptions } from './options.ts';
import { wrongUse, type Verb } from './verb.ts';

/** `contactpoint replay`: after a restore, what was done since to protect people is done again. */
export const replayVerb: Verb = {
  name: 'replay',
  summary: 'after a restore: do again what was done since to protect people',
  help: `contactpoint replay URL [--json]
contactpoint replay --by-hand

On a database that was restored to an earlier instant: stops the accounts, puts on the shields and lets leave the children that a
later copy knows as stopped, shielded and gone, and ends all sessions. The later copy is the database that failed, if it can still be
read, or the same backup restored to the end of its WAL. Without this no new log begins (contactpoint sequence --new-log), and until it
does the pages show nobody anything. Running it twice does no harm.

  URL        the later copy, in a login that may read all of it
  --by-hand  there is no later copy: two people have looked through their papers and made them again`,
  run: async (args, context) => {
    const options = readOptions(args, { 'by-hand': { type: 'boolean' }, json: { type: 'boolean' } });
    if (!options.ok) return wrongUse(context, replayVerb, options.fault.says);
    const { positionals, values } = options.value;
    const [url] = positionals;
    if ((url === undefined) !== (values['by-hand'] === true))
      return wrongUse(context, replayVerb, 'give the URL of a later copy, or --by-hand');
    const { owner, services, close } = await context.open();
    try {
      if (url === undefined) {
        await replayedByHand(owner, services.now);
        return 0;
      }
      const later = connectToLaterCopy(url);
      try {
        const done = await replayProtections(owner, later, services.now);
        if (values.json === true) context.out(JSON.stringify(done));
        else
          context.out(
            `${done.accounts} accounts stopped, ${done.shielded} children shielded, ${done.removed} to leave today`,
          );
        return 0;
      } finally {
        await later.close();
      }
    } finally {
      await close();
    }
  },
};
