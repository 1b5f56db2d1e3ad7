import type { CliContext, Verb } from './verb.ts';

/** Finds the verb that the arguments name and runs it. Answers the exit code. */
export async function runProgram(
  verbs: readonly Verb[],
  args: readonly string[],
  context: CliContext,
): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help')
    return showVerbs(verbs, context, name === undefined);
  const verb = verbs.find((one) => one.name === name);
  if (verb === undefined) {
    context.err(`contactpoint: there is no verb "${name}"`);
    return showVerbs(verbs, context, true);
  }
  if (rest.includes('--help')) {
    context.out(verb.help);
    return 0;
  }
  return verb.run(rest, context);
}

function showVerbs(verbs: readonly Verb[], context: CliContext, wrong: boolean): number {
  const widest = Math.max(...verbs.map((verb) => verb.name.length));
  const lines = verbs.map((verb) => `  ${verb.name.padEnd(widest)}  ${verb.summary}`);
  const text = [
    'contactpoint VERB …',
    '',
    ...lines,
    '',
    'Each answers --help. Exit: 0 done, 1 failed or refused, 2 wrong use.',
  ];
  (wrong ? context.err : context.out)(text.join('\n'));
  return wrong ? 2 : 0;
}
