import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const checkout = join(import.meta.dirname, '../..');
const known = new Map<string, ReturnType<typeof titlesIn>>();

/** Whether a document names a test that there is: `file` and title, as docs/promises.md and docs/security.md do. */
export function isNamedTest(part: string): boolean {
  const [, file = '', title = ''] = /^`(test\/[\w/-]+\.test\.ts)` (.+)$/.exec(part) ?? [];
  if (file === '' || !existsSync(join(checkout, file))) return false;
  const titles = known.get(file) ?? titlesIn(readFileSync(join(checkout, file), 'utf8'));
  known.set(file, titles);
  return titles.some((fixed) => fits(fixed, title));
}

/** The titles of a file's tests, each as the parts that are fixed: between them stands what is put in as it runs. */
function titlesIn(source: string): readonly (readonly string[])[] {
  const quoted = source.matchAll(
    /\btest\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/g,
  );
  return [...quoted].map(([, single, double, template]) => {
    const title = (single ?? double ?? template ?? '').replaceAll(/\\(.)/g, '$1');
    return template === undefined ? [title] : title.split(/\$\{[^}]*\}/);
  });
}

function fits(fixed: readonly string[], title: string): boolean {
  const [first = '', last] = [fixed[0], fixed.at(-1) ?? ''];
  if (fixed.length === 1) return title === first;
  return title.length > first.length + last.length && title.startsWith(first) && title.endsWith(last);
}
