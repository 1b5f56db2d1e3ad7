import { setTimeout as pause } from 'node:timers/promises';
import { openBrowser, type Answer, type Browser } from './browser.ts';
import type { Person } from './people.ts';
import { searchByName, type Sought } from './searches.ts';

/** Who asks for what, where. */
export type Crowd = {
  readonly port: number;
  readonly next: () => Person;
  readonly team: string;
  readonly children: readonly Sought[];
};

/** One request and how it was answered; 0 where it was not. */
export type Asked = {
  readonly kind: 'search' | 'opening' | 'write';
  readonly status: number;
  readonly ms: number;
  /** When it was to be sent, by performance.now(). */
  readonly at: number;
};

/**
 * Sends so many searches a second whatever becomes of them, as people do who do not know of each other; of what is found each second
 * one is opened, and of each tenth its worker says that they work with the child. Answers when all are answered.
 */
export async function askInTheOpen(
  crowd: Crowd,
  load: {
    readonly searchesEachSecond: number;
    readonly seconds: number;
    readonly note: (asked: Asked) => void;
  },
  stop: AbortSignal = new AbortController().signal,
): Promise<void> {
  const browser = openBrowser(crowd.port, undefined, 5_000);
  const began = performance.now();
  const visits: Promise<void>[] = [];
  const all = Math.round(load.searchesEachSecond * load.seconds);
  for (let nth = 0; nth < all && !stop.aborted; nth += 1) {
    const at = began + (nth * 1000) / load.searchesEachSecond;
    const early = at - performance.now();
    if (early > 1) await pause(early);
    visits.push(visit({ crowd, browser, note: load.note }, nth, at));
    if (visits.length >= 10_000) await Promise.all(visits.splice(0, 5_000));
  }
  await Promise.all(visits);
  browser.close();
}

type Visiting = { readonly crowd: Crowd; readonly browser: Browser; readonly note: (asked: Asked) => void };

async function visit(visiting: Visiting, nth: number, at: number): Promise<void> {
  const { crowd, browser } = visiting;
  const person = crowd.next();
  const child = crowd.children[nth % crowd.children.length];
  if (child === undefined) throw new Error('There is no child to look for');
  const list = await noted(visiting, 'search', at, () => search(browser, person, child));
  const handle = /href="\/children\/([^"/]+)"/.exec(list?.body ?? '')?.[1];
  if (handle === undefined || nth % 2 !== 0) return;
  const { cookie, formToken } = person;
  const reason = { 'form-token': formToken, reason: 'concern about the child', footing: 'not asked yet' };
  await noted(visiting, 'opening', performance.now(), () =>
    browser.post(`/children/${handle}/views`, cookie, reason),
  );
  if (nth % 10 !== 0) return;
  const work = { 'form-token': formToken, team: crowd.team, reachedBy: 'team', ...today() };
  await noted(visiting, 'write', performance.now(), () =>
    browser.post(`/children/${handle}/work`, cookie, work),
  );
}

async function search(browser: Browser, { cookie, formToken }: Person, child: Sought): Promise<Answer> {
  const { day, month, year, ...others } = searchByName(child);
  const date = { 'dateOfBirth-day': day, 'dateOfBirth-month': month, 'dateOfBirth-year': year };
  const taken = await browser.post('/searches', cookie, { 'form-token': formToken, ...others, ...date });
  return taken.status === 303 && taken.location !== undefined ? browser.get(taken.location, cookie) : taken;
}

async function noted(
  { note }: Visiting,
  kind: Asked['kind'],
  at: number,
  request: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    const answer = await request();
    note({ kind, status: answer.status, ms: performance.now() - at, at });
    return answer;
  } catch {
    note({ kind, status: 0, ms: performance.now() - at, at });
    return undefined;
  }
}

function today(): Readonly<Record<string, string>> {
  const [year = '', month = '', day = ''] = new Date().toISOString().slice(0, 10).split('-');
  return { 'since-day': day, 'since-month': month, 'since-year': year };
}
