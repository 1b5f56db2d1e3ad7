import { describeInstallation } from '../services/installation.ts';
import { presentCode } from '../services/practice-token.ts';
import { letProbesGoOn, readOwnReach, readProbed, type Probed } from '../services/shield-probes.ts';
import { bringUp } from './migrate.ts';
import { readOptions, wholeNumberOption } from './options.ts';
import { populateAndSay, type Populate } from './populate.ts';
import { progressLine } from './progress.ts';
import { crawlChild, crawlPages, type Leak, type Tally, type Way } from './prove-shields/crawl.ts';
import { signIn, type Visitor } from './prove-shields/visitor.ts';
import type { Serve } from './serve.ts';
import { wrongUse, type CliContext, type OpenInstallation, type Verb } from './verb.ts';

/** Whom the proof goes round as, and by which ways: handed in by main, from the service's own lists. */
export type Proving = {
  readonly ways: readonly Way[];
  readonly userNames: readonly string[];
  readonly password: string;
  readonly pin: string;
};

/** What the proof found. */
export type ShieldProof = {
  readonly shielded: number;
  readonly probes: number;
  readonly leaks: readonly Leak[];
  /** Ways that were not tried: there must be none. */
  readonly untried: readonly string[];
  /** Which ways show who a shielded child is, and what of it. */
  readonly shown: ReadonlyMap<string, ReadonlySet<string>>;
};

const usualSample = 300;
// Up to so many children each user tries each; beyond, users take turns, or it would take hours.
const byEverybody = 2;
// Users who go round at the same time: the service answers some while others are read.
const atOnce = 4;

/** `contactpoint prove-shields`: tries every way to learn where a shielded child is. */
export function proveShieldsVerb(serve: Serve, populate: Populate, proving: Proving): Verb {
  const verb: Verb = {
    name: 'prove-shields',
    summary: 'try every page as every kind of user against the shielded children (practice copies only)',
    help: `contactpoint prove-shields [--sample N] [--json]

Serves a practice copy to itself, making and filling one (Bolton) where there is none, signs in as every invented user, and
tries every route that the service has, and searches by name, number and place, against shielded children: no answer may say
where they are or who helps them. The first ${byEverybody} children are tried by every user, the others by users in turn. Users' budgets
of the day are forgotten, their sessions end. Prints the proof, or each leak; exit code 1 then.

  --sample N   how many shielded children (${usualSample})
  --json       prints one object as the last line: shielded, probes, leaks, untried`,
    run: async (args, context) => {
      const options = readOptions(args, {
        sample: { type: 'string', default: String(usualSample) },
        json: { type: 'boolean', default: false },
      });
      if (!options.ok) return wrongUse(context, verb, options.fault.says);
      const sample = wholeNumberOption(options.value.values.sample, 'sample', 1, 100_000);
      if (!sample.ok) return wrongUse(context, verb, sample.fault.says);
      const installation = await context.open();
      try {
        const unready = await makeReady(installation, populate, context);
        if (unready !== undefined) {
          if (unready !== '') context.err(`contactpoint prove-shields: ${unready}`);
          return 1;
        }
        const proof = await serveAndProve(serve, installation, proving, sample.value, context);
        say(proof, context, options.value.values.json);
        return proof.leaks.length === 0 && proof.untried.length === 0 && proof.shielded > 0 ? 0 : 1;
      } finally {
        await installation.close();
      }
    },
  };
  return verb;
}

async function makeReady(
  installation: OpenInstallation,
  populate: Populate,
  context: CliContext,
): Promise<string | undefined> {
  await bringUp(installation, context);
  const { populated, practice } = await describeInstallation(installation.services.database);
  if (populated)
    return practice ? undefined : 'this is no practice copy, and nobody may go round it like that';
  const extent = { kind: 'council', councilCode: 350 } as const;
  const failed = await populateAndSay(
    populate,
    installation,
    { extent, seed: 1, again: false, json: false },
    context,
  );
  return failed === 0 ? undefined : '';
}

