import { matchingModel, readComparing } from '../services/matching-model.ts';
import { moveRematchAs, proposeRematch, type RematchSummary } from '../services/rematch.ts';
import { readOptions, wholeNumberOption } from './options.ts';
import { wrongUse, type CliContext, type Verb } from './verb.ts';

/** `contactpoint rematch`: what a model of likeness decided, weighed anew by another, without any file being sent again. */
export const rematchVerb: Verb = {
  name: 'rematch',
  summary: 'weigh anew what another model linked or left in doubt; apply it, or take it back',
  help: `contactpoint rematch propose [--model FILE]
contactpoint rematch apply NUMBER --as USER
contactpoint rematch reverse NUMBER --as USER

propose weighs each link that another model decided, and each row that waits since, by the committed model, and says what would
change; nothing changes yet. apply carries it out in the name of who approves it, and reverse takes it back as a whole. What a
person decided is never touched, neither way.

  --model FILE   another model than data/matching/child-model.json
  --as USER      the user name of an active record keeper or account administrator, who approves`,
  run: async (args, context) => {
    const options = readOptions(args, { model: { type: 'string' }, as: { type: 'string' } });
    if (!options.ok) return wrongUse(context, rematchVerb, options.fault.says);
    const { positionals, values } = options.value;
    const [what, number] = positionals;
    if (what === 'propose') return propose(context, values.model);
    if (what !== 'apply' && what !== 'reverse')
      return wrongUse(context, rematchVerb, 'say what to do: propose, apply or reverse');
    const id = wholeNumberOption(number ?? '', 'NUMBER', 1, 2_000_000_000);
    if (!id.ok || values.as === undefined)
      return wrongUse(context, rematchVerb, `${what} takes the number of a proposal, and --as USER`);
    return move(context, what, id.value, values.as);
  },
};

async function propose(context: CliContext, file: string | undefined): Promise<number> {
  const comparing = file === undefined ? await matchingModel() : await readComparing(file);
  const { services, close } = await context.open();
  try {
    const summary = await proposeRematch(services.database, comparing, context.now());
    context.out(
      `Re-matching ${summary.rematch_id} by the model ${summary.model_version}: ${summary.rows_weighed} rows weighed`,
    );
    for (const line of changesOf(summary)) context.out(line);
    context.out(`Nothing has changed yet: contactpoint rematch apply ${summary.rematch_id} --as USER`);
    return 0;
  } finally {
    await close();
  }
}

async function move(
  context: CliContext,
  what: 'apply' | 'reverse',
  rematchId: number,
  userName: string,
): Promise<number> {
  const { services, close } = await context.open();
  try {
    const moved = await moveRematchAs(services.database, userName, rematchId, what, context.now());
    if (!moved.ok) {
      context.err(`contactpoint rematch: ${moved.fault.says}`);
      return 1;
    }
    context.out(`Re-matching ${rematchId} is ${moved.value.state}`);
    for (const line of changesOf(moved.value)) context.out(line);
    return 0;
  } finally {
    await close();
  }
}

function changesOf({ links, doubts, weights }: RematchSummary): readonly string[] {
  return [
    `  ${links} rows that wait, to be linked`,
    `  ${doubts} links, to be decided by a person`,
    `  ${weights} links that stay, with another weight`,
  ];
}
