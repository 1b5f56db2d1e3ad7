import type { Day } from '../domain/calendar.ts';
import { doubts, type Doubt } from '../domain/row-matching/decide.ts';
import type { Evidence } from '../domain/row-matching/evidence.ts';
import {
  arrayOf,
  bigint,
  boolean,
  day,
  instant,
  integer,
  nullable,
  oneOf,
  real,
  smallint,
  text,
} from './columns.ts';
import type { ContactPointNumber } from '../domain/identifiers.ts';
import { addChildNumbers } from './child-numbers.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const add = statement({
  name: 'add-possible-matches',
  text: `insert into possible_match (source_row_id, born_child_id, because, model_version, found_at, decide_by)
    select source_row_id, born_child_id, because, $4, now(), decide_by
    from unnest($1::bigint[], $2::bigint[], $3::text[], $5::date[]) as doubtful (source_row_id, born_child_id, because, decide_by)`,
  takes: [arrayOf(bigint), arrayOf(nullable(bigint)), arrayOf(text), text, arrayOf(day)],
  gives: {},
});

const addCandidates = statement({
  name: 'add-match-candidates',
  text: `insert into match_candidate (source_row_id, child_id, weight, evidence, is_shielded)
    select * from unnest($1::bigint[], $2::bigint[], $3::real[], $4::text[], $5::boolean[])
    on conflict do nothing`,
  takes: [arrayOf(bigint), arrayOf(bigint), arrayOf(real), arrayOf(text), arrayOf(boolean)],
  gives: {},
});

const overtake = statement({
  name: 'overtake-possible-matches',
  text: `update possible_match
    set state = 'overtaken'
    where source_row_id = any ($1) and state = 'waiting'`,
  takes: [arrayOf(bigint)],
  gives: {},
});

const waiting = statement({
  name: 'possible-match-to-decide',
  text: `select supplier_id, supplier_key, born_child_id, because, state
    from possible_match
    join source_row using (source_row_id)
    where source_row_id = $1
    for update of possible_match`,
  takes: [bigint],
  gives: {
    supplier_id: smallint,
    supplier_key: text,
    born_child_id: nullable(bigint),
    because: oneOf(isDoubt),
    state: text,
  },
});

const candidates = statement({
  name: 'candidates-of-possible-match',
  text: `select child_id
    from match_candidate
    where source_row_id = $1 and not exists (
      select from record_merge
      where undone_at is null and match_candidate.child_id in (first_child_id, second_child_id)
    )
    order by child_id
    limit 100`,
  takes: [bigint],
  gives: { child_id: bigint },
});

const unlinked = statement({
  name: 'unlinked-rows-of-key',
  text: `select source_row_id
    from source_row
    where supplier_id = $1 and supplier_key = $2
      and not exists (select from link where link.source_row_id = source_row.source_row_id)
    order by source_row_id
    limit 1000`,
  takes: [smallint, text],
  gives: { source_row_id: bigint },
});

const linkByPerson = statement({
  name: 'link-rows-by-person',
  text: `insert into link (child_id, source_row_id, linked_on, decided_by, decided_by_account, decided_at)
    select $1, source_row_id, $3, 'person', $4, $5
    from unnest($2::bigint[]) as decided (source_row_id)`,
  takes: [bigint, arrayOf(bigint), day, integer, instant],
  gives: {},
});

const decide = statement({
  name: 'decide-possible-matches',
  text: `update possible_match
    set state = case when source_row_id = $1 then 'decided' else 'overtaken' end,
      decision = case when source_row_id = $1 then $3 end,
      decided_child_id = case when source_row_id = $1 then $4::bigint end,
      decided_by_account = case when source_row_id = $1 then $5::integer end,
      decided_at = case when source_row_id = $1 then $6::timestamptz end
    where (source_row_id = $1 or source_row_id = any ($2)) and state = 'waiting'`,
  takes: [bigint, arrayOf(bigint), text, nullable(bigint), integer, instant],
  gives: {},
});

// What stands here is settled from the row's facts at once; the rest of the record follows from the links.
const beginRecord = statement({
  name: 'begin-record-from-row',
  text: `insert into child (child_id, contactpoint_number, given_names, family_name, date_of_birth, gender, whereabouts, leaves_on)
    select $2, $3, given_names, family_name, date_of_birth, gender, 'no known address',
      (date_of_birth + interval '18 years')::date + 1
    from source_row
    where source_row_id = $1`,
  takes: [bigint, bigint, text],
  gives: {},
});

function isDoubt(word: string): word is Doubt {
  return doubts.some((doubt) => doubt === word);
}

