import type { Owner } from './database.ts';
import type { Search } from './searches.ts';

/** Where in its list each search's child stood, from 1; undefined where it was not there. */
export type Ranks = ReadonlyMap<Search, number | undefined>;

export type FoundInLog = {
  readonly ranks: Ranks;
  /** Those that ran past the statement timeout: their searchers were told to add detail. */
  readonly timedOut: ReadonlySet<Search>;
};

/** Reads from the log what each search showed, in order: what was written down is what a person saw. */
export async function readLog(owner: Owner, searches: readonly Search[], since: string): Promise<FoundInLog> {
  const rows = await owner.rows(shownBySearch, [since]);
  const entries = new Map(rows.map((row) => [keyOf(JSON.parse(row[0] ?? '{}')), row]));
  const ranks = new Map<Search, number | undefined>();
  const timedOut = new Set<Search>();
  for (const search of searches) {
    const entry = entries.get(keyOf(search.typed));
    if (entry === undefined) throw new Error('A search is not in the log');
    const [, outcome, children] = entry;
    if (outcome === 'timed out') timedOut.add(search);
    ranks.set(search, rankIn(idsIn(children), search.childId));
  }
  return { ranks, timedOut };
}

/** The place of a child in a list, from 1. */
export function rankIn(children: readonly number[], childId: number): number | undefined {
  const at = children.indexOf(childId);
  return at < 0 ? undefined : at + 1;
}

/** The share of these searches whose child is among the first so many. */
export function recallAt(most: number, searches: readonly Search[], ranks: Ranks): number {
  const found = searches.filter((search) => (ranks.get(search) ?? Infinity) <= most);
  return found.length / searches.length;
}

const shownBySearch = `
  select terms.body, log_entry.body::jsonb ->> 'outcome' as outcome, (
      select string_agg(part.child_id::text, ',' order by part.part_no)
      from log_part as part
      where part.event_id = terms.event_id and part.recorded_at = terms.recorded_at and part.kind = 'child'
    ) as children
  from log_part as terms
  join log_entry on log_entry.event_id = terms.event_id and log_entry.recorded_at = terms.recorded_at
  where terms.kind = 'search terms'
    and terms.recorded_at >= $1::timestamptz
  order by terms.recorded_at, terms.event_id`;

const boxes = ['givenName', 'familyName', 'day', 'month', 'year', 'postcode'] as const;

// The log keeps what was typed, box by box; an empty box is left out.
function keyOf(typed: unknown): string {
  const kept = new Map<string, unknown>(Object.entries(typed ?? {}));
  return JSON.stringify(boxes.map((box) => kept.get(box) ?? ''));
}

function idsIn(children: string | null | undefined): readonly number[] {
  return children === null || children === undefined ? [] : children.split(',').map(Number);
}
