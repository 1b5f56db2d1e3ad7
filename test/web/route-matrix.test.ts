import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { practiceUsers } from '../../src/population/practice-users.ts';
import { readAssets } from '../../src/web/assets.ts';
import { routes, type Route } from '../../src/web/routes.ts';
import { openBrowser } from '../support/browser.ts';
import { assertExpected, inColumns } from '../support/expected.ts';
import { lookAt, type GalleryPage } from '../support/gallery.ts';
import { factorsOf, openProduct } from '../support/product.ts';
import { sessionOf, tokenOf } from '../support/sessions.ts';
import { newWire, textIn, type Wire, type WireAnswer } from '../support/wire.ts';

// Nobody, one of each kind of user, and one of each lapse.
const visitors: Readonly<Record<string, string>> = {
  nobody: '',
  practitioner: 'ruth.barlow',
  'police officer': 'tom.ashworth',
  'record keeper': 'rachel.stone',
  'account administrator': 'peter.lowe',
  'office administrator': 'joan.mistry',
  reviewer: 'anna.whitfield',
  'security check lapsed': 'laura.finch',
  'training lapsed': 'omar.siddiqui',
  'agreement not signed': 'beth.crompton',
  suspended: 'carl.entwistle',
  closed: 'ian.mather',
  'accreditation lapsed': 'nina.halliwell',
};
const everyVisitor = Object.keys(visitors);
const seesChildren = ['practitioner', 'police officer', 'record keeper'];

const manners = ['as its page sends it', 'filled in wrongly', 'without its token'] as const;
type Manner = (typeof manners)[number];

/** One request that was made, and what came of it. */
type Walk = {
  readonly route: Route;
  readonly visitor: string;
  readonly manner: Manner;
  readonly answer: WireAnswer;
  readonly logged: readonly Logged[];
};
type Fields = Readonly<Record<string, string>>;
type Logged = {
  readonly act: string;
  readonly outcome: string;
  readonly userName: string;
  readonly childIds: readonly number[];
};

// Wrong in every form that has the field.
const wrongFields: Fields = {
  'user-name': '',
  code: '12345',
  kind: 'spy ring',
  beginning: '%',
  familyName: '*',
  reason: 'curiosity',
  footing: 'urgent',
  name: '<>',
  evidence: 'hearsay',
  version: '1',
};

const aTeam: Fields = {
  name: 'Front desk',
  serviceKind: 'probation',
  telephone: '01632 960 010',
  email: 'desk@probation.example',
  hours: 'Mon-Fri 09:00-17:00',
};
const anAccreditation: Fields = {
  evidence: 'inspection',
  reference: 'HMIP 2026/14',
  'until-day': '1',
  'until-month': '6',
  'until-year': '2028',
  disciplinaryName: 'Conduct team',
  disciplinaryTelephone: '01632 960 011',
  disciplinaryEmail: 'conduct@probation.example',
};

const atFirst: Fields = { version: '1' };
const ownWork: Fields = {
  ...atFirst,
  team: '0',
  'since-day': '1',
  'since-month': '11',
  'since-year': '2026',
  reachedBy: 'team',
};

const product = await openProduct({ after });
const users = new Set(practiceUsers.map(({ fullName }) => fullName));
const children = await readChildren();
const sought = await readSought();
const strangers = await readStrangers();
await fillDesk();
const walks = await walkEverywhere();

test('every route leads everybody where the checked-in matrix says', () => {
  const blocks = routes.map((route) => {
    const rows = visitorsOf(route).map((visitor) => [visitor, leadsOf(route, visitor)]);
    return `${nameOf(route)} (${route.permission})\n${inColumns(rows).replaceAll(/^/gm, '  ').trimEnd()}\n`;
  });
  assertExpected('route-matrix.txt', `${manners.join(' | ')}\n\n${blocks.join('\n')}`);
});

test('no route shows a child and does not log it', () => {
  const unlogged = walks.filter(({ answer, logged }) => {
    const written = new Set(logged.flatMap(({ childIds }) => childIds));
    return childrenIn(answer).some(({ childId }) => !written.has(childId));
  });
  assert.deepEqual(unlogged.map(spell), []);
});

test('a route shows children if, and only if, it is declared to', () => {
  const showing = new Set(walks.filter(showsChild).map(({ route }) => route));
  const declared = routes.filter(({ shows }) => shows === 'children');
  assert.deepEqual(routes.filter((route) => showing.has(route)).map(nameOf), declared.map(nameOf));
});

