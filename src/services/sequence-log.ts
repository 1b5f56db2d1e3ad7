import { randomBytes } from 'node:crypto';
import { stoppingAlarms, type AlarmKind } from '../domain/log-alarm.ts';
import { openCheckpoint, signCheckpoint, type TreeHead } from '../domain/log-checkpoint.ts';
import {
  edgePlaces,
  grow,
  nodesFrom,
  rootOfEdge,
  tileName,
  tilesWanted,
  type Edge,
} from '../domain/log-tiles.ts';
import { emptyRoot, leafHash, rootOf, type NodeSource } from '../domain/log-tree.ts';
import type { Database, Transaction } from '../store/connection.ts';
import { endAlarms, raiseAlarm, readOpenAlarms } from '../store/log-alarms.ts';
import { numberEntries, readLogLag } from '../store/log-numbering.ts';
import {
  beginTree,
  mayMoveTree,
  moveTree,
  readTiles,
  readTree,
  thinCheckpoints,
  writeCheckpoint,
  writeTiles,
} from '../store/log-tree.ts';
import { nameLog, type LogFiles, type Witness } from './log-files.ts';

/** What the sequencer and its witnesses work with. */
export type LogContext = {
  /** Connected in the sequencer's role. */
  readonly database: Database;
  /** Connected in the application's role, which may read entries and parts, and with time to read many. */
  readonly reading: Database;
  readonly files: LogFiles;
  readonly witnesses: () => readonly Witness[];
  /** A log that is named anew, after populating again, is no alarm where all people are invented. */
  readonly practice: boolean;
  readonly now: () => Date;
};

/** What one round did: how many entries have their number now, or why none. */
export type Round =
  | { readonly kind: 'sequenced'; readonly entries: number; readonly size: number }
  | { readonly kind: 'idle' | 'another has the turn' }
  | { readonly kind: 'stopped'; readonly alarm: AlarmKind; readonly about: string; readonly size: number };

// So that a round takes well under a second even after a night of waiting.
const mostInRound = 10_000;

/** How far numbering is behind: the entries that wait, and for how many seconds the oldest has. */
export async function logLag({ reading, now }: Pick<LogContext, 'reading' | 'now'>) {
  return reading.look((tx) => readLogLag(tx, now()));
}

/**
 * One round: numbers the entries that have no number, grows the tree, signs a checkpoint, all in one transaction. A
 * second sequencer finds the turn taken. Signs nothing that does not begin with what was signed last.
 */
export async function sequenceRound(log: LogContext): Promise<Round> {
  const done = await log.database.transact(async (tx): Promise<Round & { readonly note?: string }> => {
    if (!(await mayMoveTree(tx))) return { kind: 'another has the turn' };
    const tree = (await readTree(tx)) ?? (await beginLog(tx, log.files));
    const wrong = await findStop(tx, log, tree);
    if (wrong !== undefined) {
      await raiseAlarm(tx, { ...wrong, treeSize: tree.size }, log.now());
      return { kind: 'stopped', alarm: wrong.kind, about: wrong.about, size: tree.size };
    }
    return sequence(tx, log, tree);
  });
  if (done.note !== undefined) log.files.write('checkpoint', done.note);
  return done;
}

/** Ends the alarms that stop signing, for a person who has looked. The next round judges for itself again. */
export async function goOn({ database, now }: LogContext): Promise<void> {
  await database.transact((tx) => endAlarms(tx, stoppingAlarms, null, now()));
}

/** Of checkpoints older than two days, keeps the last of each hour. */
export async function thinOldCheckpoints({ database, now }: LogContext): Promise<void> {
  await database.transact((tx) => thinCheckpoints(tx, new Date(now().getTime() - twoDays)));
}

const twoDays = 48 * 3_600_000;

async function sequence(tx: Transaction, { files, now }: LogContext, tree: TreeHead) {
  const entries = await numberEntries(tx, tree.size, mostInRound);
  if (entries.length === 0) return { kind: 'idle' } as const;
  const grown = grow(tree.size, await readEdge(tx, tree.size), entries.map(leafHash));
  const size = tree.size + entries.length;
  const root = rootOfEdge(grown.edge);
  const note = signCheckpoint({ origin: tree.origin, size, root }, files.signer(tree.origin));
  await writeTiles(tx, grown.tiles);
  await writeCheckpoint(tx, size, note, now());
  await moveTree(tx, tree.size, size, root);
  return { kind: 'sequenced', entries: entries.length, size, note } as const;
}

// A name of its own for each log, so that no signature of one can stand for another.
async function beginLog(tx: Transaction, files: LogFiles): Promise<TreeHead> {
  const origin = `contactpoint.example/log/${randomBytes(8).toString('hex')}`;
  await beginTree(tx, origin, emptyRoot);
  nameLog(files, origin);
  return { origin, size: 0, root: emptyRoot };
}

type Stop = { readonly kind: AlarmKind; readonly about: string };

/** Why nothing may be signed; undefined where it may. */
async function findStop(
  tx: Transaction,
  { files, practice }: LogContext,
  tree: TreeHead,
): Promise<Stop | undefined> {
  const open = (await readOpenAlarms(tx)).find(({ kind }) => stoppingAlarms.includes(kind));
  if (open !== undefined) return { kind: open.kind, about: open.about };
  const edgeRoot = rootOfEdge(await readEdge(tx, tree.size));
  if (!edgeRoot.equals(tree.root)) return { kind: 'tree altered', about: '' };
  const last = lastSigned(files);
  if (last === undefined) return undefined;
  // Emptied and populated again: a new log with a new name.
  if (last.origin !== tree.origin) return practice ? undefined : { kind: 'old copy', about: '' };
  if (last.size > tree.size) return { kind: 'old copy', about: '' };
  const then = rootOf(last.size, await readNodes(tx, (node) => rootOf(last.size, node)));
  return then.equals(last.root) ? undefined : { kind: 'tree altered', about: '' };
}

function lastSigned(files: LogFiles): TreeHead | undefined {
  const note = files.read('checkpoint') ?? '';
  const [origin = ''] = note.split('\n');
  return origin === '' ? undefined : openCheckpoint(note, files.verifier(origin));
}

async function readEdge(tx: Transaction, size: number): Promise<Edge> {
  const places = edgePlaces(size);
  const found = new Map((await readTiles(tx, places)).map((tile) => [tileName(tile), tile.hashes]));
  const edge: (readonly Buffer[])[] = [];
  for (const { level, number, width } of places) {
    while (edge.length < level) edge.push([]);
    edge.push((found.get(tileName({ level, number })) ?? []).slice(0, width));
  }
  return edge;
}

/** The nodes that a walk along the tree asks for, read from the tiles. */
export async function readNodes(tx: Transaction, walk: (node: NodeSource) => unknown): Promise<NodeSource> {
  const tiles = await readTiles(tx, tilesWanted(walk));
  const found = new Map(tiles.map((tile) => [tileName(tile), tile.hashes]));
  return nodesFrom((place) => found.get(tileName(place)) ?? []);
}
