import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { naughtyStrings } from '../support/naughty-strings.ts';
import { factorsOf, openProduct } from '../support/product.ts';
import { sessionOf, tokenOf } from '../support/sessions.ts';
import { newWire, textIn, type Wire, type WireAnswer } from '../support/wire.ts';

const product = await openProduct({ after });
const nurse = await sessionOf(product, 'amina.khan');
const visitor = await sessionOf(product, 'ruth.barlow');
const somebody = newWire(product.url);
const tokens = new Map<Wire, Fields>();
for (const wire of [nurse, visitor, somebody]) tokens.set(wire, await tokenOf(wire));
await somebody.post('/sign-in', { ...factorsOf('amina.khan'), ...tokens.get(somebody) });
const child = await readChild();
const handle = await handleFor(nurse);

type Fields = Readonly<Record<string, string>>;
type Form = {
  readonly path: string;
  readonly by: Wire;
  /** What an honest person fills in beside the field that is tried. */
  readonly honest: Fields;
  readonly fields: readonly string[];
  /** The fields whose text is never sent back. */
  readonly secret: readonly string[];
};

const searched = {
  familyName: 'Featherstone',
  'dateOfBirth-day': '27',
  'dateOfBirth-month': '3',
  'dateOfBirth-year': '2014',
};

const grounds = { reason: 'emergency', footing: 'urgent' };

const forms: readonly Form[] = [
  {
    path: '/sign-in',
    by: somebody,
    honest: { 'user-name': 'nobody.at.all' }, // without the rest, so that nothing costly is done
    fields: ['user-name', 'password', 'pin'],
    secret: ['password', 'pin'],
  },
  { path: '/sign-in/code', by: somebody, honest: {}, fields: ['code'], secret: ['code'] },
  { path: '/caseloads', by: visitor, honest: {}, fields: ['beginning'], secret: [] },
  {
    path: '/searches',
    by: nurse,
    honest: searched,
    fields: [
      'givenName',
      'familyName',
      'dateOfBirth-day',
      'dateOfBirth-month',
      'dateOfBirth-year',
      'gender',
      'postcode',
      'number',
    ],
    secret: [],
  },
  {
    path: `/children/${handle}/views`,
    by: nurse,
    honest: grounds,
    fields: ['reason', 'footing'],
    secret: [],
  },
  {
    path: '/colleague',
    by: nurse,
    honest: { name: 'Jane Smith', kind: 'school', place: 'Bolton', identified: 'called back' },
    fields: ['name', 'kind', 'place', 'chosen', 'identified'],
    secret: [],
  },
  { path: '/budget-reasons', by: nurse, honest: {}, fields: ['reason', 'search', 'child'], secret: [] },
];

for (const form of forms)
  for (const field of form.fields)
    test(`${nameOf(form)} takes what is typed as ${field}, or says what is wrong with it and keeps it`, async () => {
      await forgetCounts();
      for (const typed of naughtyStrings) await tryTyped(form, field, typed);
    });

const wrongBirths: readonly (readonly [day: string, month: string, year: string, says: RegExp])[] = [
  ['29', '2', '2015', /must be a real date, like 27 3 2014/],
  ['32', '13', '2014', /must be a real date/],
  ['31', 'June', '2014', /must be a real date/],
  ['27', '3', '14', /must include all four digits of the year/],
  ['24', '11', '2026', /must be today or in the past/],
  ['1', '1', '9999', /must be today or in the past/],
  ['22', '11', '2001', /must be 23 November 2001 or later: ContactPoint holds nobody over 25/],
  ['1', '1', '0001', /must be 23 November 2001 or later/],
  ['', '3', '', /must include a day and year/],
  ['', '3', '2014', /must include a day/],
  ['27', '', '2014', /must include a month/],
  ['27', '3', '', /must include a year/],
  ['a', 'b', 'c', /must/],
  ['27\0', '3', '2014', /must be a real date/],
  ['-1', '3', '2014', /must be a real date/],
  ['1e1', '3', '2014', /must be a real date/],
];

