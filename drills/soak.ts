import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { openBrowser } from './support/browser.ts';
import { childrenAtHome } from './support/children.ts';
import { quantile, readMetric, slopeOf } from './support/figures.ts';
import { askInTheOpen, type Asked as Request } from './support/open-loop.ts';
import { refresh, workersFor } from './support/people.ts';
import { freePort, startParts, type PartedProduct } from './support/product.ts';

/** `npm run drill -- soak`: hours of work, and what the process holds of memory and files. */
export const soakDrill: NamedCommand = {
  name: 'soak',
  summary: 'hours of searching, opening and writing: memory and open files stay what they are',
  help: `npm run drill -- soak [--minutes N] [--rate N] [--json]

Starts the product and sends searches, openings and writes at an even rate for two hours. Reads each 15 seconds, from /metrics of the process
with the pages, its resident memory and its open files. After the first quarter as a warm-up, the resident memory (of each two minutes
the least) must grow by less than 2 MB an hour, by the middle of the slopes between all pairs, and open files must stay within 20.

  --minutes N   how long (120)
  --rate N      searches a second (5); half as many openings, a tenth as many writes
  --children N  invented children (2000)`,
  options: { minutes: { type: 'string' }, rate: { type: 'string' }, children: { type: 'string' } },
  run: async (asked) => {
    asked.say('Making invented children');
    const operationsPort = await freePort();
    const product = await startParts(asked.number('children', 2_000), {
      OPERATIONS_PORT: String(operationsPort),
    });
    try {
      return await drill(product, operationsPort, asked);
    } finally {
      await product.remove();
    }
  },
};

const mostGrowth = 2; // MB an hour: the promise of this drill
const mostFiles = 20; // connections of the load come and go
const readEvery = 15_000;

type Reading = {
  readonly hours: number;
  readonly memory: number;
  readonly heap: number;
  /** Of the resident memory what no file stands behind: program text that is touched for the first time is not in it. */
  readonly anonymous: number;
  readonly outsideHeap: number;
  readonly files: number;
};

async function drill(
  product: PartedProduct,
  operationsPort: number,
  asked: Asked,
): Promise<Figures | undefined> {
  const minutes = asked.number('minutes', 120);
  const rate = asked.number('rate', 5);
  const browser = openBrowser(product.port);
  const searches = Math.ceil(rate * minutes * 60);
  const { next, team } = await workersFor(product.sql, browser, searches);
  browser.close();
  const crowd = { port: product.port, next, team, children: await childrenAtHome(product.sql, 1) };
  const answers: Request[] = [];
  const over = new AbortController();
  const reading = readUntil(product, operationsPort, over.signal, asked);
  const load = {
    searchesEachSecond: rate,
    seconds: minutes * 60,
    note: (one: Request) => void answers.push(one),
  };
  await askInTheOpen(crowd, load);
  over.abort();
  return judge(await reading, answers, { minutes, pagesEnded: product.pages.starts() - 1 });
}

async function readUntil(
  { sql, pages }: PartedProduct,
  port: number,
  over: AbortSignal,
  asked: Asked,
): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  const began = performance.now();
  while (!over.aborted) {
    const read = async (name: string): Promise<number> => readMetric(port, name);
    const hours = (performance.now() - began) / 3_600_000;
    const memory = (await read('process_resident_memory_bytes')) / 1e6;
    const heap = (await read('nodejs_heap_size_used_bytes')) / 1e6;
    const outsideHeap = (await read('nodejs_external_memory_bytes')) / 1e6;
    const anonymous = anonymousOf(pages.pid());
    readings.push({ hours, memory, heap, anonymous, outsideHeap, files: await read('process_open_fds') });
    if (readings.length % 40 === 1)
      asked.say(
        `${(hours * 60).toFixed(0)} minutes: ${memory.toFixed(1)} MB, anonymous ${anonymous.toFixed(1)}, heap ${heap.toFixed(1)}`,
      );
    await refresh(sql);
    await pause(readEvery, undefined, { signal: over }).catch(() => undefined);
  }
  return readings;
}

function judge(
  readings: readonly Reading[],
  answers: readonly Request[],
  { minutes, pagesEnded }: { readonly minutes: number; readonly pagesEnded: number },
): Figures | undefined {
  const warm = readings.filter(({ hours }) => hours > minutes / 240);
  const memorySlope = slopeOf(leastOfEach(warm, ({ memory }) => memory));
  const files = warm.map((one) => one.files);
  const failed = answers.filter(({ status }) => status !== 200 && status !== 303).length;
  const figures = {
    minutes,
    answers: answers.length,
    failed,
    pagesEnded,
    memoryAtWarm: warm[0]?.memory,
    memoryAtEnd: warm.at(-1)?.memory,
    memorySlope,
    anonymousSlope: slopeOf(leastOfEach(warm, ({ anonymous }) => anonymous)),
    outsideHeapSlope: slopeOf(leastOfEach(warm, ({ outsideHeap }) => outsideHeap)),
    heapSlope: slopeOf(leastOfEach(warm, ({ heap }) => heap)),
    filesLeast: Math.min(...files),
    filesMost: Math.max(...files),
    p99: quantile(
      answers.map(({ ms }) => ms),
      0.99,
    ),
  };
  const isFlat = figures.filesMost - figures.filesLeast <= mostFiles;
  if (failed === 0 && pagesEnded === 0 && memorySlope < mostGrowth && isFlat) return figures;
  process.stderr.write(`It did not hold: ${JSON.stringify(figures)}\n`);
  return undefined;
}

// Between two collections of garbage memory rises by itself: what is left after one tells of a leak.
function leastOfEach(
  readings: readonly Reading[],
  of: (reading: Reading) => number,
): readonly (readonly [number, number])[] {
  const each = 8; // two minutes of readings
  return Array.from({ length: Math.floor(readings.length / each) }, (_, nth) => {
    const some = readings.slice(nth * each, (nth + 1) * each);
    return [some[0]?.hours ?? 0, Math.min(...some.map(of))];
  });
}

// In MB, of proc(5).
function anonymousOf(pid: number): number {
  const kilobytes = /^RssAnon:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1e3;
}
