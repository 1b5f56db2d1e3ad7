import { readFileSync } from 'node:fs';
import { isTypedSearch, type TypedSearch } from '../domain/criteria.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import type { ServiceContext } from '../services/context.ts';
import { answerSearch, takeSearch, type Clock } from '../services/find-child.ts';
import { describeInstallation, notReady } from '../services/installation.ts';
import { readSession } from '../services/session.ts';
import { readOptions } from './options.ts';
import { wrongUse, type CliContext, type Verb } from './verb.ts';

/** One search, answered: which children, in the order shown, and what finding them took. */
export type MeasuredSearch = {
  readonly answer: 'found' | 'too many';
  readonly childIds: readonly number[];
  /** Reading candidates, scoring them, and reading what the list shows of the best: before the log entry. */
  readonly searchMs: number;
  /** All of it: the session read, the search kept, found, written in the log, and committed. */
  readonly wholeMs: number;
  /** Processor time of `searchMs`; of the database only where its process can be seen from here. */
  readonly databaseCpuMs: number | undefined;
  readonly ownCpuMs: number;
};

/** `contactpoint measure-search`: searches answered and timed without the pages. For `npm run bench -- search`. */
export function measureSearchVerb(input: () => AsyncIterable<string>): Verb {
  const verb: Verb = {
    name: 'measure-search',
    summary: 'answer searches from standard input, and say what each took (practice copies only)',
    help: `contactpoint measure-search

Reads searches from standard input, a JSON object a line: {"session": the secret of a session, "typed": what was typed
into each box (givenName, familyName, day, month, year, gender, postcode, number; all of them, empty where nothing was
typed)}. Answers each as the pages would, log and budgets included, with one JSON object on a line: which children, in
the order in which they would be shown, and what it took. Works only in a practice copy.`,
    run: async (args, context) => {
      const options = readOptions(args, {});
      if (!options.ok) return wrongUse(context, verb, options.fault.says);
      const { services, close } = await context.open();
      try {
        return await measureAll(services, input, context);
      } finally {
        await close();
      }
    },
  };
  return verb;
}

async function measureAll(
  services: ServiceContext,
  input: () => AsyncIterable<string>,
  { out, err }: CliContext,
): Promise<number> {
  const unready = await whyNot(services);
  if (unready !== undefined) return refused(err, unready);
  for await (const line of input()) {
    const measured = await measureLine(services, JSON.parse(line));
    if (!measured.ok) return refused(err, measured.fault.says);
    out(JSON.stringify(measured.value));
  }
  return 0;
}

async function whyNot({ database }: ServiceContext): Promise<string | undefined> {
  const unready = await notReady(database);
  if (unready !== undefined) return unready;
  const { practice } = await describeInstallation(database);
  return practice ? undefined : 'Searches are measured only in a practice copy.';
}

function refused(err: (line: string) => void, says: string): number {
  err(`contactpoint measure-search: ${says}`);
  return 1;
}

async function measureLine(services: ServiceContext, line: unknown): Promise<Outcome<MeasuredSearch>> {
  if (typeof line !== 'object' || line === null || !('session' in line) || !('typed' in line))
    return failed(notALine);
  const { session, typed } = line;
  return typeof session === 'string' && isTypedSearch(typed)
    ? measure(services, session, typed)
    : failed(notALine);
}

const notALine = {
  kind: 'invalid',
  says: 'A line is not a session and a typed search: see --help.',
} as const;
const notASearch = { kind: 'invalid', says: 'A search is wrong, or too little to search by.' } as const;

async function measure(
  services: ServiceContext,
  sessionSecret: string,
  typed: TypedSearch,
): Promise<Outcome<MeasuredSearch>> {
  const spent: Spent = { ms: 0, databaseCpuMs: undefined, ownCpuMs: 0 };
  const began = performance.now();
  const session = await readSession(services, sessionSecret);
  if (!session.ok) return session;
  const { actor } = session.value;
  const taken = await takeSearch(services, actor, typed);
  if (!taken.ok) return failed(notASearch);
  const answered = await answerSearch(services, actor, taken.value, clockInto(spent));
  const wholeMs = performance.now() - began;
  if (!answered.ok) return answered;
  const { answer } = answered.value;
  const childIds = answer.kind === 'found' ? answer.rows.map((row) => row.childId) : [];
  const { ms: searchMs, databaseCpuMs, ownCpuMs } = spent;
  return {
    ok: true,
    value: { answer: answer.kind, childIds, searchMs, wholeMs, databaseCpuMs, ownCpuMs },
  };
}

type Spent = { ms: number; databaseCpuMs: number | undefined; ownCpuMs: number };

function clockInto(spent: Spent): Clock {
  return async (tx, work) => {
    const backend = backendOf(tx);
    const databaseBefore = cpuMsOf(backend);
    const ownBefore = process.cpuUsage();
    const began = performance.now();
    const answer = await work();
    spent.ms = performance.now() - began;
    const own = process.cpuUsage(ownBefore);
    spent.ownCpuMs = (own.user + own.system) / 1000;
    const databaseAfter = cpuMsOf(backend);
    if (databaseBefore !== undefined && databaseAfter !== undefined)
      spent.databaseCpuMs = databaseAfter - databaseBefore;
    return answer;
  };
}

// The process that serves this connection, as PostgreSQL told when it began.
function backendOf({ client }: Parameters<Clock>[0]): number {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : 0;
}

// The first number is the nanoseconds on a processor (Linux, Documentation/scheduler/sched-stats.rst).
function cpuMsOf(backend: number): number | undefined {
  try {
    if (!readFileSync(`/proc/${backend}/cmdline`, 'utf8').startsWith('postgres')) return undefined;
    return Number(readFileSync(`/proc/${backend}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return undefined; // on another machine, or of another user
  }
}
