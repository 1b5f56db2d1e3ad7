import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { isDay } from '../../src/domain/calendar.ts';
import { isPostcode } from '../../src/domain/identifiers.ts';
import type { SourceChild } from '../../src/domain/source-row.ts';
import { takeChildren } from '../../src/services/feed-children.ts';
import { randomNumbers } from '../../src/services/new-numbers.ts';
import { addTestSupplier, matchNow } from '../support/feed-door.ts';
import { openJourneys, phone } from './journey.ts';
import { administrationPage } from './page-objects/administration.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, signedInTab } = await openJourneys({ after });
const shots = process.env['SHOTS'];

test('a school file with three doubtful rows is worked to zero by keyboard', async () => {
  await bringDoubtfulRows();
  const rachel = await signedInTab('rachel.stone');
  const { page } = rachel;
  await page.goto('/desk');
  const desk = await administrationPage(rachel, 'Desk');
  assert.match(await desk.says(), /Possible matches[\s\S]*?\s3\s/);
  await shoot(rachel, 'desk');
  await page.locator('main a', { hasText: 'Possible matches' }).focus();
  await Promise.all([page.waitForURL(/queues/), page.keyboard.press('Enter')]);
  await administrationPage(rachel, 'Possible matches');
  await shoot(rachel, 'queue');
  await page.getByRole('button', { name: 'Take up the first' }).focus();
  await Promise.all([page.waitForURL(/items/), page.keyboard.press('Enter')]);
  for (const key of ['1', 'n', 'x']) {
    await administrationPage(rachel, 'Whose row is this?');
    await shoot(rachel, `row-${key}`);
    await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
  }
  const left = await administrationPage(rachel, 'Possible matches');
  assert.match(await left.says(), /Nothing is left here/);
  const decided = await product.sql(`select decision from possible_match where state = 'decided' order by 1`);
  assert.deepEqual(decided, [['new child'], ['not for this index'], ['same child']]);
});

test('the keys can be switched off, and the buttons decide alone, on a phone too', async () => {
  await putWrongFacts(2);
  const rachel = await signedInTab('rachel.stone', phone);
  const { page } = rachel;
  await page.goto('/desk');
  await (await administrationPage(rachel, 'Desk')).press('Switch the keys off');
  await shoot(rachel, 'desk');
  await page.goto('/desk/queues/disagreeing-facts');
  await (await administrationPage(rachel, 'Disagreeing facts')).follow('Take up the first');
  const item = await administrationPage(rachel, 'Is this record right?');
  await shoot(rachel, 'facts');
  const before = page.url();
  await page.keyboard.press('p');
  assert.equal(page.url(), before);
  await item.choose('until', '7');
  await item.press('Put off');
  assert.match(
    await (await administrationPage(rachel, 'Is this record right?')).says(),
    /put off until 30 November 2026/,
  );
  await page.goto('/desk/queues/disagreeing-facts');
  await (await administrationPage(rachel, 'Disagreeing facts')).follow('Take up the first');
  await (await administrationPage(rachel, 'Is this record right?')).press('It is right as it is');
  await administrationPage(rachel, 'Disagreeing facts');
  await page.goto('/desk');
  await (await administrationPage(rachel, 'Desk')).press('Switch the keys on');
});

test('a wrong merge of what may be twins takes two people, and is undone by one', async () => {
  const [first, second] = await twoAlike();
  const rachel = await signedInTab('rachel.stone');
  await rachel.page.goto('/desk/queues/possible-duplicates');
  await (await administrationPage(rachel, 'Possible duplicates')).follow('Take up the first');
  const pair = await administrationPage(rachel, 'Are these one child?');
  assert.match(await pair.says(), /These may be twins/);
  await shoot(rachel, 'pair');
  await pair.press('The same child');
  const asked = await administrationPage(rachel, 'Are these one child?');
  assert.match(await asked.says(), /A second record keeper has to confirm it/);
  const gordon = await signedInTab('gordon.pike');
  await gordon.page.goto('/desk/queues/possible-duplicates');
  await (await administrationPage(gordon, 'Possible duplicates')).follow('Take up the first');
  await (await administrationPage(gordon, 'Are these one child?')).press('Confirm');
  await administrationPage(gordon, 'Possible duplicates');
  assert.equal(await found(first, second), '0');
  await gordon.page.goto('/desk');
  await (await administrationPage(gordon, 'Desk')).follow('Merged records');
  await shoot(gordon, 'merges');
  await (await administrationPage(gordon, 'Merged records')).follow('Abernathy');
  const merge = await administrationPage(gordon, 'A merge');
  await shoot(gordon, 'merge');
  await merge.press('Take this merge back');
  const undone = await administrationPage(gordon, 'A merge');
  assert.match(await undone.says(), /They are two children, for ever/);
  assert.equal(await found(first, second), '2');
  const apart = await product.sql(`select count(*) from never_same`);
  assert.deepEqual(apart.length, 1);
});

