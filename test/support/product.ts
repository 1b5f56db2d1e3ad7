import { londonDay } from '../../src/domain/calendar.ts';
import { answerSystems } from '../../src/api/answer.ts';
import { practicePassword, practicePin, practiceUsers } from '../../src/population/practice-users.ts';
import { keepDesks } from '../../src/services/kept-desks.ts';
import { presentCode } from '../../src/services/practice-token.ts';
import { watchVitalSigns } from '../../src/services/vital-signs.ts';
import { newAdmission } from '../../src/web/admission.ts';
import { readAssets } from '../../src/web/assets.ts';
import { newMeters } from '../../src/web/meters.ts';
import { startServer } from '../../src/web/server.ts';
import type { Site } from '../../src/web/visit.ts';
import { asOwner } from './accounts.ts';
import { withDatabase, type Filling, type TestDatabase } from './database.ts';
import { newClient, type Client } from './http-client.ts';
import { populateSmall, testSecrets } from './population.ts';

/** ContactPoint as it runs: pages on a port, over a populated database of its own, by a clock that the test moves. */
export type Product = {
  readonly url: string;
  readonly site: Site;
  readonly database: TestDatabase;
  readonly now: () => Date;
  readonly setClock: (instant: string) => void;
  readonly move: (by: { readonly seconds?: number; readonly minutes?: number }) => void;
  /** Runs SQL as the owner of the database, for arranging and for reading the log; every value comes as text. */
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  /** A code that lets the invented user in. Moves the clock on by one, as each works once. */
  readonly codeFor: (userName: string) => Promise<string>;
  readonly newClient: () => Client;
  /** A client that has signed in as an invented user. */
  readonly signIn: (userName: string) => Promise<Client>;
  /** What the service wrote to its log. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
};

type Row = readonly (string | null)[];

export type ProductWanted = {
  readonly children?: number;
  /** The instant that the clock begins at; the people have their ages on its day. */
  readonly now?: string;
};

/** What an invented user types on the first page of signing in. */
export function factorsOf(userName: string) {
  return { 'user-name': userName, password: practicePassword, pin: practicePin } as const;
}

/** A Monday in term time, while offices are open. */
export const usualNow = '2026-11-23T10:00:00Z';

/** Starts the product for one test, or for a whole file with `{ after }` of node:test. */
export async function openProduct(
  t: Parameters<typeof withDatabase>[0],
  { children = 400, now: begins = usualNow }: ProductWanted = {},
): Promise<Product> {
  const closing: (() => Promise<void>)[] = [];
  t.after(async () => {
    for (const close of closing.toReversed()) await close();
  });
  const database = await withDatabase({ after: (work) => void closing.push(work) }, bolton(children, begins));
  let present = new Date(begins).getTime();
  const now = (): Date => new Date(present);
  const move: Product['move'] = ({ seconds = 0, minutes = 0 }) => {
    present += (minutes * 60 + seconds) * 1000;
  };
  const services = { database: database.application, secrets: testSecrets, now };
  const lines: Readonly<Record<string, unknown>>[] = [];
  const desks = keepDesks(services);
  await desks.refresh();
  const signs = watchVitalSigns({
    database: database.application,
    log: { reading: database.application, now },
  });
  const site = {
    services,
    assets: await readAssets(),
    practice: true,
    practiceCards: practiceUsers.filter(({ lapse }) => lapse === undefined),
    handleKey: Buffer.alloc(32, 3),
    desks,
    signs,
    meters: newMeters(signs, now),
    logRequests: false,
    isOlderCopy: () => false,
    admission: newAdmission(10),
    trustedProxies: [],
    log: (line: Readonly<Record<string, unknown>>) => void lines.push(line),
    systems: answerSystems(services, (line) => void lines.push({ ...line })),
  };
  const server = await startServer(site, '127.0.0.1', 0);
  closing.push(server.stop);
  const codeFor: Product['codeFor'] = async (userName) => {
    move({ seconds: 30 });
    const code = await presentCode(services, userName);
    if (!code.ok) throw new Error(code.fault.says);
    return code.value;
  };
  return {
    url: server.url,
    site,
    database,
    now,
    setClock: (instant) => {
      present = new Date(instant).getTime();
    },
    move,
    sql: (text, values) => asOwner(database, text, values),
    codeFor,
    newClient: () => newClient(server.url),
    signIn: (userName) => signInAs(newClient(server.url), userName, () => codeFor(userName)),
    lines,
  };
}

async function signInAs(client: Client, userName: string, code: () => Promise<string>): Promise<Client> {
  const asked = await client.submit(await client.get('/sign-in'), factorsOf(userName));
  const answered = await client.submit(asked, { code: await code() });
  if (answered.path !== '/') throw new Error(`${userName} was not let in: ${answered.path}`);
  return client;
}

/** So many invented children of Bolton. */
export function bolton(children: number, begins: string): Filling {
  const today = londonDay(new Date(begins));
  return {
    name: `p${children}_${today.replaceAll('-', '')}_`,
    sources: ['src/population', 'src/services', 'src/domain', 'data/registers', 'data/names'],
    fill: async (owner) => {
      const made = await populateSmall(owner, undefined, { children, today });
      if (!made.ok) throw new Error(made.fault.says);
    },
  };
}
