import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { addEntries } from './support/entries.ts';
import { installEmpty, type Installation, type Sql } from './support/installation.ts';

/** `npm run drill -- tamper`: alters the log as a superuser can, and asks check-log where. */
export const tamperDrill: NamedCommand = {
  name: 'tamper',
  summary: 'alter the access log as superuser in a thousand ways: each found, the first bad entry named',
  help: `npm run drill -- tamper [--entries N] [--times N] [--json]

Makes a log of N entries (10000), then alters it as only a superuser can, N times (1000): edits a body, also with its hash; deletes,
inserts and swaps entries; alters parts; cuts off the end; rebuilds the whole tree without the key. check-log must find each
and name the first entry that does not fit; where the tree was rebuilt, the entries between two checkpoints.`,
  options: { entries: { type: 'string' }, times: { type: 'string' } },
  run: async (asked) => {
    const installation = await installEmpty();
    try {
      return await drill(installation, asked);
    } finally {
      await installation.remove();
    }
  },
};

type Tampering = (sql: Sql, number: number, size: number) => Promise<unknown>;

const tables = ['log_entry', 'log_part', 'log_tile', 'log_tree', 'log_checkpoint'] as const;

async function drill(installation: Installation, asked: Asked): Promise<Figures | undefined> {
  const [entries, times] = [asked.number('entries', 10_000), asked.number('times', 1000)];
  const { sql } = installation;
  await fill(installation, entries);
  await sql('create schema kept');
  for (const table of tables) await sql(`create table kept.${table} as select * from ${table}`);
  const missed: string[] = [];
  const check = installation.talk(['check-log', '--full', '--json', '--each-line']);
  for (let time = 0; time < times; time += 1) {
    const [kind, tamper] = tamperings[time % tamperings.length] ?? ['none', () => Promise.resolve()];
    const number = Math.floor(Math.random() * (entries - 1));
    await tamper(sql, number, entries);
    const says = await check.ask();
    if (!isNamed(says, number)) missed.push(`${kind} at ${number}: ${says}`);
    await restore(sql);
    if ((time + 1) % 50 === 0) asked.say(`${time + 1} times, ${missed.length} missed`);
  }
  check.end();
  for (const line of missed.slice(0, 10)) process.stderr.write(`Missed: ${line}\n`);
  return missed.length === 0 ? { entries, times, found: times, kinds: tamperings.length } : undefined;
}

// In batches, so that there are checkpoints on the way.
async function fill({ sql, start }: Installation, entries: number): Promise<void> {
  const sequencer = start(['sequence']);
  for (let made = 0; made < entries; made += 250) {
    await addEntries(sql, Math.min(250, entries - made));
    await pause(450);
  }
  const waiting = async (): Promise<boolean> =>
    (await sql('select 1 from log_entry where number is null limit 1')).length > 0;
  while (await waiting()) await pause(200);
  sequencer.kill('SIGTERM');
  await pause(1000);
}

async function restore(sql: Sql): Promise<void> {
  await sql(`truncate ${tables.join(', ')}, log_alarm`);
  for (const table of tables) await sql(`insert into ${table} select * from kept.${table}`);
}

// By itself, or as one of those between two checkpoints where the tree was rebuilt over it.
function isNamed(says: string, number: number): boolean {
  const first = Number(/"first":(\d+)/.exec(says)?.[1] ?? Number.NaN);
  if (first === number) return true;
  const between = /Entries (\d+) to (\d+) do not make/.exec(says);
  return between !== null && Number(between[1]) <= number && number <= Number(between[2]);
}

const rehash = `update log_entry set entry_hash = sha256(salt || convert_to(body, 'UTF8')) where number = $1`;
const ofEntry = '(event_id, recorded_at) = (select event_id, recorded_at from log_entry where number = $1)';

const tamperings: readonly (readonly [string, Tampering])[] = [
  [
    'edit',
    (sql, n) => sql(`update log_entry set body = replace(body, 'done', 'gone') where number = $1`, [n]),
  ],
  [
    'edit with hash',
    async (sql, n) => {
      await sql(`update log_entry set body = replace(body, 'done', 'gone') where number = $1`, [n]);
      await sql(rehash, [n]);
    },
  ],
  ['edit who', (sql, n) => sql('update log_entry set account_id = account_id + 1 where number = $1', [n])],
  [
    'edit part',
    (sql, n) => sql(`update log_part set body = '{"child":77777}', child_id = 77777 where ${ofEntry}`, [n]),
  ],
  ['delete part', (sql, n) => sql(`delete from log_part where ${ofEntry}`, [n])],
  ['delete', (sql, n) => sql('delete from log_entry where number = $1', [n])],
  [
    'delete and close up',
    async (sql, n) => {
      await sql('delete from log_entry where number = $1', [n]);
      await sql('update log_entry set number = number - 1 where number > $1::bigint', [n]);
    },
  ],
  [
    'insert and move on',
    async (sql, n) => {
      await sql('update log_entry set number = number + 1 where number >= $1::bigint', [n]);
      await sql(
        `insert into log_entry select gen_random_uuid(), recorded_at, $1::bigint, account_id, act, salt, body, entry_hash
        from log_entry where number = $1::bigint + 1`,
        [n],
      );
    },
  ],
  [
    'swap',
    (sql, n, size) =>
      sql(
        `update log_entry set number = case number when $1::bigint then $2::bigint else $1::bigint end where number in ($1::bigint, $2::bigint)`,
        [n, n + 1 + Math.floor(Math.random() * (size - n - 1))],
      ),
  ],
  ['truncate', (sql, n) => sql('delete from log_entry where number >= $1', [n])],
  [
    'truncate all that tells of it',
    async (sql, n) => {
      await sql('delete from log_entry where number >= $1', [n]);
      await rebuild(sql, n);
      await sql('delete from log_checkpoint where tree_size > $1', [n]);
    },
  ],
  [
    'rebuild without the key',
    async (sql, n, size) => {
      await sql(`update log_entry set body = replace(body, 'done', 'gone') where number = $1`, [n]);
      await sql(rehash, [n]);
      await rebuild(sql, size);
    },
  ],
];

/** Makes all tiles and the root anew from whatever entries there are now, as an attacker would. */
async function rebuild(sql: Sql, size: number): Promise<void> {
  const rows = await sql(
    `select encode(entry_hash, 'hex') from log_entry where number < $1 order by number`,
    [size],
  );
  let level = rows.map(([hash]) => sha256(Buffer.of(0), Buffer.from(hash ?? '', 'hex')));
  const root = rootOver(level);
  await sql('delete from log_tile');
  for (let height = 0; level.length > 0; height += 1) {
    const above: Buffer[] = [];
    for (let at = 0; at < level.length; at += 256) {
      const hashes = level.slice(at, at + 256);
      await sql('insert into log_tile values ($1, $2, $3)', [height, at / 256, Buffer.concat(hashes)]);
      if (hashes.length === 256) above.push(rootOver(hashes));
    }
    level = above;
  }
  await sql('update log_tree set tree_size = $1, root = $2', [size, root]);
}

function rootOver(hashes: readonly Buffer[]): Buffer {
  const [first = sha256()] = hashes;
  if (hashes.length < 2) return first;
  let left = 1;
  while (left * 2 < hashes.length) left *= 2;
  return sha256(Buffer.of(1), rootOver(hashes.slice(0, left)), rootOver(hashes.slice(left)));
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}
