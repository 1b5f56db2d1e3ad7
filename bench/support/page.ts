import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const page = join(docs, 'benchmarks.md');

/** Puts a bench's own part into docs/benchmarks.md in place of its last, or at the end; the other parts stay. */
export function writePart(name: string, markdown: string): void {
  const [begins, ends] = [`<!-- ${name} begins: written by the bench -->`, `<!-- ${name} ends -->`];
  const part = `${begins}\n\n${markdown.trim()}\n\n${ends}`;
  const present = existsSync(page) ? readFileSync(page, 'utf8') : '# Benchmarks\n';
  const at = present.indexOf(begins);
  const after = present.indexOf(ends);
  const whole =
    at < 0 || after < 0
      ? `${present.trimEnd()}\n\n${part}\n`
      : present.slice(0, at) + part + present.slice(after + ends.length);
  writeFileSync(page, whole);
}

/** Keeps a picture for the page, and answers how the page shows it. */
export function writePicture(name: string, svg: string, alternative: string): string {
  mkdirSync(join(docs, 'pictures'), { recursive: true });
  writeFileSync(join(docs, 'pictures', `${name}.svg`), svg);
  return `![${alternative}](pictures/${name}.svg)`;
}

/** A table in Markdown, the first column to the left and the others to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_cell, at) => (at === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** What was measured on. */
export function machineInWords(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return `${processors.length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
}