async function serveAndProve(
  serve: Serve,
  installation: OpenInstallation,
  proving: Proving,
  sample: number,
  context: CliContext,
): Promise<ShieldProof> {
  const running = await serve(installation, true);
  try {
    return await prove(installation, running.url, proving, sample, context);
  } finally {
    await running.stop();
  }
}

async function prove(
  { owner, services }: OpenInstallation,
  url: string,
  proving: Proving,
  sample: number,
  context: CliContext,
): Promise<ShieldProof> {
  const line = progressLine(context);
  const proof = await proveShields({
    url,
    proving,
    children: await readProbed(owner, sample),
    letGoOn: () => letProbesGoOn(owner),
    ownReach: (userName) => readOwnReach(owner, userName),
    code: async (userName) => {
      const code = await presentCode(services, userName);
      if (!code.ok) throw new Error(code.fault.says);
      return code.value;
    },
    progress: (done, of) => line.show({ doing: 'Trying to learn where shielded children are', done, of }),
  });
  line.end();
  return proof;
}

export type ToProve = {
  readonly url: string;
  readonly proving: Proving;
  readonly children: readonly Probed[];
  readonly letGoOn: () => Promise<void>;
  /** How a user and their team are reached, which they know anyhow. */
  readonly ownReach: (userName: string) => Promise<readonly string[]>;
  readonly code: (userName: string) => Promise<string>;
  readonly progress?: (done: number, of: number) => void;
  /** Goes home when something was learnt: enough for a test of the proof itself. */
  readonly untilFirst?: boolean;
};

/** Goes round a server as every user; answers what was learnt. */
export async function proveShields(asked: ToProve): Promise<ShieldProof> {
  const { proving, children, letGoOn, progress, untilFirst = false } = asked;
  const { ways, userNames } = proving;
  const leaks: Leak[] = [];
  const isEnough = () => untilFirst && leaks.length > 0;
  const tally: Tally = { leaks, isEnough, tried: new Set(), shown: new Map(), probes: 0 };
  const total = userNames.length;
  const goRound = async (turn: number, userName: string): Promise<void> => {
    const visitor = await enter(asked, userName);
    for (const [at, child] of children.entries()) {
      if (at >= byEverybody && at % total !== turn) continue;
      await letGoOn();
      await crawlChild(visitor, ways, child, tally, at < byEverybody ? 'in full' : 'briefly');
      if (isEnough()) return;
    }
    await letGoOn();
    await crawlPages(visitor, ways, children, tally);
  };
  let done = 0;
  await inLanes([...userNames.entries()], untilFirst ? 1 : atOnce, async ([turn, userName]) => {
    if (isEnough()) return;
    await goRound(turn, userName);
    progress?.((done += 1), total);
  });
  return proofOf(tally, ways, children.length);
}

async function enter({ url, proving, ownReach, code }: ToProve, userName: string): Promise<Visitor> {
  const { password, pin } = proving;
  const own = await ownReach(userName);
  return signIn(url, { userName, password, pin, code: () => code(userName), own });
}

function proofOf(
  { probes, leaks, shown, tried }: Tally,
  ways: readonly Way[],
  shielded: number,
): ShieldProof {
  const known = ways.map(({ method, path }) => `${method} ${path}`);
  return { shielded, probes, leaks, shown, untried: known.filter((way) => !tried.has(way)) };
}

/** Does the work of each, so many at the same time. */
async function inLanes<One>(
  each: readonly One[],
  lanes: number,
  work: (one: One) => Promise<void>,
): Promise<void> {
  const waiting = [...each];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function say({ shielded, probes, leaks, untried }: ShieldProof, context: CliContext, json: boolean): void {
  const count = (number: number): string => number.toLocaleString('en-GB');
  for (const { userName, way, tells } of leaks) context.out(`Leak: ${way}, as ${userName}, ${tells}`);
  for (const way of untried) context.out(`Not tried: ${way}`);
  if (shielded === 0) context.out('There is no shielded child here to try with.');
  if (leaks.length === 0 && untried.length === 0)
    context.out(
      `No leak: ${count(probes)} probes against ${count(shielded)} shielded children, every route tried.`,
    );
  if (json) context.out(JSON.stringify({ shielded, probes, leaks: leaks.length, untried: untried.length }));
}
