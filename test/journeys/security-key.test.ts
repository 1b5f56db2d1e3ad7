import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { codeAt, stepAt } from '../../src/domain/one-time-code.ts';
import { checkAccessibility } from '../support/browser.ts';
import { factorsOf } from '../support/product.ts';
import { seedIn } from '../support/seed.ts';
import { plugIn } from '../support/virtual-key.ts';
import { openJourneys } from './journey.ts';

const journeys = await openJourneys({ after });
const { product } = journeys;
const userName = 'peter.lowe';

test('a key is added, signs in, steps up, and is refused unverified and once it was copied', async () => {
  const { page } = await journeys.signedInTab(userName);
  const { cdp, key } = await plugIn(page);

  await page.goto('/tokens');
  assert.deepEqual(await checkAccessibility(page), []);
  await page.getByRole('button', { name: 'Add a security key' }).click();
  await page.getByText('Security key 1', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Add a code token' }).click();
  await page.getByRole('heading', { level: 1, name: 'Add your code token' }).waitFor();
  assert.deepEqual(await checkAccessibility(page), []);
  const seed = seedIn(await page.locator('main').innerText());
  await page.getByLabel('Security code').fill('000000');
  await page.getByRole('button', { name: 'Register token' }).click();
  await page.getByText('That is not the code').first().waitFor();
  await page.getByLabel('Security code').fill(codeAt(seed, stepAt(product.now())));
  await page.getByRole('button', { name: 'Register token' }).click();
  await page.getByText('Code token 2', { exact: true }).waitFor();

  await product.sql('update installation set practice = false');
  await signInWithKey(page);
  await page.getByRole('heading', { level: 1, name: 'Start' }).waitFor();
  assert.equal((await page.goto('/stopped'))?.status(), 200);

  product.move({ minutes: 6 });
  await page.goto('/tokens');
  await page.getByRole('button', { name: 'Remove code token 1' }).click();
  await page.getByRole('heading', { name: 'Show that it is you' }).waitFor();
  await page.getByRole('button', { name: 'Use your security key' }).click();
  await page.getByText('Security key 1', { exact: true }).waitFor();
  assert.equal(await page.getByText('Code token 1', { exact: true }).count(), 0);

  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: key, isUserVerified: false });
  await page.context().clearCookies();
  await signInWithKey(page);
  await page.getByText('Your security key did not answer').waitFor();

  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: key, isUserVerified: true });
  await product.sql('update security_key set sign_count = 1000');
  await page.context().clearCookies();
  await signInWithKey(page);
  await page.getByText('wrong, too many tries were made').first().waitFor();
  const [revoked] = await product.sql('select revoked_why from security_key');
  assert.deepEqual(revoked, ['copied']);
});

async function signInWithKey(page: Page): Promise<void> {
  const { password, pin } = factorsOf(userName);
  await page.goto('/sign-in');
  await page.getByLabel('User name').fill(userName);
  await page.locator('#password').fill(password);
  await page.locator('#pin').fill(pin);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Use your security key' }).click();
}
