import type { Batch } from '../domain/batch.ts';
import { londonDay, parseDay, type Day } from '../domain/calendar.ts';
import { feedFormatWords } from '../domain/feed-formats.ts';
import type { Outcome } from '../domain/outcome.ts';
import { UnreadableFile } from '../domain/unreadable-file.ts';
import type { FeedReport } from '../services/feed-report.ts';
import { databaseFault, databaseSays, notReady } from '../services/installation.ts';
import { randomNumbers } from '../services/new-numbers.ts';
import { receiveFeed } from '../services/receive-feed.ts';
import { feedFiles, textOfFile } from './feed-file.ts';
import { reportLines } from './import-report.ts';
import { readOptions } from './options.ts';
import { progressLine, type Progress } from './progress.ts';
import { wrongUse, type CliContext, type Verb } from './verb.ts';

/** `contactpoint import FILE…`: a supplier's files into child records. */
export const importVerb: Verb = {
  name: 'import',
  summary: 'import a supplier’s files into child records',
  help: `contactpoint import FILE… [--supplier CODE] [--format WORD] [--mapping FILE] [--today YYYY-MM-DD] [--json]

Brings a supplier's files in, each as a batch: it is read whole and judged before it touches a child. What is no child's,
or broken, is refused with its reason; other messages are named. The same file twice changes nothing. An import that was
broken off goes on where it stood when the same files are named again.

  --supplier CODE      whose files they are (nhs-pds)
  --format WORD        what they are written in, where the supplier sends more than one: ${feedFormatWords.join(', ')}
  --mapping FILE       what the columns of a case system's file are (case-csv); docs/feeds.md
  --today YYYY-MM-DD   the day to take for today's (the day in London)

Exit: 0 done, whatever was refused; 1 every file was stopped, or the database failed; 2 wrong use.`,
  run: async (args, context) => {
    const wanted = readWanted(args, londonDay(context.now()));
    if (!wanted.ok) return wrongUse(context, importVerb, wanted.fault.says);
    const installation = await context.open();
    try {
      const { database, secrets } = installation.services;
      const says = await notReady(database);
      if (says === undefined) return await importAndSay(database, secrets.pepper, wanted.value, context);
      context.err(`contactpoint import: ${says}`);
      return 1;
    } finally {
      await installation.close();
    }
  },
};

type Wanted = {
  readonly files: readonly string[];
  readonly supplier: string;
  readonly format: string | undefined;
  readonly mapping: string | undefined;
  readonly today: Day;
  readonly json: boolean;
};

function readWanted(args: readonly string[], now: Day): Outcome<Wanted> {
  const options = readOptions(args, {
    supplier: { type: 'string', default: 'nhs-pds' },
    format: { type: 'string' },
    mapping: { type: 'string' },
    today: { type: 'string', default: now },
    json: { type: 'boolean', default: false },
  });
  if (!options.ok) return options;
  const { supplier, format, mapping, json } = options.value.values;
  const files = options.value.positionals;
  if (files.length === 0) return { ok: false, fault: { kind: 'invalid', says: 'name at least one file' } };
  const today = parseDay(options.value.values.today);
  if (!today.ok)
    return { ok: false, fault: { kind: 'invalid', says: '--today takes a real date, like 2026-03-27' } };
  return { ok: true, value: { files, supplier, format, mapping, json, today: today.value } };
}

async function importAndSay(
  database: Parameters<typeof receiveFeed>[0],
  markKey: Buffer,
  { files, supplier, format, mapping, today, json }: Wanted,
  context: CliContext,
): Promise<number> {
  const line = progressLine(context);
  try {
    const received = await receiveFeed(database, {
      supplier,
      format,
      mapping: mapping === undefined ? undefined : await textOfFile(mapping),
      today,
      files: await feedFiles(files, line.show),
      now: context.now,
      numbers: randomNumbers,
      markKey,
      show: (batch) => showMatching(batch, line.show),
    });
    line.end();
    if (!received.ok) return wrongUse(context, importVerb, received.fault.says);
    if (json) context.out(JSON.stringify(received.value));
    else for (const row of reportLines(received.value)) context.out(row);
    return couldRead(received.value) ? 0 : 1;
  } catch (error) {
    line.end();
    if (error instanceof UnreadableFile)
      return wrongUse(context, importVerb, `the mapping cannot be read: ${error.reason}`);
    if (databaseFault(error) === undefined) throw error;
    // The database's own words may hold a value; what was taken before it failed stands, and can be sent again.
    context.err(`contactpoint import: ${databaseSays(error)}`);
    return 1;
  }
}

function showMatching({ state, rowsDone, counts }: Batch, show: (progress: Progress) => void): void {
  const toMatch = counts.read - counts.refused - counts.notTaken;
  if (state === 'matching') show({ doing: 'Matching', done: rowsDone, of: toMatch });
}

/** Whether anything was taken in, now or before. */
function couldRead({ files }: FeedReport): boolean {
  return files.some(({ batch }) => batch.state !== 'stopped');
}
