import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

// It asks for nothing but what the tests ask for.
const quiet = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser for a journey or a drill: the one at CHROMIUM_PATH, else the system's, else the one inside an npm package. */
export async function openBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return playwright.launch({
    executablePath: await browserProgram(),
    args: isRoot ? [...quiet, '--no-sandbox'] : quiet,
  });
}

async function browserProgram(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  const systems = '/usr/bin/chromium';
  return existsSync(systems) ? systems : unpackedBrowser();
}

// The package unpacks straight into the temporary directory, where two tests at once, or two users, would trip over
// each other. So: into a directory of our own, which is then moved to its place whole.
async function unpackedBrowser(): Promise<string> {
  const home = join(
    tmpdir(),
    `contactpoint-chromium-${await packageVersion()}-${process.getuid?.() ?? 'user'}`,
  );
  if (!existsSync(home)) await unpackTo(home);
  const { uid } = await lstat(home);
  if (process.getuid !== undefined && uid !== process.getuid())
    throw new Error(`${home} belongs to another user: remove it`);
  return join(home, 'chromium');
}

async function unpackTo(home: string): Promise<void> {
  const fresh = await mkdtemp(`${home}.`);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = fresh;
  try {
    await chromium.executablePath();
    await rename(fresh, home);
  } catch (error) {
    if (!existsSync(home)) throw error; // else another test was faster
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await rm(fresh, { recursive: true, force: true });
  }
}

async function packageVersion(): Promise<string> {
  const file = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'));
  return /"version": "([\d.]+)"/.exec(await readFile(file, 'utf8'))?.[1] ?? 'unknown';
}
