import type { TypedSearch } from '../../src/domain/criteria.ts';
import type { Crew, Member } from './crew.ts';
import { headerOf, openConnection, type Connection } from './http-connection.ts';
import type { Search } from './searches.ts';

/** A child that a list led to, in the session that was given the list. */
export type Lead = { readonly member: Member; readonly handle: string };

/** One search as a person makes it: from its POST to its rendered list. Answers the first child it leads to. */
export async function searchPage(
  connection: Connection,
  member: Member,
  typed: TypedSearch,
): Promise<Lead | undefined> {
  const { cookie, formToken } = member;
  const form = { 'form-token': formToken, ...fieldsOf(typed) };
  const taken = await connection.send({ method: 'POST', path: '/searches', cookie, form });
  const path = headerOf(taken, 'location');
  if (taken.status !== 303 || path === undefined) throw new Error(`A search was answered ${taken.status}`);
  const list = await connection.send({ method: 'GET', path, cookie });
  if (list.status !== 200) throw new Error(`A list was answered ${list.status}`);
  const handle = /href="\/children\/([^"/]+)"/.exec(list.body.toString('latin1'))?.[1];
  return handle === undefined ? undefined : { member, handle };
}

/** Opens one record: the form with the reason, to the page with its contacts. */
export async function openRecord(connection: Connection, { member, handle }: Lead): Promise<void> {
  const { cookie, formToken, reason } = member;
  const form = { 'form-token': formToken, reason, footing: 'not asked yet' };
  const path = `/children/${handle}/views`;
  const page = await connection.send({ method: 'POST', path, cookie, form });
  if (page.status !== 200) throw new Error(`An opening was answered ${page.status}`);
}

/** Makes every one of these searches, some at once. Answers where they led. */
export async function searchAll(
  port: number,
  connections: number,
  crew: Crew,
  searches: readonly Search[],
): Promise<readonly Lead[]> {
  const leads: Lead[] = [];
  const waiting = searches.values();
  await onConnections(port, connections, async (connection) => {
    for (const search of waiting) {
      const lead = await searchPage(connection, crew.next(), search.typed);
      if (lead !== undefined) leads.push(lead);
    }
  });
  return leads;
}

/** How often a second the work is done on so many connections, each beginning again as soon as it is answered. */
export async function perSecond(
  port: number,
  connections: number,
  seconds: number,
  work: (connection: Connection) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  const began = performance.now();
  const ends = began + seconds * 1000;
  await onConnections(port, connections, async (connection) => {
    while (performance.now() < ends) {
      await work(connection);
      done += 1;
    }
  });
  return (done * 1000) / (performance.now() - began);
}

/** Each in turn, and then from the beginning. */
export function inTurn<Value>(values: readonly Value[]): () => Value {
  let turn = 0;
  return () => {
    const value = values[turn % values.length];
    turn += 1;
    if (value === undefined) throw new RangeError('There is nothing to take in turn');
    return value;
  };
}

async function onConnections(
  port: number,
  connections: number,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = await openConnection(port);
      try {
        await work(connection);
      } finally {
        connection.close();
      }
    }),
  );
}

function fieldsOf({ day, month, year, ...others }: TypedSearch): Readonly<Record<string, string>> {
  return { ...others, 'dateOfBirth-day': day, 'dateOfBirth-month': month, 'dateOfBirth-year': year };
}