test('a look is logged under the account of whoever looked, and no other', () => {
  for (const one of walks.filter(showsChild))
    assert.deepEqual(
      new Set(one.logged.map(({ userName }) => userName)),
      new Set([visitors[one.visitor]]),
      spell(one),
    );
});

test('nobody but practitioners and record keepers is ever shown a child', () => {
  const shown = walks.filter((one) => showsChild(one) && !seesChildren.includes(one.visitor));
  assert.deepEqual(shown.map(spell), []);
});

test('every refusal of somebody who is known is logged', () => {
  const refused = walks.filter(
    ({ route, visitor, answer }) =>
      [403, 404].includes(answer.status) && visitor !== 'nobody' && route.permission !== 'anyone',
  );
  const silent = refused.filter(
    ({ logged, visitor }) =>
      !logged.some(
        ({ userName, act, outcome }) =>
          userName === visitors[visitor] && (outcome === 'refused' || act === 'sign out'),
      ),
  );
  assert.deepEqual(silent.map(spell), []);
  assert.ok(refused.length > 50);
});

test('no page with its styles and script is over 60 kB on the way', async () => {
  const { files } = await readAssets();
  const assets = [...files.values()].reduce((sum, { gzip }) => sum + gzip.length, 0);
  for (const [name, made] of Map.groupBy(walks, ({ route }) => nameOf(route))) {
    const longest = made.map(({ answer }) => answer.body).toSorted((a, b) => b.length - a.length)[0] ?? '';
    const bytes = assets + gzipSync(longest).length;
    assert.ok(bytes <= 60_000, `${name}: ${bytes} bytes`);
  }
});

test('each page can be used at any width, zoomed, in forced colours and by keyboard alone', async (t) => {
  const browser = await openBrowser();
  t.after(() => browser.close());
  const folder = process.env['GALLERY']; // npm run gallery looks at all of them, and keeps the pictures
  const pages = galleryPages().filter((_, at) => folder !== undefined || at % sampledPages === 0);
  assert.ok(pages.length >= 5);
  assert.deepEqual(await lookAt(browser, product.url, pages, folder), []);
});

test('other methods and other addresses lead nowhere', async () => {
  const wire = await sessionOf(product, 'ruth.barlow');
  const rows: string[][] = [];
  const known = routes.map(({ path }) => path.replaceAll(/:\w+/g, 'guessed'));
  for (const path of new Set([...known, ...stray])) {
    const row = [path];
    for (const method of methods) {
      const answer = await wire.send(method, path);
      if (!ownLists.has(path)) assert.deepEqual(childrenIn(answer), [], `${method} ${path}`);
      row.push(String(answer.status));
    }
    rows.push(row);
  }
  assertExpected('other-methods.txt', inColumns([['path, as a practitioner', ...methods], ...rows]));
});

const sampledPages = 15; // one in as many, of about 100

/** Each page that anybody was answered: once for each title that a route gives it, and each refusal once. */
function galleryPages(): readonly GalleryPage[] {
  const shown = walks.filter(({ answer }) => answer.body.includes('<h1'));
  const pages = [...Map.groupBy(shown, kindOfPage).values()].flatMap(([one]) => one ?? []);
  return pages.map((one, at) => ({
    name: `${String(at).padStart(3, '0')}-${slugOf(one)}`,
    title: leadOf(one),
    answer: one.answer,
  }));
}

function kindOfPage(one: Walk): string {
  const asksAgain = one.answer.body.includes('govuk-error-summary');
  return one.answer.status >= 400 && !asksAgain ? leadOf(one) : `${nameOf(one.route)} ${leadOf(one)}`;
}

function slugOf({ route, visitor }: Walk): string {
  return `${route.path} ${visitor}`.replaceAll(/[^a-z]+/g, '-').replaceAll(/^-|-$/g, '');
}

const ownLists = new Set(['/', '/hand-overs', '/contacts', '/contact-requests', '/consents']);
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'PURGE'];
// prettier-ignore
const stray = [
  '/health', '/ready', '/assets/guessed', '/assets/..%2f..%2fpackage.json', '/nowhere', '/sign-in/', '/SIGN-IN', '/.git/config',
  '/metrics', '/api', '/children', '/searches', '/children/1/views', '/../../etc/passwd',
];

