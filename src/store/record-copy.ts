import { copiedTables } from '../domain/record-copy.ts';
import { isServiceKind, serviceKinds } from '../domain/service-kinds.ts';
import { arrayOf, bigint, boolean, instant, integer, json, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Everything that the tables hold of one child, for a copy. Of which tables: domain/held.ts, so that nothing is forgotten.

const linkedRows = `(select source_row_id from link where link.child_id = $1)`;

// A row under a name that was closed shows nowhere.
const isNotClosed = `not exists (
      select from closed_name
      where closed_name.child_id = $1 and lower(closed_name.given_names) = lower(held.given_names)
        and lower(closed_name.family_name) = lower(held.family_name)
    )`;

// Tables whose rows are a child's by something else than their child_id.
const whose: Readonly<Record<string, string>> = {
  source_row: `source_row_id in ${linkedRows} and ${isNotClosed}`,
  source_former_name: `source_row_id in ${linkedRows} and ${isNotClosed}`,
  source_carer: `(supplier_id, supplier_key) in (
      select source_row.supplier_id, source_row.supplier_key from source_row where source_row_id in ${linkedRows}
    )`,
  possible_match: `source_row_id in ${linkedRows} or born_child_id = $1`,
  rematch_change: `source_row_id in ${linkedRows}`,
  protection: `person_id = $1`,
  possible_duplicate: `child_id = $1 or other_child_id = $1`,
  // Nothing tells that somebody was known by another record.
  never_same: `(child_id = $1 or other_child_id = $1) and not exists (
      select from child
      where child.child_id in (held.child_id, other_child_id) and closed_because = 'another record'
    )`,
};

const atMost = 2000;

const rowsOf = copiedTables
  .filter((table) => table !== 'log_part')
  .map((table) => ({
    table,
    ask: statement({
      name: `copy-of-${table.replaceAll('_', '-')}`,
      text: `select to_jsonb(held) as held
    from ${table} as held
    where ${whose[table] ?? 'child_id = $1'}
    order by held::text
    limit ${atMost}`,
      takes: [bigint],
      gives: { held: json },
    }),
  }));

const looked = statement({
  name: 'copy-of-looks',
  text: `select log_entry.recorded_at, log_entry.act, log_entry.body::jsonb ->> 'role' as role, log_entry.body::jsonb ->> 'reason' as reason,
      log_entry.body::jsonb ->> 'outcome' as outcome, organisation.name as organisation,
      log_entry.account_id is not null as by_person
    from log_part
    join log_entry on log_entry.event_id = log_part.event_id and log_entry.recorded_at = log_part.recorded_at
    left join organisation on organisation.organisation_id = (log_entry.body::jsonb ->> 'organisation')::integer
    where log_part.child_id = $1 and log_part.kind = 'child'
    order by log_entry.recorded_at desc, log_entry.event_id
    limit 20000`,
  takes: [bigint],
  gives: {
    recorded_at: instant,
    act: text,
    role: nullable(text),
    reason: nullable(text),
    outcome: nullable(text),
    organisation: nullable(text),
    by_person: boolean,
  },
});

const namesFor = statement({
  name: 'names-for-copy',
  text: `select 'team' as kind, team_id::text as id, organisation.name || ', ' || team.name as name, service_kind
    from team join organisation using (organisation_id) where team_id = any ($1)
    union all
    select 'practitioner', practitioner_id::text, name, '' from practitioner where practitioner_id = any ($2)
    union all
    select 'school', urn::text, name, '' from school where urn = any ($3)
    union all
    select 'practice', practice_code, name, '' from gp_practice where practice_code = any ($4)
    union all
    select 'council', council_code::text, name, '' from council where council_code = any ($5)
    union all
    select 'supplier', supplier_id::text, name, '' from supplier
    order by 1, 2`,
  takes: [arrayOf(integer), arrayOf(integer), arrayOf(integer), arrayOf(text), arrayOf(integer)],
  gives: { kind: text, id: text, name: text, service_kind: text },
});

export type HeldRow = Readonly<Record<string, unknown>>;

/** All rows of a child, table by table. For whoever may have a copy: what of it they get is for the rules to say. */
export async function readEverythingHeld(
  tx: Transaction,
  childId: number,
): Promise<ReadonlyMap<string, readonly HeldRow[]>> {
  const all = new Map<string, readonly HeldRow[]>();
  for (const { table, ask } of rowsOf)
    all.set(
      table,
      (await ask.rows(tx, childId)).map(({ held }) => rowIn(held)),
    );
  return all;
}

/** Who looked, newest first. */
export async function readLooksForCopy(tx: Transaction, childId: number) {
  return looked.rows(tx, childId);
}

/** The numbers of others that rows name. */
export type Named = {
  readonly teams: readonly number[];
  readonly practitioners: readonly number[];
  readonly schools: readonly number[];
  readonly practices: readonly string[];
  readonly councils: readonly number[];
};

/** What these are called, by kind and number. */
export async function readNamesForCopy(tx: Transaction, named: Named) {
  const { teams, practitioners, schools, practices, councils } = named;
  const rows = await namesFor.rows(tx, teams, practitioners, schools, practices, councils);
  return new Map(
    rows.map((row) => [
      `${row.kind} ${row.id}`,
      { name: row.name, isSensitive: isSensitive(row.service_kind) },
    ]),
  );
}

function isSensitive(kind: string): boolean {
  return isServiceKind(kind) && serviceKinds[kind].sensitive;
}

function rowIn(held: unknown): HeldRow {
  if (typeof held !== 'object' || held === null) throw new Error('A row was no object');
  return Object.fromEntries(Object.entries(held));
}
