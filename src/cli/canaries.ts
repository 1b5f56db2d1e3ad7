import { placeCanaries } from '../services/place-canaries.ts';
import { readOptions, wholeNumberOption } from './options.ts';
import { wrongUse, type CliContext, type Verb } from './verb.ts';

const mostAtOnce = 500; // more would be met by honest searches

/** `contactpoint canaries`: decoys, whose every opening is asked about. */
export const canariesVerb: Verb = {
  name: 'canaries',
  summary: 'place decoy children in a council, whose every opening is asked about',
  help: `contactpoint canaries place --council CODE [--count N]

Places N (10) invented children among those of a council. They look like any other record, and stand on no list that the
service can read; whoever opens one is asked why. Which they are is told to nobody, here neither. Done as the owner.

  --council CODE   the DfE's three digits
  --count N        at most ${mostAtOnce}

  DATABASE_OWNER_URL   the owner's login`,
  run: async (args, context) => {
    const [what, ...rest] = args;
    if (what !== 'place') return wrongUse(context, canariesVerb, 'say what to do: place');
    const options = readOptions(rest, {
      council: { type: 'string' },
      count: { type: 'string', default: '10' },
    });
    if (!options.ok) return wrongUse(context, canariesVerb, options.fault.says);
    const council = wholeNumberOption(options.value.values.council ?? '', 'council', 201, 999);
    if (!council.ok) return wrongUse(context, canariesVerb, council.fault.says);
    const count = wholeNumberOption(options.value.values.count, 'count', 1, mostAtOnce);
    if (!count.ok) return wrongUse(context, canariesVerb, count.fault.says);
    return place(context, council.value, count.value);
  },
};

async function place(context: CliContext, council: number, count: number): Promise<number> {
  const { owner, close } = await context.open();
  try {
    const placed = await placeCanaries({ owner, now: context.now }, council, count);
    if (!placed.ok) {
      context.err(`contactpoint canaries: ${placed.fault.says}`);
      return 1;
    }
    context.out(`${placed.value} decoys placed in council ${council}`);
    return 0;
  } finally {
    await close();
  }
}
