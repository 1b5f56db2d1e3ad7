import type { Tile, TilePlace } from '../domain/log-tiles.ts';
import { arrayOf, bigint, boolean, bytes, instant, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Any number will do, so long as every sequencer asks for the same one.
const sequencerLock = 20_260_103;

const takeTurn = statement({
  name: 'log-take-turn',
  text: `select pg_try_advisory_xact_lock(${sequencerLock}) as taken`,
  takes: [],
  gives: { taken: boolean },
});

const tree = statement({
  name: 'log-tree',
  text: `select log_name, tree_size, root from log_tree`,
  takes: [],
  gives: { log_name: text, tree_size: bigint, root: bytes },
});

const begin = statement({
  name: 'log-begin-tree',
  text: `insert into log_tree (log_name, tree_size, root) values ($1, 0, $2)`,
  takes: [text, bytes],
  gives: {},
});

const move = statement({
  name: 'log-move-tree',
  text: `update log_tree set tree_size = $2, root = $3 where tree_size = $1 returning tree_size`,
  takes: [bigint, bigint, bytes],
  gives: { tree_size: bigint },
});

const tiles = statement({
  name: 'log-tiles',
  text: `select tile_level, tile_no, hashes
    from log_tile
    join unnest($1::smallint[], $2::bigint[]) as wanted (wanted_level, wanted_no)
      on tile_level = wanted_level and tile_no = wanted_no`,
  takes: [arrayOf(smallint), arrayOf(bigint)],
  gives: { tile_level: smallint, tile_no: bigint, hashes: bytes },
});

const keepTiles = statement({
  name: 'log-keep-tiles',
  text: `insert into log_tile (tile_level, tile_no, hashes)
    select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])
    on conflict (tile_level, tile_no) do update set hashes = excluded.hashes`,
  takes: [arrayOf(smallint), arrayOf(bigint), arrayOf(bytes)],
  gives: {},
});

const keepCheckpoint = statement({
  name: 'log-keep-checkpoint',
  text: `insert into log_checkpoint (tree_size, note, signed_at) values ($1, $2, $3)`,
  takes: [bigint, text, instant],
  gives: {},
});

const latestCheckpoint = statement({
  name: 'log-latest-checkpoint',
  text: `select tree_size, note from log_checkpoint order by tree_size desc limit 1`,
  takes: [],
  gives: { tree_size: bigint, note: text },
});

const keepCosignature = statement({
  name: 'log-keep-cosignature',
  text: `insert into log_cosignature (tree_size, witness_name, line, received_at)
    values ($1, $2, $3, $4)
    on conflict (tree_size, witness_name) do nothing`,
  takes: [bigint, text, text, instant],
  gives: {},
});

const cosignedUpTo = statement({
  name: 'log-cosigned-up-to',
  text: `select coalesce(max(tree_size), 0) as tree_size from log_cosignature where witness_name = $1`,
  takes: [text],
  gives: { tree_size: bigint },
});

const forgetCheckpoints = statement({
  name: 'log-forget-checkpoints',
  text: `with hours as (
      select max(tree_size) as tree_size from log_checkpoint where signed_at < $1 group by date_trunc('hour', signed_at)
    ), forgotten as (
      delete from log_checkpoint
      where signed_at < $1 and tree_size not in (select tree_size from hours)
      returning tree_size
    )
    delete from log_cosignature where tree_size in (select tree_size from forgotten)`,
  takes: [instant],
  gives: {},
});

const takeNumbersBack = statement({
  name: 'log-take-numbers-back',
  text: `update log_entry set number = null where number is not null`,
  takes: [],
  gives: {},
});

const forgetTiles = statement({
  name: 'log-forget-tiles',
  text: `delete from log_tile`,
  takes: [],
  gives: {},
});

const forgetSigned = statement({
  name: 'log-forget-signed',
  text: `with lines as (delete from log_cosignature), notes as (delete from log_checkpoint) delete from log_tree`,
  takes: [],
  gives: {},
});

/** What the tree is at this moment; undefined before the first entry has its number. */
export async function readTree(tx: Transaction) {
  const found = await tree.first(tx);
  return found === undefined
    ? undefined
    : { origin: found.log_name, size: found.tree_size, root: found.root };
}

/** Whether this transaction may move the tree: one at a time may. */
export async function mayMoveTree(tx: Transaction): Promise<boolean> {
  return (await takeTurn.first(tx))?.taken ?? false;
}

/** Begins the tree of a log, with its name. */
export async function beginTree(tx: Transaction, origin: string, root: Buffer): Promise<void> {
  await begin.rows(tx, origin, root);
}

/** Forgets a tree with all that was signed of it; its entries wait for a number again. Only the owner may. */
export async function forgetTree(tx: Transaction): Promise<void> {
  await takeNumbersBack.rows(tx);
  await forgetTiles.rows(tx);
  await forgetSigned.rows(tx);
}

/** Moves the tree on from the size that it is believed to have; throws where it has another. */
export async function moveTree(tx: Transaction, from: number, to: number, root: Buffer): Promise<void> {
  if ((await move.first(tx, from, to, root)) === undefined)
    throw new Error('The tree of the log was moved by another sequencer');
}

/** The tiles that there are at these places. */
export async function readTiles(tx: Transaction, places: readonly TilePlace[]): Promise<readonly Tile[]> {
  const rows = await tiles.rows(
    tx,
    places.map(({ level }) => level),
    places.map(({ number }) => number),
  );
  return rows.map((row) => ({ level: row.tile_level, number: row.tile_no, hashes: hashesIn(row.hashes) }));
}

/** Keeps tiles, whole or grown. */
export async function writeTiles(tx: Transaction, kept: readonly Tile[]): Promise<void> {
  await keepTiles.rows(
    tx,
    kept.map(({ level }) => level),
    kept.map(({ number }) => number),
    kept.map(({ hashes }) => Buffer.concat(hashes)),
  );
}

/** Keeps a checkpoint that was signed. */
export async function writeCheckpoint(
  tx: Transaction,
  size: number,
  note: string,
  signedAt: Date,
): Promise<void> {
  await keepCheckpoint.rows(tx, size, note, signedAt);
}

/** The last checkpoint. */
export async function readLatestCheckpoint(tx: Transaction) {
  return latestCheckpoint.first(tx);
}

/** Keeps the line that a witness put under a checkpoint. */
export async function writeCosignature(
  tx: Transaction,
  size: number,
  witness: string,
  line: string,
  receivedAt: Date,
): Promise<void> {
  await keepCosignature.rows(tx, size, witness, line, receivedAt);
}

/** The largest tree that this witness is known to have cosigned; 0 where none. */
export async function readCosignedSize(tx: Transaction, witness: string): Promise<number> {
  return (await cosignedUpTo.first(tx, witness))?.tree_size ?? 0;
}

/** Of checkpoints signed before that instant, keeps the last of each hour: whoever holds another can still prove by tiles. */
export async function thinCheckpoints(tx: Transaction, before: Date): Promise<void> {
  await forgetCheckpoints.rows(tx, before);
}

function hashesIn(joined: Buffer): Buffer[] {
  return Array.from({ length: joined.length / 32 }, (_, at) => joined.subarray(at * 32, at * 32 + 32));
}
