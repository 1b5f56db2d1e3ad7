import { createHash, randomBytes } from 'node:crypto';
import type { Browser } from './browser.ts';
import type { Sql } from './installation.ts';

/** Somebody signed in, who may make some searches before a budget asks why. */
export type Person = { readonly cookie: string; readonly formToken: string };

// A reason is asked when a further search could list the 251st child of the day, and one lists up to twenty.
const searchesEach = 11;

/** Whose turn it is to search: people enough for so many searches, each within their budget. Sessions are put into the database. */
export async function peopleFor(sql: Sql, browser: Browser, searches: number): Promise<() => Person> {
  const secrets = Array.from({ length: Math.ceil(searches / searchesEach) }, () =>
    randomBytes(32).toString('base64url'),
  );
  const hashes = secrets.map((secret) => createHash('sha256').update(secret).digest('hex'));
  await sql(addAccounts, [secrets.length]);
  await sql(addSessions, [hashes]);
  const people: Person[] = [];
  for (const secret of secrets) people.push(await personOf(browser, `__Host-session=${secret}`));
  let turn = 0;
  return () => {
    const person = people[Math.floor(turn / searchesEach)];
    if (person === undefined) throw new Error('Everybody has searched as often as their budget allows');
    turn += 1;
    return person;
  };
}

/** The same, each in a team of social workers, so that they may also say that they work with a child. */
export async function workersFor(
  sql: Sql,
  browser: Browser,
  searches: number,
): Promise<{ readonly next: () => Person; readonly team: string }> {
  const next = await peopleFor(sql, browser, searches);
  const [[team = ''] = []] = await sql(
    `select min(team_id)::text from team where service_kind = 'social care' and not is_desk`,
  );
  await sql(
    `with worker as (
      insert into practitioner (team_id, name, job_title, telephone)
      select $1::bigint, user_name, 'Worker', '01632960001' from account where user_name like 'drill-%'
      returning practitioner_id, name, team_id
    )
    update account set practitioner_id = worker.practitioner_id, role = 'social worker',
      organisation_id = (select organisation_id from team where team.team_id = worker.team_id)
    from worker where user_name = worker.name`,
    [team],
  );
  return { next, team: team ?? '' };
}

/** Says that everybody was here a moment ago: a session that nobody uses ends. */
export async function refresh(sql: Sql): Promise<void> {
  await sql('update session set seen_at = now() where ended_at is null');
}

// Colleagues of the invented users: same roles, same organisations, nobody's post.
const addAccounts = `
  with model as (
    select role, organisation_id, row_number() over (order by account_id) as place, count(*) over () as models
    from account
    where state = 'active' and practitioner_id is not null
  )
  insert into account (user_name, full_name, organisation_id, role, vetted_on, trained_on, agreement_signed_on,
    agreement_version, state)
  select 'drill-' || number, 'Drill ' || number, organisation_id, role, current_date, current_date, current_date, 1, 'active'
  from generate_series(1, $1::integer) as number
  join model on place = 1 + number % models`;

const addSessions = `
  insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, failures_before)
  select decode(hash, 'hex'), account_id, now(), now(), now(), 0
  from unnest($1::text[]) with ordinality as secret (hash, number)
  join account on user_name = 'drill-' || number`;

async function personOf(browser: Browser, cookie: string): Promise<Person> {
  const { body } = await browser.get('/find', cookie);
  const formToken = /name="form-token" value="([^"]+)"/.exec(body)?.[1];
  if (formToken === undefined) throw new Error('A page that should have a form has none');
  return { cookie, formToken };
}