async function walkEverywhere(): Promise<readonly Walk[]> {
  const made: Walk[] = [];
  for (const route of routes)
    for (const visitor of visitorsOf(route)) made.push(...(await walkInEachManner(route, visitor)));
  return made;
}

async function walkInEachManner(route: Route, visitor: string): Promise<readonly Walk[]> {
  const made: Walk[] = [];
  const [honest] = manners;
  for (const manner of route.method === 'GET' || hasLapsed(visitor) ? [honest] : manners)
    made.push(await walk(route, visitor, manner));
  return made;
}

// What is open to everybody does not ask who has lapsed.
function visitorsOf({ permission }: Route): readonly string[] {
  return permission === 'anyone' ? everyVisitor.filter((visitor) => !hasLapsed(visitor)) : everyVisitor;
}

// Whatever they send: their session is over before it is read.
function hasLapsed(visitor: string): boolean {
  return practiceUsers.some(({ userName, lapse }) => userName === visitors[visitor] && lapse !== undefined);
}

async function walk(route: Route, visitor: string, manner: Manner): Promise<Walk> {
  const userName = visitors[visitor] ?? '';
  const wire = userName === '' ? newWire(product.url) : await sessionOf(product, userName);
  const path = await addressFor(route, visitor, wire);
  const token = route.method === 'GET' && path !== '/sign-in/code' ? {} : await tokenOf(wire);
  if (route.path === '/hand-overs') await offerWork();
  if (route.path === '/contact-requests') await askForContact();
  if (route.path === '/consents') await letConsentEnd();
  if (route.path === '/contacts') await product.sql('update involvement set confirmed_on = null');
  const code = path === '/sign-in/code' ? await beginSignIn(wire, token) : '';
  const fields = {
    ...(manner === 'filled in wrongly' ? wrongFields : fieldsFor(route, visitor, code)),
    ...(manner === 'without its token' ? {} : token),
  };
  await product.sql('with parts as (delete from log_part) delete from log_entry');
  const answer = await (route.method === 'GET' ? wire.send('GET', path) : wire.post(path, fields));
  return { route, visitor, manner, answer, logged: await readLog() };
}

/** The route's address with ids that this visitor was given, where they can be given any; else with a practitioner's. */
async function addressFor({ path }: Route, visitor: string, own: Wire): Promise<string> {
  if (!path.includes(':')) return path;
  if (visitor === 'practitioner') return fill(path, own);
  if (visitor === 'police officer' && path.includes(':child')) return fill(path, own);
  if (visitor === 'record keeper' && path.includes(':shield'))
    return path.replace(':shield', await shieldHandle(own));
  if (visitor === 'record keeper' && path.startsWith('/desk/')) return deskAddress(path, own);
  if (visitor === 'record keeper' && !path.includes(':filter')) return fill(path, own);
  if (visitor === 'office administrator' && path.includes(':organisation'))
    return path.replace(':organisation', await organisationHandle(own));
  if (visitor === 'office administrator' && path === '/organisation-lists/:filter')
    return sent(own, '/organisation-lists', { name: 'bolton' });
  return strangers.get(path) ?? '';
}

/** The first organisation on the office's list of those that were never accredited, or the first of all. */
async function organisationHandle(wire: Wire): Promise<string> {
  const { body } = await wire.send('GET', '/organisations?kind=probation');
  const handle = /"\/organisations\/([\w-]{20,})"/.exec(body)?.[1];
  assert.ok(handle);
  return handle;
}

/** A queue of the desk, the first of its items, or the first merge. */
async function deskAddress(path: string, wire: Wire): Promise<string> {
  const queue = path.replace(':queue', 'disagreeing-facts');
  if (!path.includes(':item') && !path.includes(':merge')) return queue;
  const list = path.includes(':item') ? '/desk/queues/disagreeing-facts' : '/desk/merges';
  const { body } = await wire.send('GET', list);
  const handle = /"\/desk\/(?:items|merges)\/([\w-]{20,})"/.exec(body)?.[1];
  assert.ok(handle);
  return path.replace(/:item|:merge/, handle);
}

