import { saltedHash } from '../domain/log-check.ts';
import { openCheckpoint, type TreeHead } from '../domain/log-checkpoint.ts';
import { frontierAt, rootOfFrontier, type Frontier } from '../domain/log-tiles.ts';
import { consistencyProof, isConsistent, rootOf } from '../domain/log-tree.ts';
import { raiseAlarm } from '../store/log-alarms.ts';
import {
  countPartsWithoutEntry,
  readCheckpoints,
  readFirstBeyond,
  readSizeAt,
  readStaged,
} from '../store/log-reading.ts';
import { readTree } from '../store/log-tree.ts';
import { checkSpan, type Finding, type Tally, type Walk } from './check-log-span.ts';
import { readNodes, type LogContext } from './sequence-log.ts';

/** What a check of the log went through and found. */
export type LogCheck = {
  /** How many entries were hashed again, and how many there are. */
  readonly entries: number;
  readonly size: number;
  readonly from: number;
  readonly checkpoints: number;
  readonly cosignatures: number;
  /** Parts that are gone, each with the entry that tells of it. */
  readonly erased: number;
  /** Entries that have no number yet. */
  readonly waiting: number;
  /** The first thing that does not fit; undefined where everything does. */
  readonly finding: Finding | undefined;
};

export type Extent = 'full' | 'quick';

/** Checks the whole log from its entries, or what came since the last check that found nothing. */
export async function checkLog(log: LogContext, extent: Extent): Promise<LogCheck> {
  const tree = await log.reading.transact(readTree);
  const known = extent === 'quick' && tree !== undefined ? readChecked(log, tree) : undefined;
  const walk = walkFrom(log, tree, known ?? { size: 0, roots: [] }, tree?.size ?? 0, new Set());
  const from = walk.frontier.size;
  const entries = await checkSpan(walk);
  const beside = await checkBeside(walk, tree, from === 0);
  const finding = firstOf(entries, beside);
  if (finding === undefined && tree !== undefined) writeChecked(log, tree.origin, walk.frontier);
  const { staged, wrong } = await checkStaged(log);
  return { ...tallied(walk, from), size: tree?.size ?? 0, waiting: staged, finding: finding ?? wrong };
}

/** Where the check that goes round by the clock has come to, and what it need not verify again. */
export type Patrol = { position: number; readonly verified: Set<string> };

const day = 86_400_000;
const roundsInDay = 1_440; // one a minute

/**
 * One round of the check that goes round by the clock, each minute: everything of the last day, and the next of 1,440 shares of
 * what is older. A finding is an alarm.
 */
export async function patrolLog(log: LogContext, patrol: Patrol): Promise<LogCheck | undefined> {
  const tree = await log.reading.transact(readTree);
  if (tree === undefined) return undefined;
  const present = log.now();
  const dayAgo = await log.reading.look((tx) => readSizeAt(tx, new Date(present.getTime() - day)));
  const recent = await checkRange(log, tree, patrol, Math.min(dayAgo, tree.size), tree.size);
  const share = Math.ceil(tree.size / roundsInDay);
  const begin = patrol.position < tree.size ? patrol.position : 0;
  const older = await checkRange(log, tree, patrol, begin, Math.min(begin + share, tree.size));
  patrol.position = begin + share;
  if (patrol.verified.size > 1_000_000) patrol.verified.clear();
  const beside = await checkBeside(recent, tree, false);
  const finding = firstOf(firstOf(recent.finding, older.finding), beside);
  if (finding !== undefined) {
    const alarm = { kind: 'check failed', about: finding.says, treeSize: tree.size } as const;
    await log.reading.transact((tx) => raiseAlarm(tx, alarm, present));
  }
  return { ...tallied(recent, dayAgo), size: tree.size, waiting: 0, finding };
}

type Checked = Walk & { readonly finding: Finding | undefined };

/** Checks a part from its entries, and that the part belongs to the tree that was signed. */
async function checkRange(
  log: LogContext,
  tree: TreeHead,
  { verified }: Patrol,
  from: number,
  to: number,
): Promise<Checked> {
  const begin = await log.reading.transact(async (tx) =>
    frontierAt(from, await readNodes(tx, (node) => frontierAt(from, node))),
  );
  const walk = walkFrom(log, tree, begin, to, verified);
  const finding = (await checkSpan(walk)) ?? (await checkBelongs(walk, tree, from));
  return { ...walk, finding };
}

async function checkBelongs(
  { log, frontier, to }: Walk,
  { size, root }: TreeHead,
  from: number,
): Promise<Finding | undefined> {
  if (to === 0) return undefined;
  const proof = await log.reading.transact(async (tx) =>
    consistencyProof(to, size, await readNodes(tx, (node) => consistencyProof(to, size, node))),
  );
  if (isConsistent({ older: to, size, olderRoot: rootOfFrontier(frontier), root, proof })) return undefined;
  return { number: from, says: `Entries ${from} to ${to - 1} do not belong to the tree that was signed` };
}

