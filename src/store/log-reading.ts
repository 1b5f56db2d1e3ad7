import { isRole } from '../domain/roles.ts';
import { arrayOf, bigint, boolean, bytes, instant, integer, nullable, oneOf, text, uuid } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const erasuresOf = statement({
  name: 'log-erasures-of',
  text: `select part_hash, salt, body, entry_hash
    from log_erasure
    join log_entry using (event_id, recorded_at)
    where part_hash = any ($1::bytea[])
      and act = 'erase parts'`,
  takes: [arrayOf(bytes)],
  gives: { part_hash: bytes, salt: bytes, body: text, entry_hash: bytes },
});

const firstBeyond = statement({
  name: 'log-first-beyond',
  text: `select number from log_entry where number >= $1 or number < 0 order by number limit 1`,
  takes: [bigint],
  gives: { number: bigint },
});

const stagedEntries = statement({
  name: 'log-staged-entries',
  text: `select event_id, salt, body, entry_hash from log_entry where number is null order by recorded_at, event_id limit 10000`,
  takes: [],
  gives: { event_id: uuid, salt: bytes, body: text, entry_hash: bytes },
});

const partsWithoutEntry = statement({
  name: 'log-parts-without-entry',
  text: `select count(*) as parts
    from log_part
    where not exists (
      select from log_entry
      where log_entry.event_id = log_part.event_id
        and log_entry.recorded_at = log_part.recorded_at
    )`,
  takes: [],
  gives: { parts: bigint },
});

const checkpointsAfter = statement({
  name: 'log-checkpoints-after',
  text: `select tree_size, note
    from log_checkpoint
    where tree_size > $1
      and tree_size <= $2
    order by tree_size
    limit 10000`,
  takes: [bigint, bigint],
  gives: { tree_size: bigint, note: text },
});

const cosignaturesAfter = statement({
  name: 'log-cosignatures-after',
  text: `select tree_size, witness_name, line
    from log_cosignature
    where tree_size > $1
      and tree_size <= $2
    order by tree_size, witness_name
    limit 100000`,
  takes: [bigint, bigint],
  gives: { tree_size: bigint, witness_name: text, line: text },
});

const checkpointBefore = statement({
  name: 'log-checkpoint-before',
  text: `select tree_size from log_checkpoint where signed_at < $1 order by tree_size desc limit 1`,
  takes: [instant],
  gives: { tree_size: bigint },
});

const entryOfAccount = statement({
  name: 'log-entry-of-account',
  text: `select number, recorded_at, act, salt, body, entry_hash
    from log_entry
    where event_id = $1
      and account_id = $2`,
  takes: [uuid, integer],
  gives: {
    number: nullable(bigint),
    recorded_at: instant,
    act: text,
    salt: bytes,
    body: text,
    entry_hash: bytes,
  },
});

// The last that a witness signed too, so that the proof carries its line; else the last.
const checkpointOver = statement({
  name: 'log-checkpoint-over',
  text: `select log_checkpoint.tree_size, note, coalesce(string_agg(line, E'\\n' order by witness_name), '') as lines
    from log_checkpoint
    left join log_cosignature using (tree_size)
    where tree_size in (
      (select max(tree_size) from log_checkpoint),
      (select max(tree_size) from log_cosignature)
    )
      and tree_size > $1
    group by log_checkpoint.tree_size
    order by count(line) desc, log_checkpoint.tree_size desc
    limit 1`,
  takes: [bigint],
  gives: { tree_size: bigint, note: text, lines: text },
});

/** The entries that tell of the erasure of these parts. */
export async function readErasures(tx: Transaction, partHashes: readonly Buffer[]) {
  return erasuresOf.rows(tx, partHashes);
}

/** The first number that no entry of a tree of that size can have. */
export async function readFirstBeyond(tx: Transaction, size: number): Promise<number | undefined> {
  return (await firstBeyond.first(tx, size))?.number;
}

/** The entries that wait for their number; at most 10,000. */
export async function readStaged(tx: Transaction) {
  return stagedEntries.rows(tx);
}

/** How many parts belong to no entry. */
export async function countPartsWithoutEntry(tx: Transaction): Promise<number> {
  return (await partsWithoutEntry.first(tx))?.parts ?? 0;
}

/** The checkpoints of trees above one size and up to another, smallest first; at most 10,000. */
export async function readCheckpoints(tx: Transaction, above: number, upTo: number) {
  return checkpointsAfter.rows(tx, above, upTo);
}

/** The lines of witnesses under those checkpoints. */
export async function readCosignatures(tx: Transaction, above: number, upTo: number) {
  return cosignaturesAfter.rows(tx, above, upTo);
}

/** How large the tree was at that instant, by the checkpoints that are kept. */
export async function readSizeAt(tx: Transaction, at: Date): Promise<number> {
  return (await checkpointBefore.first(tx, at))?.tree_size ?? 0;
}

/** An entry that this account made. */
export async function readEntryOf(tx: Transaction, eventId: string, accountId: number) {
  return entryOfAccount.first(tx, eventId, accountId);
}

/** A checkpoint over the entry of that number, with the lines of witnesses where there are any. */
export async function readCheckpointOver(tx: Transaction, number: number) {
  return checkpointOver.first(tx, number);
}

// An opening of lately, by a part of its id; and whether it was of the child whose number was given.
const openingSpoken = statement({
  name: 'log-opening-spoken',
  text: `select log_entry.account_id, log_entry.recorded_at, full_name, role, organisation.name as organisation,
      log_entry.body::jsonb ->> 'mediated' is not null as is_mediated,
      exists (
        select from log_part
        join child_number on child_number.child_id = log_part.child_id
        where log_part.event_id = log_entry.event_id
          and log_part.recorded_at = log_entry.recorded_at
          and number_kind = 'contactpoint'
          and number = $4
      ) as is_of_number
    from log_entry
    join account on account.account_id = log_entry.account_id
    join organisation on organisation.organisation_id = account.organisation_id
    where event_id between $1 and $2
      and log_entry.recorded_at >= $3
      and act in ('open child record', 'open shielded record')
      and log_entry.body::jsonb ->> 'outcome' = 'done'
    order by log_entry.recorded_at desc, event_id
    limit 1`,
  takes: [uuid, uuid, instant, text],
  gives: {
    account_id: nullable(integer),
    recorded_at: instant,
    full_name: text,
    role: oneOf(isRole),
    organisation: text,
    is_mediated: boolean,
    is_of_number: boolean,
  },
});

/** The opening since an instant whose id lies between two; whether it was of the child of a ContactPoint number. */
export async function readOpeningSpoken(
  tx: Transaction,
  ids: { readonly from: string; readonly to: string },
  since: Date,
  number: string,
) {
  return openingSpoken.first(tx, ids.from, ids.to, since, number);
}
