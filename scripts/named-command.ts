import { parseArgs } from 'node:util';

/** A bench or drill: `npm run bench -- NAME …`. Answers figures that become the last line of --json, or undefined where it failed. */
export type NamedCommand = {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  readonly options: Readonly<
    Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }>
  >;
  readonly run: (asked: Asked) => Promise<Figures | undefined>;
};

export type Asked = {
  readonly text: (option: string) => string | undefined;
  /** Of an option that may be given again: all that was given. */
  readonly texts: (option: string) => readonly string[];
  readonly number: (option: string, usual: number) => number;
  readonly flag: (option: string) => boolean;
  /** Progress, to stderr. */
  readonly say: (line: string) => void;
};

export type Figures = Readonly<Record<string, unknown>>;

/** A wrong use, in one line: exit code 2. */
export class WrongUse extends Error {}

/** Finds the named command, runs it and prints its figures: a table, and with --json one object as the last line. */
export async function runNamed(
  group: string,
  commands: readonly NamedCommand[],
  args: readonly string[],
): Promise<number> {
  const [name, ...rest] = args;
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return list(group, commands, name);
  if (rest.includes('--help')) {
    process.stdout.write(`${command.help}\n`);
    return 0;
  }
  try {
    const { values } = parseArgs({
      args: rest,
      options: { ...command.options, json: { type: 'boolean' } },
      strict: true,
    });
    return print(await command.run(askedOf(values)), values['json'] === true);
  } catch (error) {
    process.stderr.write(`${group} ${command.name}: ${error instanceof Error ? error.message : 'failed'}\n`);
    return isWrongUse(error) ? 2 : 1;
  }
}

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

function askedOf(values: Values): Asked {
  const text = (option: string): string | undefined => {
    const given = values[option];
    return typeof given === 'string' ? given : undefined;
  };
  return {
    text,
    texts: (option) => {
      const given = values[option];
      return Array.isArray(given) ? given.filter((one) => typeof one === 'string') : [];
    },
    number: (option, usual) => wholeNumber(option, text(option), usual),
    flag: (option) => values[option] === true,
    say: (line) => void process.stderr.write(`${line}\n`),
  };
}

function wholeNumber(option: string, given: string | undefined, usual: number): number {
  if (given === undefined) return usual;
  if (!/^\d{1,12}$/.test(given)) throw new WrongUse(`--${option} takes a whole number`);
  return Number(given);
}

function print(figures: Figures | undefined, json: boolean): number {
  if (figures === undefined) return 1;
  const widest = Math.max(...Object.keys(figures).map((name) => name.length));
  for (const [name, value] of Object.entries(figures))
    process.stdout.write(`${name.padEnd(widest)}  ${shown(value)}\n`);
  if (json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

function shown(value: unknown): string {
  if (typeof value === 'number')
    return Number.isInteger(value) ? value.toLocaleString('en-GB') : value.toPrecision(4);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function list(group: string, commands: readonly NamedCommand[], asked: string | undefined): number {
  const wanted = asked === undefined || asked === '--help';
  const stream = wanted ? process.stdout : process.stderr;
  if (!wanted) stream.write(`There is no ${group} "${asked}"\n`);
  for (const { name, summary } of commands) stream.write(`  ${name.padEnd(12)}${summary}\n`);
  return asked === '--help' ? 0 : 2;
}

function isWrongUse(error: unknown): boolean {
  if (error instanceof WrongUse) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
