import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Login, Owner } from './database.ts';

/** What this machine and this database can do at best, by PostgreSQL's own pgbench. */
export type Limits = {
  readonly select: (clients: number, seconds: number) => Promise<Limit>;
  readonly insert: (clients: number, seconds: number) => Promise<Limit>;
  readonly auditedRead: (clients: number, seconds: number) => Promise<Limit>;
  readonly close: () => Promise<void>;
};

export type Limit = { readonly perSecond: number; readonly latenciesMs: readonly number[] };

type Load = {
  readonly clients: number;
  readonly seconds: number;
  readonly rate?: number;
  readonly latencies?: boolean;
};

const execute = promisify(execFile);

/**
 * Copies the children's names into a table of the bench's own under dense numbers, which pgbench can draw, and makes a
 * table to insert into, with two indexes, as the access log has.
 */
export async function prepareLimits(owner: Owner, children: number): Promise<Limits> {
  for (const statement of preparing) await owner.rows(statement);
  const folder = mkdtempSync(join(tmpdir(), 'contactpoint-bench-'));
  const script = (name: string, text: string): string => {
    const file = join(folder, `${name}.sql`);
    writeFileSync(file, text.replaceAll(':children', String(children)));
    return file;
  };
  const run = (name: string, text: string) => {
    const file = script(name, text);
    return (clients: number, seconds: number) => runPgbench(owner.login, file, { clients, seconds });
  };
  return {
    select: run('select', `\\set number random(1, :children)\n${select};\n`),
    insert: run('insert', `\\set number random(1, :children)\n${insert};\n`),
    auditedRead: run(
      'audited-read',
      `\\set number random(1, :children)\nwith entry as (${insert})\n${select};\n`,
    ),
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      await owner.rows('drop schema bench_limits cascade');
    },
  };
}

// Unlogged, as nothing is written there but once; what is inserted is as durable as the database is.
const preparing = [
  'drop schema if exists bench_limits cascade',
  'create schema bench_limits',
  `create unlogged table bench_limits.child as
    select row_number() over () as number, child_id, given_names, family_name, date_of_birth, gender from child`,
  'alter table bench_limits.child add primary key (number)',
  `create table bench_limits.entry (
    entry_id uuid primary key default gen_random_uuid(),
    recorded_at timestamptz not null default now(),
    number integer not null,
    body text not null
  )`,
  'create index entry_by_number on bench_limits.entry (number, recorded_at)',
  'vacuum (analyze) bench_limits.child',
];

const select =
  'select given_names, family_name, date_of_birth, gender from bench_limits.child where number = :number';
const insert = `insert into bench_limits.entry (number, body) values (:number, repeat('x', 200))`;

/** Runs a script by pgbench. With a rate, so many a second in all, however fast it could; `latencies` for more than one client too. */
export async function runPgbench(
  login: Login,
  script: string,
  { clients, seconds, rate, latencies = clients === 1 }: Load,
): Promise<Limit> {
  const logs = mkdtempSync(join(tmpdir(), 'contactpoint-pgbench-'));
  try {
    const { stdout } = await execute(
      pgbench(),
      [
        '--no-vacuum',
        '--protocol=prepared',
        `--file=${script}`,
        `--time=${seconds}`,
        `--client=${clients}`,
        `--jobs=${Math.min(clients, 2)}`,
        ...(rate === undefined ? [] : [`--rate=${rate}`]),
        ...(latencies ? ['--log', `--log-prefix=${join(logs, 'log')}`] : []),
      ],
      { env: environmentOf(login) },
    );
    const perSecond = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
    return { perSecond, latenciesMs: readdirSync(logs).flatMap((file) => latenciesIn(join(logs, file))) };
  } finally {
    rmSync(logs, { recursive: true, force: true });
  }
}

// client, transaction, microseconds, … (pgbench, Per-Transaction Logging)
function latenciesIn(file: string): readonly number[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => Number(line.split(' ')[2]) / 1000);
}

const debians = '/usr/lib/postgresql';

function pgbench(): string {
  const versions = existsSync(debians) ? readdirSync(debians).toSorted().toReversed() : [];
  const found = versions.map((version) => join(debians, version, 'bin/pgbench')).find(existsSync);
  return found ?? 'pgbench';
}

// The password goes by the environment: a command line can be read by everybody.
function environmentOf({ host, port, user, password, database }: Login): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'] ?? '',
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
  };
}
