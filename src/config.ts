import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { stateDirectory } from './database/place.ts';

/** Everything that the program is told from outside, read once. */
export type Config = {
  readonly port: number;
  readonly host: string;
  /** Where those who run the service find its figures; undefined: nowhere. */
  readonly operationsPort: number | undefined;
  readonly operationsHost: string;
  /** Addresses of balancers, which alone are believed when they say where a request came from. */
  readonly trustedProxies: readonly string[];
  /** How long pages are still answered after the program is asked to stop, so that a balancer can notice. */
  readonly drainSeconds: number;
  /** Whether every request is noted in the log: its route, status and time. */
  readonly logRequests: boolean;
  /** Where browsers find the service; undefined: at localhost. Security keys answer for this address only. */
  readonly publicUrl: string | undefined;
  /** Where the embedded database and the keys are kept. */
  readonly dataDirectory: string;
  /** The registers and name tables that ship with the program. */
  readonly referenceDirectory: string;
  /** The application's own login; undefined: the embedded database. */
  readonly databaseUrl: string | undefined;
  /** The owner's login, for migrating and populating; the application's where there is none. */
  readonly databaseOwnerUrl: string | undefined;
  /** The login of the review of use; the owner's where there is none. */
  readonly databaseReviewUrl: string | undefined;
  /** A login of the sequencer's own; the owner's where there is none. It acts only in the sequencer's role. */
  readonly databaseSequencerUrl: string | undefined;
  /** A login of the leaving job, which acts in the roles that remove children and erase parts of the log; the owner's where there is none. */
  readonly databaseLeavingUrl: string | undefined;
  /** VERIFIER@URL of each witness, with spaces between; undefined: the one that was started beside the data, if any. */
  readonly logWitnesses: string | undefined;
  /** Marks the certificates of the online course: the same on a practice copy and on the live one that believes them. */
  readonly courseKey: Buffer | undefined;
  readonly connections: number;
  readonly statementTimeoutMs: number;
};

/** Keys that are kept outside the database; each 32 bytes. */
export type Keys = { readonly pepper: Buffer; readonly seal: Buffer; readonly handle: Buffer };

type Environment = Readonly<Record<string, string | undefined>>;

const checkout = fileURLToPath(new URL('..', import.meta.url));

/** Reads the settings; a wrong one throws one line that names it. */
export function readConfig(environment: Environment): Config {
  return Object.freeze({
    port: wholeNumber(environment, 'PORT', 3000, 0, 65_535),
    host: environment['HOST'] ?? '127.0.0.1',
    operationsPort: isSet(environment, 'OPERATIONS_PORT')
      ? wholeNumber(environment, 'OPERATIONS_PORT', 0, 0, 65_535)
      : undefined,
    operationsHost: environment['OPERATIONS_HOST'] ?? '127.0.0.1',
    trustedProxies: (environment['TRUSTED_PROXIES'] ?? '').split(/[\s,]+/).filter(Boolean),
    drainSeconds: wholeNumber(environment, 'DRAIN_SECONDS', 0, 0, 300),
    logRequests: wholeNumber(environment, 'LOG_REQUESTS', 0, 0, 1) === 1,
    publicUrl: publicUrl(environment),
    dataDirectory: stateDirectory(checkout, environment['CONTACTPOINT_DATA']),
    referenceDirectory: join(checkout, 'data'),
    databaseUrl: databaseUrl(environment, 'DATABASE_URL'),
    databaseOwnerUrl:
      databaseUrl(environment, 'DATABASE_OWNER_URL') ?? databaseUrl(environment, 'DATABASE_URL'),
    databaseReviewUrl: databaseUrl(environment, 'DATABASE_REVIEW_URL'),
    databaseSequencerUrl: databaseUrl(environment, 'DATABASE_SEQUENCER_URL'),
    databaseLeavingUrl: databaseUrl(environment, 'DATABASE_LEAVING_URL'),
    logWitnesses: witnesses(environment['LOG_WITNESSES']),
    courseKey: courseKey(environment),
    connections: wholeNumber(environment, 'DATABASE_CONNECTIONS', 10, 1, 200),
    // Twice what any page should take: past it the person is told to add detail.
    statementTimeoutMs: wholeNumber(environment, 'STATEMENT_TIMEOUT_MS', 2000, 10, 600_000),
  });
}

