import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.ts';
import { claim } from './place.ts';
import { run } from './programs.ts';
import { buildWhole } from './whole.ts';

export type Login = 'owner' | 'application';

/** The name of each login in the database. */
export const loginNames = { owner: 'contactpoint_owner', application: 'contactpoint' } as const;

/** The database that the product lives in. */
export const mainDatabase = 'contactpoint';

export type Passwords = { readonly [login in Login]: string };

/** Makes the cluster where there is none, with both logins and the main database, and answers the passwords. */
export async function openCluster(
  place: Place,
  binaries: string,
  tell: (doing: string) => void,
): Promise<Passwords> {
  await buildWhole(place.cluster, async (making) => {
    tell('Creating the database');
    claim(making, place.account);
    await initialise(place, binaries, making);
    await addLogins(place, binaries, making);
  });
  claim(place.cluster, place.account);
  return { owner: readPassword(place, 'owner'), application: readPassword(place, 'application') };
}

// Nobody can connect until the logins have passwords: "reject" is replaced by addLogins. The built-in C.UTF-8 sorts
// alike on every machine and lets a plain index answer "begins with"; names are sorted by their own folded key.
async function initialise(place: Place, binaries: string, making: string): Promise<void> {
  const options = {
    pgdata: making,
    username: loginNames.owner,
    encoding: 'UTF8',
    'locale-provider': 'builtin',
    'builtin-locale': 'C.UTF-8',
    locale: 'C',
    'auth-local': 'reject',
    'auth-host': 'reject',
  };
  const list = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  await run(place.account, [join(binaries, 'initdb'), ...list]);
}

// Single-user mode reads statements from its input: no password is ever on a command line or in a log.
async function addLogins(place: Place, binaries: string, making: string): Promise<void> {
  const passwords: Passwords = { owner: newPassword(), application: newPassword() };
  const statements = [
    `alter role ${loginNames.owner} password '${passwords.owner}';`,
    `create role ${loginNames.application} login password '${passwords.application}';`,
    `create database ${mainDatabase};`,
  ];
  const single = [join(binaries, 'postgres'), '--single', '-D', making, '-c', 'exit_on_error=on'];
  await run(place.account, [...single, 'postgres'], `${statements.join('\n')}\n`);
  writeFileSync(join(making, 'pg_hba.conf'), 'local all all scram-sha-256\n');
  for (const login of ['owner', 'application'] as const) {
    writeFileSync(passwordFile(making, login), passwords[login], { mode: 0o600 });
  }
}

function newPassword(): string {
  return randomBytes(32).toString('hex');
}

function readPassword(place: Place, login: Login): string {
  const found = readFileSync(passwordFile(place.cluster, login), 'utf8');
  if (/^[0-9a-f]{64}$/.test(found)) return found;
  throw new Error(
    `${passwordFile(place.cluster, login)} is damaged: move ${place.cluster} away to begin anew`,
  );
}

function passwordFile(cluster: string, login: Login): string {
  return join(cluster, `${loginNames[login]}.password`);
}
