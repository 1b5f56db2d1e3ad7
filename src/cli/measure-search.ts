import { readFileSync } from 'node:fs';
import type { Actor } from '../domain/actor.ts';
import { isTypedSearch, type TypedSearch } from '../domain/criteria.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { ServiceContext } from '../services/context.ts';
import { answerSearch, takeSearch } from '../services/find-child.ts';
import { describeInstallation } from '../services/installation.ts';
import { presentCode } from '../services/practice-token.ts';
import { readSession } from '../services/session.ts';
import { beginSignIn, finishSignIn } from '../services/sign-in.ts';
import { readOptions } from './options.ts';
import { wrongUse, type CliContext, type Verb } from './verb.ts';

/** What every invented user of a practice copy signs in with. */
export type InventedSecrets = { readonly password: string; readonly pin: string };

/** One search, answered: which children, in the order shown, and what finding them took. */
export type MeasuredSearch = {
  readonly answer: 'found' | 'too many';
  readonly childIds: readonly number[];
  /** Reading, scoring and listing: the work that is done between the savepoint and the log entry. */
  readonly searchMs: number;
  /** All of it: the search kept, found, written in the log, and committed. */
  readonly wholeMs: number;
  /** Processor time of `searchMs`; of the database only where its process can be seen from here. */
  readonly databaseCpuMs: number | undefined;
  readonly ownCpuMs: number;
};

/** `contactpoint measure-search`: searches answered and timed without the pages. For `npm run bench -- search`. */
export function measureSearchVerb(secrets: InventedSecrets, input: () => AsyncIterable<string>): Verb {
  const verb: Verb = {
    name: 'measure-search',
    summary: 'answer searches from standard input, and say what each took (practice copies only)',
    help: `contactpoint measure-search --user NAME [--user NAME …]

Reads searches, a JSON object a line with what was typed into each box (givenName, familyName, day, month, year, gender,
postcode, number; all of them, empty where nothing was typed), and answers each with one JSON object on a line: which
children, in the order in which they would be shown, and what it took. Each search is made by one of the invented users
named, in turn, and is written in the log like any other. Works only in a practice copy.`,
    run: async (args, context) => {
      const options = readOptions(args, { user: { type: 'string', multiple: true, default: [] } });
      if (!options.ok) return wrongUse(context, verb, options.fault.says);
      const { user: userNames } = options.value.values;
      if (userNames.length === 0) return wrongUse(context, verb, 'name a user with --user');
      const { services, close } = await context.open();
      try {
        return await measureAll(services, { secrets, userNames, lines: input() }, context);
      } finally {
        await close();
      }
    },
  };
  return verb;
}

type Measuring = {
  readonly secrets: InventedSecrets;
  readonly userNames: readonly string[];
  readonly lines: AsyncIterable<string>;
};

async function measureAll(
  services: ServiceContext,
  { secrets, userNames, lines }: Measuring,
  { out, err }: CliContext,
): Promise<number> {
  const { practice } = await describeInstallation(services.database);
  if (!practice) return refused(err, 'Searches are measured only in a practice copy.');
  const actors: Actor[] = [];
  for (const userName of userNames) {
    const actor = await signInAs(services, userName, secrets);
    if (!actor.ok) return refused(err, actor.fault.says);
    actors.push(actor.value);
  }
  let taken = 0;
  for await (const line of lines) {
    const actor = actors[taken % actors.length];
    const typed: unknown = JSON.parse(line);
    if (actor === undefined || !isTypedSearch(typed)) return refused(err, 'A line is not a typed search.');
    const measured = await measure(services, actor, typed);
    if (!measured.ok) return refused(err, measured.fault.says);
    out(JSON.stringify(measured.value));
    taken += 1;
  }
  return 0;
}

function refused(err: (line: string) => void, says: string): number {
  err(`contactpoint measure-search: ${says}`);
  return 1;
}

async function signInAs(
  services: ServiceContext,
  userName: string,
  secrets: InventedSecrets,
): Promise<Outcome<Actor>> {
  const source = 'measure-search';
  const code = await presentCode(services, userName);
  if (!code.ok) return code;
  const begun = await beginSignIn(services, { userName, ...secrets, source });
  if (!begun.ok) return { ok: false, fault: begun.fault ?? begun.faults[0] ?? noSignIn };
  const { attemptSecret } = begun.value;
  const signedIn = await finishSignIn(services, { attemptSecret, code: code.value, source });
  if (!signedIn.ok) return signedIn;
  const session = await readSession(services, signedIn.value.sessionSecret);
  return session.ok ? { ok: true, value: session.value.actor } : session;
}

const noSignIn = { kind: 'refused', says: 'The user could not be signed in.' } as const;

async function measure(
  services: ServiceContext,
  actor: Actor,
  typed: TypedSearch,
): Promise<Outcome<MeasuredSearch>> {
  const spent: Spent = { ms: 0, databaseCpuMs: 0, ownCpuMs: 0 };
  const began = performance.now();
  const taken = await takeSearch(services, actor, typed);
  if (!taken.ok) return { ok: false, fault: taken.faults[0] ?? noSignIn };
  const answered = await answerSearch(clocked(services, spent), actor, taken.value);
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
type Transact = ServiceContext['database']['transact'];
type Transaction = Parameters<Parameters<Transact>[0]>[0];

/** The same services, with a clock around what is done under a ticket. */
function clocked(services: ServiceContext, spent: Spent): ServiceContext {
  const { database } = services;
  const transact: Transact = (work) =>
    database.transact((tx) =>
      work({ ...tx, attempt: (inner) => tx.attempt(() => clock(spent, backendOf(tx), inner)) }),
    );
  return { ...services, database: { ...database, transact } };
}

async function clock<Answer>(spent: Spent, backend: number, work: () => Promise<Answer>): Promise<Answer> {
  const databaseBefore = cpuMsOf(backend);
  const ownBefore = process.cpuUsage();
  const began = performance.now();
  const answer = await work();
  spent.ms += performance.now() - began;
  const own = process.cpuUsage(ownBefore);
  spent.ownCpuMs += (own.user + own.system) / 1000;
  const databaseAfter = cpuMsOf(backend);
  spent.databaseCpuMs =
    databaseBefore === undefined || databaseAfter === undefined || spent.databaseCpuMs === undefined
      ? undefined
      : spent.databaseCpuMs + databaseAfter - databaseBefore;
  return answer;
}

// The process that serves this connection, as PostgreSQL told when it began.
function backendOf({ client }: Transaction): number {
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
