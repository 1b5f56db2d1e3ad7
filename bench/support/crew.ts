import { createHash, randomBytes } from 'node:crypto';
import { isRole, reasonsOf } from '../../src/domain/roles.ts';
import type { Reason } from '../../src/domain/reasons.ts';
import { practicePassword, practicePin, practiceUsers } from '../../src/population/practice-users.ts';
import type { Owner } from './database.ts';
import { cookiesOf, headerOf, openConnection, type Connection } from './http-connection.ts';
import type { Product } from './product.ts';

/** Somebody signed in. */
export type Member = {
  readonly secret: string;
  readonly cookie: string;
  readonly reason: Reason;
  /** What the forms of this session carry; read from a page. */
  formToken: string;
  searchesLeft: number;
};

export type Crew = {
  /** Somebody who may make one more search. */
  readonly next: () => Member;
  /** Says that everybody was here a moment ago, as people are who have just looked at a page. */
  readonly refresh: () => Promise<void>;
  readonly disband: () => Promise<void>;
};

// Budgets ask for a reason when a further search could list the 251st child of the day, and one lists up to twenty
// (src/domain/budget.ts): this many are free whatever they find.
const searchesEach = 11;

/**
 * People enough for so many searches within everybody's budgets. Eight sign in as people do; the sessions of the others
 * are put into the database, since each sign-in takes a tenth of a second by design.
 */
export async function gatherCrew(product: Product, searches: number, connections: number): Promise<Crew> {
  const { owner, port } = product;
  const signedIn = await signInSome(product, connections);
  const added = await addMembers(owner, Math.ceil(searches / searchesEach));
  const members = [...signedIn, ...added];
  await readTokens(port, members, connections);
  let turn = 0;
  return {
    // Each in turn: one person's searches are counted one after the other, and nobody sends eight at once.
    next: () => {
      const member = members[turn % members.length];
      turn += 1;
      if (member === undefined || member.searchesLeft === 0)
        throw new Error('Everybody has searched as often as their budget allows');
      member.searchesLeft -= 1;
      return member;
    },
    refresh: async () => {
      await owner.rows('update session set seen_at = now() where ended_at is null');
    },
    disband: () => disband(owner),
  };
}

/** Signs in through the pages, with password, PIN and code. */
async function signInSome(product: Product, count: number): Promise<readonly Member[]> {
  const some = practiceUsers.filter(({ role, lapse }) => lapse === undefined && reasonsOf(role).length > 0);
  const members: Member[] = [];
  for (const { userName, role } of some.slice(0, count)) {
    const code = (await product.run(['token', userName])).trim();
    const connection = await openConnection(product.port); // now: one that waits is soon closed
    const cookie = await signIn(connection, userName, code);
    connection.close();
    members.push(memberOf(cookie, role));
  }
  return members;
}

async function signIn(connection: Connection, userName: string, code: string): Promise<string> {
  const first = await connection.send({ method: 'GET', path: '/sign-in' });
  const visit = cookiesOf(first).join('; ');
  const formToken = formTokenIn(first.body.toString());
  const factors = {
    'form-token': formToken,
    'user-name': userName,
    password: practicePassword,
    pin: practicePin,
  };
  const asked = await connection.send({ method: 'POST', path: '/sign-in', cookie: visit, form: factors });
  const cookie = [visit, ...cookiesOf(asked)].join('; ');
  const form = { 'form-token': formToken, code };
  const answered = await connection.send({ method: 'POST', path: '/sign-in/code', cookie, form });
  const session = cookiesOf(answered).find((pair) => pair.startsWith('__Host-session='));
  if (headerOf(answered, 'location') !== '/' || session === undefined)
    throw new Error(`${userName} was not let in: ${answered.status}`);
  return session;
}

function memberOf(cookie: string, role: string): Member {
  const reason = isRole(role) ? reasonsOf(role)[0] : undefined;
  if (reason === undefined) throw new Error(`A ${role} opens no record`);
  const secret = cookie.slice(cookie.indexOf('=') + 1);
  return { secret, cookie, reason, formToken: '', searchesLeft: searchesEach };
}

async function addMembers(owner: Owner, count: number): Promise<readonly Member[]> {
  await disband(owner);
  const secrets = Array.from({ length: count }, () => randomBytes(32).toString('base64url'));
  const hashes = secrets.map((secret) => createHash('sha256').update(secret).digest('hex'));
  await owner.rows(addAccounts, [count]);
  const rows = await owner.rows(addSessions, [hashes]);
  return rows.map(([role], place) => memberOf(`__Host-session=${secrets[place] ?? ''}`, role ?? ''));
}

// Colleagues of the invented users: same roles, same organisations, nobody's post.
const addAccounts = `
  with model as (
    select role, organisation_id, row_number() over (order by account_id) as place, count(*) over () as models
    from account
    where state = 'active' and practitioner_id is not null and user_name not like 'bench-%'
  )
  insert into account (user_name, full_name, organisation_id, role, vetted_on, trained_on, agreement_signed_on,
    agreement_version, state)
  select 'bench-' || number, 'Bench ' || number, organisation_id, role, current_date, current_date, current_date, 1, 'active'
  from generate_series(1, $1::integer) as number
  join model on place = 1 + number % models
  on conflict (user_name) do update set state = 'active', vetted_on = current_date, trained_on = current_date`;

const addSessions = `
  with session_of as (
    select account_id, role, decode(hash, 'hex') as session_hash, number
    from unnest($1::text[]) with ordinality as secret (hash, number)
    join account on user_name = 'bench-' || number
  ), added as (
    insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, failures_before)
    select session_hash, account_id, now(), now(), now(), 0
    from session_of
  )
  select role from session_of order by number`;

async function disband(owner: Owner): Promise<void> {
  await owner.rows(`update session set ended_at = now()
    where ended_at is null and account_id in (select account_id from account where user_name like 'bench-%')`);
  await owner.rows(`update account set state = 'closed' where user_name like 'bench-%'`);
  // A run is a day's work: the next one begins another day.
  if ((await owner.number(`select count(*) from pg_class where relname = 'account_day'`)) > 0)
    await owner.rows('delete from account_day');
}

async function readTokens(port: number, members: readonly Member[], connections: number): Promise<void> {
  const waiting = members.values();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = await openConnection(port);
      for (const member of waiting) {
        const page = await connection.send({ method: 'GET', path: '/find', cookie: member.cookie });
        member.formToken = formTokenIn(page.body.toString());
      }
      connection.close();
    }),
  );
}

function formTokenIn(page: string): string {
  const token = /name="form-token" value="([^"]+)"/.exec(page)?.[1];
  if (token === undefined) throw new Error('A page that should have a form has none');
  return token;
}
