import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Builds a directory under another name and gives it its own once finished, so that it is there whole or not at all
 * whenever this process is killed. Of two processes building the same one, the first to finish wins and both go on.
 */
export async function buildWhole(
  target: string,
  build: (making: string) => Promise<void> | void,
): Promise<void> {
  if (existsSync(target)) return;
  removeAbandoned(target);
  const making = `${target}.making-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await build(making);
    renameSync(making, target);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/** True where a process of this number runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`);
}

function removeAbandoned(target: string): void {
  const prefix = `${basename(target)}.making-`;
  for (const name of readdirSync(dirname(target))) {
    if (!name.startsWith(prefix) || isAlive(parseInt(name.slice(prefix.length), 10))) continue;
    rmSync(join(dirname(target), name), { recursive: true, force: true });
  }
}
