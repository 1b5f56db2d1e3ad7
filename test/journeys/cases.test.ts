import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { plantNephew, reviewNow } from '../support/cases.ts';
import { testSecrets } from '../support/population.ts';
import { usualNow } from '../support/product.ts';
import { publishYear } from '../../src/services/published-years.ts';
import { chooseChild } from './children.ts';
import { desktop, openJourneys, phone } from './journey.ts';
import { expectPage } from './page-objects/expect-page.ts';
import { openRecordOf } from './page-objects/open-record.ts';
import { plainPage } from './page-objects/plain.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, newTab, signedInTab } = await openJourneys({ after });
const nephew = await chooseChild(product, `date_of_birth between '2011-09-01' and '2021-08-31'`);
const own = await chooseChild(product, `child_id <> ${nephew.childId}`);

const why = 'Please say why you looked at these records';

test('a nurse who looks up her own nephew is asked why, worked as a case, suspended, and shut out', async () => {
  await plantNephew(product.database, 'amina.khan', nephew.childId, own.childId);
  const nurse = await signedInTab('amina.khan');
  await openRecordOf(nurse, nephew);
  await reviewNow(product.database, {
    database: product.database.application,
    secrets: testSecrets,
    now: product.now,
  });

  await nurse.page.goto('/');
  await expectPage(nurse, 'Children I work with');
  await nurse.page.getByRole('link', { name: /Please say why you looked/ }).click();
  await expectPage(nurse, why);
  await send(nurse, 'Send answer');
  await expectPage(nurse, why);
  assert.match(await mainOf(nurse), /There is a problem\s+Select why you opened it/);
  await nurse.page.getByLabel(/The child is of my own family/).check();
  await send(nurse, 'Send answer');
  await expectPage(nurse, 'Children I work with');

  const anna = await signedInTab('anna.whitfield');
  await openCaseOf(anna);
  assert.match(await mainOf(anna), /a child whose family is tied to the user’s own/);
  assert.match(await mainOf(anna), /“The child is of my own family/);
  assert.ok(!(await mainOf(anna)).includes(nephew.name));
  await send(anna, 'Suspend now');
  await expectPage(anna, 'Case about Amina Khan');

  await nurse.page.goto('/find');
  assert.match(await (await plainPage(nurse, 'Your account cannot be used now')).says(), /suspended/);
});

test('access ends for good once a second reviewer agrees, on a phone too', async () => {
  const anna = await signedInTab('anna.whitfield', phone);
  await openCaseOf(anna);
  await send(anna, 'Decide');
  assert.match(await mainOf(anna), /Select what the case comes to/);
  await anna.page.getByLabel('Yes', { exact: true }).check();
  await anna.page.getByLabel(/Access ended for good/).check();
  await anna.page.getByLabel('Employer told').check();
  await anna.page.getByLabel('Tell the family', { exact: true }).check();
  await send(anna, 'Decide');
  await expectPage(anna, 'Case about Amina Khan');
  assert.match(await mainOf(anna), /Another reviewer has to decide it/);

  const samuel = await signedInTab('samuel.osei', phone);
  await openCaseOf(samuel);
  await send(samuel, 'Agree, and carry it out');
  await expectPage(samuel, 'Case about Amina Khan');
  assert.match(await mainOf(samuel), /Due by 21 December 2026/);
  const [row] = await product.sql(`select state from account where user_name = 'amina.khan'`);
  assert.deepEqual(row, ['closed']);
});

test('the dashboard draws what was looked at, found and decided, with the figures beneath', async () => {
  for (const options of [desktop, phone]) {
    const anna = await signedInTab('anna.whitfield', options);
    await anna.page.goto('/usage');
    await expectPage(anna, 'How records are used');
    assert.equal(await anna.page.getByRole('img').count(), 3);
    assert.equal(await anna.page.getByRole('table').count(), 5);
    assert.match(await mainOf(anna), /Nothing is wrong with the log of all looks/);
    assert.match(await mainOf(anna), /Who is asked, by origin of staff names/);
    assert.match(await mainOf(anna), /1 of 1 cases of the last year were closed within 5 days/);
  }
});

test('a reviewer keeps the list of well-known families, by number, and another has to agree to take one off', async () => {
  const [row] = await product.sql('select contactpoint_number from child where child_id = $1', [own.childId]);
  const anna = await signedInTab('anna.whitfield', phone);
  await anna.page.goto('/well-known');
  await expectPage(anna, 'Well-known families');
  await anna.page.getByLabel('ContactPoint number of the child').fill('1234');
  await send(anna, 'Put on the list');
  await expectPage(anna, 'Well-known families');
  assert.match(await mainOf(anna), /There is a problem\s+Enter a ContactPoint number/);
  await anna.page.getByLabel('ContactPoint number of the child').fill(row?.[0] ?? '');
  await send(anna, 'Put on the list');
  await expectPage(anna, 'Well-known families');
  await send(anna, 'Ask to take off');
  await expectPage(anna, 'Well-known families');
  assert.match(await mainOf(anna), /You asked to take this child off/);
  assert.ok(!(await mainOf(anna)).includes(own.name));

  const samuel = await signedInTab('samuel.osei');
  await samuel.page.goto('/well-known');
  await expectPage(samuel, 'Well-known families');
  await send(samuel, 'Take off the list');
  await expectPage(samuel, 'Well-known families');
  assert.match(await mainOf(samuel), /Nobody is on the list/);
});

test('anybody may read how misuse was punished, a year at a time, and nobody can be recognised', async () => {
  await publishYear({
    database: product.database.application,
    secrets: testSecrets,
    now: () => new Date('2027-03-01T09:00:00Z'),
  });
  product.setClock('2027-03-02T09:00:00Z');
  for (const options of [desktop, phone]) {
    const tab = await newTab(options);
    await tab.page.goto(`${product.url}/published`);
    await expectPage(tab, 'How misuse was punished');
    assert.match(await mainOf(tab), /Access ended for good, under every employer\s+Fewer than 5/);
    assert.match(await mainOf(tab), /The numbers of 2027 will be here from 1 March 2028/);
  }
  product.setClock(usualNow);
});

test('how records are used is shown to reviewers alone', async () => {
  const nurse = await signedInTab('grace.okafor');
  await nurse.page.goto('/usage');
  await plainPage(nurse, 'You cannot use this page');
});

async function openCaseOf(tab: Tab): Promise<void> {
  await tab.page.goto('/cases');
  await expectPage(tab, 'Cases');
  await tab.page.getByRole('link', { name: /Amina Khan/ }).click();
  await expectPage(tab, 'Case about Amina Khan');
}

async function send({ page }: Tab, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
}

async function mainOf({ page }: Tab): Promise<string> {
  return page.locator('main').innerText();
}
