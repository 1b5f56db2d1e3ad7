import { copyBinaries } from './binaries.ts';
import type { Login } from './cluster.ts';
import { loginNames, mainDatabase, openCluster } from './cluster.ts';
import { claimPlace } from './place.ts';
import { runPostmaster } from './postmaster.ts';

export type EmbeddedOptions = {
  /** Where the database keeps everything; made if absent, refused if others could write there. */
  readonly dataDirectory: string;
  /** Told in a few words what takes time. */
  readonly onProgress?: (doing: string) => void;
  /** False gives up crash safety for speed: only for data that nobody will miss, as in tests. */
  readonly durable?: boolean;
};

export type Embedded = {
  readonly url: (database: string, login: Login) => string;
  readonly ownerUrl: string;
  readonly applicationUrl: string;
  /** True where another process had started it: then stop() leaves it to that process. */
  readonly attached: boolean;
  readonly stop: () => Promise<void>;
};

/**
 * Starts the PostgreSQL that comes with the project, or joins the one already running on this directory.
 * It listens on a Unix socket only. Where it cannot, throws an Error of one line that says what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const tell = options.onProgress ?? (() => undefined);
  const place = claimPlace(options.dataDirectory);
  const binaries = await copyBinaries(place.directory, tell);
  const passwords = await openCluster(place, binaries, tell);
  const running = await runPostmaster(place, binaries, { durable: options.durable ?? true, tell });

  const url = (database: string, login: Login): string =>
    `postgres://${loginNames[login]}:${passwords[login]}@/${encodeURIComponent(database)}` +
    `?host=${encodeURIComponent(running.socketDirectory)}`;
  return {
    url,
    ownerUrl: url(mainDatabase, 'owner'),
    applicationUrl: url(mainDatabase, 'application'),
    attached: running.attached,
    stop: running.stop,
  };
}
