import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { openBrowser } from './support/browser.ts';
import { childrenAtHome } from './support/children.ts';
import { quantile, readMetric } from './support/figures.ts';
import { askInTheOpen, type Asked as Request, type Crowd } from './support/open-loop.ts';
import { refresh, workersFor } from './support/people.ts';
import { freePort, startParts, type PartedProduct } from './support/product.ts';

/** `npm run drill -- overload`: the load that it is sized for, five times as much, and clients that dawdle. */
export const overloadDrill: NamedCommand = {
  name: 'overload',
  summary: 'send the load it is sized for, five times that, and a thousand clients that dawdle',
  help: `npm run drill -- overload [--searches N] [--seconds N] [--json]

Sends searches, openings and writes at a rate of their own, whatever becomes of them: first a few one after the other, to know what
an answer takes without load; then the load that the service is sized for (50 searches, 25 openings, 5 writes a second), which must
be answered without one error; then the same while a thousand clients send their headers or their forms a byte at a time; then five
times as much, where only 429 and 503 may stand beside normal answers and memory stays bounded; then the first load
again, until answers are as quick as they were.

  --searches N  searches a second that it is sized for (50); half as many openings, a tenth as many writes
  --seconds N   how long the first load is sent (600); the others are shorter: half of it, and at most 60 s and 120 s
  --slow N      clients that dawdle (1000)
  --children N  invented children (70000)`,
  options: {
    searches: { type: 'string' },
    seconds: { type: 'string' },
    slow: { type: 'string' },
    children: { type: 'string' },
  },
  run: async (asked) => {
    asked.say('Making invented children');
    const operationsPort = await freePort();
    const settings = { OPERATIONS_PORT: String(operationsPort) };
    const product = await startParts(asked.number('children', 70_000), settings);
    try {
      return await drill(product, operationsPort, asked);
    } finally {
      await product.remove();
    }
  },
};

const mostMemory = 1_000; // MB in all: systemd ends a process at 2 GB (deploy/systemd)
const normalWithin = 30; // seconds: trust.md, What must hold
const honestShare = 0.999;

async function drill(
  product: PartedProduct,
  operationsPort: number,
  asked: Asked,
): Promise<Figures | undefined> {
  const loads = await sendAll(product, operationsPort, asked);
  const { sized, beside, flood, after, median } = loads;
  const figures = {
    searchesEachSecond: asked.number('searches', 50),
    seconds: asked.number('seconds', 600),
    medianAlone: median,
    sized: summaryOf(sized),
    p99OverMedian: p99Of(sized) / median,
    slowClients: asked.number('slow', 1_000),
    honestShare: share(beside),
    besideSlow: summaryOf(beside),
    fiveTimes: summaryOf(flood),
    memoryBefore: loads.before,
    memoryMost: loads.most,
    normalAgainSeconds: normalAgain(after, p99Of(sized)),
    pagesEnded: product.pages.starts() - 1,
  };
  return isRight(figures, sized, flood) ? figures : failed(figures);
}

/** The loads one after the other, each as it was answered. */
async function sendAll(product: PartedProduct, operationsPort: number, asked: Asked) {
  const [rate, seconds] = [asked.number('searches', 50), asked.number('seconds', 600)];
  const [short, long] = [Math.min(60, seconds / 2), Math.min(120, seconds / 2)];
  const crowd = await gather(product, rate * (seconds + long + 5 * short + 100) + 100, asked);
  const memory = async (): Promise<number> =>
    (await readMetric(operationsPort, 'process_resident_memory_bytes')) / 1e6;
  const alone = await send(crowd, 2, 20);
  const median = quantile(
    alone.map(({ ms }) => ms),
    0.5,
  );
  asked.say(`Without load an answer takes ${median.toFixed(1)} ms; now the load that it is sized for`);
  const sized = await send(crowd, rate, seconds);
  await refresh(product.sql);
  asked.say('Clients that dawdle');
  const dawdling = await dawdle(product.port, asked.number('slow', 1_000));
  const beside = await send(crowd, rate, long);
  dawdling.end();
  await refresh(product.sql);
  const before = await memory();
  asked.say('Five times as much');
  const [flood, most] = await Promise.all([send(crowd, 5 * rate, short), highest(memory, short)]);
  asked.say('And the first load again');
  return { median, sized, beside, before, flood, most, after: await send(crowd, rate, 60) };
}

