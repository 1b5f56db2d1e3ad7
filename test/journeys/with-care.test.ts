import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { usualNow } from '../support/product.ts';
import { chooseChild, shield, supportedChild } from './children.ts';
import { openJourneys, phone } from './journey.ts';
import { expectPage } from './page-objects/expect-page.ts';
import { findPage } from './page-objects/find-child.ts';
import { askToOpen, openRecordOf } from './page-objects/open-record.ts';
import { emptyResultsPage, resultsPage } from './page-objects/results.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, signedInTab } = await openJourneys({ after });
const shielded = await supportedChild(product);
await shield(product, shielded);

test('at 3 a.m. with a name and a date of birth a nurse reaches somebody for a shielded child, and asks whoever helps to ring', async () => {
  product.setClock('2026-11-24T03:00:00Z');
  const nurse = await signedInTab('amina.khan', phone);
  const record = await openRecordOf(nurse, shielded);
  assert.match(await record.reach('emergency duty team'), /^Open now/);
  assert.match(await record.telephone('emergency duty team'), /^\d{11}$/);
  await nurse.page.getByRole('link', { name: 'ask whoever is helping to contact you' }).click();
  await expectPage(nurse, 'Ask them to contact me');
  await fillRequest(nurse);
  await expectPage(nurse, 'Requests to be contacted');
  const mine = await nurse.page.locator('main').innerText();
  assert.match(mine, /Whoever helps the child. Who and where is not shown/);
  for (const { who } of shielded.people) assert.ok(!mine.includes(who));
  const [to] = await product.sql(
    `select kind, practitioner.name from contact_request join practitioner on practitioner_id = to_practitioner_id
      where child_id = $1`,
    [shielded.childId],
  );
  assert.equal(to?.[0], 'withheld');
  product.setClock(usualNow);
});

test('through the relay a counselling service is asked, accepts and is told apart from no other', async () => {
  const child = await chooseChild(
    product,
    `(select count(*) from involvement join team using (team_id) join account using (practitioner_id)
      where involvement.child_id = child.child_id and user_name = 'noor.rahman' and ended_on is null) = 1
    and (select count(*) from involvement where involvement.child_id = child.child_id and basis is not null and ended_on is null) = 1`,
  );
  const visitor = await signedInTab('ruth.barlow');
  const record = await openRecordOf(visitor, child);
  assert.match(await record.text(), /A sensitive service is involved/);
  await visitor.page
    .locator('.app-contact')
    .filter({ hasText: 'A sensitive service is involved' })
    .getByRole('link', { name: 'Ask them to contact me' })
    .click();
  await expectPage(visitor, 'Ask them to contact me');
  await fillRequest(visitor);
  await expectPage(visitor, 'Requests to be contacted');

  const relay = await signedInTab('stella.quinn');
  await relay.page.getByRole('link', { name: /asks? you or your team to contact them/ }).click();
  await expectPage(relay, 'Requests to be contacted');
  await relay.page.getByRole('link', { name: /^Open request/ }).click();
  await expectPage(relay, 'Somebody asks to be contacted');
  const services = relay.page.getByLabel('Pass it on to');
  const service = await services
    .locator('option', { hasText: 'Mental health' })
    .first()
    .getAttribute('value');
  await services.selectOption(service ?? '');
  await relay.page.getByRole('button', { name: 'Pass on' }).click();
  await expectPage(relay, 'Requests to be contacted');

  const counsellor = await signedInTab('noor.rahman', phone);
  await counsellor.page.goto('/contact-requests');
  await counsellor.page.getByRole('link', { name: /^Open request/ }).click();
  await expectPage(counsellor, 'Somebody asks to be contacted');
  assert.match(
    await counsellor.page.locator('main').innerText(),
    /Ruth Barlow, health visitor[^]*01632 960 ?123/,
  );
  await counsellor.page.getByRole('button', { name: 'Accept: I will contact them' }).click();
  await expectPage(counsellor, 'Requests to be contacted');

  await visitor.page.goto('/contact-requests');
  await expectPage(visitor, 'Requests to be contacted');
  const told = await visitor.page.locator('main').innerText();
  assert.match(told, /A service that is not named, through the relay[^]*Accepted/);
  assert.doesNotMatch(told, /Noor|mental|Stella/i);
});