for (const [day, month, year, says] of wrongBirths)
  test(`a birth on ${JSON.stringify([day, month, year])} is refused in words for that date, and stays typed`, async () => {
    const typed = { 'dateOfBirth-day': day, 'dateOfBirth-month': month, 'dateOfBirth-year': year };
    const answer = await send(nurse, '/searches', { ...searched, ...typed });
    assert.equal(answer.status, 400);
    assertSaid(answer, says);
    for (const [field, text] of Object.entries(typed)) assert.equal(keptIn(answer, field), asSentBack(text));
    assert.equal(keptIn(answer, 'familyName'), searched.familyName);
  });

const wrongFields: readonly (readonly [field: string, typed: string, says: RegExp])[] = [
  ['familyName', 'a'.repeat(36), /Family name must be 35 characters or fewer/],
  ['familyName', 'a'.repeat(90_000), /Family name must be 35 characters or fewer/],
  ['givenName', 'a'.repeat(90_000), /Given name must be 35 characters or fewer/],
  ['givenName', 'Ann\0Lee', /Given name must not include characters that cannot be printed/],
  ['givenName', '12', /Given name must include a letter/],
  ['givenName', 'Ann*', /Leave out/],
  ['postcode', 'BL1', /postcode/],
  ['postcode', 'ZZ99 3WZ', /Enter the postcode of a place/],
  ['number', '999 000 0019', /last digit does not check/],
  ['number', '0101140000', /CHI/],
  ['number', '1', /number/],
  ['gender', 'other', /Select female, male or not specified/],
];

for (const [field, typed, says] of wrongFields)
  test(`${JSON.stringify(typed.slice(0, 12))} as ${field} is refused in that field’s own words`, async () => {
    const answer = await send(nurse, '/searches', { ...searched, [field]: typed });
    assert.equal(answer.status, 400);
    assertSaid(answer, says);
    if (field !== 'gender') assert.equal(keptIn(answer, field), asSentBack(typed));
  });

test('too little to search by says what to add', async () => {
  assertSaid(await send(nurse, '/searches', {}), /Enter a number, or a family name and a date of birth/);
  assertSaid(
    await send(nurse, '/searches', { familyName: 'Featherstone' }),
    /not enough to search by. Add the/,
  );
});

test('ten million letters are answered plainly, and the service goes on', async () => {
  for (const form of forms) {
    const body = new URLSearchParams({
      ...tokens.get(form.by),
      [form.fields[0] ?? '']: 'a'.repeat(10_000_000),
    });
    const answer = await form.by.post(form.path, body.toString());
    assert.equal(answer.status, 413, form.path);
    assert.match(textIn(answer.body), /far too long. Go back, shorten it and send it again/);
  }
  assert.equal((await nurse.send('GET', '/find')).status, 200);
});

test('bytes that are no text are read as far as they can be', async () => {
  const half = '%ED%A0%80'; // half of a surrogate pair, as UTF-8 may not have it
  const broken: readonly Buffer[] = [
    Buffer.from(`givenName=${half}&familyName=Lee${half}`),
    Buffer.from('givenName=%&familyName=%ZZ%E0%A4%A'),
    Buffer.from('givenName=%00&familyName=%C0%80'),
    Buffer.concat([
      Buffer.from('givenName='),
      Buffer.from([0xff, 0xfe, 0xed, 0xa0, 0x80]),
      Buffer.from('&familyName=%FF'),
    ]),
  ];
  const born = 'dateOfBirth-day=27&dateOfBirth-month=3&dateOfBirth-year=2014';
  for (const bytes of broken) {
    const token = Buffer.from(`&${born}&form-token=${tokens.get(nurse)?.['form-token']}`);
    const answer = await nurse.post('/searches', Buffer.concat([bytes, token]));
    judge(answer, '');
    assert.ok([303, 400].includes(answer.status));
  }
});

const badBodies: readonly (readonly [string, string, Fields])[] = [
  ['a name sent twice', 'familyName=Lee&familyName=Khan', {}],
  ['the token sent twice', 'form-token=a&form-token=b', {}],
  ['a hundred names', Array.from({ length: 100 }, (_, at) => `f${at}=1`).join('&'), {}],
  ['JSON', '{"familyName":"Lee"}', { 'content-type': 'application/json' }],
  ['plain text', 'familyName=Lee', { 'content-type': 'text/plain' }],
  ['parts', '--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['a kind that is none', 'familyName=Lee', { 'content-type': '\u00ff\u00fe;;;=' }],
  ['no kind at all', 'familyName=Lee', { 'content-type': '' }],
];

for (const [what, body, headers] of badBodies)
  test(`${what} is no form of ours, and is answered plainly`, async () => {
    for (const { by, path } of forms) {
      const answer = await by.post(path, body, headers);
      judge(answer, '');
      assert.equal(answer.status, 400, path);
      assert.match(textIn(answer.body), /Send the form from its own page|not sent as its page made it/);
    }
  });

test('names that objects have of themselves are only names', async () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__[admin]', '', '[]'])
    for (const form of forms) judge(await send(form.by, form.path, { ...form.honest, [name]: 'true' }), '');
});

