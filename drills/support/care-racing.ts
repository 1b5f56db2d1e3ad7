import { createHash, randomBytes } from 'node:crypto';
import { openBrowser, type Browser } from './browser.ts';
import { checkCare, type CareDone } from './care-checking.ts';
import { openTab, operate, type Child, type Person } from './care-tabs.ts';
import { chanceOf } from './chance.ts';
import type { Sql } from './installation.ts';

/** What came of the races. */
export type CareRaces = {
  readonly operations: number;
  readonly done: number;
  readonly refused: number;
  readonly doneByKind: Readonly<Record<string, number>>;
  /** Answers that were neither a page nor a plain no. */
  readonly errors: number;
  readonly broken: readonly string[];
};

type Racing = {
  readonly port: number;
  readonly sql: Sql;
  readonly operations: number;
  readonly seed: number;
  readonly children: number;
  readonly today: string;
  /** Their tokens are touched again and again: lifting a shield wants a touch of the last five minutes. */
  readonly touches?: boolean;
};

/** Several people and tabs at once work on a few children; then the checker looks at what stands. */
export async function raceOverCare({
  port,
  sql,
  operations,
  seed,
  children,
  today,
  touches = false,
}: Racing): Promise<CareRaces> {
  const chosen = await clearChildren(sql, children);
  // The drill goes by the real clock, the test by its own.
  const begun = touches ? new Date().toISOString() : `${today}T10:00:00Z`;
  const people = await bringPeople(sql, today, begun);
  const browsers = people.map(() => openBrowser(port));
  const answers: CareDone[] = [];
  let [left, errors] = [operations, 0];
  const work = async (person: Person, browser: Browser, tabSeed: number): Promise<void> => {
    const tab = await openTab(browser, person, chosen, chanceOf(tabSeed), today);
    while (left > 0) {
      left -= 1;
      if (touches && left % 200 === 0)
        await sql(`update session set token_touched_at = now() where ended_at is null`);
      const { answer, status } = await operate(tab);
      answers.push(answer);
      if (status >= 500) errors += 1;
    }
  };
  await Promise.all(
    people.map((person, at) => work(person, browsers[at] ?? openBrowser(port), seed * 1000 + at)),
  );
  for (const browser of browsers) browser.close();
  const childIds = chosen.map((one) => one.childId);
  return { ...counted(answers), errors, broken: await checkCare(sql, childIds, answers) };
}

function counted(answers: readonly CareDone[]): Omit<CareRaces, 'errors' | 'broken'> {
  const done = answers.filter((one) => one.isDone);
  const doneByKind: Record<string, number> = {};
  for (const { kind } of done) doneByKind[kind] = (doneByKind[kind] ?? 0) + 1;
  return {
    operations: answers.length,
    done: done.length,
    refused: answers.length - done.length,
    doneByKind,
  };
}

// Two tabs each of two people in each of three teams, one of which is sensitive: whoever shares a session shares its forms.
async function bringPeople(sql: Sql, today: string, begun: string): Promise<readonly Person[]> {
  const teams = await sql(
    `select min(team.team_id), service_kind, min(organisation_id),
        case service_kind when 'health visiting' then 'health visitor' when 'social care' then 'social worker' else 'mental health worker' end
      from team where service_kind in ('health visiting', 'social care', 'mental health') and not is_desk
      group by service_kind order by service_kind`,
  );
  const people: Person[] = [];
  for (const [team = '', kind, organisation, role] of teams)
    for (const who of ['first', 'second']) {
      const name = `race-${kind?.replaceAll(' ', '-')}-${who}-${randomBytes(3).toString('hex')}`;
      const secret = randomBytes(32).toString('base64url');
      await addWorker(sql, { name, team, organisation, role, today, begun, secret });
      const person = {
        cookie: `__Host-session=${secret}`,
        team: team ?? '',
        isSensitive: kind === 'mental health',
        isSocial: kind === 'social care',
      };
      people.push(person, person);
    }
  return people;
}

type Worker = {
  readonly name: string;
  readonly team: string | null;
  readonly organisation: string | null | undefined;
  readonly role: string | null | undefined;
  readonly today: string;
  readonly begun: string;
  readonly secret: string;
};

// Somebody at work who is signed in.
async function addWorker(
  sql: Sql,
  { name, team, organisation, role, today, begun, secret }: Worker,
): Promise<void> {
  const hash = createHash('sha256').update(secret).digest();
  await sql(
    `with worker as (
      insert into practitioner (team_id, name, job_title, telephone) values ($1, $2::text, 'Worker', '01632960001') returning practitioner_id
    ), made as (
      insert into account (user_name, full_name, organisation_id, role, practitioner_id, vetted_on, trained_on, agreement_signed_on, state)
      select $2::text, $2::text, $3, $4, practitioner_id, $5, $5, $5, 'active' from worker returning account_id
    )
    insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, failures_before)
    select $6, account_id, $7, $7, $7, 0 from made`,
    [team, name, organisation, role, today, hash, begun],
  );
  await sql(
    `update account set agreement_version = (select max(agreement_version) from account) where user_name = $1`,
    [name],
  );
}

async function clearChildren(sql: Sql, count: number): Promise<readonly Child[]> {
  const rows = await sql(
    `select child_id, family_name, given_names, date_of_birth from child
      where closed_on is null and date_of_birth between '2011-06-01' and '2016-01-01'
        and not exists (select from shield where shield.child_id = child.child_id)
        and given_names || family_name ~ '^[A-Za-z ]+$'
        and (select count(*) from child as other where other.family_name = child.family_name and other.date_of_birth = child.date_of_birth) = 1
      order by child_id limit $1`,
    [count],
  );
  const ids = rows.map(([childId]) => childId);
  for (const table of ['hand_over', 'consent', 'involvement'])
    await sql(`delete from ${table} where child_id = any ($1::bigint[])`, [ids]);
  return rows.map(([childId, family, given, born]) => ({
    childId: childId ?? '',
    family: family ?? '',
    given: given ?? '',
    born: born ?? '',
  }));
}
