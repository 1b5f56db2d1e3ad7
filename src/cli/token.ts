import { presentCode } from '../services/practice-token.ts';
import { readOptions } from './options.ts';
import { wrongUse, type Verb } from './verb.ts';

/** `contactpoint token NAME`: the code that an invented user's token shows now. */
export const tokenVerb: Verb = {
  name: 'token',
  summary: "print the present code of an invented user's token (practice copies only)",
  help: `contactpoint token NAME [--json]

Prints the six digits that the security token of the user named NAME shows now. Works only in a practice copy, where
every user is invented. A code works once: wait for the next one (30 seconds) to sign in again.`,
  run: async (args, context) => {
    const options = readOptions(args, { json: { type: 'boolean' } });
    if (!options.ok) return wrongUse(context, tokenVerb, options.fault.says);
    const [userName, ...more] = options.value.positionals;
    if (userName === undefined || more.length > 0) return wrongUse(context, tokenVerb, 'give one user name');
    const installation = await context.open();
    try {
      const code = await presentCode(installation.services, userName);
      if (!code.ok) {
        context.err(`contactpoint token: ${code.fault.says}`);
        return 1;
      }
      context.out(options.value.values.json === true ? JSON.stringify({ code: code.value }) : code.value);
      return 0;
    } finally {
      await installation.close();
    }
  },
};