/** Things to put right, and a merge, of children whom nobody else here meets. */
async function fillDesk(): Promise<void> {
  const unmet = `select child_id, row_number() over (order by child_id desc) as no from child
    where not exists (select from involvement where involvement.child_id = child.child_id)
      and not exists (select from shield where shield.child_id = child.child_id)`;
  await product.sql(
    `insert into desk_item (child_id, queue, other, council_code, found_on, due_on)
      select child_id, 'disagreeing facts', 0, 350, '2026-11-20', '2026-12-04' from (${unmet}) as unmet where no <= 9`,
  );
  await product.sql(
    `insert into record_merge (child_id, first_child_id, second_child_id, decided_by_account, decided_at)
      select min(child_id) filter (where no = 10), min(child_id) filter (where no = 11), min(child_id) filter (where no = 12),
        (select account_id from account where user_name = 'rachel.stone'), '2026-11-20 10:00Z'
      from (${unmet}) as unmet`,
  );
  await product.sql(
    `insert into identity_change (child_id, change_no, kind, asked_by, asked_at)
      select child_id, 1, 'close former names', (select account_id from account where user_name = 'gordon.pike'), '2026-11-20 10:00Z'
      from (${unmet}) as unmet where no <= 9`,
  );
}

/** The first shield that the council has to decide about. */
async function shieldHandle(wire: Wire): Promise<string> {
  const { body } = await wire.send('GET', '/shields');
  const handle = /"\/shields\/([\w-]{20,})"/.exec(body)?.[1];
  assert.ok(handle);
  return handle;
}

async function fill(path: string, wire: Wire): Promise<string> {
  if (path.includes(':search')) return sent(wire, '/searches', sought);
  if (path.startsWith('/caseloads')) return sent(wire, '/caseloads', { beginning: 'a' });
  if (!path.includes(':child')) return path.replaceAll(/:\w+/g, 'guessed');
  await product.sql('delete from account_day'); // more searches are made here than an hour's budget lets
  const results = await wire.send('GET', await sent(wire, '/searches', sought));
  const handle = /"\/children\/([\w-]+)"/.exec(results.body)?.[1];
  assert.ok(handle);
  const ofChild = path.replace(':child', handle);
  if (ofChild.includes(':whom')) return ofChild.replace(':whom', await whomHandle(wire, handle));
  if (ofChild.includes(':request')) return requestAddress(wire, ofChild);
  if (ofChild.includes(':work')) return ofChild.replace(':work', await workHandle(wire, handle));
  return ofChild.replace(':handover', await offerHandle(wire));
}

/** The visitor's own work with the child, as it was before any walk; nobody's where they have none. */
async function workHandle(wire: Wire, child: string): Promise<string> {
  await product.sql(
    `update involvement set ended_on = null, version = 1 from account
      where account.practitioner_id = involvement.practitioner_id and user_name = 'ruth.barlow' and version > 1`,
  );
  await product.sql(
    `update hand_over set settled_as = 'withdrawn', settled_at = now() where settled_at is null`,
  );
  const { body } = await wire.send('GET', `/children/${child}/work`);
  return /\/work\/([\w-]{20,})"/.exec(body)?.[1] ?? 'guessed';
}

/** Whoever helps the child, as an opened record names them. */
async function whomHandle(wire: Wire, child: string): Promise<string> {
  await product.sql('delete from contact_request');
  const { body } = await wire.post(`/children/${child}/views`, {
    reason: 'concern about the child',
    footing: 'not asked yet',
    ...(await tokenOf(wire)),
  });
  return /\/asks\/([\w-]{20,})"/.exec(body)?.[1] ?? 'guessed';
}

/** A request that a colleague sends to the practitioner’s team, wherever it stands on their list. */
async function requestAddress(wire: Wire, path: string): Promise<string> {
  await askForContact();
  const { body } = await wire.send('GET', '/contact-requests');
  const found = /"\/children\/([\w-]{20,})\/contact-requests\/([\w-]{20,})"/.exec(body);
  const [, child = '', request = 'guessed'] = found ?? [];
  const named = found === null ? path : path.replace(/^\/children\/[^/]+/, `/children/${child}`);
  return named.replace(':request', request);
}

async function askForContact(): Promise<void> {
  await product.sql('delete from contact_request');
  await product.sql(
    `insert into contact_request (child_id, kind, to_team_id, reach_by, telephone, urgency, footing, asked_by, asked_at, state_at)
      select child_id, 'named', practitioner.team_id, 'telephone', '01632 960 123', 'today', 'urgent',
        (select account_id from account where user_name = 'grace.okafor'), now(), now()
      from involvement join account using (practitioner_id) join practitioner using (practitioner_id)
      where user_name = 'ruth.barlow' and ended_on is null
      order by child_id limit 1`,
  );
}

