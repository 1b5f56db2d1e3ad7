import { hash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { judgeEntry, tellsOfErasure } from '../domain/log-check.ts';
import { cosignedAt, openCheckpoint, parseCheckpoint } from '../domain/log-checkpoint.ts';
import { parseSignatureLine } from '../domain/log-note.ts';
import {
  addLeaf,
  rootOfFrontier,
  tileName,
  tileWidth,
  type Frontier,
  type TilePlace,
} from '../domain/log-tiles.ts';
import { leafHash } from '../domain/log-tree.ts';
import { copyLog, type StoredWhole } from '../store/log-blocks.ts';
import { readCheckpoints, readCosignatures, readErasures } from '../store/log-reading.ts';
import { readTiles } from '../store/log-tree.ts';
import type { LogContext } from './sequence-log.ts';

/** What does not fit, and the first entry that it concerns. */
export type Finding = { readonly number: number; readonly says: string };

/** What a check went through. */
export type Tally = { checkpoints: number; cosignatures: number; erased: number };

/** A walk along a part of the log: where it stands, and how far it goes. */
export type Walk = {
  readonly log: LogContext;
  readonly origin: string;
  /** Moves as the walk goes on. */
  readonly frontier: Frontier;
  readonly to: number;
  readonly tally: Tally;
  /** Checkpoints whose signatures were verified before, by the hash of the note: verifying takes most of the time. */
  readonly verified: Set<string>;
};

// Planning a statement over all the log's months takes as long as reading some hundred entries.
const inBlock = 64 * tileWidth;
const atOnce = 16 * tileWidth; // hashed before anybody else in the program has a turn: some 40 ms

/** Rebuilds the tree over a part of the log from the entries themselves. Answers the first thing that does not fit. */
export async function checkSpan(walk: Walk): Promise<Finding | undefined> {
  const { frontier, to } = walk;
  const signed = await signedHeads(walk);
  let good = frontier.size;
  let coming = frontier.size < to ? readBlock(walk, frontier.size) : undefined;
  while (coming !== undefined) {
    const block: Block = await coming;
    coming = block.end < to ? readBlock(walk, block.end) : undefined; // read while this one is hashed
    coming?.catch(() => undefined); // told when it is waited for
    const missing: Missing[] = [];
    const judgeHead = (size: number): Finding | undefined => {
      const says = faultOfHead(signed.get(size), frontier);
      if (says === undefined) good = signed.has(size) ? size : good;
      return says === undefined ? undefined : { number: good, says: `${entriesFrom(good, size)} ${says}` };
    };
    const found = await judgeBlock(walk, block, judgeHead, missing);
    const unexplained = await firstNotErased(walk, missing);
    if (unexplained !== undefined && (found === undefined || unexplained.number < found.number))
      return unexplained;
    if (found !== undefined) return found;
  }
  return undefined;
}

type Block = {
  readonly end: number;
  readonly entries: Iterable<StoredWhole>;
  readonly tiles: ReadonlyMap<string, readonly Buffer[]>;
};

type Missing = { readonly number: number; readonly hash: Buffer };

async function readBlock({ log, to }: Walk, from: number): Promise<Block> {
  const end = Math.min(to, Math.floor(from / inBlock) * inBlock + inBlock);
  const tiles = await log.reading.look((tx) => readTiles(tx, tilesOver(from, end)));
  const entries = await log.reading.look((tx) => copyLog(tx, from, end));
  return { end, entries, tiles: new Map(tiles.map((tile) => [tileName(tile), tile.hashes])) };
}

/** The tiles that hold the leaves of a range, and those above them. */
function tilesOver(from: number, to: number): readonly TilePlace[] {
  const places: TilePlace[] = [];
  for (
    let [level, span] = [0, tileWidth];
    span === tileWidth || span / tileWidth <= to;
    level += 1, span *= tileWidth
  )
    for (let number = Math.floor(from / span); number * span < to; number += 1)
      places.push({ level, number });
  return places;
}

async function judgeBlock(
  { frontier }: Walk,
  { end, entries, tiles }: Block,
  judgeHead: (size: number) => Finding | undefined,
  missing: Missing[],
): Promise<Finding | undefined> {
  let altered: Finding | undefined;
  let leaves: readonly Buffer[] | undefined;
  const compareTile = (level: number, root: Buffer): void => {
    const at = (frontier.size + 1) / tileWidth ** level - 1;
    if (hashIn(tiles, level, at)?.equals(root) === true) return;
    const number = at * tileWidth ** level;
    altered ??= { number, says: `The tree itself was altered, above entry ${number}` };
  };
  for (const { entry, parts } of entries) {
    const { number } = entry;
    if (number % atOnce === 0) await breathe();
    if (number !== frontier.size) return outOfPlace(number, frontier.size);
    const verdict = judgeEntry(entry, parts);
    if (!verdict.fits) return { number, says: `Entry ${number} does not fit: ${verdict.says}` };
    for (const one of verdict.missing) missing.push({ number, hash: one });
    const leaf = leafHash(entry.entryHash);
    if (number % tileWidth === 0 || leaves === undefined)
      leaves = tiles.get(tileName({ level: 0, number: Math.floor(number / tileWidth) }));
    if (leaves?.[number % tileWidth]?.equals(leaf) !== true)
      return { number, says: `Entry ${number} does not fit: it is not the one that the tree was made with` };
    addLeaf(frontier, leaf, compareTile);
    const found = altered ?? judgeHead(frontier.size);
    if (found !== undefined) return found;
  }
  return frontier.size < end ? outOfPlace(end, frontier.size) : undefined;
}

function hashIn(
  tiles: ReadonlyMap<string, readonly Buffer[]>,
  level: number,
  place: number,
): Buffer | undefined {
  return tiles.get(tileName({ level, number: Math.floor(place / tileWidth) }))?.[place % tileWidth];
}

function outOfPlace(number: number, expected: number): Finding {
  return number < expected
    ? { number, says: `Two entries have the number ${number}` }
    : { number: expected, says: `Entry ${expected} is missing` };
}

async function firstNotErased(
  { log, tally }: Walk,
  missing: readonly Missing[],
): Promise<Finding | undefined> {
  if (missing.length === 0) return undefined;
  const told = await log.reading.look((tx) =>
    readErasures(
      tx,
      missing.map((one) => one.hash),
    ),
  );
  const erased = new Set(
    told.filter((one) => tellsOfErasure(one, one.part_hash)).map((one) => one.part_hash.toString('hex')),
  );
  const found = missing.find((one) => !erased.has(one.hash.toString('hex')));
  tally.erased += missing.length;
  return (
    found && {
      number: found.number,
      says: `Entry ${found.number} does not fit: a part of it is gone, and no entry tells of its erasure`,
    }
  );
}

/** What was signed of the tree at one size: the root, or what is wrong with the signature. */
type Head = { readonly root: Buffer | undefined; readonly says: string };

function faultOfHead(head: Head | undefined, frontier: Frontier): string | undefined {
  if (head === undefined) return undefined;
  if (head.root === undefined) return head.says;
  return head.root.equals(rootOfFrontier(frontier))
    ? undefined
    : 'do not make the tree that was signed over them';
}

function entriesFrom(first: number, size: number): string {
  return `Entries ${first} to ${size - 1}`;
}

/** Every checkpoint on the way, of the database and of the key's own folder, by the size of its tree. */
async function signedHeads(walk: Walk): Promise<ReadonlyMap<number, Head>> {
  const { log, origin, frontier, to, tally, verified } = walk;
  const heads = new Map<number, Head>();
  const verifier = log.files.verifier(origin);
  const open = (note: string): Buffer | undefined => {
    const mark = hash('sha256', note, 'hex');
    const checkpoint = verified.has(mark) ? parseCheckpoint(note) : openCheckpoint(note, verifier);
    if (checkpoint !== undefined) verified.add(mark);
    return checkpoint?.root;
  };
  for (let above = frontier.size; ;) {
    const rows = await log.reading.look((tx) => readCheckpoints(tx, above, to));
    const upTo = rows.at(-1)?.tree_size;
    if (upTo === undefined) break;
    const faults = await cosignatureFaults(walk, rows, above, upTo);
    for (const { tree_size: size, note } of rows) {
      const root = parseCheckpoint(note)?.size === size ? open(note) : undefined;
      const says = faults.get(size);
      heads.set(size, {
        root: says === undefined ? root : undefined,
        says: says ?? 'stand under a checkpoint that the log’s key did not sign',
      });
    }
    tally.checkpoints += rows.length;
    above = upTo;
  }
  // What was signed last is remembered outside the database: it counts even where its row is gone.
  const own = parseCheckpoint(log.files.read('checkpoint') ?? '');
  if (
    own?.origin === origin &&
    own.size > frontier.size &&
    own.size <= to &&
    heads.get(own.size)?.says === undefined
  )
    heads.set(own.size, { root: own.root, says: '' });
  return heads;
}

/** The checkpoints that carry a line which is not the signature of the witness that it names. */
async function cosignatureFaults(
  { log, tally, verified }: Walk,
  checkpoints: readonly { readonly tree_size: number; readonly note: string }[],
  above: number,
  upTo: number,
): Promise<ReadonlyMap<number, string>> {
  const rows = await log.reading.look((tx) => readCosignatures(tx, above, upTo));
  const notes = new Map(checkpoints.map(({ tree_size, note }) => [tree_size, note]));
  const known = new Map(log.witnesses().map(({ verifier }) => [verifier.name, verifier]));
  const faults = new Map<number, string>();
  for (const { tree_size: size, witness_name: name, line } of rows) {
    const verifier = known.get(name);
    const text = parseCheckpoint(notes.get(size) ?? '')?.text;
    if (verifier === undefined || text === undefined) continue; // a witness of another time
    tally.cosignatures += 1;
    const mark = hash('sha256', text + line, 'hex');
    if (verified.has(mark)) continue;
    const signature = parseSignatureLine(line);
    if (signature !== undefined && cosignedAt({ text }, signature, verifier) !== undefined)
      verified.add(mark);
    else faults.set(size, `stand under a line that witness ${name} did not sign`);
  }
  return faults;
}
