import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signInRefused } from '../../src/domain/sign-in.ts';
import { factorsOf } from '../support/product.ts';
import { openJourneys } from './journey.ts';
import { goThroughSignIn, signInPage, signInTo } from './page-objects/sign-in.ts';
import { plainPage } from './page-objects/plain.ts';
import { startPage } from './page-objects/start.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, newTab } = await openJourneys({ after });
const { password, pin } = factorsOf('amina.khan');

const wrong = [
  { what: 'a wrong PIN', userName: 'amina.khan', given: { pin: '970531' } },
  { what: 'a wrong password', userName: 'amina.khan', given: { password: 'not this one at all' } },
  { what: 'a wrong code', userName: 'amina.khan', given: {}, code: '000000' },
  { what: 'a user name that nobody has', userName: 'nobody.atall', given: {}, code: '123456' },
] as const;

test('whatever is wrong at sign-in, the same is said, and no secret is left in the page', async () => {
  const tab = await newTab();
  await (await signInTo(product, tab, 'amina.khan')).signOut();

  for (const { what, userName, given, ...other } of wrong) {
    await tab.page.goto('/sign-in');
    const asked = await (await signInPage(tab)).enter(userName, given);
    await asked.enter('code' in other ? other.code : await product.codeFor(userName));
    const refused = await signInPage(tab);
    assert.deepEqual(await refused.errors(), [signInRefused.says], what);
    assert.deepEqual([await refused.password(), await refused.pin()], ['', ''], what);
    const source = await tab.page.content();
    for (const secret of [password, pin, ...Object.values(given)]) assert.ok(!source.includes(secret), what);
  }

  const start = await signInTo(product, tab, 'amina.khan');
  assert.match(
    await start.warning(),
    /You last signed in on 23 November 2026 at 10:0\dam\. Since then 3 tries failed\./,
  );
});

test('a first sign-in tells of the tries that failed before it', async () => {
  const tab = await newTab();
  await tab.page.goto('/sign-in');
  await (await (await signInPage(tab)).enter('ruth.barlow', { pin: '970531' })).enter('000000');
  await signInPage(tab);
  const start = await signInTo(product, tab, 'ruth.barlow');
  assert.match(await start.warning(), /This is your first sign-in\. Before it one try failed\./);
});

test('a box left empty is told beside the box, and the user name is kept', async () => {
  const tab = await newTab();
  await tab.page.goto('/sign-in');
  await tab.page.getByLabel('User name').fill('amina.khan');
  await tab.page.getByRole('button', { name: 'Continue' }).click();
  const again = await signInPage(tab);
  assert.deepEqual(await again.errors(), ['Enter your password', 'Enter your PIN']);
  assert.equal(await again.userName(), 'amina.khan');
});

const lapsed: readonly (readonly [string, RegExp])[] = [
  ['laura.finch', /Your security check is dated .* 2023\. It has to be renewed every 3 years\./],
  ['omar.siddiqui', /Your ContactPoint training is dated .* 2025\. It has to be renewed every year\./],
  ['beth.crompton', /You have not signed the user agreement\./],
  ['carl.entwistle', /This account is suspended\./],
  ['ian.mather', /This account is closed\./],
  ['nina.halliwell', /The accreditation of Bolton Young Voices ended on 24 October 2026\./],
];

test('whoever has let something lapse is told what to renew and whom to ask, and is not let in', async () => {
  const tab = await newTab();
  for (const [userName, says] of lapsed) {
    await goThroughSignIn(product, tab, userName);
    const told = await (await plainPage(tab, 'Your account cannot be used now')).says();
    assert.match(told, says);
    assert.match(told, /Ask your (account administrator at|manager)/);
    await tab.page.goto('/find');
    await signInPage(tab);
  }
});

for (const userName of ['anna.whitfield', 'peter.lowe'])
  test(`${userName}, who opens no record, is offered no search and refused one`, async () => {
    const tab: Tab = await newTab();
    await goThroughSignIn(product, tab, userName);
    await startPage(tab, 'Start');
    assert.equal(await tab.page.getByRole('button', { name: 'Find a child' }).count(), 0);
    await tab.page.goto('/find');
    await plainPage(tab, 'You cannot use this page');
    await tab.page.getByRole('link', { name: 'Go to the start page' }).click();
    await startPage(tab, 'Start');
  });
