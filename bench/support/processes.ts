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

/** The milliseconds that a process has spent on a processor with all its threads, to ten of them. */
export function roughCpuMs(pid: number): number | undefined {
  const fields = read(`/proc/${pid}/stat`)?.split(') ')[1]?.split(' ');
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) * 10; // utime, stime: proc(5)
}

/** The same of a process and all that it started. */
export function familyCpuMs(pid: number): number | undefined {
  const spent = [pid, ...childrenOf(pid)].map((member) => roughCpuMs(member));
  return spent[0] === undefined ? undefined : spent.reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
}

/** The milliseconds that the first thread of a process has spent on a processor. */
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
