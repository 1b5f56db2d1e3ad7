import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { usualNow } from '../support/product.ts';
import { supportedChild } from './children.ts';
import { openJourneys } from './journey.ts';
import { openRecordOf } from './page-objects/open-record.ts';
import { plainPage } from './page-objects/plain.ts';
import { signInPage } from './page-objects/sign-in.ts';

const { product, signedInTab } = await openJourneys({ after });
const child = await supportedChild(product);

test('after signing out, going back shows no child', async () => {
  const tab = await signedInTab('amina.khan');
  await openRecordOf(tab, child);
  await tab.page.getByRole('button', { name: 'Sign out' }).click();
  await plainPage(tab, 'You are signed out');

  // The answer of a form, which the browser does not show again unasked: it says so, and the going fails.
  await tab.page.goBack().catch(() => undefined);
  await tab.page.waitForURL(/^chrome-error:/, { waitUntil: 'commit' });
  await tab.page.goBack();
  await signInPage(tab);
  await tab.page.goto('/find');
  await signInPage(tab);
});

test('a session that nobody used for 15 minutes is over, and says so', async () => {
  const tab = await signedInTab('daniel.hughes'); // of no hospital, whose pages are covered before that
  await openRecordOf(tab, child);
  product.move({ minutes: 14 });
  await tab.page.goto('/find');
  assert.equal(await tab.page.getByRole('heading', { level: 1 }).innerText(), 'Find a child');

  product.move({ minutes: 15 });
  await tab.page.goto('/find');
  assert.match(await (await plainPage(tab, 'You are signed out')).says(), /did nothing for 15 minutes/);
  await tab.page.goto('/');
  await signInPage(tab);
  product.setClock(usualNow);
});
