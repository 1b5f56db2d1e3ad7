import { day, integer, nullable, smallint, text } from './columns.ts';
import type { Day } from '../domain/calendar.ts';
import type { Transaction } from './connection.ts';
import { copyInto } from './copy.ts';
import { asideOf } from './set-aside.ts';
import { statement } from './statement.ts';

type Shape = { readonly key: readonly string[]; readonly columns: readonly string[] };

/** The reference tables, in the order in which they refer to each other. */
export const registerTables = {
  council: {
    key: ['council_code'],
    columns: ['council_code', 'gss_code', 'name', 'official_name', 'region', 'latitude', 'longitude'],
  },
  school: {
    key: ['urn'],
    columns: [
      'urn',
      'name',
      'council_code',
      'dfe_number',
      'school_type',
      'is_primary',
      'is_secondary',
      'is_post16',
      'age_low',
      'age_high',
      'admits',
      'street',
      'town',
      'postcode',
      'pupils',
      'closed_on',
      'is_open',
    ],
  },
  school_successor: { key: ['urn', 'successor_urn'], columns: ['urn', 'successor_urn', 'since'] },
  gp_practice: {
    key: ['practice_code'],
    columns: ['practice_code', 'name', 'address', 'postcode', 'council_code', 'closed_on', 'is_open'],
  },
  nhs_trust: {
    key: ['trust_code'],
    columns: ['trust_code', 'name', 'postcode', 'council_code', 'closed_on'],
  },
  postcode: { key: ['postcode'], columns: ['postcode', 'council_code', 'latitude', 'longitude'] },
} as const satisfies Readonly<Record<string, Shape>>;

export type RegisterTable = keyof typeof registerTables;

/** What a register is, and how much of it is here. */
export type RegisterNote = {
  readonly name: string;
  readonly asAt: Day;
  readonly attribution: string;
  /** Set where only the part of one council is here: enough for a test, not for use. */
  readonly onlyCouncil: number | null;
};

const registerNotes = statement({
  name: 'register-notes',
  text: `select register_name, as_at, attribution, only_council
    from register
    order by register_name
    limit 100`,
  takes: [],
  gives: { register_name: text, as_at: day, attribution: text, only_council: nullable(smallint) },
});

const noteRegister = statement({
  name: 'note-register',
  text: `insert into register (register_name, as_at, attribution, only_council)
    values ($1, $2, $3, $4)
    on conflict (register_name) do update
    set as_at = excluded.as_at, attribution = excluded.attribution, only_council = excluded.only_council`,
  takes: [text, day, text, nullable(smallint)],
  gives: {},
});

const rowsThere = {
  council: countOf('council'),
  school: countOf('school'),
  school_successor: countOf('school_successor'),
  gp_practice: countOf('gp_practice'),
  nhs_trust: countOf('nhs_trust'),
  postcode: countOf('postcode'),
} as const satisfies Readonly<Record<RegisterTable, unknown>>;

/** The registers that are loaded, with the day that each describes and the line that its licence asks for. */
export async function loadedRegisters(tx: Transaction): Promise<readonly RegisterNote[]> {
  const rows = await registerNotes.rows(tx);
  return rows.map((row) => ({
    name: row.register_name,
    asAt: row.as_at,
    attribution: row.attribution,
    onlyCouncil: row.only_council,
  }));
}

/** Writes down that a register is loaded. */
export async function rememberRegister(tx: Transaction, note: RegisterNote): Promise<void> {
  await noteRegister.rows(tx, note.name, note.asAt, note.attribution, note.onlyCouncil);
}

/**
 * Brings one register's rows, as lines of COPY's text format. Rows already there under the same key are replaced;
 * those that the register has dropped stay, since records may point at them.
 */
export async function bringRegister(
  tx: Transaction,
  table: RegisterTable,
  lines: AsyncIterable<string>,
): Promise<void> {
  const there = await rowsThere[table].first(tx);
  if (there?.found === 0) await copyAll(tx, table, table, lines);
  else await copyOver(tx, table, lines);
}

async function copyAll(
  tx: Transaction,
  table: RegisterTable,
  into: string,
  lines: AsyncIterable<string>,
): Promise<void> {
  // Only of postcodes are there so many that their key is quicker made afterwards; no table refers to it.
  const away = into === table ? await asideOf(tx, table, table === 'postcode') : [];
  for (const one of away) await tx.run(one.takeAway);
  const copy = copyInto(tx, into, registerTables[table].columns);
  for await (const block of lines) await copy.write(block);
  await copy.end();
  for (const one of away.toReversed()) await tx.run(one.makeAgain);
  await tx.run(`analyze ${into}`);
}

async function copyOver(tx: Transaction, table: RegisterTable, lines: AsyncIterable<string>): Promise<void> {
  const { key, columns } = registerTables[table];
  const others = columns.filter((column) => !key.some((part) => part === column));
  await tx.run(
    `create temporary table arriving on commit drop as select ${columns.join(', ')} from ${table} limit 0`,
  );
  await copyAll(tx, table, 'arriving', lines);
  await tx.run(`insert into ${table} (${columns.join(', ')})
    select ${columns.join(', ')} from arriving
    on conflict (${key.join(', ')}) do update
    set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`);
  await tx.run('drop table arriving');
}

function countOf(table: RegisterTable) {
  return statement({
    name: `rows-there-in-${table}`,
    text: `select count(*)::integer as found from (select 1 from ${table} limit 1) as any_row`,
    takes: [],
    gives: { found: integer },
  });
}
