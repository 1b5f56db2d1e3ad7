import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { codeAt, stepAt } from '../../src/domain/one-time-code.ts';
import { keepAccessReviews } from '../../src/services/access-reviews.ts';
import { nurseTyped } from '../support/enrolling.ts';
import { seedIn } from '../support/seed.ts';
import { plugIn } from '../support/virtual-key.ts';
import { openJourneys, phone } from './journey.ts';
import { administrationPage, typeEnrolment } from './page-objects/administration.ts';
import { plainPage } from './page-objects/plain.ts';
import { signInPage } from './page-objects/sign-in.ts';
import { startPage } from './page-objects/start.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, newTab, signedInTab } = await openJourneys({ after });
const shots = process.env['SHOTS'];

test('an organisation is added, proposed and accredited by the office’s two administrators', async () => {
  const joan = await signedInTab('joan.mistry');
  await startPage(joan, 'Start');
  await joan.page.getByRole('link', { name: 'Organisations' }).first().click();
  const list = await administrationPage(joan, 'Organisations');
  await shoot(joan, 'organisations');
  await list.follow('Bolton Metropolitan Borough Council');
  await administrationPage(joan, 'Bolton Metropolitan Borough Council');
  await shoot(joan, 'council');
  await joan.page.goto('/organisations/new');
  const adding = await administrationPage(joan, 'Add an organisation');
  await adding.press('Add organisation');
  assert.equal((await (await administrationPage(joan, 'Add an organisation')).errors()).length, 2);
  await adding.choose('kind', 'council services');
  await adding.enter({ name: 'Hope Council', registerCode: '399' });
  await adding.choose('council', '350');
  await adding.press('Add organisation');
  const added = await administrationPage(joan, 'Hope Council');
  assert.match(await added.says(), /Not accredited/);
  assert.match(await added.says(), /Monday: 0:00 to 24:00/);
  await shoot(joan, 'uncovered');
  await added.follow('Add a team or desk');
  const team = await administrationPage(joan, 'Add a team or desk');
  await team.enter({
    name: 'Duty desk',
    telephone: '01632 960 200',
    email: 'duty@hope.example',
    hours: 'Mon-Sun 00:00-24:00',
  });
  await team.choose('serviceKind', 'social care');
  await team.tick('It is a duty desk');
  await team.press('Add team');
  const covered = await administrationPage(joan, 'Hope Council');
  assert.match(await covered.says(), /Somebody answers at every hour/);
  await covered.follow('Propose for accreditation');
  const evidence = await administrationPage(joan, 'Propose for accreditation');
  await evidence.tick('Public Services Network');
  await evidence.enter({
    reference: 'PSN 2026-77',
    disciplinaryName: 'Ursula Brand',
    disciplinaryTelephone: '01632 960 201',
    disciplinaryEmail: 'conduct@hope.example',
    'until-day': '31',
    'until-month': '3',
    'until-year': '2028',
  });
  await shoot(joan, 'evidence');
  await evidence.press('Propose');
  const waits = await administrationPage(joan, 'Hope Council');
  assert.match(await waits.says(), /You proposed this/);
  const philip = await signedInTab('philip.hargreaves', phone);
  await philip.page.goto('/organisations?state=waiting');
  await (await administrationPage(philip, 'Organisations')).follow('Hope Council');
  const decide = await administrationPage(philip, 'Hope Council');
  await shoot(philip, 'decide');
  await decide.press('Approve');
  assert.match(
    await (await administrationPage(philip, 'Hope Council')).says(),
    /Accredited until\s+31 March 2028/,
  );
});

