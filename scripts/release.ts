// `npm run release`: what is handed on, in build/release: the program as a tarball, the container's context, the list of what is in it
// (CycloneDX), the licences, and the digest of each. Only of what is committed: the same commit makes the same tarballs.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';

const checkout = join(import.meta.dirname, '..');
const folder = join(checkout, 'build/release');
const roomy = 2 ** 29; // bytes: the registers are most of it

// What deploy/container/Containerfile copies, and itself.
const containerParts = [
  'deploy/container',
  'package.json',
  'package-lock.json',
  'data',
  'src',
  'witness',
] as const;

if (import.meta.main) process.exitCode = main();

function main(): number {
  const uncommitted = git('status', '--porcelain').toString('utf8');
  if (uncommitted !== '') {
    console.error(`A release is of what is committed. Commit or put away first:\n${uncommitted}`);
    return 1;
  }
  const version = versionIn(readFileSync(join(checkout, 'package.json'), 'utf8'));
  if (!isInChangelog(version, readFileSync(join(checkout, 'CHANGELOG.md'), 'utf8'))) {
    console.error(
      `CHANGELOG.md has no part for ${version}: say there what is new, then run npm run release again`,
    );
    return 1;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stem = `contactpoint-${version}`;
  const made = [
    put(`${stem}.tar.gz`, archive(stem, [])),
    put(`${stem}-container.tar.gz`, archive(`${stem}-container`, containerParts)),
    put(`${stem}-sbom.cdx.json`, materials()),
    put(`${stem}-licences.md`, readFileSync(join(checkout, 'docs/licences.md'))),
  ];
  writeFileSync(join(folder, 'SHA256SUMS'), made.map(({ name, digest }) => `${digest}  ${name}\n`).join(''));
  copyFileSync(join(checkout, 'CHANGELOG.md'), join(folder, 'CHANGELOG.md'));
  for (const { name, bytes } of made) console.log(`build/release/${name}  ${bytes} bytes`);
  return 0;
}

/** The version that package.json names; throws where it is none of the form 1.2.3. */
export function versionIn(packageJson: string): string {
  const semantic = z.string().regex(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
  return z.object({ version: semantic }).parse(JSON.parse(packageJson)).version;
}

/** Whether the changelog says of this version what is new. */
export function isInChangelog(version: string, changelog: string): boolean {
  return changelog.split('\n').some((line) => line.startsWith(`## [${version}]`));
}

// Without a time in its head a gzip is the same each time; git's own archive carries the commit's.
function archive(prefix: string, parts: readonly string[]): Buffer {
  const tar = git('archive', '--format=tar', `--prefix=${prefix}/`, 'HEAD', ...parts);
  return gzipSync(tar, { level: 9 });
}

function materials(): Buffer {
  const wanted = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--omit=dev'];
  return execFileSync('npm', wanted, {
    cwd: checkout,
    maxBuffer: roomy,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function git(...args: readonly string[]): Buffer {
  return execFileSync('git', args, { cwd: checkout, maxBuffer: roomy });
}

function put(name: string, bytes: Buffer) {
  writeFileSync(join(folder, name), bytes);
  return { name, bytes: bytes.length, digest: createHash('sha256').update(bytes).digest('hex') };
}
