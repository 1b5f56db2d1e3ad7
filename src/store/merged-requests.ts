import { bigint } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Requests to be contacted keep their number, which is one of all children. $1 the merged record, $2 the first, $3 the second.

const three = [bigint, bigint, bigint] as const;
const waits = (request: string): string => `${request}.state in ('asked', 'seen', 'passed on')`;
const key = (request: string): string =>
  `(${request}.asked_by, ${request}.kind, coalesce(${request}.to_team_id, 0), coalesce(${request}.to_practitioner_id, 0))`;
const involvedOn = (child: string): string =>
  `exists (select from involvement as there where there.child_id = ${child} and there.team_id = contact_request.to_team_id)`;

// One that waits about each of the two waits once about both.
const remember = statement({
  name: 'remember-contact-request-in-merge',
  text: `insert into merged_part (child_id, part, from_child_id, from_no, to_no, is_kept)
    select $1::bigint, 'contact_request', own.child_id, own.request_no, coalesce(kept.request_no, own.request_no),
      kept.request_no is not null
    from contact_request as own
    left join contact_request as kept
      on own.child_id = $3 and kept.child_id = $2 and ${waits('own')} and ${waits('kept')} and ${key('own')} = ${key('kept')}
    where own.child_id in ($2, $3)`,
  takes: three,
  gives: {},
});

const move = statement({
  name: 'move-contact-request-into-merge',
  text: `update contact_request
    set child_id = part.child_id
    from merged_part as part
    where part.child_id = $1 and part.part = 'contact_request' and not is_kept
      and contact_request.child_id = from_child_id and request_no = from_no`,
  takes: [bigint],
  gives: {},
});

const follow = statement({
  name: 'follow-kept-contact-request',
  text: `update contact_request
    set state = other.state, state_at = other.state_at, state_by = other.state_by, chased = other.chased,
      chase_at = other.chase_at, version = other.version
    from merged_part as part
    join contact_request as other on other.child_id = part.child_id and other.request_no = part.to_no
    where part.child_id = $1 and part.part = 'contact_request' and is_kept
      and contact_request.child_id = from_child_id and contact_request.request_no = from_no`,
  takes: [bigint],
  gives: {},
});

const giveBack = statement({
  name: 'give-contact-request-back',
  text: `update contact_request
    set child_id = from_child_id
    from merged_part as part
    where part.child_id = $1 and part.part = 'contact_request' and not is_kept
      and contact_request.child_id = $1 and request_no = from_no`,
  takes: [bigint],
  gives: {},
});

const placeSince = statement({
  name: 'place-contact-request-since-merge',
  text: `update contact_request
    set child_id = case when ${involvedOn('$3')} and not ${involvedOn('$2')} then $3::bigint else $2::bigint end
    where contact_request.child_id = $1`,
  takes: three,
  gives: {},
});

/** Moves what waits to be answered, and what was, to a merged record. */
export async function moveRequestsIntoMerge(
  tx: Transaction,
  childId: number,
  [first, second]: readonly [number, number],
): Promise<void> {
  await remember.rows(tx, childId, first, second);
  await move.rows(tx, childId);
}

/** Gives it back, once involvements are; what came since goes to the record whose team was asked, else to the first. */
export async function moveRequestsOutOfMerge(
  tx: Transaction,
  childId: number,
  [first, second]: readonly [number, number],
): Promise<void> {
  await follow.rows(tx, childId);
  await giveBack.rows(tx, childId);
  await placeSince.rows(tx, childId, first, second);
}
