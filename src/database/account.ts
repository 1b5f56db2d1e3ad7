import { readFileSync } from 'node:fs';

/** Whom the database runs as. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

/**
 * PostgreSQL refuses root, so root runs it as "postgres", else as "nobody": `ownerOfData`, if it is one of them,
 * comes first, since data made as one stays that one's after the other has come. Anybody else runs it as themselves.
 */
export function databaseAccount(ownerOfData?: number): Account {
  if (!isRoot()) return runningUser();
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map(readAccount);
  const fit = ['postgres', 'nobody'].flatMap((name) => accounts.filter((account) => account.name === name));
  const found = fit.find((account) => account.uid === ownerOfData) ?? fit[0];
  if (found !== undefined) return found;
  throw new Error('PostgreSQL does not run as root: add a user for it (useradd --system postgres)');
}

/** Whom this process runs as. */
export function runningUser(): Account {
  const uid = process.getuid?.() ?? 0;
  return { name: isRoot() ? 'root' : 'the user who starts it', uid, gid: process.getgid?.() ?? 0 };
}

/** True where this process may become any other account. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

// name:password:uid:gid:… passwd(5)
function readAccount(line: string): Account {
  const [name = '', , uid, gid] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
}
