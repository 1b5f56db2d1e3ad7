import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordAct } from '../../src/services/authorise.ts';
import { openLogFiles, type Witness } from '../../src/services/log-files.ts';
import type { LogContext } from '../../src/services/sequence-log.ts';
import { connect } from '../../src/store/connection.ts';
import type { TestDatabase } from './database.ts';

type Cleaning = { readonly after: (work: () => Promise<void>) => void };

/** A sequencer on this database, with a folder of its own for what is kept outside. */
export function logOn(
  t: Cleaning,
  { ownerUrl, applicationUrl }: Pick<TestDatabase, 'ownerUrl' | 'applicationUrl'>,
  wanted: {
    readonly folder?: string;
    readonly witnesses?: readonly Witness[];
    readonly now?: () => Date;
  } = {},
): LogContext & { readonly folder: string } {
  const folder = wanted.folder ?? mkdtempSync(join(tmpdir(), 'contactpoint-log-'));
  const role = 'contactpoint_sequencer';
  const database = connect({ url: ownerUrl, role, connections: 2, statementTimeoutMs: 60_000 });
  const reading = connect({
    url: applicationUrl,
    role: 'contactpoint_application',
    connections: 3,
    statementTimeoutMs: 60_000,
  });
  t.after(async () => {
    await Promise.all([database.close(), reading.close()]);
    if (wanted.folder === undefined) rmSync(folder, { recursive: true, force: true });
  });
  return {
    database,
    reading,
    files: openLogFiles(folder),
    witnesses: () => wanted.witnesses ?? [],
    practice: false,
    now: wanted.now ?? (() => new Date('2026-11-23T10:00:05Z')),
    folder,
  };
}

/** Adds so many entries as the service does, each in a transaction of its own. */
export async function addEntries({ application }: TestDatabase, count: number, at = '2026-11-23T10:00:00Z') {
  for (let made = 0; made < count; made += 1)
    await application.transact((tx) =>
      recordAct(tx, new Date(new Date(at).getTime() + made), {
        act: 'sign in',
        accountId: made + 1,
        outcome: 'done',
      }),
    );
}
