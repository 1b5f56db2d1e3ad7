import { londonDay } from '../src/domain/calendar.ts';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { gatherCrew, type Crew } from './support/crew.ts';
import { rankIn, readLog, type FoundInLog } from './support/found.ts';
import type { Connection } from './support/http-connection.ts';
import { prepareLimits, type Limits } from './support/limits.ts';
import { measureOneByOne, type Measured } from './support/one-client.ts';
import { inTurn, openRecord, perSecond, searchAll, searchPage, type Lead } from './support/pages.ts';
import { preparePeer } from './support/peer.ts';
import { openProduct, type Product, type Wanted } from './support/product.ts';
import { median } from './support/quantiles.ts';
import { figuresOf, type Findings, type PageRate, type Round } from './support/search-figures.ts';
import { writeSearchPage } from './support/search-page.ts';
import { makeSearches, type Search, type SearchSets } from './support/searches.ts';
import { readSpellings } from './support/spellings.ts';
import { cpuOf, memoryOf, searchBytes, warmUp } from './support/state.ts';
import { drawTargets } from './support/targets.ts';

/** `npm run bench -- search`: whether children are found, and what it takes, beside what the machine can do at all. */
export const searchBench: NamedCommand = {
  name: 'search',
  summary: 'find children by searches with mistakes in them: how many, how fast, beside pg_trgm',
  help: `npm run bench -- search [--children N | --council CODE] [--document] [--json]

Makes (and keeps, for the next time) a population of N children, starts the product on it, and makes a seeded set of
searches for known children, most of them with a mistake in them, signed in, over HTTP and without. In the same run it
measures the limits by pgbench, and pg_trgm over the same children. docs/benchmarks.md says what each figure means.

  --children N     how many invented children (12000000)
  --council CODE   one council's children instead (350, Bolton: about 70,000)
  --searches N     searches of the standard mix (2000)
  --hard N         searches with two or three mistakes (1000)
  --peer N         searches that pg_trgm is asked too (200); 0 leaves it out
  --rounds N       how often each rate is measured; the median counts (3)
  --seconds N      how long each time (5)
  --seed N         the same seed makes the same searches (1)
  --url URL        a product that runs already, on the database of DATABASE_OWNER_URL; only a practice copy will do
  --document       writes the figures and their charts into docs/benchmarks.md`,
  options: {
    children: { type: 'string' },
    council: { type: 'string' },
    searches: { type: 'string' },
    hard: { type: 'string' },
    peer: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    url: { type: 'string' },
    document: { type: 'boolean' },
  },
  run: async (asked) => {
    const product = await openProduct(wantedOf(asked), asked.text('url'), asked.say);
    try {
      const findings = await find(product, asked);
      if (asked.flag('document')) writeSearchPage(findings, commandOf(asked));
      return shown(figuresOf(findings));
    } finally {
      await product.stop();
    }
  },
};

const connections = 8;
const warmingSearches = 300;

function wantedOf(asked: Asked): Wanted {
  if (asked.text('council') !== undefined) return { kind: 'council', code: asked.number('council', 350) };
  return { kind: 'children', children: asked.number('children', 12_000_000) };
}

function commandOf(asked: Asked): string {
  const names = ['children', 'council', 'searches', 'hard', 'peer', 'rounds', 'seconds', 'seed'] as const;
  const options = names.flatMap((name) => {
    const value = asked.text(name);
    return value === undefined ? [] : [`--${name} ${value}`];
  });
  return ['npm run bench -- search', ...options, '--document --json'].join(' ');
}

async function find(product: Product, asked: Asked): Promise<Findings> {
  const sets = await makeSets(product, asked);
  await warmUp(product.owner, asked.say);
  asked.say('Preparing what pgbench measures the limits by');
  const limits = await prepareLimits(product.owner, product.children);
  const crew = await gather(product, asked, sets);
  try {
    const alone = await measureAlone(product, crew, limits, sets, asked);
    const { found, leads } = await findOverHttp(product, crew, sets, asked);
    checkAlike(alone.measured, found);
    const rounds = await measureRates(product, crew, limits, { sets, leads, asked });
    const memory = await memoryOf(product);
    const bytes = await searchBytes(product.owner);
    await limits.close();
    const peer = await askPeer(product, sets.standard.slice(0, asked.number('peer', 200)), asked);
    const { children } = product;
    return { children, sets, ...alone, ...found, rounds, memory, bytes, peer };
  } finally {
    await crew.disband();
  }
}

type Sets = SearchSets & { readonly warming: readonly Search[] };

