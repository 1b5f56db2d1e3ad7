// `node scripts/licences.ts` writes docs/licences.md from the lock file; `--check` says whether it is current. Ends with 1 where a
// package has a licence that is not on the list below.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const checkout = join(import.meta.dirname, '..');
const page = join(checkout, 'docs/licences.md');

// What we may use and hand on without opening our own source: SPDX names, each with why where it is not plainly permissive.
const allowed: Readonly<Record<string, string>> = {
  MIT: 'keep the notice',
  'Apache-2.0': 'keep the notice; grants patents',
  'Apache-2.0 AND MIT': 'both of them',
  'BSD-2-Clause': 'keep the notice',
  'BSD-3-Clause': 'keep the notice; no use of the makers’ names',
  ISC: 'keep the notice',
  '0BSD': 'asks nothing',
  'BlueOak-1.0.0': 'keep the notice',
  'Bitstream-Vera': 'fonts: keep the notice; sold only with a program',
};

// What a package does not say in the words of SPDX: as its own licence file says.
const readInItsFile: Readonly<Record<string, string>> = {
  'dejavu-fonts-ttf': 'Bitstream-Vera', // what DejaVu adds to it is in the public domain
  'png-js': 'MIT',
};

// Only for what never leaves the workshop: nothing of it is in a release.
const allowedAtWork: Readonly<Record<string, string>> = {
  'MPL-2.0': 'a changed file must be published; none is changed',
  'CC BY-SA 4.0': 'a list of misspellings, which the spelling check reads',
  WTFPL: 'asks nothing',
};

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
    }),
  ),
});

type Package = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly atWork: boolean;
};

if (import.meta.main) process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const packages = readPackages(readFileSync(join(checkout, 'package-lock.json'), 'utf8'));
  const refused = refusedLicences(packages);
  for (const { name, licence } of refused) console.error(`${name} has the licence ${licence}`);
  const wanted = licencesPage(packages, readFileSync(join(checkout, 'data/README.md'), 'utf8'));
  if (!args.includes('--check')) writeFileSync(page, wanted);
  const isCurrent = readFileSync(page, 'utf8') === wanted;
  if (!isCurrent) console.error('docs/licences.md is not current: run npm run licences');
  return refused.length === 0 && isCurrent ? 0 : 1;
}

/** Every package of a lock file, once per name and version. */
export function readPackages(lockFile: string): readonly Package[] {
  const found = Object.entries(lock.parse(JSON.parse(lockFile)).packages).filter(([path]) => path !== '');
  const packages = found.map(([path, { version = '', license = 'none', dev = false }]) => {
    const name = path.replace(/^.*node_modules\//, '');
    return { name, version, licence: readInItsFile[name] ?? license, atWork: dev };
  });
  const order = ({ name, version }: Package): string => `${name} ${version}`;
  return packages.toSorted((one, other) => (order(one) < order(other) ? -1 : 1));
}

/** Those whose licence is not on the list, or is only for the workshop and would be handed on. */
export function refusedLicences(packages: readonly Package[]): readonly Package[] {
  return packages.filter(
    ({ licence, atWork }) => !(licence in allowed) && !(atWork && licence in allowedAtWork),
  );
}

/** docs/licences.md, in full. */
export function licencesPage(packages: readonly Package[], dataPage: string): string {
  const handedOn = packages.filter(({ atWork }) => !atWork);
  const atWork = packages.filter((one) => one.atWork);
  return [
    '# Licences\n',
    'Made by `npm run licences` from the lock file and held by a test: change neither by hand. No other licence may come in.\n',
    '## Taken\n',
    '| licence | asks | for what |\n|---|---|---|',
    ...Object.entries(allowed).map(([licence, asks]) => `| ${licence} | ${asks} | anything |`),
    ...Object.entries(allowedAtWork).map(
      ([licence, asks]) => `| ${licence} | ${asks} | making and testing |`,
    ),
    '\n## What runs\n',
    '| package | version | licence |\n|---|---|---|',
    ...handedOn.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
    '\n## What it is made and tested with\n',
    `${atWork.length} packages, none of which is in a release:\n`,
    '| licence | packages |\n|---|---|',
    ...[...Map.groupBy(atWork, ({ licence }) => licence)]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([licence, own]) => `| ${licence} | ${own.length} |`),
    '\n## Data\n',
    'Each table with its licence: [data/README.md](../data/README.md). These lines go wherever the data goes:\n',
    attributionIn(dataPage),
    '\n## Styles\n',
    'Compiled from govuk-frontend (MIT). The Crown, the GOV.UK name and its typeface are not used.\n',
  ].join('\n');
}

function attributionIn(dataPage: string): string {
  const part = dataPage.split(/^## /m).find((one) => one.startsWith('Attribution')) ?? '';
  return part.slice(part.indexOf('\n- ') + 1).trimEnd();
}
