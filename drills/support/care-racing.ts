import { createHash, randomBytes } from 'node:crypto';
import { openBrowser, type Browser } from './browser.ts';
import { checkCare, type CareDone } from './care-checking.ts';
import { chanceOf, oneOf, type Chance } from './chance.ts';
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
};

/** Several people and tabs at once work on a few children; then the checker looks at what stands. */
export async function raceOverCare({
  port,
  sql,
  operations,
  seed,
  children,
  today,
}: Racing): Promise<CareRaces> {
  const chosen = await clearChildren(sql, children);
  const people = await bringPeople(sql, today);
  const browsers = people.map(() => openBrowser(port));
  const answers: CareDone[] = [];
  let [left, errors] = [operations, 0];
  const work = async (person: Person, browser: Browser, tabSeed: number): Promise<void> => {
    const tab = await openTab(browser, person, chosen, chanceOf(tabSeed), today);
    while (left > 0) {
      left -= 1;
      const { answer, status } = await operate(tab);
      answers.push(answer);
      if (status >= 500) errors += 1;
    }
  };
  await Promise.all(
    people.map((person, at) => work(person, browsers[at] ?? openBrowser(port), seed * 1000 + at)),
  );
  for (const browser of browsers) browser.close();
  const done = answers.filter((one) => one.isDone);
  const doneByKind: Record<string, number> = {};
  for (const { kind } of done) doneByKind[kind] = (doneByKind[kind] ?? 0) + 1;
  const broken = await checkCare(
    sql,
    chosen.map((one) => one.childId),
    answers,
  );
  return {
    operations: answers.length,
    done: done.length,
    refused: answers.length - done.length,
    doneByKind,
    errors,
    broken,
  };
}

type Child = {
  readonly childId: string;
  readonly family: string;
  readonly given: string;
  readonly born: string;
};
type Person = { readonly cookie: string; readonly team: string; readonly isSensitive: boolean };

// Two tabs each of two people in each of three teams, one of which is sensitive: whoever shares a session shares its forms.
async function bringPeople(sql: Sql, today: string): Promise<readonly Person[]> {
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
      await sql(
        `with worker as (
          insert into practitioner (team_id, name, job_title, telephone) values ($1, $2::text, 'Worker', '01632960001') returning practitioner_id
        ), made as (
          insert into account (user_name, full_name, organisation_id, role, practitioner_id, vetted_on, trained_on, agreement_signed_on, state)
          select $2::text, $2::text, $3, $4, practitioner_id, $5, $5, $5, 'active' from worker returning account_id
        )
        insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, failures_before)
        select $6, account_id, $7, $7, $7, 0 from made`,
        [
          team,
          name,
          organisation,
          role,
          today,
          createHash('sha256').update(secret).digest(),
          `${today}T10:00:00Z`,
        ],
      );
      await sql(
        `update account set agreement_version = (select max(agreement_version) from account) where user_name = $1`,
        [name],
      );
      const person = {
        cookie: `__Host-session=${secret}`,
        team: team ?? '',
        isSensitive: kind === 'mental health',
      };
      people.push(person, person);
    }
  return people;
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

type Tab = {
  readonly browser: Browser;
  readonly person: Person;
  readonly chance: Chance;
  readonly today: string;
  readonly formToken: string;
  readonly handles: ReadonlyMap<string, string>;
  /** Which child is so called. */
  readonly names: ReadonlyMap<string, string>;
};

async function openTab(
  browser: Browser,
  person: Person,
  children: readonly Child[],
  chance: Chance,
  today: string,
): Promise<Tab> {
  const { body } = await browser.get('/find', person.cookie);
  const formToken = found(/name="form-token" value="([^"]+)"/, body);
  const handles = new Map<string, string>();
  for (const { childId, family, given, born } of children) {
    const [year = '', month = '', day = ''] = born.split('-');
    const date = { 'dateOfBirth-day': day, 'dateOfBirth-month': month, 'dateOfBirth-year': year };
    const typed = {
      'form-token': formToken,
      familyName: family,
      givenName: given.split(' ')[0] ?? '',
      ...date,
    };
    const taken = await browser.post('/searches', person.cookie, typed);
    const list = await browser.get(taken.location ?? '/', person.cookie);
    handles.set(childId, found(/"\/children\/([\w-]{20,})"/, list.body));
  }
  const names = new Map(children.map(({ childId, given, family }) => [`${given} ${family}`, childId]));
  return { browser, person, chance, today, formToken, handles, names };
}

const kinds = [
  'add',
  'confirm',
  'confirm',
  'end',
  'hand over',
  'lead',
  'offer lead',
  'answer',
  'answer',
  'consent',
  'withdraw',
] as const;

