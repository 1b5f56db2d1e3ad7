import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { from as copyFrom } from 'pg-copy-streams';
import pg from 'pg';
import { finished } from 'node:stream/promises';
import { londonDay } from '../src/domain/calendar.ts';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import {
  drawRowTargets,
  makeFeedRows,
  makeShieldedRows,
  type FeedRow,
  type RowTarget,
} from './support/feed-rows.ts';
import { openProduct, type Product } from './support/product.ts';

/** `npm run bench -- matching`: how fast rows of a feed find their children, and whether they find the right ones. */
export const matchingBench: NamedCommand = {
  name: 'matching',
  summary:
    'match rows of a feed with and without NHS numbers, beside a plain COPY and an exact join of the same rows',
  help: `npm run bench -- matching [--children N] [--rows N] [--json]

Makes (and keeps) a population, and rows of its children as a school would write them, with a supplier's mistakes. In one run: the
rows are copied into a table, joined by NHS number and date of birth, and matched as a feed is, without numbers and with four in five.
Rows that resemble shielded children must make no unshielded record. docs/benchmarks.md says what each figure means.

  --children N   how many invented children (1200000)
  --rows N       rows of each kind (50000)
  --shielded N   rows that resemble shielded children (10000)
  --block N      rows at once (500, as feeds are taken)
  --seed N       the same seed makes the same rows (1)`,
  options: {
    children: { type: 'string' },
    rows: { type: 'string' },
    shielded: { type: 'string' },
    block: { type: 'string' },
    seed: { type: 'string' },
  },
  run: async (asked) => {
    const product = await openProduct(
      { kind: 'children', children: asked.number('children', 1_200_000) },
      undefined,
      asked.say,
    );
    try {
      return await measure(product, asked);
    } finally {
      await product.stop();
    }
  },
};

async function measure(product: Product, asked: Asked): Promise<Figures> {
  const { owner } = product;
  const seed = asked.number('seed', 1);
  const today = londonDay(new Date());
  const targets = await drawRowTargets(owner, asked.number('rows', 50_000), 'all');
  const without = makeFeedRows(targets, 0, today, seed);
  const numbered = makeFeedRows(targets, 0.8, today, seed + 1);
  asked.say(`Copying ${targets.length} rows`);
  const copy = await copyRows(product, targets, numbered);
  asked.say('Joining them by number and date of birth');
  const join = await joinRows(product, targets.length);
  asked.say('Matching them without numbers');
  const alone = await match(product, without, asked);
  asked.say('Matching them with four numbers in five');
  const withNumbers = await match(product, numbered, asked);
  const joinAfter = await joinRows(product, targets.length);
  await owner.rows('drop table bench_feed_row');
  const exact = Math.max(join, joinAfter);
  return {
    children: product.children,
    rows: targets.length,
    copyRowsPerSecond: round(copy),
    exactJoinRowsPerSecond: round(exact),
    withoutNumbers: figuresOf(without, alone, exact, copy),
    fourInFive: figuresOf(numbered, withNumbers, exact, copy),
    shielded: await shieldedFigures(product, targets, asked),
    peakMegabytes: round(Math.max(alone.took.peakBytes, withNumbers.took.peakBytes) / 2 ** 20),
  };
}

async function shieldedFigures(
  product: Product,
  homes: readonly RowTarget[],
  asked: Asked,
): Promise<Figures> {
  const count = asked.number('shielded', 10_000);
  const shielded = await drawRowTargets(product.owner, count, 'shielded');
  asked.say(`Matching ${count} rows that resemble some of ${shielded.length} shielded children`);
  const rows = makeShieldedRows(shielded, homes, count, londonDay(new Date()), asked.number('seed', 1));
  const { decisions } = await match(product, rows, asked);
  const those = new Set(shielded.map(({ childId }) => childId));
  const isOpen = ({ kind, childId, isBornShielded }: Decided): boolean =>
    (kind === 'new child' && !isBornShielded) || (kind === 'link' && childId !== null && !those.has(childId));
  const count_ = (is: (one: Decided) => boolean): number => decisions.filter(is).length;
  return {
    rows: count,
    linked: count_(({ kind }) => kind === 'link'),
    toAPerson: count_(({ kind }) => kind === 'a person decides'),
    bornShielded: count_(({ isBornShielded }) => isBornShielded),
    unshielded: count_(isOpen),
  };
}

type Decided = {
  readonly kind: string;
  readonly by: string;
  readonly childId: number | null;
  readonly isBornShielded: boolean;
};
type Took = { readonly ms: number; readonly ownCpuMs: number; readonly peakBytes: number };
type Matched = { readonly decisions: readonly Decided[]; readonly took: Took };

