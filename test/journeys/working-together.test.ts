import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { usualNow } from '../support/product.ts';
import { chooseChild, supportedChild } from './children.ts';
import { openJourneys, phone } from './journey.ts';
import { expectPage } from './page-objects/expect-page.ts';
import { openRecordOf } from './page-objects/open-record.ts';
import { startPage } from './page-objects/start.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, signedInTab } = await openJourneys({ after });

test('a second service joins; the first sees that someone did, opens the record and calls, and is known by the reference', async () => {
  const child = await chooseChild(
    product,
    `child_id = (
      select child_id from involvement join account using (practitioner_id)
      where user_name = 'ruth.barlow' and ended_on is null
        and not exists (select from shield where shield.child_id = involvement.child_id)
      order by started_on desc, child_id limit 1)`,
  );
  await product.sql(
    `delete from involvement using account where child_id = $1
    and account.practitioner_id = involvement.practitioner_id and user_name = 'daniel.hughes'`,
    [child.childId],
  );

  const social = await signedInTab('daniel.hughes');
  await openRecordOf(social, child);
  await social.page.getByRole('link', { name: 'Your work with this child' }).click();
  await expectPage(social, 'Your work with this child');
  await social.page.getByRole('button', { name: 'Add that I work with this child' }).click();
  await expectPage(social, 'Add that you work with this child');
  const teamOfDaniel = social.page.getByRole('radio').first();
  await teamOfDaniel.check();
  await fillDay(social, '20', '11', '2026');
  await social.page.getByLabel(/On my own number/).check();
  await social.page.getByRole('button', { name: 'Add my work' }).click();
  await expectPage(social, 'Your work with this child');

  product.move({ minutes: 1 });
  const health = await signedInTab('ruth.barlow', phone);
  await startPage(health);
  const row = health.page.locator('.app-result').filter({ hasText: child.name });
  assert.match(await row.innerText(), /Someone joined/);
  const record = await openRecordOf(health, child);
  const [number] = await product.sql(
    `select telephone from practitioner join account using (practitioner_id) where user_name = 'daniel.hughes'`,
  );
  assert.equal(await record.telephone('Daniel Hughes'), number?.[0]?.replaceAll(' ', ''));
  const reference = await health.page.locator('strong', { hasText: /^\w{4}-\w{4}-\w$/ }).innerText();
  await health.page.goto('/');
  assert.doesNotMatch(await row.innerText(), /Someone joined/);

  await social.page.goto('/calls');
  await expectPage(social, 'Who is calling?');
  await social.page.getByLabel('The reference that they read to you').fill(reference);
  await social.page.getByRole('button', { name: 'Check who is calling' }).click();
  await expectPage(social, 'Who is calling?');
  assert.match(await social.page.locator('main').innerText(), /Ruth Barlow[^]*Health visitor/);
});

test('consent is withdrawn while another has the page open: whatever they do next shows the service no more', async () => {
  const child = await chooseChild(
    product,
    `exists (
      select from involvement join consent using (child_id, team_id) join team using (team_id)
      where involvement.child_id = child.child_id and basis = 'consent' and ended_on is null and practitioner_id is not null
        and service_kind = 'mental health')
    and (select count(*) from involvement where involvement.child_id = child.child_id and basis is not null and ended_on is null) = 1`,
  );
  const nurse = await signedInTab('amina.khan');
  const before = await openRecordOf(nurse, child);
  assert.match(await before.text(), /A sensitive service is involved/);

  const service = await signedInTab('noor.rahman');
  await openRecordOf(service, child);
  await service.page.goto(`${new URL(service.page.url()).pathname.replace('/views', '')}/consents`);
  await expectPage(service, 'Consents for your service');
  await service.page.getByRole('button', { name: 'Withdraw this consent' }).click();
  await expectPage(service, 'Consents for your service');
  assert.match(await service.page.locator('main').innerText(), /Withdrawn on 23 November 2026/);

  await nurse.page.getByRole('button', { name: 'Print the contacts' }).click();
  await expectPage(nurse, 'Contacts to print');
  const printed = await nurse.page.locator('main').innerText();
  assert.match(printed, /Destroy by\s+30 November 2026/);
  assert.doesNotMatch(printed, /sensitive/i);
});

test('at 3 a.m. with a name and a date of birth a nurse reaches somebody for an ordinary and for a sensitive child', async () => {
  product.setClock('2026-11-24T03:00:00Z');
  const ordinary = await supportedChild(product);
  const sensitive = await chooseChild(
    product,
    `exists (select from involvement join team using (team_id)
      where involvement.child_id = child.child_id and basis = 'cause' and ended_on is null)`,
  );
  const tab = await signedInTab('amina.khan');
  const record = await openRecordOf(tab, ordinary);
  assert.match(await record.reach('emergency duty team'), /^Open now/);
  assert.match(await record.telephone('emergency duty team'), /^\d{11}$/);
  const brokered = await openRecordOf(tab, sensitive);
  assert.equal(await brokered.telephone('A sensitive service is involved'), '08081570123');
  assert.equal(await brokered.reach('A sensitive service is involved'), 'Open now, at any hour');
  product.setClock(usualNow);
});

async function fillDay({ page }: Tab, day: string, month: string, year: string): Promise<void> {
  await page.getByLabel('Day').fill(day);
  await page.getByLabel('Month').fill(month);
  await page.getByLabel('Year').fill(year);
}