async function operate(tab: Tab): Promise<{ readonly answer: CareDone; readonly status: number }> {
  const [first, ...others] = [...tab.handles];
  if (first === undefined) throw new Error('There are no children to work with');
  const [childId, child] = oneOf(tab.chance, first, ...others);
  const kind = oneOf(tab.chance, ...kinds);
  const sent = await formOf(tab, child, kind);
  if (sent === undefined) return { answer: { childId, kind, isDone: false }, status: 404 };
  const form = { 'form-token': tab.formToken, ...sent.fields };
  const { status } = await tab.browser.post(sent.path, tab.person.cookie, form);
  const named = kind === 'add' && tab.person.isSensitive ? 'add with consent' : kind;
  return { answer: { childId: sent.childId ?? childId, kind: named, isDone: status === 303 }, status };
}

type Sent = {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Where it is another than the one that was drawn. */
  readonly childId?: string;
};

async function formOf(tab: Tab, child: string, kind: (typeof kinds)[number]): Promise<Sent | undefined> {
  if (kind === 'add') return { path: `/children/${child}/work`, fields: newWork(tab) };
  if (kind === 'answer') return answerForm(tab);
  if (kind === 'consent') return { path: `/children/${child}/consents`, fields: consentFields(tab) };
  if (kind === 'withdraw') return withdrawalForm(tab, child);
  return workForm(tab, child, kind);
}

async function workForm(
  { browser, person, chance, today }: Tab,
  child: string,
  kind: 'confirm' | 'end' | 'hand over' | 'lead' | 'offer lead',
): Promise<Sent | undefined> {
  const works = await browser.get(`/children/${child}/work`, person.cookie);
  const link = /"(\/children\/[\w-]+\/work\/[\w-]{20,})"/.exec(works.body)?.[1];
  if (link === undefined) return undefined;
  const { body } = await browser.get(link, person.cookie);
  const version = /name="version" value="(\d+)"/.exec(body)?.[1];
  if (version === undefined) return undefined;
  const among = (name: string) => [
    ...body.matchAll(
      new RegExp(`name="${name}"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="${name}"`, 'g'),
    ),
  ];
  const choose = (name: string) => {
    const [first = '', ...others] = among(name).map((match) => match[1] ?? match[2] ?? '');
    return oneOf(chance, first, ...others);
  };
  switch (kind) {
    case 'confirm':
      return { path: `${link}/confirmations`, fields: { version } };
    case 'lead':
      return { path: `${link}/leads`, fields: { version } };
    case 'end':
      return { path: `${link}/ends`, fields: { version, ...dayFields('ends', today) } };
    case 'hand over':
      return { path: `${link}/hand-overs`, fields: { version, to: choose('to') } };
    case 'offer lead':
      return { path: `${link}/lead-offers`, fields: { version, leader: choose('leader') } };
  }
}

async function answerForm({ browser, person, chance, names }: Tab): Promise<Sent | undefined> {
  const { body } = await browser.get('/hand-overs', person.cookie);
  const offers =
    /<bdi>([^<]+)<\/bdi>(?:(?!<bdi>)[^])*?"\/children\/([\w-]+)\/hand-overs\/([\w-]+)\/answers"/g;
  const [first, ...others] = [...body.matchAll(offers)];
  if (first === undefined) return undefined;
  const [, name = '', child = '', offer = ''] = oneOf(chance, first, ...others);
  const childId = names.get(name);
  if (childId === undefined) return undefined;
  const answer = oneOf(chance, 'accepted', 'accepted', 'declined');
  return { path: `/children/${child}/hand-overs/${offer}/answers`, fields: { answer }, childId };
}

async function withdrawalForm({ browser, person }: Tab, child: string): Promise<Sent | undefined> {
  const { body } = await browser.get(`/children/${child}/consents`, person.cookie);
  const consent = /name="consent" value="([^"]+)"/.exec(body)?.[1];
  return consent === undefined
    ? undefined
    : { path: `/children/${child}/consents/withdrawals`, fields: { consent } };
}

function newWork(tab: Tab): Readonly<Record<string, string>> {
  const { person, today } = tab;
  const work = { team: person.team, reachedBy: 'team', ...dayFields('since', today) };
  return person.isSensitive ? { ...work, basis: 'consent', ...consentFields(tab) } : work;
}

function consentFields({ today }: Tab): Readonly<Record<string, string>> {
  return { givenBy: 'child', ...dayFields('given', today), ...dayFields('until', today) };
}

function dayFields(name: string, day: string): Readonly<Record<string, string>> {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
}

function found(pattern: RegExp, body: string): string {
  const value = pattern.exec(body)?.[1];
  if (value === undefined) throw new Error('A page is not as it was expected');
  return value;
}
