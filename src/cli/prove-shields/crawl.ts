import type { Probed } from '../../services/shield-probes.ts';
import { knownFrom, mayBeOf, tellsByPlace, tellsHome, tellsInRow, tellsSecret, type Told } from './leaks.ts';
import { textIn, type Answered, type Visitor } from './visitor.ts';

/** A way in, as the service lists its own. */
export type Way = { readonly method: 'GET' | 'POST'; readonly path: string };

/** One thing that an answer told, and to whom. No child is named. */
export type Leak = { readonly userName: string; readonly way: string; readonly tells: Told };

/** What the crawl adds up. */
export type Tally = {
  readonly leaks: Leak[];
  readonly tried: Set<string>;
  /** What of who a child is was shown on which way. */
  readonly shown: Map<string, ReadonlySet<string>>;
  /** Whether to go home now. */
  readonly isEnough: () => boolean;
  probes: number;
};

// These end the session or cover its pages: tried last.
const last = ['/covers', '/covered', '/resumptions', '/sign-out'];
// Beside the routes: what a server answers of itself.
const besides: readonly Way[] = ['/health', '/ready', '/metrics', '/nowhere'].map((path) => ({
  method: 'GET',
  path,
}));

/** Tries every way that names no child, as one user, against all of the children at once. */
export async function crawlPages(
  visitor: Visitor,
  ways: readonly Way[],
  children: readonly Probed[],
  tally: Tally,
): Promise<void> {
  const plain = [...ways.filter(({ path }) => !path.includes(':child')), ...besides];
  const inOrder = [
    ...plain.filter(({ path }) => !last.includes(path)),
    ...plain.filter(({ path }) => last.includes(path)),
  ];
  const found = new Map<string, string>();
  for (const way of inOrder) {
    if (tally.isEnough()) return;
    const path = fill(way.path, found);
    const answer = await send(visitor, way, path, {});
    for (const href of answer.body.matchAll(/href="(\/[^"?#]*)/g))
      if (href[1] !== undefined) note(found, ways, href[1]);
    await judge(visitor, way, tally, () =>
      firstOf(children, (child) => tellsHome(child, answer) ?? tellsInRow(child, answer)),
    );
  }
}

/**
 * Searches for one child in every way and tries every way that names a child with them, as one user. Briefly: without those
 * that would need an id which this user was given none of, and so refuse.
 */
export async function crawlChild(
  visitor: Visitor,
  ways: readonly Way[],
  child: Probed,
  tally: Tally,
  how: 'in full' | 'briefly' = 'in full',
): Promise<void> {
  const known = knownFrom(await visitor.get('/about'), visitor.own);
  const shown = await search(visitor, child, {}, tally, known);
  await search(visitor, child, { number: child.contactPointNumber }, tally, known);
  if (child.nhsNumber !== null) await search(visitor, child, { number: child.nhsNumber }, tally, known);
  for (const typed of byPlace(child))
    if (!tally.isEnough()) await searchByPlace(visitor, child, typed, tally);
  if (!tally.isEnough()) await listOwn(visitor, child, tally);
  const handle = /"\/children\/([\w-]{20,})"/.exec(rowWith(child, shown?.body ?? ''))?.[1] ?? 'guessed';
  const found = new Map<string, string>();
  for (const way of ofChildren(ways)) {
    if (tally.isEnough()) return;
    const real = found.get(way.path) ?? way.path.replace(':child', handle);
    if (real.includes(':') && how === 'briefly') continue;
    const answer = await send(visitor, way, real.replaceAll(/:\w+/g, 'guessed'), fieldsFor(way.path));
    for (const href of answer.body.matchAll(/href="(\/[^"?#]*)/g)) note(found, ways, href[1] ?? '');
    noteShown(tally, way, child, answer);
    await judge(visitor, way, tally, () => tellsSecret(child, answer, known));
    await followReceipt(visitor, child, answer, tally, known);
  }
}

const opens = '/children/:child/views';

// What opens the record first: its page leads on to others.
function ofChildren(ways: readonly Way[]): readonly Way[] {
  const named = ways.filter(({ path }) => path.includes(':child'));
  return [...named.filter(({ path }) => path === opens), ...named.filter(({ path }) => path !== opens)];
}

// Who it is may be shown (2007 Regulations); where, on which ways, stands in a checked-in file.
function noteShown(tally: Tally, { method, path }: Way, child: Probed, { body }: Answered): void {
  const page = textIn(body);
  const { year } = child.born;
  const shown = [
    ...(page.includes(child.name) ? ['name'] : []),
    ...(page.includes(child.name) && page.includes(year) ? ['date of birth'] : []),
    ...(page.includes(child.contactPointNumber) ? ['ContactPoint number'] : []),
  ];
  const way = `${method} ${path}`;
  tally.shown.set(way, new Set([...(tally.shown.get(way) ?? []), ...shown]));
}

type Fields = Readonly<Record<string, string>>;

function typedOf({ born }: Probed): Fields {
  return { 'dateOfBirth-day': born.day, 'dateOfBirth-month': born.month, 'dateOfBirth-year': born.year };
}

function byPlace(child: Probed): readonly Fields[] {
  const { givenName, familyName, postcode, gender } = child;
  return [
    { givenName, familyName, postcode, ...typedOf(child) },
    { givenName, postcode, ...typedOf(child) },
    { givenName, familyName, postcode, gender },
    { familyName, postcode, ...typedOf(child) },
    { number: child.nhsNumber ?? child.contactPointNumber, postcode },
  ];
}

async function search(visitor: Visitor, child: Probed, typed: Fields, tally: Tally, known: string) {
  const fields =
    typed['number'] === undefined
      ? { givenName: child.givenName, familyName: child.familyName, ...typedOf(child) }
      : typed;
  const answer = await results(visitor, fields, tally);
  if (answer === undefined) return undefined;
  const way = { method: 'GET', path: '/searches/:search' } as const;
  await judge(visitor, way, tally, () => tellsInRow(child, answer) ?? tellsSecret(child, answer, known));
  return answer;
}

async function searchByPlace(visitor: Visitor, child: Probed, typed: Fields, tally: Tally): Promise<void> {
  const answer = await results(visitor, typed, tally);
  if (answer === undefined) return;
  const homes = child.homes.filter((one) => one !== child.postcode); // it was typed
  const way = { method: 'GET', path: '/searches/:search' } as const;
  await judge(
    visitor,
    way,
    tally,
    () => tellsByPlace(child, answer) ?? tellsHome({ ...child, homes }, answer),
  );
}

async function results(visitor: Visitor, fields: Fields, tally: Tally): Promise<Answered | undefined> {
  tally.probes += 1;
  tally.tried.add('POST /searches');
  const taken = await visitor.post('/searches', fields);
  if (taken.status !== 303 || !taken.location.startsWith('/searches/')) return undefined;
  return visitor.get(taken.location);
}

// The list of those one works with, filtered so that the child is on its first page where they are on it at all.
async function listOwn(visitor: Visitor, child: Probed, tally: Tally): Promise<void> {
  tally.probes += 1;
  tally.tried.add('POST /caseloads');
  const taken = await visitor.post('/caseloads', { beginning: child.familyName });
  if (taken.status !== 303 || !taken.location.startsWith('/caseloads/')) return;
  const answer = await visitor.get(taken.location);
  const way = { method: 'GET', path: '/caseloads/:filter' } as const;
  await judge(visitor, way, tally, () => tellsInRow(child, answer) ?? tellsHome(child, answer));
}

async function followReceipt(
  visitor: Visitor,
  child: Probed,
  { body }: Answered,
  tally: Tally,
  known: string,
) {
  const [, receipt] = /href="(\/receipts\/[\w-]+)"/.exec(body) ?? [];
  if (receipt === undefined) return;
  for (const [path, way] of [
    [receipt, '/receipts/:event'],
    [`${receipt}/proof`, '/receipts/:event/proof'],
  ] as const) {
    const answer = await visitor.get(path);
    await judge(visitor, { method: 'GET', path: way }, tally, () => tellsSecret(child, answer, known));
  }
}

// Only what shows more is filled in as its page sends it; every other form is sent empty, which changes nothing.
function fieldsFor(path: string): Fields {
  return path === opens ? { reason: 'emergency', footing: 'urgent' } : {};
}

async function send(visitor: Visitor, { method }: Way, path: string, fields: Fields): Promise<Answered> {
  const first = method === 'GET' ? await visitor.get(path) : await visitor.post(path, fields);
  if (!first.location.startsWith('/') || method === 'GET') return first;
  const next = await visitor.get(first.location);
  return { ...next, whole: `${first.whole}\n${next.whole}` };
}

async function judge(visitor: Visitor, way: Way, tally: Tally, tells: () => Told | undefined): Promise<void> {
  tally.probes += 1;
  tally.tried.add(`${way.method} ${way.path}`);
  const told = tells();
  if (told !== undefined)
    tally.leaks.push({ userName: visitor.userName, way: `${way.method} ${way.path}`, tells: told });
}

function firstOf(children: readonly Probed[], tells: (child: Probed) => Told | undefined): Told | undefined {
  for (const child of children) {
    const told = tells(child);
    if (told !== undefined) return told;
  }
  return undefined;
}

// Real ids where a page of this user had any, for reading; a form with an id is sent to one that nobody has.
function fill(path: string, found: ReadonlyMap<string, string>): string {
  if (!path.includes(':')) return path;
  return found.get(path) ?? path.replaceAll(/:\w+/g, 'guessed');
}

function note(found: Map<string, string>, ways: readonly Way[], href: string): void {
  for (const { method, path } of ways) {
    if (method !== 'GET' || !path.includes(':') || found.has(path)) continue;
    if (new RegExp(`^${path.replaceAll(/:\w+/g, '[\\w-]{16,}')}$`).test(href)) found.set(path, href);
  }
}

function rowWith(child: Probed, body: string): string {
  return body.split(/<li\b/).find((row) => mayBeOf(child, textIn(`<li${row}`))) ?? '';
}