type Figured = {
  readonly honestShare: number;
  readonly memoryMost: number;
  readonly normalAgainSeconds: number;
  readonly pagesEnded: number;
};

function isRight(figures: Figured, sized: readonly Request[], flood: readonly Request[]): boolean {
  const only = new Set([200, 303, 429, 503]);
  return (
    sized.every(isFine) &&
    flood.every(({ status }) => only.has(status)) &&
    figures.honestShare >= honestShare &&
    figures.memoryMost < mostMemory &&
    figures.normalAgainSeconds <= normalWithin &&
    figures.pagesEnded === 0
  );
}

function failed(figures: Figures): undefined {
  process.stderr.write(`It did not hold: ${JSON.stringify(figures)}\n`);
  return undefined;
}

async function gather({ sql, port }: PartedProduct, searches: number, asked: Asked): Promise<Crowd> {
  asked.say('Putting people into the database');
  const browser = openBrowser(port);
  const { next, team } = await workersFor(sql, browser, searches);
  browser.close();
  await refresh(sql);
  return { port, next, team, children: await childrenAtHome(sql, 1) };
}

async function send(crowd: Crowd, searchesEachSecond: number, seconds: number): Promise<readonly Request[]> {
  const answers: Request[] = [];
  await askInTheOpen(crowd, { searchesEachSecond, seconds, note: (one) => void answers.push(one) });
  return answers;
}

function isFine({ status }: Request): boolean {
  return status === 200 || status === 303;
}

function share(answers: readonly Request[]): number {
  return answers.filter(isFine).length / answers.length;
}

function p99Of(answers: readonly Request[]): number {
  return quantile(
    answers.map(({ ms }) => ms),
    0.99,
  );
}

function summaryOf(answers: readonly Request[]) {
  const statuses: Record<string, number> = {};
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  const times = answers.filter(isFine).map(({ ms }) => ms);
  return { answers: answers.length, statuses, median: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** After how many seconds answers were as they had been: the first second of five in a row without a failure or a slow middle. */
function normalAgain(answers: readonly Request[], usualP99: number): number {
  const began = answers[0]?.at ?? 0;
  const seconds = Array.from({ length: 60 }, (_, nth) =>
    answers.filter(({ at }) => Math.floor((at - began) / 1000) === nth),
  );
  const isNormal = (second: readonly Request[]): boolean =>
    second.length > 0 &&
    second.every(isFine) &&
    quantile(
      second.map(({ ms }) => ms),
      0.5,
    ) <= usualP99;
  const first = seconds.findIndex((_, nth) => seconds.slice(nth, nth + 5).every(isNormal));
  return first < 0 ? Number.POSITIVE_INFINITY : first;
}

async function highest(memory: () => Promise<number>, seconds: number): Promise<number> {
  const ends = performance.now() + (seconds + 5) * 1000;
  let most = 0;
  while (performance.now() < ends) {
    most = Math.max(most, await memory().catch(() => 0));
    await pause(500);
  }
  return most;
}

/** Opens connections that send a byte each second, half of them of their headers, half of a form; those that are cut off come again. */
async function dawdle(port: number, count: number): Promise<{ end: () => void }> {
  const stop = new AbortController();
  const slow = Array.from({ length: count }, (_, nth) => dawdler(port, nth % 2 === 0, stop.signal));
  await pause(1_000);
  return {
    end: () => {
      stop.abort();
      for (const one of slow) one();
    },
  };
}

const headersSlowly = 'GET /find HTTP/1.1\r\nHost: localhost\r\nX-Slow: ';
const formSlowly =
  'POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\n';

function dawdler(port: number, byHeaders: boolean, stop: AbortSignal): () => void {
  let socket: Socket | undefined;
  const open = (): void => {
    if (stop.aborted) return;
    socket = connect(port, '127.0.0.1', () => socket?.write(byHeaders ? headersSlowly : formSlowly));
    socket.on('error', () => undefined);
    socket.on('close', () => setTimeout(open, 1_000));
    socket.resume();
  };
  open();
  const ticking = setInterval(() => socket?.writable === true && socket.write('a'), 1_000);
  return () => {
    clearInterval(ticking);
    socket?.destroy();
  };
}
