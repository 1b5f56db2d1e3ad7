import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { openProduct, type Product } from './support/product.ts';

// What `contactpoint populate --json` prints.
const made = z.object({
  children: z.number(),
  rows: z.record(z.string(), z.number()),
  loadSeconds: z.number(),
  buildSeconds: z.number(),
  tableBytes: z.number(),
  indexBytes: z.number(),
});

/** `npm run bench -- populate`: how long a population takes beside a plain COPY of the same rows. */
export const populateBench: NamedCommand = {
  name: 'populate',
  summary: 'a population beside a plain COPY of the same rows',
  help: `npm run bench -- populate [--children N] [--json]

Populates a database of its own with N invented children (100,000), then copies every row that was made into an empty
twin of its table, without indexes or constraints, one table after another from a file, and prints the ratio. Whatever
is in the database named by DATABASE_OWNER_URL is emptied first, if that is a practice copy.`,
  options: { children: { type: 'string' } },
  run: async (asked) => {
    const product = await openProduct({ kind: 'children', children: 1000 }, undefined, asked.say);
    try {
      return await measure(product, asked);
    } finally {
      await product.stop();
    }
  },
};

async function measure(product: Product, asked: Asked): Promise<Figures> {
  const children = asked.number('children', 100_000);
  const populated = await populateAnew(product, children);
  const seconds = populated.loadSeconds + populated.buildSeconds;
  const rows = Object.values(populated.rows).reduce((sum, one) => sum + one, 0);
  const plainSeconds = await copyPlainly(product, Object.keys(populated.rows), asked.say);
  return {
    children,
    rows,
    loadSeconds: populated.loadSeconds,
    buildSeconds: populated.buildSeconds,
    rowsPerSecond: Math.round(rows / seconds),
    childrenPerSecond: Math.round(children / seconds),
    plainCopySeconds: plainSeconds,
    plainCopyRowsPerSecond: Math.round(rows / plainSeconds),
    overPlainCopy: seconds / plainSeconds,
    bytesPerChild: Math.round((populated.tableBytes + populated.indexBytes) / children),
    tableBytes: populated.tableBytes,
    indexBytes: populated.indexBytes,
  };
}

async function populateAnew(product: Product, children: number): Promise<z.infer<typeof made>> {
  const populating = product.start(['populate', '--children', String(children), '--again', '--json']);
  const ended = once(populating, 'exit');
  const printed = populating.stdout === null ? '' : await text(populating.stdout);
  await ended;
  if (populating.exitCode !== 0) throw new Error('contactpoint populate failed');
  return made.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''));
}

/** The seconds that COPY alone takes over all the tables; dumping them is not counted. */
async function copyPlainly(
  { owner }: Product,
  tables: readonly string[],
  say: Asked['say'],
): Promise<number> {
  const client = new pg.Client({ ...owner.login });
  const folder = mkdtempSync(join(tmpdir(), 'contactpoint-copy-'));
  await client.connect();
  let seconds = 0;
  try {
    for (const table of tables) {
      say(`Copying ${table}`);
      seconds += await copyOne(client, table, join(folder, table));
    }
  } finally {
    await client.end();
    rmSync(folder, { recursive: true });
  }
  return seconds;
}

async function copyOne(client: pg.Client, table: string, file: string): Promise<number> {
  await pipeline(client.query(copyTo(`copy ${table} to stdout`)), createWriteStream(file));
  await client.query(`create table copied_twin (like ${table})`);
  const began = performance.now();
  await pipeline(
    createReadStream(file, { highWaterMark: 262_144 }),
    client.query(copyFrom('copy copied_twin from stdin')),
  );
  const seconds = (performance.now() - began) / 1000;
  await client.query('drop table copied_twin');
  rmSync(file);
  return seconds;
}