test('a child’s move over a council’s border is open on both desks until the new council accepts', async () => {
  const childId = await moveIn();
  const open = await product.sql(
    `select council_code from desk_item where queue = 'border move' and child_id = $1 and settled_at is null order by 1`,
    [childId],
  );
  assert.equal(open.length, 2);
  const rachel = await signedInTab('rachel.stone');
  await rachel.page.goto('/desk/queues/border-moves');
  await (await administrationPage(rachel, 'Moves between councils')).follow('Take up the first');
  const move = await administrationPage(rachel, 'A move between councils');
  await shoot(rachel, 'move');
  await move.press('Accept the child');
  const again = await administrationPage(rachel, 'A move between councils');
  assert.deepEqual(await again.errors(), ['Select who is responsible']);
  await again.tick('Bolton is responsible from now on');
  await again.press('Accept the child');
  assert.match(
    await (await administrationPage(rachel, 'Moves between councils')).says(),
    /Nothing is left here/,
  );
  const settled = await product.sql(
    `select responsible_council, (select count(*) from desk_item where desk_item.child_id = child.child_id
        and queue = 'border move' and settled_at is null)
      from child where child_id = $1`,
    [childId],
  );
  assert.deepEqual(settled, [['350', '0']]);
});

/** Brings pupils of whom each is like a child who is here, born a day's slip apart and without a home. */
async function bringDoubtfulRows(): Promise<void> {
  const children = await product.sql(
    `select given_names, family_name, date_of_birth from child
      where not exists (select from shield where shield.child_id = child.child_id) and extract(day from date_of_birth) between 11 and 19
      order by child_id limit 3`,
  );
  const [school] = await product.sql(
    `select name, register_code from organisation where kind = 'school' order by name limit 1`,
  );
  const supplier = await addTestSupplier(product, {
    code: 'doubtful-school',
    organisation: school?.[0] ?? '',
    standing: 'school-census',
    formats: ['school-csv'],
  });
  const header = 'School URN,Pupil number,Family name,Given names,Date of birth';
  const lines = children.map(
    ([given, family, born], at) => `${school?.[1]},D${at},${family},${given?.split(' ')[0]},${born}`,
  );
  const answer = await fetch(`${product.url}/feeds/school-csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${supplier.secret}` },
    body: [header, ...lines].join('\r\n'),
  });
  assert.equal(answer.status, 202);
  await matchNow(product);
}

async function putWrongFacts(count: number): Promise<void> {
  await product.sql(
    `insert into desk_item (child_id, queue, other, council_code, found_on, due_on)
      select child_id, 'disagreeing facts', 0, 350, '2026-11-20', '2026-12-04' from child order by child_id limit $1`,
    [count],
  );
}

/** Two records that a supplier and another speak of, whose given names differ by a letter. */
async function twoAlike(): Promise<readonly [number, number]> {
  await take('nhs-pds', 1, { ...child('Abernathy', 'Tilda', 'twin 1'), gender: 'female' });
  await take('council', 3, { ...child('Abernathy', 'Orson', 'twin 2'), gender: 'male' });
  const rows = await product.sql(
    `select child_id from child where family_name = 'Abernathy' order by child_id`,
  );
  const [first = 0, second = 0] = rows.map(([id]) => Number(id));
  await product.sql(
    `insert into possible_duplicate (child_id, other_child_id, because, weight, evidence, model_version, found_at)
      values ($1, $2, 'may be a twin', 6, 'G2F0B0H0', 'test', now())
      on conflict (child_id, other_child_id) do update set state = 'waiting'`,
    [first, second],
  );
  return [first, second];
}

async function found(first: number, second: number): Promise<string> {
  const [row] = await product.sql(
    `select count(distinct child_id) from search_entry where child_id in ($1, $2)`,
    [first, second],
  );
  return row?.[0] ?? '';
}

/** A postcode of a council that is not the population's. */
async function postcodeElsewhere(): Promise<string> {
  await product.sql(
    `insert into postcode (postcode, council_code, latitude, longitude)
      select 'M1 1AE', min(council_code), 53.4, -2.2 from council where council_code <> 350`,
  );
  return 'M1 1AE';
}

/** A child who lives in another council, and then in Bolton. */
async function moveIn(): Promise<number> {
  const there = await postcodeElsewhere();
  const [here] = await product.sql(`select min(postcode) from postcode where council_code = 350`);
  const mover = { ...child('Zellweger', 'Ottoline', 'mover 1'), gender: 'female' } as const;
  await take('nhs-pds', 1, { ...mover, ...homeIn(there) });
  await take('nhs-pds', 1, { ...mover, ...homeIn(here?.[0] ?? '') });
  const [row] = await product.sql(`select child_id from child where family_name = 'Zellweger'`);
  return Number(row?.[0]);
}

function homeIn(postcode: string) {
  if (!isPostcode(postcode)) throw new Error('Not a postcode');
  return { address: { line: '1 Elm Row', postcode } };
}

function child(familyName: string, givenNames: string, supplierKey: string) {
  const dateOfBirth: string = '2015-03-03';
  if (!isDay(dateOfBirth)) throw new Error('Not a day');
  return { supplierKey, givenNames, familyName, dateOfBirth, restricted: false };
}

async function take(supplier: 'nhs-pds' | 'council', supplierId: number, said: SourceChild): Promise<void> {
  const today: string = '2026-11-23';
  if (!isDay(today)) throw new Error('Not a day');
  const feed = { supplier, supplierId, today, numbers: randomNumbers } as const;
  await product.database.application.transact((tx) => takeChildren(tx, feed, [{ child: said }]));
}

// Only for looking at the pages: SHOTS=folder.
async function shoot({ page }: Tab, name: string): Promise<void> {
  const width = page.viewportSize()?.width;
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true });
}