test('a mother asks for a shield: from then on the father’s search finds no place, and by place nobody', async () => {
  const child = await chooseChild(
    product,
    `whereabouts = 'current' and date_of_birth between '2012-09-01' and '2020-08-31'
    and exists (select from carer where carer.child_id = child.child_id and relationship = 'mother')
    and exists (select from child_address where child_address.child_id = child.child_id and standing = 'current' and postcode is not null)`,
  );
  const [[postcode = ''] = []] = await product.sql(
    `select postcode from child_address where child_id = $1 and standing = 'current'`,
    [child.childId],
  );
  const visitor = await signedInTab('ruth.barlow');
  await openRecordOf(visitor, child);
  await visitor.page.getByRole('link', { name: 'Put a shield on' }).click();
  await expectPage(visitor, 'Put a shield on');
  await visitor.page.getByLabel('The child’s mother').check();
  await visitor.page.getByLabel('They have left domestic abuse').check();
  await visitor.page.getByRole('button', { name: 'Put the shield on' }).click();
  await expectPage(visitor, 'The shield is on');

  // A father who works with children has an account of his own: as any user, he finds no more.
  const father = await signedInTab('josie.marsh');
  await father.page.goto('/find');
  await (await findPage(father)).search(child.typed);
  const results = await resultsPage(father, '1 child matches what you asked for');
  assert.match(await results.row(child.name), /Place not shown/);
  await father.page.goto('/find');
  await (await findPage(father)).search({ ...child.typed, postcode: postcode ?? '' });
  await emptyResultsPage(father, 'Nobody found');
});

test('a shielded record is opened in an emergency, and reviewed the next day by somebody else', async () => {
  const police = await signedInTab('tom.ashworth');
  const asked = await askToOpen(police, shielded);
  await asked.openFor('I am concerned about the child', 'It is urgent: danger or serious illness');
  await police.page.getByRole('link', { name: 'Open the record in an emergency' }).click();
  await expectPage(police, 'Open a shielded record in an emergency');
  await police.page.getByRole('radio').first().check();
  await police.page.getByRole('button', { name: 'Open the record' }).click();
  await expectPage(police, `People and services supporting ${shielded.name}`);
  const shown = await police.page.locator('main').innerText();
  assert.match(shown, /This record is shielded\. 15 minutes are left/);
  for (const { who } of shielded.people) assert.ok(shown.includes(who), who);

  product.setClock('2026-11-24T09:30:00Z');
  const reviewer = await signedInTab('anna.whitfield');
  await reviewer.page.goto('/emergencies');
  await expectPage(reviewer, 'Emergency openings');
  const waiting = await reviewer.page.locator('main').innerText();
  assert.match(waiting, /Tom Ashworth[^]*Due by 24 November 2026/);
  assert.ok(!waiting.includes(shielded.name));
  await reviewer.page.getByLabel('The emergency was real').check();
  await reviewer.page.getByLabel('Hold it back').check();
  await reviewer.page.getByRole('button', { name: /Keep the review/ }).click();
  await expectPage(reviewer, 'Emergency openings');
  assert.match(await reviewer.page.locator('main').innerText(), /Nothing waits/);
  product.setClock(usualNow);
});

async function fillRequest({ page }: Tab): Promise<void> {
  await page.getByLabel('By telephone').check();
  await page.getByLabel('Telephone number').fill('01632 960 123');
  await page.getByLabel('Today').check();
  await page.getByLabel('A parent or carer has agreed').check();
  await page.getByRole('button', { name: 'Send request' }).click();
}
