import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { mayBeTwins } from '../domain/desk.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import { readEvidence, type EvidenceLine } from '../domain/row-matching/evidence.ts';
import type { Transaction } from '../store/connection.ts';
import {
  areKeysOff,
  findColleagues,
  lockItem,
  lockPair,
  readMatch,
  type DeskItem,
} from '../store/desk-items.ts';
import {
  isAnyShielded,
  readRecordSides,
  readRowSide,
  readSaid,
  readStaleContacts,
  type RecordSide,
  type RowSide,
} from '../store/desk-sides.ts';
import { findMove } from '../store/moves.ts';
import type { Desk, Ticket } from '../store/ticket.ts';
import { underTicket, type Receipt } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { noSuchItem } from './desk.ts';
import { staleBefore } from './fill-desk.ts';

/** A record that something may be of, with what speaks for it and against. */
export type Likened = {
  readonly record: RecordSide;
  readonly lines: readonly EvidenceLine[];
  readonly mayBeTwins: boolean;
};

/** What a record keeper is shown to decide by. */
export type DeskMatter =
  | {
      readonly kind: 'row';
      readonly because: string;
      readonly row: RowSide;
      readonly candidates: readonly Likened[];
    }
  | {
      readonly kind: 'pair';
      readonly because: string;
      readonly first: RecordSide;
      readonly second: Likened;
      readonly sameAskedBy: number | null;
    }
  | {
      readonly kind: 'record';
      readonly record: RecordSide;
      readonly said: Awaited<ReturnType<typeof readSaid>>;
      readonly stale: Awaited<ReturnType<typeof readStaleContacts>>;
    }
  | {
      readonly kind: 'move';
      readonly record: RecordSide;
      readonly move: NonNullable<Awaited<ReturnType<typeof findMove>>>;
    };

/** An item of the desk as it is shown. */
export type SeenItem = {
  readonly item: DeskItem;
  readonly matter: DeskMatter;
  readonly withoutPlaces: boolean;
  readonly colleagues: Awaited<ReturnType<typeof findColleagues>>;
  readonly keysOff: boolean;
  readonly receipt: Receipt;
};

/** One item side by side with what it is held against. Every child shown is written down. */
export async function seeItem(
  { database, now }: ServiceContext,
  actor: Actor,
  itemId: number,
): Promise<Outcome<SeenItem>> {
  const present = now();
  return database.transact(async (tx) => {
    const item = await lockItem(tx, itemId, actor.organisationId);
    const request = { action: 'see desk item', isOfCouncil: item?.is_of_council === true } as const;
    const scope = { kind: 'desk', councilCode: item?.council_code ?? null } as const;
    const asked = { act: 'see desk item', request, scope } as const;
    const read = await underTicket(tx, actor, present, asked, async (ticket) => {
      const seen = item === undefined ? undefined : await readMatter(tx, ticket, item, present);
      const childIds = seen === undefined ? [] : childrenOf(seen.matter);
      const fields = ['identity', ...(seen?.withoutPlaces === false ? ['address', 'carers'] : [])];
      return { answer: seen, childIds, fields };
    });
    if (!read.ok) return failed(item?.is_of_council === true ? read.fault : noSuchItem);
    if (item === undefined || read.value === undefined) return failed(noSuchItem);
    return done({
      item,
      ...read.value,
      colleagues: await findColleagues(tx, actor.organisationId),
      keysOff: await areKeysOff(tx, actor.accountId),
      receipt: read.receipt,
    });
  });
}

type Matter = { readonly matter: DeskMatter; readonly withoutPlaces: boolean };

async function readMatter(
  tx: Transaction,
  ticket: Ticket<Desk>,
  item: DeskItem,
  now: Date,
): Promise<Matter | undefined> {
  if (item.queue === 'possible match' || item.queue === 'born shielded') return rowMatter(tx, ticket, item);
  if (item.queue === 'possible duplicate') return pairMatter(tx, ticket, item);
  const withoutPlaces = await isAnyShielded(tx, [item.child_id]);
  const [record] = await readRecordSides(tx, ticket, [item.child_id], withoutPlaces);
  if (record === undefined) return undefined;
  if (item.queue === 'border move') {
    const move = await findMove(tx, ticket, item.child_id);
    return move && { matter: { kind: 'move', record, move }, withoutPlaces };
  }
  const said = item.queue === 'disagreeing facts' ? await readSaid(tx, ticket, item.child_id) : [];
  const since = staleBefore(londonDay(now));
  const stale =
    item.queue === 'unconfirmed contacts' ? await readStaleContacts(tx, ticket, item.child_id, since) : [];
  return { matter: { kind: 'record', record, said, stale }, withoutPlaces };
}

async function rowMatter(tx: Transaction, ticket: Ticket<Desk>, item: DeskItem): Promise<Matter | undefined> {
  const match = await readMatch(tx, ticket, item.other);
  if (match === undefined) return undefined;
  const childIds = match.candidates.map((one) => one.child_id);
  // A row that resembles a shielded child may tell where that child is: its own place is as much a secret.
  const withoutPlaces = match.born_child_id !== null || (await isAnyShielded(tx, childIds));
  const row = await readRowSide(tx, ticket, item.other, withoutPlaces);
  if (row === undefined) return undefined;
  const records = await readRecordSides(tx, ticket, childIds, withoutPlaces);
  const candidates = match.candidates.flatMap(({ child_id: childId, evidence }) => {
    const record = records.find((one) => one.child_id === childId);
    return record === undefined ? [] : [likened(record, evidence, withoutPlaces)];
  });
  return { matter: { kind: 'row', because: match.because, row, candidates }, withoutPlaces };
}

async function pairMatter(
  tx: Transaction,
  ticket: Ticket<Desk>,
  item: DeskItem,
): Promise<Matter | undefined> {
  const pair = await lockPair(tx, item.child_id, item.other);
  const childIds = [item.child_id, item.other];
  const withoutPlaces = await isAnyShielded(tx, childIds);
  const [first, second] = await readRecordSides(tx, ticket, childIds, withoutPlaces);
  if (pair === undefined || first === undefined || second === undefined) return undefined;
  const { because, evidence, same_asked_by: sameAskedBy } = pair;
  const likeness = likened(second, evidence, withoutPlaces);
  return { matter: { kind: 'pair', because, first, second: likeness, sameAskedBy }, withoutPlaces };
}

// That two homes are the same house tells one of them to whoever knows the other.
const ofPlaces: readonly string[] = ['Home', 'Parents'];

function likened(record: RecordSide, evidence: string, withoutPlaces: boolean): Likened {
  const lines = readEvidence(evidence).filter(({ of }) => !withoutPlaces || !ofPlaces.includes(of));
  return { record, lines, mayBeTwins: mayBeTwins(evidence) };
}

function childrenOf(matter: DeskMatter): readonly number[] {
  if (matter.kind === 'row') return matter.candidates.map(({ record }) => record.child_id);
  if (matter.kind === 'pair') return [matter.first.child_id, matter.second.record.child_id];
  return [matter.record.child_id];
}
