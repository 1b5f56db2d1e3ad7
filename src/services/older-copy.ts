import type { Database } from '../store/connection.ts';
import { readTree } from '../store/log-tree.ts';
import type { LogFiles } from './log-files.ts';

/** Whether the database is older than what this machine has seen of it: an old copy was brought back, and shields may be missing. */
export type OlderCopy = {
  readonly isOlder: () => boolean;
  /** Looks again. A database that is away changes nothing. */
  readonly look: () => Promise<void>;
};

/**
 * Keeps in the log's folder how far the access log has come, as every process of the pages on this machine saw it. A log that is
 * shorter is an older copy; one with a new name was begun on purpose, after what protects people was done again.
 */
export function watchForOlderCopy(database: Database, files: LogFiles): OlderCopy {
  let older = false;
  return {
    isOlder: () => older,
    look: async () => {
      const tree = await database.look(readTree).catch(() => undefined);
      if (tree === undefined) return;
      const seen = readSeen(files);
      older = seen.origin === tree.origin && seen.size > tree.size;
      if (seen.origin !== tree.origin || seen.size < tree.size)
        files.write('seen', `${tree.origin}\n${tree.size}\n`);
    },
  };
}

function readSeen(files: LogFiles): { readonly origin: string; readonly size: number } {
  const [origin = '', size = '0'] = (files.read('seen') ?? '').split('\n');
  return { origin, size: Number(size) };
}
