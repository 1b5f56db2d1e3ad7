import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { openBrowser } from './support/browser.ts';
import { childrenAtHome } from './support/children.ts';
import { quantile } from './support/figures.ts';
import { compare, newJournal, write, type Journal } from './support/journal.ts';
import { untilNumbered } from './support/numbered.ts';
import { peopleFor, refresh } from './support/people.ts';
import { startParts, type PartedProduct } from './support/product.ts';
import { returnsAfter } from './support/returning.ts';

/** `npm run drill -- crash`: kills the database and the program under writing load. */
export const crashDrill: NamedCommand = {
  name: 'crash',
  summary:
    'kill -9 the database and the pages again and again, under 20 writers: nothing acknowledged is lost',
  help: `npm run drill -- crash [--kills N] [--writers N] [--json]

Starts the embedded database, the pages and the sequencer as processes of their own, each started again when it dies. While
writers search and open records, kills PostgreSQL (-9) N times (50) and the pages twice as often, each time once answers
come again. Every page that came whole is noted with its reference, outside. In the end each must stand in the log, nothing
may be there by halves, and check-log must find the log whole.

  --kills N     how often the database is killed (50); the pages twice as often
  --writers N   who search and open at the same time (20)
  --children N  invented children (2000)`,
  options: { kills: { type: 'string' }, writers: { type: 'string' }, children: { type: 'string' } },
  run: async (asked) => {
    asked.say('Making invented children');
    const product = await startParts(asked.number('children', 2_000));
    try {
      return await drill(product, asked);
    } finally {
      await product.remove();
    }
  },
};

// The promises (trust.md, What must hold): back within 30 s when the database dies, 5 s when the pages do.
const databaseBackSeconds = 30;
const pagesBackSeconds = 5;

async function drill(product: PartedProduct, asked: Asked): Promise<Figures | undefined> {
  const kills = asked.number('kills', 50);
  const journal = newJournal();
  const stop = new AbortController();
  const writing = await beginWriting(product, journal, asked, stop.signal);
  const returned: { database: number[]; pages: number[] } = { database: [], pages: [] };
  for (let round = 1; round <= kills; round += 1) {
    returned.database.push(
      await returnsAfter(journal, async () => process.kill(product.postmaster(), 'SIGKILL')),
    );
    for (const _each of [1, 2]) returned.pages.push(await returnsAfter(journal, product.pages.kill));
    await refresh(product.sql);
    if (round % 10 === 0) asked.say(`${round} of ${kills} rounds, ${journal.acknowledged.size} acknowledged`);
  }
  stop.abort();
  await Promise.all(writing);
  return judge(product, journal, kills, returned);
}

async function beginWriting(
  { sql, port }: PartedProduct,
  journal: Journal,
  asked: Asked,
  stop: AbortSignal,
): Promise<readonly Promise<void>[]> {
  const browser = openBrowser(port);
  const children = await childrenAtHome(sql, 1);
  asked.say('Putting people into the database');
  const people = await peopleFor(sql, browser, 20_000);
  browser.close();
  return Array.from({ length: asked.number('writers', 20) }, async () =>
    write(journal, { port, next: people, children }, stop),
  );
}

async function judge(
  { sql, run }: PartedProduct,
  journal: Journal,
  kills: number,
  returned: { readonly database: readonly number[]; readonly pages: readonly number[] },
): Promise<Figures | undefined> {
  await untilNumbered(sql);
  const { lost, halfDone } = await compare(sql, journal);
  const checked = (await run(['check-log', '--full', '--json'])).trim().split('\n').at(-1) ?? '';
  const slowestReturn = { database: Math.max(...returned.database), pages: Math.max(...returned.pages) };
  const middleReturn = { database: quantile(returned.database, 0.5), pages: quantile(returned.pages, 0.5) };
  const figures = {
    kills: { database: kills, pages: 2 * kills },
    acknowledged: journal.acknowledged.size,
    unanswered: journal.failed,
    lost,
    halfDone,
    logVerifies: /"ok":true/.test(checked),
    slowestReturn,
    middleReturn,
    withinLimits: slowestReturn.database <= databaseBackSeconds && slowestReturn.pages <= pagesBackSeconds,
  };
  if (lost === 0 && halfDone === 0 && figures.logVerifies) return figures;
  process.stderr.write(`Something did not come through: ${JSON.stringify(figures)} ${checked}\n`);
  return undefined;
}