async function match(product: Product, rows: readonly FeedRow[], asked: Asked): Promise<Matched> {
  const block = asked.number('block', 500);
  const warming = rows.slice(0, Math.min(5_000, rows.length - (rows.length % block)));
  const counts = ['--block', String(block), '--warming', String(warming.length)];
  const verb = product.start(['measure-matching', ...counts]);
  if (verb.stdin === null || verb.stdout === null) throw new Error('contactpoint cannot be talked to');
  const lines: unknown[] = [];
  const read = (async () => {
    if (verb.stdout !== null)
      for await (const line of createInterface({ input: verb.stdout })) lines.push(JSON.parse(line));
  })();
  for (const { says } of [...warming, ...rows])
    if (!verb.stdin.write(`${JSON.stringify({ kind: 'child', child: says })}\n`))
      await once(verb.stdin, 'drain');
  verb.stdin.end();
  await read;
  const took = lines.at(-1);
  if (!isTook(took)) throw new Error('contactpoint measure-matching ended early');
  return { decisions: lines.slice(0, -1).filter(isDecided), took };
}

function isTook(line: unknown): line is Took {
  return typeof line === 'object' && line !== null && 'ms' in line && 'peakBytes' in line;
}

function isDecided(line: unknown): line is Decided {
  return typeof line === 'object' && line !== null && 'kind' in line && 'isBornShielded' in line;
}

function figuresOf(
  rows: readonly FeedRow[],
  { decisions, took }: Matched,
  exact: number,
  copy: number,
): Figures {
  const rowsPerSecond = (rows.length * 1000) / took.ms;
  const known = rows.filter(({ childId }) => childId !== null).length;
  const count = (is: (truth: number | null, one: Decided) => boolean): number =>
    decisions.filter((one, at) => is(rows[at]?.childId ?? null, one)).length;
  const strangers = rows.length - known;
  const made = count((_, { kind }) => kind === 'new child');
  return {
    rowsPerSecond: round(rowsPerSecond),
    ofExactJoin: round3(rowsPerSecond / exact),
    ofCopy: round3(rowsPerSecond / copy),
    ownCpuMicrosecondsPerRow: round((took.ownCpuMs * 1000) / rows.length),
    linkedRight: round3(count((truth, { kind, childId }) => kind === 'link' && childId === truth) / known),
    linkedWrong: count((truth, { kind, childId }) => kind === 'link' && childId !== truth),
    toAPerson: round3(count((_, { kind }) => kind === 'a person decides') / rows.length),
    newOfStrangers: round3(count((truth, { kind }) => truth === null && kind === 'new child') / strangers),
    newOfKnown: count((truth, { kind }) => truth !== null && kind === 'new child'),
    falseShieldRate: round3(
      count((truth, { isBornShielded }) => truth === null && isBornShielded) / Math.max(1, made),
    ),
  };
}

const columns =
  'row_no, nhs_number, date_of_birth, gender, given_names, family_name, address_line, town, postcode';

/** Copies the rows as plain as can be: into a table of its own without an index. */
async function copyRows(
  { owner }: Product,
  targets: readonly RowTarget[],
  rows: readonly FeedRow[],
): Promise<number> {
  await owner.rows('drop table if exists bench_feed_row');
  await owner.rows(`create table bench_feed_row (row_no integer, nhs_number text, date_of_birth date, gender text,
    given_names text, family_name text, address_line text, town text, postcode text)`);
  const lines = targets.map(
    ({ nhsNumber, dateOfBirth, gender, givenNames, familyName, line, town, postcode }, at) =>
      [at, nhsNumber, dateOfBirth, gender, givenNames, familyName, line, town, postcode]
        .map((value) => value ?? '\\N')
        .join('\t'),
  );
  const client = new pg.Client(owner.login);
  await client.connect();
  try {
    const began = performance.now();
    const stream = client.query(copyFrom(`copy bench_feed_row (${columns}) from stdin`));
    for (let at = 0; at < lines.length; at += 1_000)
      if (!stream.write(`${lines.slice(at, at + 1_000).join('\n')}\n`)) await once(stream, 'drain');
    stream.end();
    await finished(stream);
    return (rows.length * 1000) / (performance.now() - began);
  } finally {
    await client.end();
  }
}

/** Rows a second of the join that needs no matching: each row's own number and date of birth, which every row has here. */
async function joinRows({ owner }: Product, rows: number): Promise<number> {
  await owner.rows('analyze bench_feed_row');
  let best = 0;
  for (let round_ = 0; round_ < 3; round_ += 1) {
    const began = performance.now();
    await owner.rows(`select count(child.child_id)
      from bench_feed_row
      join child_number on number_kind = 'nhs' and number = bench_feed_row.nhs_number
      join child on child.child_id = child_number.child_id and child.date_of_birth = bench_feed_row.date_of_birth`);
    best = Math.max(best, (rows * 1000) / (performance.now() - began));
  }
  return best;
}

function round(value: number): number {
  return Math.round(value);
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