function walkFrom(
  log: LogContext,
  tree: TreeHead | undefined,
  frontier: Frontier,
  to: number,
  verified: Set<string>,
): Walk {
  const tally: Tally = { checkpoints: 0, cosignatures: 0, erased: 0 };
  return { log, origin: tree?.origin ?? '', frontier, to, tally, verified };
}

function tallied({ frontier, tally }: Walk, from: number) {
  return { entries: frontier.size - from, from, ...tally };
}

function firstOf(one: Finding | undefined, other: Finding | undefined): Finding | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.number < one.number ? other : one;
}

/** What stands beside the entries: the end of the tree, what was signed last, what has no place in it. */
async function checkBeside(
  { log }: Walk,
  tree: TreeHead | undefined,
  whole: boolean,
): Promise<Finding | undefined> {
  const size = tree?.size ?? 0;
  return (
    (await faultOfMemory(log, tree)) ??
    (tree === undefined ? undefined : await faultOfHead(log, tree)) ??
    (await faultBeyond(log, size)) ??
    (whole ? await faultOfParts(log, size) : undefined)
  );
}

async function faultOfMemory(
  { files, practice, reading }: LogContext,
  tree: TreeHead | undefined,
): Promise<Finding | undefined> {
  const note = files.read('checkpoint') ?? '';
  const [origin = ''] = note.split('\n');
  if (origin === '') return undefined;
  const last = openCheckpoint(note, files.verifier(origin));
  if (last === undefined)
    return {
      number: 0,
      says: 'What was signed last cannot be read: restore the log’s folder from its backup',
    };
  if (origin !== tree?.origin)
    return practice
      ? undefined
      : { number: 0, says: 'This is another log than the one that was signed last' };
  // The sequencer may have signed since the tree was read: what it remembers is in the tree that is read afterwards.
  if (last.size <= tree.size || last.size <= ((await reading.look(readTree))?.size ?? 0)) return undefined;
  return {
    number: tree.size,
    says: `Entry ${tree.size} is missing, and all after it: ${last.size} were signed. This is an old copy, or its end was cut off`,
  };
}

async function faultOfHead({ reading, files }: LogContext, tree: TreeHead): Promise<Finding | undefined> {
  if (tree.size === 0) return undefined;
  const [last] = await reading.look((tx) => readCheckpoints(tx, tree.size - 1, tree.size));
  const signed = last === undefined ? undefined : openCheckpoint(last.note, files.verifier(tree.origin));
  if (signed === undefined)
    return {
      number: tree.size - 1,
      says: `The tree of ${tree.size} entries has no checkpoint that the log’s key signed`,
    };
  const built = await reading.transact(async (tx) =>
    rootOf(tree.size, await readNodes(tx, (node) => rootOf(tree.size, node))),
  );
  if (signed.size === tree.size && signed.root.equals(tree.root) && built.equals(tree.root)) return undefined;
  return {
    number: tree.size - 1,
    says: `The tree of ${tree.size} entries is not the one that was signed: it was altered`,
  };
}

// The sequencer may have gone on meanwhile: what it numbered is in the tree that is read afterwards.
async function faultBeyond({ reading }: LogContext, size: number): Promise<Finding | undefined> {
  const number = await reading.look((tx) => readFirstBeyond(tx, size));
  if (number === undefined) return undefined;
  const later = await reading.look(readTree);
  if (number >= 0 && number < (later?.size ?? 0)) return undefined;
  return { number, says: `Entry ${number} has a number beyond the end of the tree` };
}

async function faultOfParts({ reading }: LogContext, size: number): Promise<Finding | undefined> {
  const parts = await reading.look(countPartsWithoutEntry);
  return parts === 0
    ? undefined
    : { number: size, says: `${parts} parts belong to no entry: they were added, or their entry is gone` };
}

async function checkStaged({ reading }: LogContext) {
  const staged = await reading.look(readStaged);
  const wrong = staged.find(({ salt, body, entry_hash }) => !saltedHash(salt, body).equals(entry_hash));
  const says = `Entry ${wrong?.event_id ?? ''}, which has no number yet, does not fit: its body or salt was altered`;
  return {
    staged: staged.length,
    wrong: wrong === undefined ? undefined : { number: Number.MAX_SAFE_INTEGER, says },
  };
}

// How far a check came that found nothing, outside the database: size, and the roots that the tree goes on from.
function readChecked({ files }: LogContext, { origin, size }: TreeHead): Frontier | undefined {
  const [named, checked = '', ...roots] = (files.read('checked') ?? '').trimEnd().split('\n');
  if (named !== origin || !/^\d{1,16}$/.test(checked) || Number(checked) > size) return undefined;
  return { size: Number(checked), roots: roots.map((root) => Buffer.from(root, 'base64')) };
}

function writeChecked({ files }: LogContext, origin: string, { size, roots }: Frontier): void {
  files.write('checked', [origin, size, ...roots.map((root) => root.toString('base64')), ''].join('\n'));
}
