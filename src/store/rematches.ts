import type { Day } from '../domain/calendar.ts';
import type { Doubt } from '../domain/row-matching/decide.ts';
import type { Evidence } from '../domain/row-matching/evidence.ts';
import { arrayOf, bigint, boolean, day, instant, integer, nullable, real, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import type { OldLink } from './rows-to-weigh.ts';
import { statement, type Row } from './statement.ts';

const propose = statement({
  name: 'propose-rematch',
  text: `insert into rematch (model_version, proposed_at, rows_weighed) values ($1, $2, 0) returning rematch_id`,
  takes: [text, instant],
  gives: { rematch_id: integer },
});

const countWeighed = statement({
  name: 'count-rematch-rows',
  text: `update rematch set rows_weighed = rows_weighed + $2 where rematch_id = $1`,
  takes: [integer, integer],
  gives: {},
});

const addChanges = statement({
  name: 'add-rematch-changes',
  text: `insert into rematch_change (rematch_id, source_row_id, kind, because, from_child_id, to_child_id, old_weight, old_evidence,
      old_band, old_model_version, weight, evidence)
    select $1, changed.*
    from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::real[], $8::text[], $9::text[], $10::text[],
      $11::real[], $12::text[]) as changed`,
  takes: [
    integer,
    arrayOf(bigint),
    arrayOf(text),
    arrayOf(nullable(text)),
    arrayOf(nullable(bigint)),
    arrayOf(nullable(bigint)),
    arrayOf(nullable(real)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(real),
    arrayOf(text),
  ],
  gives: {},
});

const summary = statement({
  name: 'summary-of-rematch',
  text: `select rematch_id, model_version, rows_weighed, state,
      (select count(*) from rematch_change as one where one.rematch_id = rematch.rematch_id and kind = 'link')::integer as links,
      (select count(*) from rematch_change as one where one.rematch_id = rematch.rematch_id and kind = 'doubt')::integer as doubts,
      (select count(*) from rematch_change as one where one.rematch_id = rematch.rematch_id and kind = 'weight')::integer as weights
    from rematch
    where rematch_id = $1
    for update`,
  takes: [integer],
  gives: {
    rematch_id: integer,
    model_version: text,
    rows_weighed: integer,
    state: text,
    links: integer,
    doubts: integer,
    weights: integer,
  },
});

const approver = statement({
  name: 'approver-of-rematch',
  text: `select account_id
    from account
    where user_name = $1 and state = 'active' and role in ('record keeper', 'account administrator')`,
  takes: [text],
  gives: { account_id: integer },
});

const moveTo = statement({
  name: 'move-rematch',
  text: `update rematch
    set state = $2,
      approved_by_account = case when $2 = 'applied' then $3 else approved_by_account end,
      applied_at = case when $2 = 'applied' then $4 else applied_at end,
      reversed_by_account = case when $2 = 'reversed' then $3 end,
      reversed_at = case when $2 = 'reversed' then $4 end
    where rematch_id = $1`,
  takes: [integer, text, integer, instant],
  gives: {},
});

// Each looks at what stands now: what a person or a feed has decided since the proposal stays theirs.
const tie = statement({
  name: 'tie-rematched-rows',
  text: `with tied as (
      insert into link (child_id, source_row_id, linked_on, decided_by, weight, evidence, band, model_version)
      select to_child_id, source_row_id, $2, 'model', weight, rematch_change.evidence, 'by itself', rematch.model_version
      from rematch_change
      join rematch using (rematch_id)
      join possible_match using (source_row_id)
      where rematch_id = $1 and kind = 'link' and possible_match.state = 'waiting' and to_child_id is not null
        and not exists (select from link where link.source_row_id = rematch_change.source_row_id)
      returning child_id, source_row_id
    ), settled as (
      update possible_match set state = 'overtaken' from tied where possible_match.source_row_id = tied.source_row_id
    )
    select child_id from tied order by child_id`,
  takes: [integer, day],
  gives: { child_id: bigint },
});

const untie = statement({
  name: 'untie-doubted-rows',
  text: `with untied as (
      delete from link
      using rematch_change
      where rematch_id = $1 and kind = 'doubt' and link.source_row_id = rematch_change.source_row_id
        and link.child_id = from_child_id and decided_by = 'model'
      returning link.child_id, link.source_row_id, coalesce(because, 'weighed anew') as because, rematch_change.weight,
        rematch_change.evidence
    ), waiting as (
      insert into possible_match (source_row_id, because, model_version, found_at, decide_by)
      select source_row_id, because, $2, $3, $4 from untied
      on conflict (source_row_id) do update
        set because = excluded.because, model_version = excluded.model_version, state = 'waiting', decision = null,
          decided_child_id = null, decided_by_account = null, decided_at = null, decide_by = excluded.decide_by
    ), candidates as (
      insert into match_candidate (child_id, source_row_id, weight, evidence, is_shielded)
      select child_id, source_row_id, weight, evidence,
        exists (select from shield where shield.child_id = untied.child_id and lifted_on is null)
      from untied
      on conflict (child_id, source_row_id) do update set weight = excluded.weight, evidence = excluded.evidence
    )
    select child_id from untied order by child_id`,
  takes: [integer, text, instant, day],
  gives: { child_id: bigint },
});

const reweigh = statement({
  name: 'reweigh-links',
  text: `update link
    set weight = case when $2 then rematch_change.weight else old_weight end,
      evidence = case when $2 then rematch_change.evidence else old_evidence end,
      model_version = case when $2 then rematch.model_version else old_model_version end
    from rematch_change
    join rematch using (rematch_id)
    where rematch_change.rematch_id = $1 and kind = 'weight' and link.source_row_id = rematch_change.source_row_id
      and link.child_id = from_child_id and decided_by = 'model'`,
  takes: [integer, boolean],
  gives: {},
});

const untieAgain = statement({
  name: 'untie-rematched-rows-again',
  text: `with untied as (
      delete from link
      using rematch_change
      where rematch_id = $1 and kind = 'link' and link.source_row_id = rematch_change.source_row_id
        and link.child_id = to_child_id and decided_by = 'model'
      returning link.child_id, link.source_row_id
    ), waiting as (
      update possible_match set state = 'waiting' from untied where possible_match.source_row_id = untied.source_row_id
    )
    select child_id from untied order by child_id`,
  takes: [integer],
  gives: { child_id: bigint },
});

const tieAgain = statement({
  name: 'tie-doubted-rows-again',
  text: `with tied as (
      insert into link (child_id, source_row_id, linked_on, decided_by, weight, evidence, band, model_version)
      select from_child_id, source_row_id, $2, 'model', old_weight, old_evidence, old_band, old_model_version
      from rematch_change
      join possible_match using (source_row_id)
      where rematch_id = $1 and kind = 'doubt' and possible_match.state = 'waiting' and from_child_id is not null
        and not exists (select from link where link.source_row_id = rematch_change.source_row_id)
      returning child_id, source_row_id
    ), settled as (
      update possible_match set state = 'overtaken' from tied where possible_match.source_row_id = tied.source_row_id
    )
    select child_id from tied order by child_id`,
  takes: [integer, day],
  gives: { child_id: bigint },
});

/** What weighing one row anew would change. */
export type RematchChange = {
  readonly sourceRowId: number;
  readonly kind: 'link' | 'doubt' | 'weight';
  readonly because: Doubt | null;
  readonly from: OldLink | null;
  readonly toChildId: number | null;
  readonly weight: number;
  readonly evidence: Evidence;
};

/** Begins a proposal. */
export async function beginRematch(tx: Transaction, version: string, at: Date): Promise<number> {
  const begun = await propose.first(tx, version, at);
  if (begun === undefined) throw new Error('A proposal was not begun');
  return begun.rematch_id;
}

/** Adds to a proposal what so many more rows would change. */
export async function addRematchChanges(
  tx: Transaction,
  rematchId: number,
  weighed: number,
  changes: readonly RematchChange[],
): Promise<void> {
  await countWeighed.rows(tx, rematchId, weighed);
  if (changes.length === 0) return;
  await addChanges.rows(
    tx,
    rematchId,
    changes.map((one) => one.sourceRowId),
    changes.map((one) => one.kind),
    changes.map((one) => one.because),
    changes.map((one) => one.from?.childId ?? null),
    changes.map((one) => one.toChildId),
    changes.map((one) => one.from?.weight ?? null),
    changes.map((one) => one.from?.evidence ?? null),
    changes.map((one) => one.from?.band ?? null),
    changes.map((one) => one.from?.modelVersion ?? null),
    changes.map((one) => one.weight),
    changes.map((one) => one.evidence),
  );
}

/** A proposal in numbers; locked until the transaction ends. */
export type RematchSummary = Row<typeof summary.gives>;

export async function lockRematch(tx: Transaction, rematchId: number): Promise<RematchSummary | undefined> {
  return summary.first(tx, rematchId);
}

/** Who moves a proposal on, and when. */
export type Mover = {
  readonly accountId: number;
  readonly at: Date;
  readonly today: Day;
  readonly decideBy: Day;
};

/** Carries a proposal out as far as what it looked at still stands; answers the children to settle. */
export async function carryOut(
  tx: Transaction,
  { rematch_id: id, model_version: version }: RematchSummary,
  { accountId, at, today, decideBy }: Mover,
): Promise<readonly number[]> {
  const tied = await tie.rows(tx, id, today);
  const untied = await untie.rows(tx, id, version, at, decideBy);
  await reweigh.rows(tx, id, true);
  await moveTo.rows(tx, id, 'applied', accountId, at);
  return [...tied, ...untied].map(({ child_id }) => child_id);
}

/** Takes it back likewise. */
export async function takeBack(
  tx: Transaction,
  { rematch_id: id }: RematchSummary,
  { accountId, at, today }: Mover,
): Promise<readonly number[]> {
  const untied = await untieAgain.rows(tx, id);
  const tied = await tieAgain.rows(tx, id, today);
  await reweigh.rows(tx, id, false);
  await moveTo.rows(tx, id, 'reversed', accountId, at);
  return [...tied, ...untied].map(({ child_id }) => child_id);
}

/** Who may approve, by user name. */
export async function findApprover(tx: Transaction, userName: string): Promise<number | undefined> {
  return (await approver.first(tx, userName))?.account_id;
}
