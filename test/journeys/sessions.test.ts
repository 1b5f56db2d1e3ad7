import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openJourneys, phone } from './journey.ts';
import { expectPage } from './page-objects/expect-page.ts';
import { plainPage } from './page-objects/plain.ts';
import { ownSessionsPage } from './page-objects/sessions.ts';
import { signInPage, signInTo } from './page-objects/sign-in.ts';

const { product, newTab, signedInTab } = await openJourneys({ after });

for (const options of [undefined, phone])
  test(`somebody sees where they were signed in and ends it${options === phone ? ', on a phone' : ''}`, async () => {
    const tab = await newTab(options);
    await signInTo(product, tab, 'amina.khan');
    await tab.page.getByRole('link', { name: 'Your sign-ins' }).click();
    const sessions = await ownSessionsPage(tab);
    const [present = ''] = await sessions.rows();
    assert.match(
      present,
      /^23 November 2026 at 10:\d\dam\s+Chrome on (Linux|Android)\s+0\s+THIS ONE|This one/i,
    );

    await sessions.end();
    await plainPage(tab, 'You are signed out');
    await tab.page.goto('/find');
    await signInPage(tab);
  });

test('signing in elsewhere ends the first session, which is told so on a plain page', async () => {
  const first = await signedInTab('grace.okafor');
  await signedInTab('grace.okafor');
  await first.page.goto('/find');
  const told = await plainPage(first, 'You are signed out');
  assert.match(
    await told.says(),
    /Somebody signed in with your user name .* tell your account administrator now/,
  );
});

test('two minutes before the end a person is asked whether they are still there, and stays by saying so', async () => {
  const tab = await newTab();
  await tab.page.clock.install();
  await signInTo(product, tab, 'daniel.hughes');
  const dialog = tab.page.getByRole('alertdialog');
  await tab.page.clock.runFor(12 * 60_000);
  assert.equal(await dialog.isVisible(), false);

  await tab.page.clock.runFor(90_000);
  await dialog.waitFor();
  assert.match(
    await dialog.innerText(),
    /You will be signed out at 10:1\dam\s+Less than two minutes are left\./,
  );
  await expectPage(tab, 'Children I work with'); // with the question open, for the accessibility checker

  product.move({ minutes: 13 });
  await dialog.getByRole('button', { name: 'Stay signed in' }).click();
  await dialog.waitFor({ state: 'hidden' });
  product.move({ minutes: 14 });
  await tab.page.goto('/find');
  await expectPage(tab, 'Find a child');
});

test('at the end the page is left by itself, and no child stays on the screen', async () => {
  const tab = await newTab();
  await tab.page.clock.install();
  await signInTo(product, tab, 'helen.fairclough');
  await tab.page.clock.runFor(15 * 60_000 + 1_000);
  await tab.page.waitForURL(/\/signed-out/);
  await plainPage(tab, 'You are signed out');
});
