import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { supportedChild } from './children.ts';
import { desktop, openJourneys } from './journey.ts';
import { expectPage } from './page-objects/expect-page.ts';
import { openRecordOf } from './page-objects/open-record.ts';
import { plainPage } from './page-objects/plain.ts';
import { coverPage } from './page-objects/sessions.ts';
import { signInPage } from './page-objects/sign-in.ts';

const { product, newTab, signedInTab } = await openJourneys({ after });
const child = await supportedChild(product);

test('on a ward’s machine the record is covered after three minutes, and the same nurse resumes with her token', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.clock.install();
  await openRecordOf(tab, child);
  await tab.page.clock.runFor(3 * 60_000 + 1_000);
  await tab.page.waitForURL(/\/covered/);
  const cover = await coverPage(tab);
  assert.match(await cover.says(), /Amina Khan is signed in on this machine/);
  assert.ok(!(await tab.page.content()).includes(child.name));

  for (const path of ['/', '/find', '/sessions']) {
    await tab.page.goto(path);
    await coverPage(tab);
  }
  await (await coverPage(tab)).resume(await product.codeFor('grace.okafor'));
  assert.match((await (await coverPage(tab)).errors()).join(), /That code is wrong/);
  await tab.page.goto('/find');
  await (await coverPage(tab)).resume(await product.codeFor('amina.khan'));
  await expectPage(tab, 'Find a child');
});

test('somebody who touches the page is not covered', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.clock.install();
  await tab.page.goto('/find');
  for (let minute = 0; minute < 4; minute += 1) {
    await tab.page.getByLabel('Given name').press('a');
    await tab.page.clock.runFor(60_000);
    product.move({ minutes: 1 });
  }
  await expectPage(tab, 'Find a child');
});

test('without script the page covers itself, and a page in the browser’s memory does not come back', async () => {
  const tab = await signedInTab('amina.khan', { ...desktop, javaScriptEnabled: false });
  await tab.page.goto('/find');
  const refresh = await tab.page.locator('meta[http-equiv="refresh"]').getAttribute('content');
  assert.equal(refresh, '181; url=/covered?from=%2Ffind');
  product.move({ minutes: 3, seconds: 1 });
  await tab.page.goto('/covered?from=/find');
  await coverPage(tab);
  await tab.page.goBack();
  await coverPage(tab);
});

test('who leaves covers the page by hand, and a colleague signs them out to sign in', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.getByRole('button', { name: 'Cover page' }).click();
  await coverPage(tab);
  await tab.page.getByRole('button', { name: 'Sign out' }).click();
  await plainPage(tab, 'You are signed out');
  await tab.page.goto('/');
  await signInPage(tab);
});

test('three wrong codes sign out, and the page says so', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.getByRole('button', { name: 'Cover page' }).click();
  for (const code of ['000000', '000001', '000002']) await (await coverPage(tab)).resume(code);
  assert.match(await (await plainPage(tab, 'You are signed out')).says(), /Three wrong codes were given/);
});

test('an organisation whose machines are not shared covers nothing', async () => {
  const tab = await newTab();
  await tab.page.goto('/sign-in');
  assert.equal(await tab.page.getByRole('button', { name: 'Cover page' }).count(), 0);
  const others = await signedInTab('daniel.hughes');
  assert.equal(await others.page.getByRole('button', { name: 'Cover page' }).count(), 0);
});