test('a form out of date does nothing, and keeps what was typed but for secrets', async () => {
  const foreign = tokens.get(visitor)?.['form-token'] ?? '';
  const wrong = ['', 'wrong', foreign, `${tokens.get(nurse)?.['form-token']}x`, '\0', 'é'.repeat(43)];
  const before = await countDone();
  for (const token of wrong) {
    const answer = await nurse.post('/searches', { ...searched, 'form-token': token });
    assert.equal(answer.status, 400);
    assertSaid(answer, /This page was out of date. Check what you typed and send it again/);
    assert.equal(keptIn(answer, 'familyName'), searched.familyName);
    assert.equal(keptIn(answer, 'dateOfBirth-year'), '2014');

    const reason = await nurse.post(`/children/${handle}/views`, {
      reason: 'emergency',
      footing: 'urgent',
      'form-token': token,
    });
    assert.equal(reason.status, 400);
    assert.match(reason.body, /value="emergency"[^>]*checked/);
    assert.match(reason.body, /value="urgent"[^>]*checked/);

    const signIn = await newWire(product.url).post('/sign-in', {
      ...factorsOf('amina.khan'),
      'form-token': token,
    });
    assert.equal(signIn.status, 400);
    assert.equal(keptIn(signIn, 'user-name'), 'amina.khan');
    assert.ok(!signIn.body.includes(factorsOf('amina.khan').password));
  }
  assert.deepEqual(await countDone(), before);
});

test('a form that another site sent does nothing, whatever token it carries', async () => {
  const before = await countDone();
  for (const site of ['cross-site', 'same-site', 'nonsense'])
    for (const form of forms) {
      const fields = { ...form.honest, ...tokens.get(form.by) };
      const answer = await form.by.post(form.path, fields, { 'sec-fetch-site': site });
      judge(answer, '');
      assert.equal(answer.status, 400, `${form.path} ${site}`);
    }
  assert.deepEqual(await countDone(), before);
});

test('the same form sent twice is done twice or refused, and breaks nothing', async () => {
  const [once, again] = [await send(nurse, '/searches', searched), await send(nurse, '/searches', searched)];
  assert.deepEqual([once.status, again.status], [303, 303]);
  assert.notEqual(once.headers.get('location'), again.headers.get('location'));
  const both = await Promise.all([1, 2].map(() => send(nurse, `/children/${handle}/views`, grounds)));
  assert.deepEqual(
    both.map(({ status }) => status),
    [200, 200],
  );

  const wire = newWire(product.url);
  const token = await tokenOf(wire);
  await wire.post('/sign-in', { ...factorsOf('grace.okafor'), ...token });
  const cookies = new Map(wire.cookies);
  const code = { code: await product.codeFor('grace.okafor'), ...token };
  assert.equal((await wire.post('/sign-in/code', code)).headers.get('location'), '/');
  wire.cookies.clear();
  for (const [name, value] of cookies) wire.cookies.set(name, value);
  const second = await wire.post('/sign-in/code', code);
  assert.equal(second.status, 400);
  assertSaid(second, /Start again with a new code/);
});