/** A row of whom a person has to say who it is, with those that it may be of. */
export type PossibleMatch = {
  readonly sourceRowId: number;
  readonly bornChildId: number | null;
  readonly because: Doubt;
  readonly decideBy: Day;
  readonly candidates: readonly MatchCandidate[];
};

export type MatchCandidate = {
  readonly childId: number;
  readonly weight: number;
  readonly evidence: Evidence;
  readonly isShielded: boolean;
};

/** Puts rows before a person. */
export async function addPossibleMatches(
  tx: Transaction,
  modelVersion: string,
  matches: readonly PossibleMatch[],
): Promise<void> {
  if (matches.length === 0) return;
  await add.rows(
    tx,
    matches.map((match) => match.sourceRowId),
    matches.map((match) => match.bornChildId),
    matches.map((match) => match.because),
    modelVersion,
    matches.map((match) => match.decideBy),
  );
  const all = matches.flatMap((match) => match.candidates.map((one) => ({ ...one, row: match.sourceRowId })));
  await addCandidates.rows(
    tx,
    all.map(({ row }) => row),
    all.map(({ childId }) => childId),
    all.map(({ weight }) => weight),
    all.map(({ evidence }) => evidence),
    all.map(({ isShielded }) => isShielded),
  );
}

/** Puts further children before whoever decides about a row that waits. */
export async function addCandidatesOfMatch(
  tx: Transaction,
  sourceRowId: number,
  found: readonly MatchCandidate[],
): Promise<void> {
  await addCandidates.rows(
    tx,
    found.map(() => sourceRowId),
    found.map(({ childId }) => childId),
    found.map(({ weight }) => weight),
    found.map(({ evidence }) => evidence),
    found.map(({ isShielded }) => isShielded),
  );
}

/** Takes back what a later row or a number has settled. */
export async function overtakePossibleMatches(
  tx: Transaction,
  sourceRowIds: readonly number[],
): Promise<void> {
  if (sourceRowIds.length > 0) await overtake.rows(tx, sourceRowIds);
}

/** A possible match that somebody is about to decide, locked. */
export type MatchToDecide = {
  readonly supplierId: number;
  readonly supplierKey: string;
  readonly bornChildId: number | null;
  readonly because: Doubt;
  readonly isWaiting: boolean;
  readonly candidates: readonly number[];
};

/** Reads and locks the possible match of a row. */
export async function lockPossibleMatch(
  tx: Transaction,
  sourceRowId: number,
): Promise<MatchToDecide | undefined> {
  const found = await waiting.first(tx, sourceRowId);
  if (found === undefined) return undefined;
  const children = await candidates.rows(tx, sourceRowId);
  return {
    supplierId: found.supplier_id,
    supplierKey: found.supplier_key,
    bornChildId: found.born_child_id,
    because: found.because,
    isWaiting: found.state === 'waiting',
    candidates: children.map(({ child_id }) => child_id),
  };
}

/** The rows under a supplier's key that have no link. */
export async function findUnlinkedOfKey(
  tx: Transaction,
  { supplierId, supplierKey }: Pick<MatchToDecide, 'supplierId' | 'supplierKey'>,
): Promise<readonly number[]> {
  const rows = await unlinked.rows(tx, supplierId, supplierKey);
  return rows.map(({ source_row_id }) => source_row_id);
}

/** Who decides, and when. */
export type Decider = { readonly accountId: number; readonly at: Date; readonly today: Day };

/** Ties rows to a child by a person's word, which no feed takes back. */
export async function linkByDecision(
  tx: Transaction,
  childId: number,
  sourceRowIds: readonly number[],
  { accountId, at, today }: Decider,
): Promise<void> {
  if (sourceRowIds.length > 0) await linkByPerson.rows(tx, childId, sourceRowIds, today, accountId, at);
}

/** What a person may decide about a row. */
export type MatchDecision = 'same child' | 'new child' | 'not for this index';

/** Writes down what was decided about a row; the other rows of its key wait no longer. */
export async function decidePossibleMatch(
  tx: Transaction,
  sourceRowId: number,
  ofKey: readonly number[],
  { decision, childId }: { readonly decision: MatchDecision; readonly childId: number | null },
  { accountId, at }: Decider,
): Promise<void> {
  await decide.rows(tx, sourceRowId, ofKey, decision, childId, accountId, at);
}

/** Begins the record of a child of whom only this row speaks; the links and the settling make the rest of it. */
export async function beginRecordFromRow(
  tx: Transaction,
  sourceRowId: number,
  childId: number,
  contactPointNumber: ContactPointNumber,
): Promise<void> {
  await beginRecord.rows(tx, sourceRowId, childId, contactPointNumber);
  await addChildNumbers(tx, [{ kind: 'contactpoint', number: contactPointNumber, childId }]);
}
