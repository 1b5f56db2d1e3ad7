import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { isAnyShielded, readRecordSides, type RecordSide } from '../store/desk-sides.ts';
import { findMerge, listMerges, type ListedMerge } from '../store/merge-list.ts';
import { keepRecordsApart } from '../store/never-same.ts';
import { underTicket, type Receipt, type Shown } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { councilOf } from './desk.ts';
import { unmergeRecord } from './merge-records.ts';
import type { ListPage } from './organisations.ts';

const onePage = 20;
const mostPages = 5000;

/** The merges of the actor's desk, the newest first. Each child shown is written down. */
export async function seeMerges(
  { database, now }: ServiceContext,
  actor: Actor,
  page: number,
): Promise<Outcome<ListPage<ListedMerge> & { readonly receipt: Receipt }>> {
  if (!Number.isInteger(page) || page < 1 || page > mostPages) return failed(noSuchMerge);
  return database.transact(async (tx) => {
    const scope = { kind: 'desk', councilCode: await councilOf(tx, actor) } as const;
    const asked = { act: 'see merges', request: { action: 'see merges' }, scope } as const;
    const read = await underTicket(tx, actor, now(), asked, async (ticket) => {
      const wanted = { limit: onePage + 1, offset: (page - 1) * onePage };
      const found = await listMerges(tx, ticket, wanted);
      const rows = found.slice(0, onePage);
      const childIds = [...new Set(rows.map((row) => row.child_id))];
      return {
        answer: { rows, page, hasMore: found.length > onePage },
        childIds,
        fields: ['name', 'date of birth'],
      };
    });
    return read.ok ? done({ ...read.value, receipt: read.receipt }) : read;
  });
}

/** A merge as it is shown: the two records as they were, beside each other. */
export type SeenMerge = {
  readonly merge: NonNullable<Awaited<ReturnType<typeof findMerge>>>;
  readonly merged: RecordSide;
  readonly first: RecordSide;
  readonly second: RecordSide;
  readonly withoutPlaces: boolean;
  readonly receipt: Receipt;
};

/** One merge, with what it made and what it was made of. */
export async function seeMerge(
  { database, now }: ServiceContext,
  actor: Actor,
  childId: number,
): Promise<Outcome<SeenMerge>> {
  return database.transact(async (tx) => {
    const merge = await findMerge(tx, childId, actor.organisationId);
    const request = { action: 'see merge', isOfCouncil: merge?.is_of_council === true } as const;
    const scope = { kind: 'desk', councilCode: merge?.council_code ?? null } as const;
    const asked = { act: 'see merge', request, scope } as const;
    const read = await underTicket(tx, actor, now(), asked, async (ticket) => {
      if (merge === undefined) return { answer: undefined, childIds: [], fields: [] };
      const childIds = [merge.child_id, merge.first_child_id, merge.second_child_id];
      const withoutPlaces = await isAnyShielded(tx, childIds);
      const [merged, first, second] = await readRecordSides(tx, ticket, childIds, withoutPlaces);
      const answer =
        merged === undefined || first === undefined || second === undefined
          ? undefined
          : { merge, merged, first, second, withoutPlaces };
      return { answer, childIds, fields: ['identity', ...(withoutPlaces ? [] : ['address', 'carers'])] };
    });
    if (!read.ok || read.value === undefined) return failed(noSuchMerge);
    return done({ ...read.value, receipt: read.receipt });
  });
}

/** Takes a merge back, and remembers for ever that the two are not the same child. */
export async function undoMerge(
  { database, now }: ServiceContext,
  actor: Actor,
  childId: number,
): Promise<Outcome<'done'>> {
  const at = now();
  const decider = { accountId: actor.accountId, at, today: londonDay(at) };
  return database.transact(async (tx) => {
    const merge = await findMerge(tx, childId, actor.organisationId);
    const request = { action: 'undo merge', isOfCouncil: merge?.is_of_council === true } as const;
    const scope = { kind: 'desk', councilCode: merge?.council_code ?? null } as const;
    const asked = { act: 'undo merge', request, scope } as const;
    const undone = await underTicket(tx, actor, at, asked, async (): Promise<Shown<Outcome<'done'>>> => {
      const pair = merge === undefined ? failed(noSuchMerge) : await unmergeRecord(tx, childId, decider);
      if (!pair.ok) return { answer: pair, childIds: [], fields: [], refusedBecause: pair.fault.kind };
      await keepRecordsApart(tx, pair.value[0], [pair.value[1]], decider);
      return { answer: done('done' as const), childIds: [childId, ...pair.value], fields: [] };
    });
    if (!undone.ok) return failed(merge?.is_of_council === true ? undone.fault : noSuchMerge);
    return undone.value;
  });
}

export const noSuchMerge: Fault = {
  kind: 'not-found',
  says: 'There is no such merge on your desk. Start again from the menu.',
};