test('a nurse is proposed, approved, activates her account, signs in with her key, and is suspended while signed in', async () => {
  const [first = '', second = ''] = await administrators();
  const one = await signedInTab(first);
  await one.page.goto('/people');
  await (await administrationPage(one, 'People')).follow('Propose somebody');
  const asked = await administrationPage(one, 'Propose somebody for an account');
  await asked.press('Propose');
  assert.ok((await (await administrationPage(one, 'Propose somebody for an account')).errors()).length > 10);
  await typeEnrolment(one, nurseTyped('nora.abbott', await teamOf(first)));
  await shoot(one, 'propose');
  await asked.press('Propose');
  assert.match(
    await (await administrationPage(one, 'Waiting for a second administrator')).says(),
    /You proposed this/,
  );

  const other = await signedInTab(second);
  await other.page.goto('/people/waiting');
  const waiting = await administrationPage(other, 'Waiting for a second administrator');
  await shoot(other, 'waiting');
  assert.doesNotMatch(await waiting.says(), /Canary/);
  await waiting.press('Approve');
  const handed = await administrationPage(other, 'Hand over this code');
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await handed.says())?.[0] ?? '';
  await shoot(other, 'code');

  const nora = await newTab(phone);
  await nora.page.goto('/activate');
  const begin = await administrationPage(nora, 'Activate your account');
  await begin.enter({ 'user-name': 'nora.abbott', code: 'K7QF-2M9X-T4WD' });
  await begin.press('Continue');
  assert.match((await (await administrationPage(nora, 'Activate your account')).errors()).join(), /wrong/);
  await begin.enter({ code });
  await begin.press('Continue');
  const agreement = await administrationPage(nora, 'User agreement');
  await shoot(nora, 'agreement');
  await nora.page.goto('/activate/token'); // typed: it leads back to the step that is next
  await administrationPage(nora, 'User agreement');
  await agreement.press('Sign');
  assert.equal((await (await administrationPage(nora, 'User agreement')).errors()).length, 1);
  await agreement.tick('I have read this agreement');
  await agreement.press('Sign');
  const secrets = await administrationPage(nora, 'Choose a password and PIN');
  await secrets.enter({
    password: 'password1',
    passwordAgain: 'password1',
    pin: '123456',
    pinAgain: '123456',
  });
  await secrets.press('Continue');
  assert.equal((await (await administrationPage(nora, 'Choose a password and PIN')).errors()).length, 2);
  const own = { password: 'velvet anchor canary', pin: '914275' };
  await secrets.enter({
    password: own.password,
    passwordAgain: own.password,
    pin: own.pin,
    pinAgain: own.pin,
  });
  await shoot(nora, 'secrets');
  await secrets.press('Continue');
  const token = await administrationPage(nora, 'Register your security token');
  await shoot(nora, 'token');
  await plugIn(nora.page);
  await token.press('Register a security key');
  await nora.page.getByRole('heading', { level: 1, name: 'Your account is ready' }).waitFor();
  await (await administrationPage(nora, 'Your account is ready')).press('Sign in');
  await (await signInPage(nora)).enter('nora.abbott', own);
  await nora.page.getByRole('button', { name: 'Use your security key' }).click();
  await nora.page.waitForURL(`${product.url}/`);
  await startPage(nora);
  assert.doesNotMatch(nora.page.url() + one.page.url() + other.page.url(), /Nora|Abbott|Canary/i);

  await one.page.goto('/people?state=active');
  await (await administrationPage(one, 'People')).follow('Nora Abbott');
  const person = await administrationPage(one, 'Nora Abbott');
  await one.page.getByText('Suspend the account').click();
  await person.press('Suspend account');
  assert.equal((await (await administrationPage(one, 'Nora Abbott')).errors()).length, 1);
  await person.tick('An inquiry is under way');
  await shoot(one, 'suspend');
  await person.press('Suspend account');
  assert.match(
    await (await administrationPage(one, 'Nora Abbott')).says(),
    /Suspended: An inquiry is under way/,
  );
  await shoot(one, 'suspended');
  await nora.page.goto('/find');
  assert.match(await (await plainPage(nora, 'Your account cannot be used now')).says(), /suspended/);
  await shoot(nora, 'stopped');
});

test('a lost token is replaced by two administrators, and its owner registers a code token by its picture', async () => {
  const [first = '', second = ''] = await administrators();
  const one = await signedInTab(first, phone);
  await one.page.goto('/people');
  await (await administrationPage(one, 'People')).follow('Amina Khan');
  await one.page.getByText('Report a lost token or password').click();
  const person = await administrationPage(one, 'Amina Khan');
  await person.tick('Their security key or code token');
  await person.tick('I met them in person');
  await shoot(one, 'lost');
  await person.press('Report the loss');
  assert.match(
    await (await administrationPage(one, 'Amina Khan')).says(),
    /waits for a second administrator/,
  );
  const other = await signedInTab(second);
  await other.page.goto('/people');
  await (await administrationPage(other, 'People')).follow('Amina Khan');
  await shoot(other, 'waits');
  await (await administrationPage(other, 'Amina Khan')).press('Approve the change');
  const handed = await administrationPage(other, 'Hand over this code');
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await handed.says())?.[0] ?? '';

  const amina = await newTab(phone);
  await amina.page.goto('/activate');
  const begin = await administrationPage(amina, 'Activate your account');
  await begin.enter({ 'user-name': 'amina.khan', code });
  await begin.press('Continue');
  await administrationPage(amina, 'Register your security token');
  await shoot(amina, 'which-token');
  await amina.page.getByRole('button', { name: 'Register a code token' }).click();
  const token = await administrationPage(amina, 'Register your code token');
  await shoot(amina, 'code-token');
  const seed = seedIn(await token.says());
  await token.enter({ code: '000000' });
  await token.press('Register token');
  assert.equal((await (await administrationPage(amina, 'Register your code token')).errors()).length, 1);
  assert.deepEqual(seedIn(await token.says()), seed);
  await token.enter({ code: codeAt(seed, stepAt(product.now())) });
  await token.press('Register token');
  await (await administrationPage(amina, 'Your account is ready')).press('Sign in');
  product.move({ seconds: 60 });
  const next = await (await signInPage(amina)).enter('amina.khan');
  await next.enter(codeAt(seed, stepAt(product.now())));
  await startPage(amina);
});

