import type { Sql } from './installation.ts';

/** What was answered to one operation on the work with a child. */
export type CareDone = {
  readonly childId: string;
  readonly kind: string;
  /** Whether the pages said that it was done. */
  readonly isDone: boolean;
};

// Each reads the database as it stands, and knows nothing of how it came to stand so.
const rules: Readonly<Record<string, string>> = {
  'two lead one child': `select child_id from involvement where is_lead group by child_id having count(*) > 1`,
  'a lead has ended': `select child_id from involvement where is_lead and ended_on is not null`,
  'an end before its start': `select child_id from involvement where ended_on < started_on`,
  'one person twice at one time': `select child_id from involvement where ended_on is null and practitioner_id is not null
    group by child_id, team_id, practitioner_id having count(*) > 1`,
  'two offers of one thing wait': `select child_id from hand_over where settled_at is null
    group by child_id, involvement_no, kind having count(*) > 1`,
  'an offer waits of what has ended': `select hand_over.child_id from hand_over join involvement using (child_id, involvement_no)
    where settled_at is null and ended_on < current_date`,
  'accepted by whoever offered': `select child_id from hand_over where settled_as = 'accepted' and settled_by = asked_by`,
  'settled by nobody': `select child_id from hand_over where settled_at is not null and settled_by is null`,
  'one person lifted a shield': `select shield.child_id from shield join protection using (protection_id)
    where protection.lifted_by = protection.lift_asked_by`,
  'lifted, and a shield of it stands': `select shield.child_id from shield join protection using (protection_id)
    where protection.lifted_at is not null and shield.lifted_on is null`,
  'protected, and not shielded': `select child_id from child join protection on person_id = child_id
    where lifted_at is null and not exists (select from shield where shield.child_id = child.child_id
      and shield.protection_id = protection.protection_id and lifted_on is null)`,
  'protected twice for one reason': `select person_id as child_id from protection where lifted_at is null
    group by person_id, because having count(*) > 1`,
  'shielded, and found by place': `select child_id from search_entry where is_shielded <> exists (
    select from shield where shield.child_id = search_entry.child_id and lifted_on is null)`,
  'a consent ends before it begins': `select child_id from consent where until_on < given_on`,
  'stands on consent withdrawn': `select involvement.child_id from involvement
    where basis = 'consent' and ended_on is null and not exists (
      select from consent where consent.child_id = involvement.child_id and consent.team_id = involvement.team_id
        and withdrawn_at is null and until_on >= current_date)`,
};

/** Every rule that the database breaks, and every operation that was answered as done and is not in it; none where all is well. */
export async function checkCare(
  sql: Sql,
  children: readonly string[],
  answers: readonly CareDone[],
): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const [rule, found] of Object.entries(rules)) {
    const rows = await sql(
      `select distinct child_id from (${found}) as found where child_id = any ($1::bigint[])`,
      [children],
    );
    if (rows.length > 0) broken.push(`${rule}: ${rows.length} children`);
  }
  return [...broken, ...(await lostUpdates(sql, children, answers)), ...(await lostLifts(sql, answers))];
}

// A shield that two people lifted is lifted once, whichever child it was of.
async function lostLifts(sql: Sql, answers: readonly CareDone[]) {
  const [[lifted = '0'] = []] = await sql('select count(*) from protection where lifted_at is not null');
  const answered = answers.filter((one) => one.kind === 'lift' && one.isDone).length;
  return Number(lifted) === answered ? [] : [`lifts: ${answered} were answered, ${lifted} are there`];
}

// What was said to be done, against what the rows and the access log count for themselves.
async function lostUpdates(sql: Sql, children: readonly string[], answers: readonly CareDone[]) {
  const lost: string[] = [];
  const rows = await sql(
    `select child.child_id,
      (select coalesce(sum(version - 1), 0) from involvement where involvement.child_id = child.child_id),
      (select count(*) from involvement where involvement.child_id = child.child_id),
      (select count(*) from consent where consent.child_id = child.child_id),
      (select count(*) from consent where consent.child_id = child.child_id and withdrawn_at is not null),
      (select count(*) from hand_over where hand_over.child_id = child.child_id),
      (select count(*) from hand_over where hand_over.child_id = child.child_id and settled_as in ('accepted', 'declined')),
      (select count(*) from hand_over where hand_over.child_id = child.child_id and settled_as = 'accepted' and kind = 'involvement'),
      (select count(*) from log_part join log_entry using (event_id, recorded_at)
        where log_part.child_id = child.child_id and log_entry.body::jsonb ->> 'outcome' = 'done' and act = any ($2::text[]))
    from child where child_id = any ($1::bigint[])`,
    [children, changes],
  );
  for (const [childId = '', , works, consents, withdrawn, offers, answered, passed, entries] of rows) {
    const mine = answers.filter((one) => one.childId === childId && one.isDone);
    const count = (...kinds: readonly string[]) => mine.filter((one) => kinds.includes(one.kind)).length;
    const expected = {
      works: count('add', 'add with consent') + Number(passed),
      consents: count('consent', 'add with consent'),
      withdrawn: count('withdraw'),
      offers: count('hand over', 'offer lead'),
      answered: count('answer'),
      entries: mine.length,
    };
    const found = { works, consents, withdrawn, offers, answered, entries };
    for (const [what, number] of Object.entries(expected)) {
      const there = Number(Object.entries(found).find(([name]) => name === what)?.[1]);
      if (there !== number)
        lost.push(`${what} of child ${childId}: ${number} were answered, ${there} are there`);
    }
  }
  return lost;
}

const changes = [
  'add involvement',
  'end involvement',
  'confirm contact',
  'hand over involvement',
  'lead support',
  'answer hand-over',
  'record consent',
  'withdraw consent',
  'ask for shield',
];
