import type { Act } from '../domain/log.ts';
import type { Access } from '../domain/misuse/usage.ts';
import { numbersIn } from '../store/usage-people.ts';
import type { LookRow } from '../store/usage-log.ts';

/** The accesses of one account on a day. */
export type Looked = { readonly accountId: number; readonly accesses: readonly Access[] };

/** The acts that show a child who is not on the user's own list. */
export const looks: readonly Act[] = ['find child', 'choose child', 'open child record'];

const ofAList = 5; // the first of those shown: a list is ranked, and whoever was looked for stands high on it
const soonAfter = 3_600_000; // an hour: an opening of a child listed belongs to that search

/** Puts the entries of accounts' days together as accesses. A search or a name that led to an opening is no access beside it. */
export function accessesOf(rows: readonly LookRow[]): readonly Looked[] {
  const byAccount = Map.groupBy(rows, (row) => row.account_id);
  return [...byAccount].map(([accountId, own]) => ({ accountId, accesses: accessesOfOne(own) }));
}

/** The children of an account's accesses, each once. */
export function numbersOf({ accesses }: Looked): readonly number[] {
  return [...new Set(accesses.flatMap(({ children }) => children))];
}

function accessesOfOne(rows: readonly LookRow[]): readonly Access[] {
  const openings = rows.flatMap((row) => (row.act === 'open child record' ? [openingOf(row)] : []));
  const bare = rows.flatMap((row) => {
    if (row.act === 'open child record' || row.outcome !== 'done') return [];
    const shown = numbersIn(row.children ?? '');
    const until = row.recorded_at.getTime() + soonAfter;
    const ledOn = openings.some(
      ({ at, children }) =>
        at >= row.recorded_at.getTime() && at <= until && shown.includes(children[0] ?? 0),
    );
    return ledOn ? [] : [bareLookOf(row, shown)];
  });
  return [...openings, ...withoutRepeats(bare)].sort((a, b) => a.at - b.at);
}

function openingOf(row: LookRow): Access {
  const isUrgent = row.footing === 'urgent' || row.reason === 'emergency';
  const kind = row.outcome === 'done' ? 'opening' : 'refused';
  return {
    ...lookOf(row),
    kind,
    children: numbersIn(row.children ?? ''),
    isUrgent,
    reason: row.reason,
    number: null,
  };
}

function bareLookOf(row: LookRow, shown: readonly number[]): Access {
  const children = shown.slice(0, ofAList);
  return {
    ...lookOf(row),
    kind: 'bare look',
    children,
    isUrgent: false,
    reason: null,
    number: numberOf(row),
  };
}

// A child chosen from the list just searched is one look, not two.
function withoutRepeats(looked: readonly Access[]): readonly Access[] {
  return looked.filter(
    (one, place) =>
      one.children.length === 0 ||
      !looked
        .slice(0, place)
        .some((earlier) => one.children.every((child) => earlier.children.includes(child))),
  );
}

function lookOf({ event_id, recorded_at, hour, mediated }: LookRow) {
  return { eventId: event_id, at: recorded_at.getTime(), hour, isMediated: mediated };
}

function numberOf({ terms }: LookRow): string | null {
  const typed: unknown = terms === null ? undefined : JSON.parse(terms);
  if (typeof typed !== 'object' || typed === null || !('number' in typed)) return null;
  return typeof typed.number === 'string' ? typed.number : null;
}
