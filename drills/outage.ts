import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { openBrowser } from './support/browser.ts';
import { childrenAtHome } from './support/children.ts';
import { haproxyIsHere, startBalancer } from './support/haproxy.ts';
import { compare, newJournal, write, type Journal } from './support/journal.ts';
import { peopleFor, type Person } from './support/people.ts';
import { startParts, type PartedProduct } from './support/product.ts';

/** `npm run drill -- outage`: the database gone for a minute, and a restart that nobody should notice. */
export const outageDrill: NamedCommand = {
  name: 'outage',
  summary:
    'take the database away for a minute, and restart the pages one process after the other, under load',
  help: `npm run drill -- outage [--seconds N] [--restarts N] [--json]

Takes the database away while people look things up: every answer must say to try later and give the duty desks' numbers, the
pages must not end, and answers must come again within 10 s of its return. Then puts HAProxy (Debian's, with the configuration of
deploy/) before two processes of the pages and restarts each in turn: no request may fail. Without HAProxy on the machine
the second part is left out, and says so.

  --seconds N   how long the database is away (60)
  --restarts N  how often each process is restarted (5)
  --children N  invented children (2000)`,
  options: { seconds: { type: 'string' }, restarts: { type: 'string' }, children: { type: 'string' } },
  run: async (asked) => {
    asked.say('Making invented children');
    const product = await startParts(asked.number('children', 2_000), { DRAIN_SECONDS: '3' });
    try {
      return await drill(product, asked);
    } finally {
      await product.remove();
    }
  },
};

const backSeconds = 10; // trust.md, What must hold

async function drill(product: PartedProduct, asked: Asked): Promise<Figures | undefined> {
  const browser = openBrowser(product.port);
  const next = await peopleFor(product.sql, browser, 12_000);
  browser.close();
  const away = await takeAway(product, next, asked);
  const rolling = haproxyIsHere() ? await restartInTurn(product, next, asked) : undefined;
  if (rolling === undefined) asked.say('No HAProxy here: the rolling restart was left out');
  const figures = { ...away, ...(rolling ?? { rollingRestart: 'left out' }) };
  const isRight =
    away.otherAnswers === 0 &&
    away.pagesEnded === 0 &&
    (rolling === undefined || rolling.failedRequests + rolling.lost === 0);
  if (isRight) return figures;
  process.stderr.write(`It did not hold: ${JSON.stringify(figures)}\n`);
  return undefined;
}

async function takeAway(product: PartedProduct, next: () => Person, asked: Asked) {
  const seconds = asked.number('seconds', 60);
  const { database, pages, port } = product;
  const person = next();
  const before = pages.starts();
  await database.stop();
  asked.say(`The database is away for ${seconds} s`);
  const ends = performance.now() + seconds * 1000;
  const browser = openBrowser(port);
  let [triedLater, otherAnswers] = [0, 0];
  while (performance.now() < ends) {
    const { status, body } = await browser.get('/find', person.cookie);
    if (status === 503 && /Duty desks/.test(body)) triedLater += 1;
    else otherAnswers += 1;
    await pause(100);
  }
  const returned = performance.now();
  await database.start();
  const patience = returned + 120_000;
  while ((await browser.get('/find', person.cookie)).status !== 200 && performance.now() < patience)
    await pause(50);
  const recoverySeconds = (performance.now() - returned) / 1000;
  asked.say(`Answers came again ${recoverySeconds.toFixed(1)} s after it was started`);
  browser.close();
  return {
    secondsAway: seconds,
    triedLater,
    otherAnswers,
    pagesEnded: pages.starts() - before,
    recoverySeconds,
    recoveredInTime: recoverySeconds <= backSeconds,
  };
}

async function restartInTurn(product: PartedProduct, next: () => Person, asked: Asked) {
  const restarts = asked.number('restarts', 5);
  const second = await product.morePages();
  const balancer = await startBalancer({ web: [product.port, second.port] });
  const journal = newJournal();
  const stop = new AbortController();
  const children = await childrenAtHome(product.sql, 1);
  const where = { port: balancer.port, next, children };
  const writing = Array.from({ length: 8 }, async () => write(journal, where, stop.signal));
  await untilAnswered(journal, 20);
  for (let round = 1; round <= restarts; round += 1)
    for (const pages of [product.pages, second.pages]) {
      await pages.restart();
      await pause(1_500); // until the balancer has seen it
    }
  stop.abort();
  await Promise.all(writing);
  await balancer.stop();
  const { lost, halfDone } = await compare(product.sql, journal);
  return {
    restarts: 2 * restarts,
    acknowledged: journal.acknowledged.size,
    failedRequests: journal.failed,
    lost,
    halfDone,
  };
}

async function untilAnswered(journal: Journal, pages: number): Promise<void> {
  const patience = performance.now() + 60_000;
  while (journal.acknowledged.size < pages)
    if (performance.now() > patience) throw new Error('The balancer hands on no request that is answered');
    else await pause(50);
}
