import type { Database } from '../store/connection.ts';

/** What every service works with, handed down from main. */
export type ServiceContext = {
  readonly database: Database;
  readonly secrets: Secrets;
  /** The present instant; tests move it. */
  readonly now: () => Date;
};

/** Keys that are never in the database; each 32 random bytes. */
export type Secrets = {
  readonly pepper: Buffer;
  readonly seal: Buffer;
  /** Marks course certificates; a practice copy and a live copy hold the same. Without one, the pepper. */
  readonly course?: Buffer;
};
