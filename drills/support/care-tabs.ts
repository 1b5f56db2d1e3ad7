import type { Browser } from './browser.ts';
import type { CareDone } from './care-checking.ts';
import { oneOf, type Chance } from './chance.ts';

/** A child to work with, and somebody who does. */
export type Child = {
  readonly childId: string;
  readonly family: string;
  readonly given: string;
  readonly born: string;
};
export type Person = {
  readonly cookie: string;
  readonly team: string;
  readonly isSensitive: boolean;
  /** Of those who decide about shields. */
  readonly isSocial: boolean;
};

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

/** Opens a tab in which each child was found. */
export async function openTab(
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
  'shield',
  'ask to lift',
  'lift',
] as const;

/** Does one thing, drawn by lot, with one of the children. */
export async function operate(tab: Tab): Promise<{ readonly answer: CareDone; readonly status: number }> {
  const [first, ...others] = [...tab.handles];
  if (first === undefined) throw new Error('There are no children to work with');
  const [childId, child] = oneOf(tab.chance, first, ...others);
  const kind = oneOf(tab.chance, ...kinds);
  const sent = await formOf(tab, child, kind);
  if (sent === undefined) return { answer: { childId, kind, isDone: false }, status: 404 };
  const form = { 'form-token': tab.formToken, ...sent.fields };
  const { status, location = '' } = await tab.browser.post(sent.path, tab.person.cookie, form);
  const isDone = status === 303 && !location.startsWith('/step-up');
  const named = kind === 'add' && tab.person.isSensitive ? 'add with consent' : kind;
  return { answer: { childId: sent.childId ?? childId, kind: named, isDone }, status };
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
  if (kind === 'shield') return { path: `/children/${child}/shields`, fields: shieldFields(tab) };
  if (kind === 'ask to lift' || kind === 'lift') return liftForm(tab, kind);
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
    default:
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

function shieldFields({ chance }: Tab): Readonly<Record<string, string>> {
  const because = oneOf(chance, 'risk of violence', 'domestic abuse', 'other risk to safety');
  return { whom: 'child', because };
}

// Of any shield that the council has: one that a race took the second step with asks for the first again.
async function liftForm(
  { browser, person, chance }: Tab,
  kind: 'ask to lift' | 'lift',
): Promise<Sent | undefined> {
  if (!person.isSocial) return undefined;
  const { body } = await browser.get('/shields', person.cookie);
  const [first, ...others] = [...body.matchAll(/"(\/shields\/[\w-]{20,})"/g)].map((match) => match[1] ?? '');
  if (first === undefined) return undefined;
  const shield = oneOf(chance, first, ...others);
  const which = { childId: 'of a shield' };
  return kind === 'lift'
    ? { path: `${shield}/lift-decisions`, fields: { decision: 'lift' }, ...which }
    : { path: `${shield}/lifts`, fields: { because: 'danger is over' }, ...which };
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
