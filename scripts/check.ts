// Everything that can be said of the code without running it. Prints a line for each check, and what a failing one says.
import { execFile } from 'node:child_process';

const checks = {
  format: ['prettier', '--cache', '--check', '--log-level', 'warn', '.'],
  lint: ['oxlint', '--type-aware', '--deny-warnings'],
  doors: ['depcruise', '.'],
  types: ['tsc'],
  unused: ['knip', '--no-progress'],
  spelling: [
    'cspell',
    'lint',
    '--no-progress',
    '--no-summary',
    '--cache',
    '--cache-location',
    'build/spelling',
  ],
  licences: [process.execPath, 'scripts/licences.ts', '--check'],
  audit: [process.execPath, 'scripts/audit.ts'],
};

const results = await Promise.all(Object.entries(checks).map(async ([name, command]) => run(name, command)));
process.exitCode = results.every((passed) => passed) ? 0 : 1;

async function run(name: string, [program = '', ...rest]: readonly string[]): Promise<boolean> {
  const { passed, output } = await new Promise<{ passed: boolean; output: string }>((resolve) => {
    execFile(program, rest, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ passed: error === null, output: stdout + stderr });
    });
  });
  console.error(`${name}: ${passed ? wellSaid(output) : `not well\n${output}`}`);
  return passed;
}

// A check that could not be made says so, and is not said to be well.
function wellSaid(output: string): string {
  return /^not checked.*/m.exec(output)?.[0] ?? 'well';
}
