import type { Owner } from './database.ts';
import type { Search } from './searches.ts';

/** Where in its list each search's child stood, from 1; undefined where it was not there. */
export type Ranks = ReadonlyMap<Search, number | undefined>;

/** Reads from the log what each search showed, in order: what was written down is what a person saw. */
export async function ranksInLog(owner: Owner, searches: readonly Search[], since: string): Promise<Ranks> {
  const rows = await owner.rows(shownBySearch, [since]);
  const shown = new Map(rows.map(([terms, children]) => [keyOf(JSON.parse(terms ?? '{}')), idsIn(children)]));
  return new Map(
    searches.map((search) => {
      const children = shown.get(keyOf(search.typed));
      if (children === undefined) throw new Error('A search is not in the log');
      return [search, rankIn(children, search.childId)];
    }),
  );
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
  select terms.body, (
      select string_agg(part.child_id::text, ',' order by part.part_no)
      from log_part as part
      where part.event_id = terms.event_id and part.recorded_at = terms.recorded_at and part.kind = 'child'
    ) as children
  from log_part as terms
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
