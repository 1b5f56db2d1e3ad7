import { retireRecords, rewriteTables } from '../services/retire-records.ts';
import { notReady } from '../services/installation.ts';
import { readOptions } from './options.ts';
import { wrongUse, type Verb } from './verb.ts';

/** `contactpoint leave`: one round of the leaving job, as `work` does it each minute. */
export const leaveVerb: Verb = {
  name: 'leave',
  summary: 'remove whoever leaves as of today, as the clock does',
  help: `contactpoint leave [--go-on] [--rewrite] [--json]

Removes from every table whoever leaves as of today in London: at 18, at the end of a stay, a year after a death. What it takes
away is cleared from tables and indexes, and what was typed to find those children from the access log. Each round goes on where
the last was broken off; a second one finds nothing to do.

  --go-on   a person has checked the clock: remove them though they are more than can be right
  --rewrite write the tables anew afterwards, so that no file holds the bytes of removed rows: shut the pages first
  --json    the counts as JSON

Exit: 0 done; 1 held for a person, or not cleared yet because somebody still reads; 2 wrong use.`,
  run: async (args, context) => {
    const options = readOptions(args, {
      'go-on': { type: 'boolean' },
      rewrite: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    if (!options.ok) return wrongUse(context, leaveVerb, options.fault.says);
    if (options.value.positionals.length > 0) return wrongUse(context, leaveVerb, 'takes no names');
    const { 'go-on': goOn, rewrite, json } = options.value.values;
    const installation = await context.open();
    try {
      const unready = await notReady(installation.services.database);
      if (unready !== undefined) {
        context.err(`contactpoint leave: ${unready}`);
        return 1;
      }
      const retired = await retireRecords(installation, goOn === true);
      if (rewrite === true) await rewriteTables(installation.owner);
      if (json === true) context.out(JSON.stringify(retired));
      else context.out(`${retired.left} records removed`);
      if (retired.held)
        context.err(
          'contactpoint leave: more would leave than can be right: check the clock first, then --go-on',
        );
      if (!retired.cleared)
        context.err('contactpoint leave: not cleared away yet, as somebody still reads: run it again');
      return retired.held || !retired.cleared ? 1 : 0;
    } finally {
      await installation.close();
    }
  },
};