test('an id that was guessed, cut, changed or given to another finds nothing, and is logged', async () => {
  const theirs = (await send(visitor, '/searches', child.search)).headers.get('location') ?? '';
  const theirHandle = await handleFor(visitor);
  const changed = `${handle.startsWith('A') ? 'B' : 'A'}${handle.slice(1)}`;
  const searches = [
    theirs,
    '/searches/guessed',
    `/searches/${'A'.repeat(22)}`,
    `/searches/${'a'.repeat(5000)}`,
  ];
  const ids = [theirHandle, changed, handle.slice(1), handle + handle, 'A'.repeat(48), '1', "'", '..%2f..'];
  const unreadable = [
    '/searches/%00',
    '/searches/%E0%A4%A',
    '/children/%00',
    '/children/%ED%A0%80',
    '/caseloads/%ff',
  ];
  const paths = [...searches, ...ids.map((id) => `/children/${id}`), ...unreadable, '/caseloads/guessed'];
  for (const path of paths) {
    await product.sql('with parts as (delete from log_part) delete from log_entry');
    const answer = await (path.startsWith('/caseloads') ? visitor : nurse).send('GET', path);
    judge(answer, '');
    assert.equal(answer.status, 404, path);
    assert.ok(!textIn(answer.body).includes(child.name), path);
    const refused = await product.sql(
      `select count(*) from log_entry where body::json ->> 'outcome' = 'refused'`,
    );
    assert.deepEqual(refused, [['1']], path);
  }
  const opened = await send(nurse, `/children/${theirHandle}/views`, grounds);
  assert.equal(opened.status, 404);
});

test('a foreign id and one of nobody’s are answered in the same words', async () => {
  const theirs = (await send(visitor, '/searches', child.search)).headers.get('location') ?? '';
  const [foreign, nobodys] = [await nurse.send('GET', theirs), await nurse.send('GET', '/searches/guessed')];
  assert.equal(textIn(foreign.body), textIn(nobodys.body));
  const [handleOfOther, made] = [await handleFor(visitor), 'A'.repeat(48)];
  const [one, other] = [
    await nurse.send('GET', `/children/${handleOfOther}`),
    await nurse.send('GET', `/children/${made}`),
  ];
  assert.equal(textIn(one.body), textIn(other.body));
});

test('whatever follows the question mark shows a list or says that there is none', async () => {
  const pages = [
    '',
    'abc',
    '-1',
    '0',
    '1.5',
    '1e9',
    '99999999999999999999',
    '%00',
    'NaN',
    '1&page=2',
    "1'--",
    '%ED%A0%80',
    '[]',
  ];
  for (const page of pages) {
    const answer = await visitor.send('GET', `/?page=${page}`);
    judge(answer, '');
    assert.ok([200, 404].includes(answer.status), page);
  }
  for (const query of ['__proto__=1', 'constructor[prototype]=1', '%', 'a'.repeat(8000), '&&&=&'])
    assert.equal((await visitor.send('GET', `/?${query}`)).status, 200, query.slice(0, 20));
});

test('cookies that we never set let nobody in and break nothing', async () => {
  const secret = nurse.cookies.get('__Host-session') ?? '';
  const planted = [
    '__Host-session=',
    '__Host-session=guessed',
    `__Host-session=${secret}; __Host-session=planted`,
    `__Host-session=${secret.slice(1)}`,
    `__host-session=${secret}`,
    `session=${secret}`,
    '__Host-session=\u00ff\u00fe',
    'a=b; '.repeat(900),
    '=;=;;;',
    `a=${'b'.repeat(8000)}`,
  ];
  for (const cookie of planted) {
    const answer = await newWire(product.url).send('GET', '/find', { headers: { cookie } });
    assert.equal(answer.status, 303, cookie.slice(0, 40));
    assert.match(answer.headers.get('location') ?? '', /^\/sign(?:-in|ed-out)$/);
  }
});

test('nothing that was typed is in the service’s own log, and nothing broke', async () => {
  assert.deepEqual(product.lines, []);
});

async function tryTyped(form: Form, field: string, typed: string): Promise<void> {
  const answer = await send(form.by, form.path, { ...form.honest, [field]: typed });
  judge(answer, typed);
  if (answer.status === 303) return followed(form, answer, field, typed);
  const where = `${field}: ${JSON.stringify(typed.slice(0, 40))}`;
  assert.equal(answer.status, 400, where);
  assertSaid(answer, /./);
  if (form.secret.includes(field)) assert.match(keptIn(answer, field) ?? '', /^$/, where);
  else if (isText(answer, field)) assert.equal(keptIn(answer, field), asSentBack(typed), where);
  for (const [name, text] of Object.entries(form.honest))
    if (name !== field && isText(answer, name)) assert.equal(keptIn(answer, name), text, where);
}

