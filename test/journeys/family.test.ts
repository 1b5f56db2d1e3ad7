import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { codeAt, stepAt } from '../../src/domain/one-time-code.ts';
import { openChildRecord } from '../../src/services/child-record.ts';
import { actorOf } from '../support/actors.ts';
import { bytesOfBase32 } from '../support/base32.ts';
import { checkAccessibility } from '../support/browser.ts';
import { familyOf, familyPassword, invited } from '../support/families.ts';
import { openJourneys, phone } from './journey.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, newTab } = await openJourneys({ after });
const family = await familyOf(product, 9);

test('a parent with a child of nine sees on a phone who helps and who looked, and no more once the child is 16', async () => {
  const amina = await actorOf(product.database, 'amina.khan');
  const asked = { childId: family.childId, reason: 'arranging support', footing: 'parent agreed' };
  assert.ok((await openChildRecord(product.site.services, amina, asked)).ok);
  const paper = await invited(product, family.childId, family.carer);
  const tab = await newTab(phone);
  const { page } = tab;
  await page.goto('/family/begin');
  await fill(tab, { 'user-name': paper.userName, code: paper.code });
  const words = (await page.locator('.app-seed').first().innerText()).trim();
  const code = (): string => {
    product.move({ seconds: 30 });
    return codeAt(bytesOfBase32(words), stepAt(product.now()));
  };
  const passwords = { password: familyPassword, passwordAgain: familyPassword };
  await fill(tab, { firstName: family.firstName, ...passwords, code: code() });
  const signIn = async (): Promise<void> => {
    await page.goto('/family/sign-in');
    await fill(tab, { 'user-name': paper.userName, password: familyPassword, code: code() });
  };
  await signIn();
  assert.match(await seen(tab), /People helping your child/);
  await page.goto('/family/looks');
  assert.match(await seen(tab), /Someone was setting up help for your child/);
  await product.sql(
    `update child set date_of_birth = '2010-11-23', leaves_on = '2028-11-23' where child_id = $1`,
    [family.childId],
  );
  await page.goto('/family');
  assert.equal(new URL(page.url()).pathname, '/family/sign-in');
  await signIn();
  assert.doesNotMatch(await seen(tab), /People helping/);
});

/** Fills the page's boxes by their names, looks whether anybody can use it, and sends it. */
async function fill(tab: Tab, typed: Readonly<Record<string, string>>): Promise<void> {
  await seen(tab);
  for (const [name, value] of Object.entries(typed))
    await tab.page.locator(`main [name="${name}"]`).fill(value);
  await tab.page.locator('main form button[type="submit"]').last().click();
  await tab.page.waitForLoadState('load');
}

/** What the page says, once nothing is wrong with it: no barrier, no wider than the phone, no complaint of the browser. */
async function seen(tab: Tab): Promise<string> {
  assert.deepEqual(await checkAccessibility(tab.page), []);
  assert.ok((await tab.page.evaluate<number>('document.documentElement.scrollWidth')) <= 375);
  assert.deepEqual(tab.complaints, []);
  const shots = process.env['SHOTS'];
  if (shots !== undefined)
    await tab.page.screenshot({ path: `${shots}/family-${Date.now()}.png`, fullPage: true });
  return tab.page.locator('main').innerText();
}