/** A consent of the practitioner’s own team that ends today. */
async function letConsentEnd(): Promise<void> {
  await product.sql(`delete from consent where consent_no = 99`);
  await product.sql(
    `with work as (
        update involvement set basis = 'consent', ended_on = null
        where (child_id, involvement_no) = (
          select child_id, involvement_no from involvement join account using (practitioner_id)
          where user_name = 'ruth.barlow' order by child_id limit 1)
        returning child_id, team_id
      )
      insert into consent (child_id, consent_no, team_id, footing, given_by, given_on, until_on)
      select child_id, 99, (select team_id from practitioner join account using (practitioner_id) where user_name = 'ruth.barlow'),
        'parent', 'mother', '2026-11-01', '2026-11-23' from work`,
  );
}

/** Something that a colleague offers to the practitioner's team: nobody else's, where the visitor is not of it. */
async function offerHandle(wire: Wire): Promise<string> {
  await offerWork();
  const { body } = await wire.send('GET', '/hand-overs');
  return /\/hand-overs\/([\w-]{20,})\/answers"/.exec(body)?.[1] ?? 'guessed';
}

async function offerWork(): Promise<void> {
  await product.sql(
    `insert into hand_over (child_id, hand_over_no, kind, involvement_no, to_team_id, asked_by, asked_at)
      select child_id, 1 + (select count(*) from hand_over), 'involvement', min(involvement_no), min(team_id),
        (select account_id from account where user_name = 'grace.okafor'), now()
      from involvement join account using (practitioner_id)
      where user_name = 'ruth.barlow' and ended_on is null
        and not exists (select from hand_over where settled_at is null)
      group by child_id order by child_id limit 1`,
  );
}

/** Each address with ids, as a practitioner was given it, for whoever can be given none. */
async function readStrangers(): Promise<ReadonlyMap<string, string>> {
  const wire = await sessionOf(product, 'amina.khan');
  const found = new Map<string, string>();
  for (const { path } of routes) if (path.includes(':')) found.set(path, await fill(path, wire));
  return found;
}

async function sent(wire: Wire, path: string, fields: Fields): Promise<string> {
  const answer = await wire.post(path, { ...fields, ...(await tokenOf(wire)) });
  assert.equal(answer.status, 303);
  return answer.headers.get('location') ?? '';
}

/** Takes the first page of signing in, and answers the code for the second. */
async function beginSignIn(wire: Wire, token: Fields): Promise<string> {
  await wire.post('/sign-in', { ...factorsOf('amina.khan'), ...token });
  return product.codeFor('amina.khan');
}

/** What an honest visitor fills in. */
function fieldsFor({ path }: Route, visitor: string, code: string): Fields {
  const reason = visitor === 'record keeper' ? 'accuracy of the record' : 'arranging support';
  const filled: Readonly<Record<string, Fields>> = {
    '/sign-in': factorsOf('amina.khan'),
    '/sign-in/code': { code },
    '/resumptions': { code },
    '/colleague': { name: 'Jane Smith', kind: 'police', place: '', identified: 'called back' },
    '/caseloads': { beginning: 'a' },
    '/searches': sought,
    '/organisation-lists': { name: 'bolton' },
    '/organisations': { kind: 'police', name: `Police ${randomUUID()}`, council: '350' },
    '/activate': { 'user-name': 'nobody.there', code: 'K7QF-2M9X-T4WD' },
    '/organisations/:organisation/teams': aTeam,
    '/organisations/:organisation/accreditations': anAccreditation,
    '/organisations/:organisation/accreditations/decisions': { decision: 'approved' },
    '/budget-reasons': { reason: 'duty desk' },
    '/children/:child/views': { reason, footing: 'not asked yet' },
    '/children/:child/work': ownWork,
    '/children/:child/work/:work/amendments': ownWork,
    '/children/:child/work/:work/ends': {
      ...atFirst,
      'ends-day': '23',
      'ends-month': '11',
      'ends-year': '2026',
    },
    '/children/:child/work/:work/confirmations': atFirst,
    '/children/:child/work/:work/take-overs': atFirst,
    '/children/:child/work/:work/leads': atFirst,
    '/children/:child/work/:work/hand-overs': { ...atFirst, to: 'nobody-0' },
    '/children/:child/work/:work/lead-offers': atFirst,
    '/contacts': { whose: 'mine' },
    '/children/:child/prints': { reason, footing: 'not asked yet' },
    '/children/:child/prints/addresses': { reason, footing: 'not asked yet' },
    '/children/:child/contact-requests/:request/answers': { ...atFirst, answer: 'declined' },
    '/children/:child/contact-requests/:request/ends': { ...atFirst, as: 'done' },
    '/calls': { reference: 'AAAA-AAAA-A' },
    '/children/:child/hand-overs/:handover/answers': { answer: 'declined' },
    '/children/:child/shields': { whom: 'child', because: 'risk of violence' },
    '/children/:child/emergencies': { reason: 'child is missing' },
    '/shields/:shield/decisions': { after: '6 months' },
    '/shields/:shield/lifts': { because: 'danger is over' },
    '/shields/:shield/lift-decisions': { decision: 'lift' },
    '/desk/keys': { keys: 'off' },
    '/desk/items/:item/arrangements': { to: 'me' },
    '/desk/items/:item/decisions': { decision: 'right as it is' },
    '/desk/items/:item/acceptances': { responsible: 'to' },
  };
  return filled[path] ?? {};
}

