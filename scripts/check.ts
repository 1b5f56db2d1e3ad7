// Everything that can be said of the code without running it. Prints a line for each check, and what a failing one says.
import { execFile } from 'node:child_process';

const checks = {
  format: ['prettier', '--cache', '--check', '--log-level', 'warn', '.'],
  lint: ['oxlint', '--type-aware', '--deny-warnings'],
  doors: ['depcruise', '.'],
  types: ['tsc'],
  unused: ['knip', '--no-progress'],
};

const results = await Promise.all(Object.entries(checks).map(async ([name, command]) => run(name, command)));
process.exitCode = results.every((passed) => passed) ? 0 : 1;

async function run(name: string, [program = '', ...rest]: readonly string[]): Promise<boolean> {
  const { passed, output } = await new Promise<{ passed: boolean; output: string }>((resolve) => {
    execFile(program, rest, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ passed: error === null, output: stdout + stderr });
    });
  });
  console.error(passed ? `${name}: well` : `${name}: not well\n${output}`);
  return passed;
}