async function makeSets({ owner }: Product, asked: Asked): Promise<Sets> {
  const [standard, hard] = [asked.number('searches', 2000), asked.number('hard', 1000)];
  const seed = asked.number('seed', 1);
  // Half as many again: not every child has a name that can be mistaken as wanted.
  const wanted = Math.ceil((standard + hard + warmingSearches) * 1.5);
  const targets = await drawTargets(owner, wanted, seed);
  asked.say(`Making ${standard} + ${hard} searches for some of ${targets.length} children`);
  const making = { targets, spellings: readSpellings(), today: londonDay(new Date()), seed };
  const sets = makeSearches(making, standard, hard);
  const warming = makeSearches({ ...making, seed: seed + 1 }, warmingSearches, 0).standard;
  return { ...sets, warming };
}

async function gather(product: Product, asked: Asked, { standard, hard, warming }: Sets): Promise<Crew> {
  asked.say('Signing in');
  const fastest = 2_000; // searches a second: more than two cores have yet answered
  const rated = asked.number('rounds', 3) * asked.number('seconds', 5) * fastest;
  const once = standard.length + hard.length + warming.length;
  return gatherCrew(product, 2 * once + rated, connections);
}

/** One client, no pages: what finding takes, between two looks at what selecting one row takes. */
async function measureAlone(product: Product, crew: Crew, limits: Limits, sets: Sets, asked: Asked) {
  const seconds = asked.number('seconds', 5);
  const before = await limits.select(1, seconds);
  asked.say('Searching, one client');
  await crew.refresh();
  const searches = [...sets.warming, ...sets.standard, ...sets.hard];
  const all = await measureOneByOne(product, crew, searches);
  const measured = new Map<Search, Measured>();
  for (const [place, search] of searches.entries()) {
    const one = all[place];
    if (place >= sets.warming.length && one !== undefined) measured.set(search, one);
  }
  const after = await limits.select(1, seconds);
  const selectMs = median([...before.latenciesMs, ...after.latenciesMs]);
  const insert = await limits.insert(1, seconds);
  return { measured, selectMs, insertMs: median(insert.latenciesMs) };
}

async function findOverHttp({ owner, port }: Product, crew: Crew, { standard, hard }: Sets, asked: Asked) {
  asked.say(`Searching over HTTP, ${connections} connections`);
  const [[since] = []] = await owner.rows('select clock_timestamp()');
  await crew.refresh();
  const searches = [...standard, ...hard];
  const leads = await searchAll(port, connections, crew, searches);
  return { leads, found: await readLog(owner, searches, since ?? '') };
}

// The log of the pages and the answers without pages must tell of the same search, but where a busy machine cut it short.
function checkAlike(measured: ReadonlyMap<Search, Measured>, { ranks, timedOut }: FoundInLog): void {
  const differing = [...measured].filter(
    ([search, { childIds }]) =>
      !timedOut.has(search) && rankIn(childIds, search.childId) !== ranks.get(search),
  );
  if (differing.length > 0)
    throw new Error(`${differing.length} searches found otherwise over HTTP than without`);
}

type Rating = { readonly sets: Sets; readonly leads: readonly Lead[]; readonly asked: Asked };

/** The rates that are set beside each other, one after the other in each round: a busy minute is busy for all. */
async function measureRates(
  product: Product,
  crew: Crew,
  limits: Limits,
  { sets, leads, asked }: Rating,
): Promise<readonly Round[]> {
  const seconds = asked.number('seconds', 5);
  const [nextSearch, nextLead] = [inTurn(sets.standard), inTurn(leads)];
  const rate = async (work: (connection: Connection) => Promise<unknown>): Promise<PageRate> => {
    await crew.refresh();
    const before = await cpuOf(product);
    const done = await perSecond(product.port, connections, seconds, work);
    const after = await cpuOf(product);
    const each = (spent: number): number => spent / (done * seconds);
    return {
      perSecond: done,
      serverCpuMs: each(after.server - before.server),
      databaseCpuMs: each(after.database - before.database),
    };
  };
  const rounds: Round[] = [];
  for (let round = 1; round <= asked.number('rounds', 3); round += 1) {
    asked.say(`Measuring rates, round ${round}`);
    const searches = await rate((connection) => searchPage(connection, crew.next(), nextSearch().typed));
    const { perSecond: auditedReads } = await limits.auditedRead(connections, seconds);
    const openings = await rate((connection) => openRecord(connection, nextLead()));
    const { perSecond: selects } = await limits.select(connections, seconds);
    const { perSecond: inserts } = await limits.insert(connections, seconds);
    rounds.push({ searches, auditedReads, openings, selects, inserts });
  }
  return rounds;
}

async function askPeer({ owner }: Product, searches: readonly Search[], { say }: Asked) {
  if (searches.length === 0) return undefined;
  const peer = await preparePeer(owner, say);
  try {
    say(`Asking pg_trgm ${searches.length} of the searches, tuned and plain`);
    const tuned = await peer.tuned(searches);
    const plain = await peer.plain(searches);
    return { searches, tuned, plain, indexBytes: peer.indexBytes };
  } finally {
    await peer.close();
  }
}

/** Figures that could not be had are left out. */
function shown(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
}