test('an administrator filters the people, sees one, and records training and a security check', async () => {
  const [first = '', second = ''] = await administrators();
  const one = await signedInTab(first);
  await one.page.goto('/people?lapse=lapsed&sort=lapse');
  const list = await administrationPage(one, 'People');
  await shoot(one, 'people');
  await list.follow('Laura Finch');
  const laura = await administrationPage(one, 'Laura Finch');
  await one.page.getByText('Record a new security check').click();
  await laura.press('Record');
  assert.equal((await (await administrationPage(one, 'Laura Finch')).errors()).length, 2);
  const day = { 'vettedOn-day': '1', 'vettedOn-month': '11', 'vettedOn-year': '2026' };
  await laura.enter({ vettingCertificate: '009876543210', ...day });
  await laura.press('Record');
  assert.match(
    await (await administrationPage(one, 'Laura Finch')).says(),
    /waits for a second administrator/,
  );
  await shoot(one, 'person');
  const other = await signedInTab(second, phone);
  await other.page.goto('/people?lapse=lapsed');
  await (await administrationPage(other, 'People')).follow('Laura Finch');
  await (await administrationPage(other, 'Laura Finch')).press('Approve');
  assert.match(
    await (await administrationPage(other, 'Laura Finch')).says(),
    /1 November 2026, 009876543210/,
  );
  await shoot(other, 'approved');
});

test('an organisation says person by person who still needs their account, and a list of its people takes two', async () => {
  await keepAccessReviews(product.site.services);
  const [first = '', second = ''] = await administrators();
  const one = await signedInTab(first);
  await startPage(one, 'Start');
  await one.page.locator('main a[href="/access-review"]').first().click();
  const review = await administrationPage(one, 'Access review');
  const [, people = ''] = /Answered: 0 of (\d+)/.exec(await review.says()) ?? [];
  assert.ok(Number(people) > 5);
  await shoot(one, 'review');
  await review.press('Still needed by Amina Khan');
  assert.match(await (await administrationPage(one, 'Access review')).says(), /Answered: 1 of/);
  await review.press('No longer by Laura Finch');
  assert.match(await (await administrationPage(one, 'Access review')).says(), /No longer needed/);
  assert.match(await (await administrationPage(one, 'Access review')).says(), /Your own account/);
  await one.page.setViewportSize(phone.viewport);
  await shoot(one, 'review-phone');

  await one.page.goto('/people/files');
  await (await administrationPage(one, 'Lists of people')).press('Ask for a list');
  const asked = await administrationPage(one, 'Lists of people');
  assert.match(await asked.says(), /Waits for a second administrator/);
  assert.equal(await one.page.getByRole('button', { name: 'Approve' }).count(), 0);
  const other = await signedInTab(second);
  await other.page.goto('/people/files');
  await shoot(other, 'list');
  await (await administrationPage(other, 'Lists of people')).press('Approve');
  await administrationPage(other, 'Lists of people');
  await one.page.goto('/people/files');
  await shoot(one, 'list-approved');
  const [file] = await Promise.all([
    one.page.waitForEvent('download'),
    one.page.locator('main a[href^="/people/files/"]').first().click(),
  ]);
  assert.equal(file.suggestedFilename(), 'people.csv');
});

async function shoot({ page }: Tab, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/acc-${name}.png`, fullPage: true });
}

async function administrators(): Promise<readonly string[]> {
  const rows = await product.sql(
    `select user_name from account
      where role = 'account administrator'
        and organisation_id = (select organisation_id from account where user_name = 'laura.finch')
      order by account_id`,
  );
  return rows.map(([userName]) => userName ?? '');
}

async function teamOf(userName: string): Promise<string> {
  const [row] = await product.sql(
    `select min(team_id) from team
      where not is_desk and organisation_id = (select organisation_id from account where user_name = $1)`,
    [userName],
  );
  return row?.[0] ?? '';
}
