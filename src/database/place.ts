import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Account } from './account.ts';
import { databaseAccount, isRoot, runningUser } from './account.ts';

/** A data directory that has been checked, and its parts. */
export type Place = {
  readonly directory: string;
  readonly cluster: string;
  readonly log: string;
  readonly socketDirectory: string;
  readonly account: Account;
};

const ownerOnly = 0o700;
const ownerOnlyButPassable = 0o711; // root's: the database's account must reach the parts that are its own
const ownerWrites = 0o755; // enough for what only holds the parts: each secret has a mode of its own
const longestSocketPath = 107; // bytes; sun_path of unix(7) holds 108 with the closing NUL
const remedy = 'name another place in CONTACTPOINT_DATA';

/**
 * Where a checkout keeps its state: what CONTACTPOINT_DATA names, else var/ in the checkout. A checkout that the
 * database's account cannot enter (root's own home is 0700) keeps it in /var/lib/contactpoint-… instead.
 */
export function stateDirectory(checkout: string, given: string | undefined): string {
  if (given !== undefined && given !== '') return resolve(given);
  const real = realpathSync(checkout);
  return mayPass(databaseAccount(), real) ? join(real, 'var') : `/var/lib/contactpoint-${shortHash(real)}`;
}

/** Makes the directories of a database, or checks the owner and mode of those that are there. */
export function claimPlace(dataDirectory: string): Place {
  const above = makePassable(dirname(resolve(dataDirectory)));
  const directory = join(above, basename(resolve(dataDirectory)));
  const cluster = join(directory, 'cluster');
  const account = databaseAccount(ownerOf(cluster));
  if (!mayPass(account, above))
    throw new Error(`${account.name}, who runs it, cannot enter ${above}: ${remedy}`);
  claim(directory, runningUser(), isRoot() ? ownerOnlyButPassable : ownerOnly, ownerWrites);
  const socketDirectory = chooseSocketDirectory(directory);
  claim(socketDirectory, account);
  return { directory, cluster, log: join(directory, 'postgresql.log'), socketDirectory, account };
}

/**
 * Makes a directory of this mode, or takes one that is there. Refuses another owner's, and one that lets anybody do
 * more than `mostOpen`.
 */
export function claim(path: string, owner: Account, mode = ownerOnly, mostOpen = mode): void {
  if (makeDirectory(path)) chownSync(path, owner.uid, owner.gid);
  const found = lstatSync(path);
  const allowed = found.mode & 0o777;
  const isSafe = found.isDirectory() && found.uid === owner.uid && (allowed & ~mostOpen) === 0;
  if (isSafe) return chmodSync(path, allowed | mode);
  throw new Error(
    `${path} should be a directory of ${owner.name} (uid ${owner.uid}, mode ${mode.toString(8)}) and is ` +
      `of uid ${found.uid}, mode ${allowed.toString(8)}: put that right, or ${remedy}`,
  );
}

function ownerOf(path: string): number | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.uid;
  } catch {
    return undefined; // what lies above it is no directory, or not ours to enter: claiming it tells which
  }
}

// What lies above the data is no secret, and under a strict umask the database's account could not pass.
function makePassable(path: string): string {
  if (!existsSync(path)) {
    makePassable(dirname(path));
    if (makeDirectory(path) && isRoot()) chmodSync(path, 0o755);
  }
  return realpathSync(path);
}

function makeDirectory(path: string): boolean {
  try {
    mkdirSync(path, { mode: ownerOnly });
    return true;
  } catch (error) {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return false;
    throw new Error(`${path} cannot be made (${reason(error)}): put that right, or ${remedy}`, {
      cause: error,
    });
  }
}

// A socket's path must be short, and a checkout's need not be.
function chooseSocketDirectory(directory: string): string {
  const inside = join(directory, 'socket');
  const short = `contactpoint-${shortHash(directory)}`;
  const chosen = [inside, join(tmpdir(), short), join('/tmp', short)].find(
    (candidate) => fitsSocket(candidate) && mayWrite(dirname(candidate)),
  );
  if (chosen !== undefined) return chosen;
  throw new Error(`${inside} is too long for a Unix socket, and so is the temporary directory: ${remedy}`);
}

function fitsSocket(directory: string): boolean {
  return Buffer.byteLength(join(directory, '.s.PGSQL.5432')) <= longestSocketPath;
}

function mayWrite(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function mayPass(account: Account, directory: string): boolean {
  if (!isRoot()) return true; // then the account is our own, and trying tells more than looking
  const { uid, gid, mode } = statSync(directory);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0 && (directory === '/' || mayPass(account, dirname(directory)));
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
