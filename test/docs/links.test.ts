import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const checkout = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md', { cwd: checkout }),
];

test('every relative link of README and docs leads to a file, and to a heading of it', () => {
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !leads(page, link))
      .map((link) => `${page}: ${link}`),
  );
  assert.deepEqual(broken, []);
});

test('every page of docs can be reached from README', () => {
  const reached = new Set(['README.md']);
  for (const page of reached)
    if (pages.includes(page)) for (const link of linksOf(page)) reached.add(targetOf(page, link));
  assert.deepEqual(
    pages.filter((page) => !reached.has(page)),
    [],
  );
});

test('every picture is shown on a page of docs, and each of a page of the service is held by a test', () => {
  const shown = new Set(pages.flatMap((page) => linksOf(page).map((link) => targetOf(page, link))));
  const pictures = globSync('docs/pictures/*.{png,svg}', { cwd: checkout });
  assert.deepEqual(
    pictures.filter((picture) => !shown.has(picture)),
    [],
  );
  const held = [...textOf('docs/pictures/made-of.json').matchAll(/"([^"]+)":/g)].map(([, name]) => name);
  const photographs = pictures.filter((picture) => picture.endsWith('.png'));
  assert.deepEqual(photographs.map((picture) => basename(picture, '.png')).toSorted(), held);
});

function linksOf(page: string): readonly string[] {
  const prose = textOf(page).replaceAll(/^```[^]*?^```/gm, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function leads(page: string, link: string): boolean {
  const target = targetOf(page, link);
  if (!existsSync(join(checkout, target))) return false;
  const heading = link.split('#')[1];
  return heading === undefined || headingsOf(target).includes(heading);
}

function targetOf(page: string, link: string): string {
  const path = link.split('#')[0] ?? '';
  return path === '' ? page : relative(checkout, join(checkout, dirname(page), path));
}

/** The names that headings are linked by: small letters and digits, hyphens for spaces. */
function headingsOf(page: string): readonly string[] {
  const headings = [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function textOf(page: string): string {
  return readFileSync(join(checkout, page), 'utf8');
}
