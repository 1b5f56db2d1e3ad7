// Installs what package-lock.json names, where that is not done yet. Runs before every script, on the machine's own
// Node (18 or later): the one that the project runs on is among the things installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const neededNode = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const suppliedNode = join(modules, '.bin', 'node');
const isSupplied = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);

const installedLock = join(modules, '.installed-lock'); // the digest of the lock file that the modules were installed from

refuseOldNode();
if (lockDigest() !== textIn(installedLock)) install();

function refuseOldNode() {
  if (isSupplied || Number(process.versions.node.split('.')[0]) >= neededNode) return;
  stop(
    `ContactPoint needs Node ${neededNode} or later, and this is ${process.version}: install it from nodejs.org`,
  );
}

function install() {
  console.error('Installing what ContactPoint is made of: this takes about a minute, once');
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // Its standard output goes to ours for errors: a command's own results are all that may stand on standard output.
  const { status } = spawnSync('npm', ['ci', ...quietly], {
    cwd: root,
    env: machineOnly(),
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0)
    stop('The installation failed. Correct what npm says above, then run the same command again');
  if (isSupplied && !runs(suppliedNode)) {
    stop(
      `ContactPoint needs Node ${neededNode}, and the one supplied does not run here: glibc 2.28 or later is needed`,
    );
  }
  writeFileSync(installedLock, lockDigest());
}

// npm puts node_modules/.bin first in PATH, and `npm ci` must not run on a Node that it is about to delete.
function machineOnly() {
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.startsWith(modules));
  return { ...process.env, PATH: path.join(delimiter) };
}

function runs(program) {
  return existsSync(program) && spawnSync(program, ['--version']).status === 0;
}

function lockDigest() {
  return createHash('sha256')
    .update(textIn(join(root, 'package-lock.json')))
    .digest('hex');
}

function textIn(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function stop(says) {
  console.error(says);
  process.exit(1);
}
