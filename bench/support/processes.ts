import { readdirSync, readFileSync } from 'node:fs';

/** The most memory that a process has had resident; undefined where it cannot be seen. */
export function peakResidentBytes(pid: number): number | undefined {
  return kilobytes(`/proc/${pid}/status`, 'VmHWM');
}

/** The memory of a process and all that it started, what they share counted once. */
export function familyBytes(pid: number): number | undefined {
  const family = [pid, ...childrenOf(pid)];
  const shares = family.map((member) => kilobytes(`/proc/${member}/smaps_rollup`, 'Pss'));
  return shares.some((share) => share === undefined)
    ? undefined
    : shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
}

/** The milliseconds that a process has spent on a processor. */
export function cpuMs(pid: number): number | undefined {
  const spent = read(`/proc/${pid}/schedstat`)?.split(' ')[0]; // in ns: Linux, sched-stats.rst
  return spent === undefined ? undefined : Number(spent) / 1e6;
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && kilobytes(`/proc/${name}/status`, 'PPid', 1) === pid)
    .map(Number);
}

function kilobytes(path: string, name: string, unit = 1024): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(path) ?? '')?.[1];
  return found === undefined ? undefined : Number(found) * unit;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
