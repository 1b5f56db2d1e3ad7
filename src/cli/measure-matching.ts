import { describeInstallation, notReady } from '../services/installation.ts';
import { measureMatching } from '../services/measure-matching.ts';
import { readOptions } from './options.ts';
import { wrongUse, type Verb } from './verb.ts';

/** `contactpoint measure-matching`: rows matched and timed, and nothing written. For `npm run bench -- matching`. */
export function measureMatchingVerb(input: () => AsyncIterable<string>): Verb {
  const verb: Verb = {
    name: 'measure-matching',
    summary: 'match rows from standard input, and say what it took (practice copies only)',
    help: `contactpoint measure-matching [--block N] [--warming N]

Reads rows from standard input, each as a staged child on a line of JSON. Decides of whom each is, as rows of a council, by
blocks, and writes nothing. Answers each decision on a line, and last what the matching took. Works only in a practice copy.

  --block N     rows at once (500, as feeds are taken)
  --warming N   rows at the beginning that are neither timed nor answered, a multiple of the block (0)`,
    run: async (args, context) => {
      const options = readOptions(args, { block: { type: 'string' }, warming: { type: 'string' } });
      if (!options.ok) return wrongUse(context, verb, options.fault.says);
      const { services, close } = await context.open();
      try {
        const unready = await notReady(services.database);
        const isPractice = unready === undefined && (await describeInstallation(services.database)).practice;
        if (!isPractice)
          return wrongUse(context, verb, unready ?? 'Rows are measured only in a practice copy.');
        const { block, warming } = options.value.values;
        const feed = { supplier: 'council', supplierId: 3 } as const; // the number that migration 0003 gives it
        const { decisions, ...took } = await measureMatching(services.database, feed, input, {
          blockSize: Number(block ?? 500),
          warming: Number(warming ?? 0),
        });
        for (const decision of decisions) context.out(JSON.stringify(decision));
        context.out(JSON.stringify({ ...took, peakBytes: process.resourceUsage().maxRSS * 1024 }));
        return 0;
      } finally {
        await close();
      }
    },
  };
  return verb;
}