// What was taken is asked for: it finds nobody, and still stands in the form.
async function followed(form: Form, { headers }: WireAnswer, field: string, typed: string): Promise<void> {
  const location = headers.get('location') ?? '';
  assert.match(location, /^\/(?:$|(?:searches|caseloads|children)\/[\w%.!~*'()-]+$|find$)/);
  if (form.path === '/budget-reasons' || location === '/') return;
  await forgetCounts();
  const answer = await form.by.send('GET', location);
  judge(answer, typed);
  assert.equal(answer.status, 200);
  if (isText(answer, field)) assert.equal(keptIn(answer, field)?.trim(), asSentBack(typed).trim());
}

/** What must hold of any answer to anything. */
function judge({ status, body, headers }: WireAnswer, typed: string): void {
  const where = JSON.stringify(typed.slice(0, 60));
  assert.ok(status >= 200 && status < 500, `${status} for ${where}`);
  assert.doesNotMatch(body, /node_modules|:\d+:\d+\)|SQLSTATE|syntax error|TypeError|RangeError/, where);
  assert.ok(!/<[a-z!?/%]/i.test(typed) || !body.includes(typed), `${where} is not escaped`);
  assert.equal(headers.get('set-cookie')?.includes('planted') ?? false, false, where);
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/, where);
}

/** Says it at the top and, where the summary leads to a box, beside that box. */
function assertSaid({ body }: WireAnswer, says: RegExp): void {
  const summary = /<div class="govuk-error-summary"(.*?)<\/ul>/s.exec(body)?.[1] ?? '';
  assert.match(textIn(summary), says);
  for (const [, id = '', words = ''] of summary.matchAll(/href="#([^"]+)"[^>]*>(.*?)<\/a>/gs)) {
    assert.ok(body.includes(`id="${id}"`), `nothing on the page is #${id}`);
    const beside = [...body.matchAll(/class="govuk-error-message"[^>]*>(.*?)<\/p>/gs)].map(([, text = '']) =>
      textIn(text),
    );
    assert.ok(
      beside.some((text) => text.includes(textIn(words).trim())),
      textIn(words),
    );
  }
}

function isText(answer: WireAnswer, field: string): boolean {
  return keptIn(answer, field) !== undefined;
}

/** What stands in a box that is typed into. */
function keptIn({ body }: WireAnswer, field: string): string | undefined {
  const [, tag = ''] = new RegExp(`<input([^>]*\\sname="${field}"[^>]*)>`).exec(body) ?? [];
  if (tag === '' || /type="(?:radio|checkbox)"/.test(tag)) return undefined;
  const value = /\svalue="([^"]*)"/.exec(tag)?.[1] ?? '';
  return value.replaceAll(/&(?:lt|gt|quot|amp|#39);/g, (entity) => entities[entity] ?? entity);
}

const entities: Fields = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

// A NUL cannot stand in HTML, and half a surrogate pair cannot be sent.
function asSentBack(typed: string): string {
  return typed.toWellFormed().replaceAll('\0', '');
}

async function send(by: Wire, path: string, fields: Fields): Promise<WireAnswer> {
  return by.post(path, { ...fields, ...tokens.get(by) });
}

// Budgets are tested elsewhere: here nobody may run out of them.
async function forgetCounts(): Promise<void> {
  await product.sql('delete from account_day');
}

/** How much was done: searches kept, sessions open, records opened. */
async function countDone() {
  return product.sql(
    `select (select count(*) from search), (select count(*) from session), (select count(*) from sign_in_attempt),
      (select count(*) from log_entry where act in ('find child', 'open child record', 'say why so many'))`,
  );
}

async function readChild() {
  const [row = []] = await product.sql(
    `select given_names, family_name, date_of_birth from child
      where not exists (select from shield where shield.child_id = child.child_id)
      order by child_id
      limit 1`,
  );
  const [givenNames = '', familyName = '', born = ''] = row.map((word) => word ?? '');
  const [year = '', month = '', day = ''] = born.split('-');
  const birth = { 'dateOfBirth-day': day, 'dateOfBirth-month': month, 'dateOfBirth-year': year };
  return { name: `${givenNames} ${familyName}`, search: { familyName, ...birth } };
}

async function handleFor(wire: Wire): Promise<string> {
  const { headers } = await send(wire, '/searches', child.search);
  const results = await wire.send('GET', headers.get('location') ?? '');
  return /"\/children\/([\w-]+)"/.exec(results.body)?.[1] ?? '';
}

function nameOf({ path }: Form): string {
  return path.replace(handle, '…');
}
