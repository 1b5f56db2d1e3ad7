// `node scripts/rooms.ts` draws the rooms and what each imports, from the imports themselves, into docs/architecture.md; a test holds it.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const checkout = join(import.meta.dirname, '..');
const page = join(checkout, 'docs/architecture.md');
const begins = '<!-- rooms: made by npm run rooms -->\n';
const ends = '<!-- end of rooms -->';

if (import.meta.main) writeFileSync(page, withRooms(readFileSync(page, 'utf8'), readImports()));

/** Every import of the source from one room to another. */
export function readImports(): readonly (readonly [from: string, to: string])[] {
  const files = globSync('{src,witness,verify}/**/*.ts', { cwd: checkout });
  return files.flatMap((file) => {
    const source = readFileSync(join(checkout, file), 'utf8');
    const named = [...source.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, path = '']) => path);
    return named.map((path) => {
      const to = relative(checkout, join(checkout, dirname(file), path));
      return [roomOf(file), roomOf(to)] as const;
    });
  });
}

/** A page with the picture of its rooms drawn anew. */
export function withRooms(text: string, imports: ReturnType<typeof readImports>): string {
  const [before = '', rest = ''] = text.split(begins);
  const after = rest.slice(rest.indexOf(ends));
  return `${before}${begins}${picture(imports)}${after}`;
}

function picture(imports: ReturnType<typeof readImports>): string {
  const counted = new Map<string, number>();
  for (const [from, to] of imports)
    if (from !== to) counted.set(`${from} --> ${to}`, (counted.get(`${from} --> ${to}`) ?? 0) + 1);
  const arrows = [...counted.keys()].toSorted();
  const alone = [...new Set(imports.map(([from]) => from))].filter(
    (room) => !arrows.some((arrow) => arrow.split(' --> ').includes(room)),
  );
  const lines = [...alone.toSorted(), ...arrows].map((line) => `  ${line}\n`);
  return `\`\`\`mermaid\nflowchart TD\n${lines.join('')}\`\`\`\n`;
}

function roomOf(file: string): string {
  const [top = '', room = ''] = file.split('/');
  if (top !== 'src') return top;
  return room.endsWith('.ts') ? room.replace('.ts', '') : room;
}