/** Reads the keys, made on first use: a file that only its owner reads. */
export function readKeys(dataDirectory: string): Keys {
  const file = join(dataDirectory, 'keys.json');
  try {
    mkdirSync(dataDirectory, { recursive: true });
    writeFileSync(file, JSON.stringify({ pepper: newKey(), seal: newKey(), handle: newKey() }), {
      mode: 0o600,
      flag: 'wx',
    });
    chmodSync(file, 0o600);
  } catch (error) {
    if (!existsSync(file))
      throw new Error(`Cannot keep the keys in ${file}: make the folder writable, or set CONTACTPOINT_DATA`, {
        cause: error,
      });
  }
  if ((statSync(file).mode & 0o077) !== 0)
    throw new Error(`Others can read the keys in ${file}: run chmod 600 on it`);
  return parseKeys(file);
}

function parseKeys(file: string): Keys {
  const kept = parseJson(readFileSync(file, 'utf8'));
  const key = (name: string): Buffer => {
    const encoded: unknown = typeof kept === 'object' && kept !== null ? Reflect.get(kept, name) : undefined;
    const bytes = typeof encoded === 'string' ? Buffer.from(encoded, 'base64') : Buffer.alloc(0);
    if (bytes.length !== 32)
      throw new Error(`The key "${name}" in ${file} is not 32 bytes: restore the file from its backup`);
    return bytes;
  };
  return { pepper: key('pepper'), seal: key('seal'), handle: key('handle') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told as a key that is not there
  }
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}

function isSet(environment: Environment, name: string): boolean {
  return (environment[name] ?? '') !== '';
}

function wholeNumber(
  environment: Environment,
  name: string,
  usual: number,
  least: number,
  most: number,
): number {
  const given = environment[name];
  if (given === undefined || given === '') return usual;
  const value = Number(given);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${name} is "${given}": give a whole number from ${least} to ${most}`);
  return value;
}

function courseKey(environment: Environment): Buffer | undefined {
  if (!isSet(environment, 'COURSE_KEY')) return undefined;
  const key = Buffer.from(environment['COURSE_KEY'] ?? '', 'base64');
  if (key.length !== 32)
    throw new Error('COURSE_KEY must be 32 bytes in base64, as openssl rand -base64 32 prints');
  return key;
}

function publicUrl(environment: Environment): string | undefined {
  const given = environment['PUBLIC_URL'];
  if (given === undefined || given === '') return undefined;
  if (!URL.canParse(given) || !/^https:\/\/|^http:\/\/localhost(?=[:/]|$)/.test(given))
    throw new Error('PUBLIC_URL must be where browsers find the service, like https://contactpoint.example');
  return new URL(given).origin;
}

function witnesses(given: string | undefined): string | undefined {
  for (const [, url = ''] of (given ?? '').matchAll(/@(\S+)/g))
    if (!url.startsWith('https://') && !isHere(URL.parse(url)?.hostname ?? ''))
      throw new Error(
        'LOG_WITNESSES names a witness on another machine: its address must begin with https://',
      );
  return given;
}

function isHere(host: string): boolean {
  return ['', 'localhost', '[::1]'].includes(host) || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function databaseUrl(environment: Environment, name: string): string | undefined {
  const given = secret(environment, name);
  if (given === undefined || given === '') return undefined;
  if (!/^postgres(ql)?:\/\//.test(given))
    throw new Error(`${name} must begin with postgres:// or postgresql://`);
  // Without a host between @ and /, a socket's folder follows as ?host=
  if (!URL.canParse(given.replace('@/', '@socket/')))
    throw new Error(
      `${name} cannot be read: write it like postgres://user:password@host:5432/contactpoint, signs in the password as %40`,
    );
  refuseInClear(name, given);
  return given;
}

// Beyond the machine a connection is encrypted, and the server shows who it is (ASVS 5.0: 12.3.1, 12.3.2).
function refuseInClear(name: string, given: string): void {
  const url = new URL(given.replace('@/', '@localhost/'));
  if (isHere(url.hostname) || url.searchParams.get('sslmode') === 'verify-full') return;
  throw new Error(
    `${name} names a database on another machine: add sslmode=verify-full, and sslrootcert=FILE for an authority of your own`,
  );
}

// NAME_FILE names a file that holds it: a secret in a file is seen by fewer than one in the environment.
function secret(environment: Environment, name: string): string | undefined {
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return environment[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Error(`${name}_FILE cannot be read: name a file that this user may read`, { cause: error });
  }
}
