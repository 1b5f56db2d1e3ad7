import { arrayOf, bigint, bytes, instant, smallint, text, uuid } from './columns.ts';
import type { EntryPart } from '../domain/log.ts';
import type { TermsNaming } from '../domain/leaving-terms.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

/**
 * Which parts are to be erased: those that name a child by id, what was typed in the searches that showed children or that name
 * them, or whatever was typed, or told of a colleague on the telephone, before an instant.
 */
export type PartsWanted =
  | { readonly of: 'child'; readonly childId: number }
  | { readonly of: 'terms that showed'; readonly childIds: readonly number[] }
  | ({ readonly of: 'terms that name'; readonly since: Date } & TermsNaming)
  | { readonly of: 'search terms' | 'colleagues'; readonly before: Date };

const found = { event_id: uuid, recorded_at: text, part_no: smallint, part_hash: bytes } as const;

// The instant as text: its microseconds must find the row again.
const partsOfChild = statement({
  name: 'log-parts-of-child',
  text: `select event_id, recorded_at::text, part_no, part_hash
    from log_part
    where child_id = $1
    order by recorded_at, event_id, part_no
    limit $2`,
  takes: [bigint, bigint],
  gives: found,
});

const termsThatShowed = statement({
  name: 'log-terms-that-showed',
  text: `select distinct terms.event_id, terms.recorded_at::text, terms.part_no, terms.part_hash
    from log_part as shown
    join log_part as terms on terms.event_id = shown.event_id and terms.recorded_at = shown.recorded_at
    where shown.child_id = any ($1)
      and terms.kind = 'search terms'
    order by 2, 1, 3
    limit $2`,
  takes: [arrayOf(bigint), bigint],
  gives: found,
});

// The keys of domain/leaving-terms.ts.
const termsThatName = statement({
  name: 'log-terms-that-name',
  text: `select event_id, recorded_at::text, part_no, part_hash
    from log_part
    cross join lateral (
      select lower(split_part(trim(body::jsonb ->> 'givenName'), ' ', 1)) as given,
        lower(trim(body::jsonb ->> 'familyName')) as family,
        body::jsonb ->> 'year' as year, ltrim(body::jsonb ->> 'day', '0 ') as day,
        lower(regexp_replace(body::jsonb ->> 'number', '[^0-9A-Za-z]', '', 'g')) as number
    ) as typed
    where kind = 'search terms'
      and recorded_at >= $1
      and (
        family || '|' || given = any ($2)
        or family || '|' || year = any ($2)
        or given || '|' || year || '|' || day = any ($2)
        or number = any ($3)
      )
    order by recorded_at, event_id, part_no
    limit $4`,
  takes: [instant, arrayOf(text), arrayOf(text), bigint],
  gives: found,
});

// The kind is written out, so that each is found by its own index.
const kindBefore = (name: string, kind: EntryPart['kind']) =>
  statement({
    name,
    text: `select event_id, recorded_at::text, part_no, part_hash
    from log_part
    where kind = '${kind}'
      and recorded_at < $1
    order by recorded_at, event_id, part_no
    limit $2`,
    takes: [instant, bigint],
    gives: found,
  });

const searchTermsBefore = kindBefore('log-search-terms-before', 'search terms');
const colleaguesBefore = kindBefore('log-colleagues-before', 'colleague');

const remove = statement({
  name: 'log-delete-parts',
  text: `delete from log_part
    using unnest($1::uuid[], $2::timestamptz[], $3::smallint[]) as gone (event_id, recorded_at, part_no)
    where log_part.event_id = gone.event_id
      and log_part.recorded_at = gone.recorded_at
      and log_part.part_no = gone.part_no`,
  takes: [arrayOf(uuid), arrayOf(text), arrayOf(smallint)],
  gives: {},
});

const noteErasure = statement({
  name: 'log-note-erasure',
  text: `insert into log_erasure (part_hash, event_id, recorded_at)
    select part_hash, $2, $3
    from unnest($1::bytea[]) as part_hash
    on conflict (part_hash) do nothing`,
  takes: [arrayOf(bytes), uuid, instant],
  gives: {},
});

/** At most so many of the parts wanted, oldest first. */
export async function findParts(tx: Transaction, wanted: PartsWanted, most: number) {
  if (wanted.of === 'child') return partsOfChild.rows(tx, wanted.childId, most);
  if (wanted.of === 'terms that showed') return termsThatShowed.rows(tx, wanted.childIds, most);
  if (wanted.of === 'terms that name')
    return termsThatName.rows(tx, wanted.since, wanted.keys, wanted.numbers, most);
  if (wanted.of === 'colleagues') return colleaguesBefore.rows(tx, wanted.before, most);
  return searchTermsBefore.rows(tx, wanted.before, most);
}

/** Deletes parts. Only the eraser may. */
export async function deleteParts(tx: Transaction, parts: readonly Row<typeof found>[]): Promise<void> {
  await remove.rows(
    tx,
    parts.map((part) => part.event_id),
    parts.map((part) => part.recorded_at),
    parts.map((part) => part.part_no),
  );
}

/** Notes which entry tells of the erasure of these parts. */
export async function writeErasure(
  tx: Transaction,
  partHashes: readonly Buffer[],
  eventId: string,
  recordedAt: Date,
): Promise<void> {
  await noteErasure.rows(tx, partHashes, eventId, recordedAt);
}