async function readChildren() {
  const rows = await product.sql('select child_id, given_names, family_name from child');
  return rows.map(([childId, given, family]) => ({ childId: Number(childId), name: `${given} ${family}` }));
}

/** What finds one of the children that the practitioner works with. */
async function readSought(): Promise<Fields> {
  const [row] = await product.sql(
    `select family_name, date_of_birth from child
      join involvement using (child_id)
      join account using (practitioner_id)
      where user_name = 'ruth.barlow' and ended_on is null
        and not exists (select from shield where shield.child_id = child.child_id)
      order by child_id`,
  );
  const [familyName = '', born = ''] = row ?? [];
  const [year = '', month = '', day = ''] = (born ?? '').split('-');
  return {
    familyName: familyName ?? '',
    'dateOfBirth-day': day,
    'dateOfBirth-month': month,
    'dateOfBirth-year': year,
  };
}

async function readLog(): Promise<readonly Logged[]> {
  const rows = await product.sql(
    `select act, body::json ->> 'outcome', coalesce(user_name, ''),
        (select coalesce(json_agg(child_id), '[]') from log_part
          where log_part.event_id = log_entry.event_id and child_id is not null)
      from log_entry
      left join account using (account_id)`,
  );
  return rows.map(([act, outcome, userName, childIds]) => ({
    act: act ?? '',
    outcome: outcome ?? '',
    userName: userName ?? '',
    childIds: [...(childIds ?? '').matchAll(/\d+/g)].map(Number),
  }));
}

function childrenIn({ body }: WireAnswer): typeof children {
  const text = textIn(body);
  return children.filter(({ name }) => text.includes(name) && !users.has(name));
}

function showsChild({ answer }: Walk): boolean {
  return childrenIn(answer).length > 0;
}

/** Where the route leads this visitor in each manner; once, where it is the same in all. */
function leadsOf(route: Route, visitor: string): string {
  const leads = walks.filter((one) => one.route === route && one.visitor === visitor).map(leadOf);
  return (new Set(leads).size === 1 ? leads.slice(0, 1) : leads).join(' | ');
}

// Where a page leads, or its title: with no id and no child's name in it.
function leadOf({ answer: { status, headers, body } }: Walk): string {
  const location = headers.get('location');
  if (location !== null)
    return `${status} ${location.replace(/(?<=^\/(?:children|searches|caseloads|organisation-lists|organisations|people-lists|cases|questions|desk\/items|desk\/merges)\/)[^/]+/, '…')}`;
  const title = /<title>(.*?) – ContactPoint<\/title>/.exec(body)?.[1] ?? '';
  return `${status} ${children.reduce((masked, { name }) => masked.replace(name, '…'), textIn(title))}`;
}

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

function spell({ route, visitor, manner, answer, logged }: Walk): string {
  return `${nameOf(route)} by ${visitor}, ${manner}: ${answer.status} ${JSON.stringify(logged)}`;
}
