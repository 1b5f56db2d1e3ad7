import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { usualNow } from '../support/product.ts';
import { supportedChild } from './children.ts';
import { openJourneys } from './journey.ts';
import { openRecordOf } from './page-objects/open-record.ts';
import { plainPage } from './page-objects/plain.ts';
import { signInPage } from './page-objects/sign-in.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, signedInTab } = await openJourneys({ after });
const child = await supportedChild(product);

test('after signing out, going back shows no child', async () => {
  const tab = await signedInTab('amina.khan');
  await openRecordOf(tab, child);
  await tab.page.getByRole('button', { name: 'Sign out' }).click();
  await plainPage(tab, 'You are signed out');

  // The answer of a form comes first, which the browser does not show again unasked: it says so, and the going may fail. Whatever
  // stands there, it is no child; and further back everything leads to signing in.
  for (let back = 0; back < 8 && !(await asksToSignIn(tab)); back += 1) {
    await tab.page.goBack({ timeout: 5_000 }).catch(() => undefined);
    assert.ok(!(await textOf(tab)).includes(child.name));
  }
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

async function asksToSignIn(tab: Tab): Promise<boolean> {
  return (await textOf(tab)).includes('User name');
}

/** What stands on the page, once it stands still: a page that is being left answers nothing. */
async function textOf({ page }: Tab): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      await page.waitForLoadState('domcontentloaded', { timeout: 5_000 });
      return await page.evaluate<string>('document.body.innerText');
    } catch {
      await page.waitForTimeout(100);
    }
  }
  throw new Error('The page did not come to rest');
}
