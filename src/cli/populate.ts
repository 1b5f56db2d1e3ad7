import type { Outcome } from '../domain/outcome.ts';
import { bringUp } from './migrate.ts';
import { readOptions, wholeNumberOption } from './options.ts';
import { progressLine, type Progress } from './progress.ts';
import { wrongUse, type CliContext, type OpenInstallation, type Verb } from './verb.ts';

/** How many invented children are wanted, and where. */
export type Extent =
  | { readonly kind: 'council'; readonly councilCode: number; readonly children?: number }
  | { readonly kind: 'councils'; readonly councilCodes: readonly number[] }
  | { readonly kind: 'children'; readonly children: number }
  | { readonly kind: 'England' };

export type PopulationWanted = { readonly extent: Extent; readonly seed: number; readonly again: boolean };

/** What was made, and what it took. */
export type PopulationMade = {
  readonly name: string;
  readonly children: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly loadSeconds: number;
  readonly buildSeconds: number;
  readonly tableBytes: number;
  readonly indexBytes: number;
};

/** Loads the registers and fills the database with invented people; handed in by main. */
export type Populate = (
  installation: OpenInstallation,
  wanted: PopulationWanted,
  progress: (progress: Progress) => void,
) => Promise<Outcome<PopulationMade>>;

const usualSeed = 1;
const usualCouncil = '350'; // Bolton

/** `contactpoint populate`: an empty database filled with invented people. */
export function populateVerb(populate: Populate): Verb {
  const verb: Verb = {
    name: 'populate',
    summary: 'fill an empty database with invented people',
    help: `contactpoint populate [--council CODE | --children N | --england] [--seed N] [--again] [--json]

Fills an empty database with invented families in real schools and practices, and makes it a practice copy for good.

  --council CODE   one council by the DfE's three digits (350, Bolton: about 70,000 children); several as 350,351
  --children N     N children over England, or in the council where both are given
  --england        12 million children
  --seed N         the same seed makes the same people (1)
  --again          empties a practice copy first; a copy with real people is never emptied`,
    run: async (args, context) => {
      const wanted = readWanted(args);
      if (!wanted.ok) return wrongUse(context, verb, wanted.fault.says);
      const installation = await context.open();
      try {
        await bringUp(installation, context);
        return await populateAndSay(populate, installation, wanted.value, context);
      } finally {
        await installation.close();
      }
    },
  };
  return verb;
}

/** Populates with a progress bar and a closing table. Answers the exit code. */
export async function populateAndSay(
  populate: Populate,
  installation: OpenInstallation,
  { json, ...wanted }: PopulationWanted & { readonly json: boolean },
  context: CliContext,
): Promise<number> {
  const line = progressLine(context);
  const made = await populate(installation, wanted, line.show);
  line.end();
  if (!made.ok) {
    context.err(`contactpoint populate: ${made.fault.says}`);
    return 1;
  }
  for (const row of closingTable(made.value)) context.err(row);
  if (json) context.out(JSON.stringify(made.value));
  return 0;
}

function closingTable({
  name,
  children,
  rows,
  loadSeconds,
  buildSeconds,
  tableBytes,
  indexBytes,
}: PopulationMade): readonly string[] {
  const count = (number: number): string => number.toLocaleString('en-GB');
  const total = Object.values(rows).reduce((sum, each) => sum + each, 0);
  return [
    `${name}: ${count(children)} children made, ${count(total)} rows in ${(loadSeconds + buildSeconds).toFixed(1)} s`,
    ...Object.entries(rows).map(([table, number]) => `  ${table.padEnd(20)}${count(number).padStart(14)}`),
    `  ${count(Math.round(total / loadSeconds))} rows a second while loading; indexes built in ${buildSeconds.toFixed(1)} s`,
    `  ${(tableBytes / 1e9).toFixed(2)} GB of tables, ${(indexBytes / 1e9).toFixed(2)} GB of indexes`,
  ];
}

function readWanted(args: readonly string[]): Outcome<PopulationWanted & { readonly json: boolean }> {
  const options = readOptions(args, {
    council: { type: 'string' },
    children: { type: 'string' },
    england: { type: 'boolean' },
    seed: { type: 'string', default: String(usualSeed) },
    again: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  if (!options.ok) return options;
  const { seed, again, json, ...asked } = options.value.values;
  const seedNumber = wholeNumberOption(seed, 'seed', 0, 2_147_483_647);
  if (!seedNumber.ok) return seedNumber;
  const extent = readExtent(asked);
  return extent.ok
    ? { ok: true, value: { extent: extent.value, seed: seedNumber.value, again, json } }
    : extent;
}

type ExtentAsked = { readonly council?: string; readonly children?: string; readonly england?: boolean };

function readExtent({ council, children, england = false }: ExtentAsked): Outcome<Extent> {
  if (england && (council !== undefined || children !== undefined))
    return {
      ok: false,
      fault: { kind: 'invalid', says: '--england goes with neither --council nor --children' },
    };
  if (england) return { ok: true, value: { kind: 'England' } };
  const number = children === undefined ? undefined : wholeNumberOption(children, 'children', 1, 14_000_000);
  if (number !== undefined && !number.ok) return number;
  if (number !== undefined && council === undefined)
    return { ok: true, value: { kind: 'children', children: number.value } };
  if (council?.includes(',') === true) return readCouncils(council, number !== undefined);
  const code = wholeNumberOption(council ?? usualCouncil, 'council', 201, 999);
  if (!code.ok) return code;
  const some = number === undefined ? {} : { children: number.value };
  return { ok: true, value: { kind: 'council', councilCode: code.value, ...some } };
}

function readCouncils(council: string, hasNumber: boolean): Outcome<Extent> {
  if (hasNumber)
    return {
      ok: false,
      fault: { kind: 'invalid', says: '--children goes with one --council, not with several' },
    };
  const codes = [...new Set(council.split(','))].map((code) => wholeNumberOption(code, 'council', 201, 999));
  const councilCodes: number[] = [];
  for (const code of codes) {
    if (!code.ok) return code;
    councilCodes.push(code.value);
  }
  return { ok: true, value: { kind: 'councils', councilCodes } };
}
