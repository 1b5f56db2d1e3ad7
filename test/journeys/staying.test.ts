import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { retireRecords } from '../../src/services/retire-records.ts';
import { checkAccessibility } from '../support/browser.ts';
import { leavingOn } from '../support/leaving.ts';
import { setUpYoungPerson, youngCode, youngPassword } from '../support/young-people.ts';
import { openJourneys, phone } from './journey.ts';
import { errorsOn } from './page-objects/expect-page.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, newTab } = await openJourneys({ after });
const { services } = product.site;
const shots = process.env['SHOTS'];

test('a care leaver is told, stays for a year, downloads the record, and later leaves', async () => {
  const [[childId = '', firstName = ''] = []] = await product.sql(
    `update child set date_of_birth = '2009-01-15', leaves_on = '2027-01-15'
      where child_id = (
        select child_id from child
        where closed_on is null and leaves_on > '2032-01-01' and birth_standing <> 'estimated'
          and exists (select from involvement where involvement.child_id = child.child_id and ended_on is null)
          and not exists (select from shield where shield.child_id = child.child_id)
        order by child_id limit 1
      )
      returning child_id, split_part(given_names, ' ', 1)`,
  );
  const user = await setUpYoungPerson(product.database, services, Number(childId), firstName ?? '');
  const tab = await newTab(phone);
  const { page } = tab;

  await signIn(tab);
  await ownPage(tab, 'People helping me');
  await shoot(tab, 'family-home');
  await page.getByRole('link', { name: 'Who looked' }).click();
  await ownPage(tab, 'Who looked');
  await page.getByRole('link', { name: 'When my page goes' }).click();
  await ownPage(tab, 'When my page goes');
  assert.match(await page.locator('main').innerText(), /Your page goes on 15 January 2027/);
  await page.getByRole('button', { name: 'Stay', exact: true }).click();
  assert.equal((await errorsOn(tab)).length, 2, 'both boxes have to be ticked');
  await shoot(tab, 'family-stay-errors');
  await page.getByLabel('I left care, or I have a learning disability').check();
  await page.getByLabel('I want my page to stay until 15 January 2028').check();
  await page.getByRole('button', { name: 'Stay', exact: true }).click();
  await ownPage(tab, 'When my page goes');
  assert.match(
    await page.locator('main').innerText(),
    /You chose to stay. Your page goes on 15 January 2028/,
  );
  await shoot(tab, 'family-stays');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download my record (PDF)' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'my-page.pdf');

  product.setClock('2027-03-01T10:00:00Z');
  await product.sql(`update family_account set last_step = 0`);
  await signIn(tab);
  await page.goto('/family/leaving');
  await ownPage(tab, 'When my page goes');
  await page.getByRole('button', { name: 'Stop, and let my page go' }).click();
  await tab.page.waitForURL(/\/family\/sign-in/);
  const { retiring, setClock } = leavingOn({ after }, product.database, '2027-03-01T10:01:00Z');
  setClock('2027-03-01T10:01:00Z');
  await retireRecords(retiring, true);
  assert.deepEqual(await product.sql(`select count(*) from child where child_id = $1`, [childId]), [['0']]);
  assert.deepEqual(await product.sql(`select count(*) from family_account where child_id = $1`, [childId]), [
    ['0'],
  ]);

  async function signIn({ page: shown }: Tab): Promise<void> {
    product.move({ seconds: 60 });
    await shown.goto('/family/sign-in');
    await tab.page.waitForURL(/\/family\/sign-in/);
    await shown.getByLabel('User name').fill(user.userName);
    await shown.getByLabel('Password', { exact: true }).fill(youngPassword);
    await shown.getByLabel('Code').fill(youngCode(user, services.now()));
    await shown.getByRole('button', { name: 'Sign in' }).click();
  }
});

/** A page of their own: its window is called the same whatever stands on it, so that the browser's list tells nothing. */
async function ownPage({ page, complaints }: Tab, heading: string): Promise<void> {
  await page.waitForLoadState('load');
  assert.deepEqual(await page.locator('h1').allInnerTexts(), [heading]);
  assert.match(await page.title(), /^(?:Error: )?My page/);
  assert.deepEqual(await checkAccessibility(page), []);
  assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 375);
  assert.deepEqual(complaints, []);
}

// Only for looking at the pages: SHOTS=folder.
async function shoot({ page }: Tab, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}
