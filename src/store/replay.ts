import type { Day } from '../domain/calendar.ts';
import { arrayOf, bigint, boolean, day, instant, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { followShields } from './search-entries.ts';
import { coverBy } from './shield-cover.ts';
import { statement } from './statement.ts';

// Read in a copy that is later than the one that was restored, written in the restored one. Each adds protection and takes none away:
// what was lifted, resumed or brought back after the instant is done again by people.

const most = 1_000_000; // far above what can have happened since a backup of a day

const accountsStopped = statement({
  name: 'replay-read-accounts',
  text: `select account_id, state from account where state <> 'active' order by account_id limit ${most}`,
  takes: [],
  gives: { account_id: integer, state: text },
});

const stopAccounts = statement({
  name: 'replay-stop-accounts',
  text: `update account
    set state = later.state
    from unnest($1::integer[], $2::text[]) as later (account_id, state)
    where account.account_id = later.account_id
      and account.state <> later.state
      and account.state <> 'closed'
    returning account.account_id`,
  takes: [arrayOf(integer), arrayOf(text)],
  gives: { account_id: integer },
});

const endAllSessions = statement({
  name: 'replay-end-sessions',
  text: `update session set ended_at = $1 where ended_at is null`,
  takes: [instant],
  gives: {},
});

const protections = statement({
  name: 'replay-read-protections',
  text: `select person_id, council_code, because, asked_at, decide_by, decided_at, review_on
    from protection
    where lifted_at is null
    order by protection_id
    limit ${most}`,
  takes: [],
  gives: {
    person_id: bigint,
    council_code: nullable(smallint),
    because: text,
    asked_at: instant,
    decide_by: day,
    decided_at: nullable(instant),
    review_on: nullable(day),
  },
});

// Who asked may have got their account since: that stands in the later copy alone.
const addProtections = statement({
  name: 'replay-add-protections',
  text: `insert into protection (person_id, council_code, because, asked_as, asked_at, decide_by, decided_at, review_on)
    select person_id, council_code, because, 'family', asked_at, decide_by, decided_at, review_on
    from unnest($1::bigint[], $2::integer[], $3::text[], $4::timestamptz[], $5::date[], $6::timestamptz[], $7::date[])
      as later (person_id, council_code, because, asked_at, decide_by, decided_at, review_on)
    on conflict (person_id, because) where lifted_at is null do nothing
    returning protection_id`,
  takes: [
    arrayOf(bigint),
    arrayOf(nullable(integer)),
    arrayOf(text),
    arrayOf(instant),
    arrayOf(day),
    arrayOf(nullable(instant)),
    arrayOf(nullable(day)),
  ],
  gives: { protection_id: bigint },
});

const protectedCarers = statement({
  name: 'replay-read-protected-carers',
  text: `select child_id, carer_no, person_id
    from carer
    where person_id in (select person_id from protection where lifted_at is null)
    order by child_id, carer_no
    limit ${most}`,
  takes: [],
  gives: { child_id: bigint, carer_no: smallint, person_id: bigint },
});

const numberCarers = statement({
  name: 'replay-number-carers',
  text: `update carer
    set person_id = later.person_id
    from unnest($1::bigint[], $2::integer[], $3::bigint[]) as later (child_id, carer_no, person_id)
    where carer.child_id = later.child_id
      and carer.carer_no = later.carer_no
      and carer.person_id is null`,
  takes: [arrayOf(bigint), arrayOf(integer), arrayOf(bigint)],
  gives: {},
});

const shielded = statement({
  name: 'replay-read-shielded',
  text: `select child_id, min(because) as because
    from shield
    where lifted_on is null
    group by child_id
    order by child_id
    limit ${most}`,
  takes: [],
  gives: { child_id: bigint, because: text },
});

const shieldRest = statement({
  name: 'replay-shield-rest',
  text: `insert into shield (child_id, shield_no, because, raised_on)
    select child.child_id,
      coalesce((select max(shield_no) from shield where shield.child_id = child.child_id), 0) + 1,
      later.because, $3
    from unnest($1::bigint[], $2::text[]) as later (child_id, because)
    join child on child.child_id = later.child_id
    where not exists (select from shield where shield.child_id = child.child_id and lifted_on is null)
    returning child_id`,
  takes: [arrayOf(bigint), arrayOf(text), day],
  gives: { child_id: bigint },
});

const childrenAfter = statement({
  name: 'replay-children-after',
  text: `select child_id from child where child_id > $1 order by child_id limit 50000`,
  takes: [bigint],
  gives: { child_id: bigint },
});

const stillThere = statement({
  name: 'replay-still-there',
  text: `select child_id from child where child_id = any ($1) order by child_id limit 50000`,
  takes: [arrayOf(bigint)],
  gives: { child_id: bigint },
});

const letLeave = statement({
  name: 'replay-let-leave',
  text: `update child
    set leaves_on = $2
    where child_id = any ($1)
      and leaves_on > $2
      and date_of_birth < $2`,
  takes: [arrayOf(bigint), day],
  gives: {},
});

const replayed = statement({
  name: 'replay-was-done',
  text: `select exists (select from log_entry where number is null and act = 'replay protections') as was_done`,
  takes: [],
  gives: { was_done: boolean },
});

/** Stops here whoever is stopped in the later copy; answers how many. Everybody signs in again. */
export async function replayAccounts(here: Transaction, later: Transaction, at: Date): Promise<number> {
  const stopped = await accountsStopped.rows(later);
  await endAllSessions.rows(here, at);
  const ids = stopped.map((one) => one.account_id);
  return (
    await stopAccounts.rows(
      here,
      ids,
      stopped.map((one) => one.state),
    )
  ).length;
}

/** Shields here whoever is shielded in the later copy; answers how many children are so newly. */
export async function replayShields(here: Transaction, later: Transaction, today: Day): Promise<number> {
  const carers = await protectedCarers.rows(later);
  await numberCarers.rows(
    here,
    carers.map((one) => one.child_id),
    carers.map((one) => one.carer_no),
    carers.map((one) => one.person_id),
  );
  const asked = await protections.rows(later);
  const added = await addProtections.rows(
    here,
    asked.map((one) => one.person_id),
    asked.map((one) => one.council_code),
    asked.map((one) => one.because),
    asked.map((one) => one.asked_at),
    asked.map((one) => one.decide_by),
    asked.map((one) => one.decided_at),
    asked.map((one) => one.review_on),
  );
  const covered = await coverBy(
    here,
    added.map((one) => one.protection_id),
  );
  const rest = await shielded.rows(later);
  const ids = rest.map((one) => one.child_id);
  const others = await shieldRest.rows(
    here,
    ids,
    rest.map((one) => one.because),
    today,
  );
  if (others.length > 0)
    await followShields(
      here,
      others.map((one) => one.child_id),
    );
  return covered.length + others.length;
}

/** Lets leave today, here, whoever is not in the later copy any more; answers how many. The leaving job removes them. */
export async function replayRemovals(here: Transaction, later: Transaction, today: Day): Promise<number> {
  let [gone, last] = [0, 0];
  for (;;) {
    const block = (await childrenAfter.rows(here, last)).map((one) => one.child_id);
    const end = block.at(-1);
    if (end === undefined) return gone;
    const kept = new Set((await stillThere.rows(later, block)).map((one) => one.child_id));
    const missing = block.filter((childId) => !kept.has(childId));
    if (missing.length > 0) await letLeave.rows(here, missing, today);
    [gone, last] = [gone + missing.length, end];
  }
}

/** Whether protections were replayed since this copy was restored: the entry that says so has no number yet. */
export async function wasReplayed(tx: Transaction): Promise<boolean> {
  return (await replayed.first(tx))?.was_done ?? false;
}
