// Known faults of the packages that the lock file names, where the registry answers; "not checked" where it does not, which is no
// failure: whoever works without a network is not held up.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const answer = z.object({
  metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }),
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string() })),
});

const seriousFrom = ['moderate', 'high', 'critical']; // docs/security.md says within how many days each is mended

if (import.meta.main) process.exitCode = main();

function main(): number {
  const quickly = ['--fetch-retries=0', '--fetch-timeout=15000'];
  const { stdout } = spawnSync('npm', ['audit', '--json', '--package-lock-only', ...quickly], {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
    timeout: 60_000,
  });
  const { says, passed } = judgeAdvisories(stdout);
  console.log(says);
  return passed ? 0 : 1;
}

/** What npm's answer means: passed, and a line that says so; "not checked" where there was none. */
export function judgeAdvisories(json: string): { readonly passed: boolean; readonly says: string } {
  const read = answer.safeParse(parsed(json));
  if (!read.success) return { passed: true, says: 'not checked: no registry answered' };
  const serious = Object.entries(read.data.vulnerabilities).filter(([, { severity }]) =>
    seriousFrom.includes(severity),
  );
  if (serious.length === 0) return { passed: true, says: 'well: no advisory of moderate or above' };
  const named = serious.map(([name, { severity }]) => `${name} (${severity})`);
  return { passed: false, says: `advisories: ${named.join(', ')}` };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
