import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { encodedAsset, readAssets, type Assets } from '../../../src/web/assets.ts';
import { securityHeaders } from '../../../src/web/headers.ts';
import { contactCards } from '../../../src/web/views/contact-card.ts';
import { passwordInput } from '../../../src/web/views/components/password-input.ts';
import { html, markupOf } from '../../../src/web/views/html.ts';
import { page } from '../../../src/web/views/layout.ts';
import { checkAccessibility, openBrowser } from '../../support/browser.ts';

let browser: Browser;
let server: Server;
let address: string;

before(async () => {
  server = serving(await readAssets());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  address = `http://127.0.0.1:${at !== null && typeof at === 'object' ? at.port : 0}`;
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  server.close();
});

/** A page with a contact and a secret on it, under the headers that every answer has. */
function serving(assets: Assets): Server {
  const contact = {
    role: 'School nurse',
    organisation: 'Bolton NHS Foundation Trust',
    telephone: '01632960456',
  };
  const made = page({
    title: 'People and services supporting Oliver Hargreaves',
    main: html`${contactCards([contact])} ${passwordInput({ name: 'password', label: 'Password' })}`,
    assets,
    viewer: {
      name: 'Beth Adeyemi',
      organisation: 'Bolton NHS Foundation Trust',
      secondsLeft: 900,
      signsOutAt: '2:35pm',
    },
    formToken: 'token-1',
    nonce: 'nonce-1',
    practice: true,
    showsChild: true,
  });
  return createServer((request, response) => {
    const asset = assets.files.get((request.url ?? '').replace('/assets/', ''));
    const answer = asset
      ? encodedAsset(asset, request.headers['accept-encoding'])
      : { body: markupOf(made), headers: { 'content-type': 'text/html; charset=utf-8' } };
    response.writeHead(200, { ...securityHeaders('nonce-1'), ...answer.headers }).end(answer.body);
  });
}

test('a page is well formed for those who cannot see it, on a phone and on a desk', async () => {
  for (const width of [375, 1280]) {
    const tab = await browser.newPage({ viewport: { width, height: 667 } });
    await tab.goto(address);
    assert.deepEqual(await checkAccessibility(tab), []);
    assert.equal(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    await tab.close();
  }
});

test('the script runs under the content security policy', async () => {
  const tab = await browser.newPage();
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', ({ message }) => complaints.push(message));
  await tab.goto(address);
  await tab.getByRole('button', { name: 'Show password' }).click();
  assert.equal(await tab.locator('#password').getAttribute('type'), 'text');
  assert.deepEqual(complaints, []);
  await tab.close();
});

test('without script the page is all there, and offers nothing that needs it', async () => {
  const tab = await browser.newPage({ javaScriptEnabled: false });
  await tab.goto(address);
  assert.equal(await tab.getByText('01632 960456').isVisible(), true);
  assert.equal(await tab.getByRole('button', { name: 'Show password' }).count(), 0);
  await tab.close();
});

test('a plain print of a page that shows a child prints no child', async () => {
  const tab = await browser.newPage();
  await tab.goto(address);
  await tab.emulateMedia({ media: 'print' });
  assert.equal(
    (await tab.locator('body').innerText()).trim(),
    'This page does not print, so that no child’s details are left on paper.',
  );
  await tab.close();
});

test('the telephone number is the largest thing on a card, and a thumb can press it', async () => {
  const tab = await browser.newPage({ viewport: { width: 375, height: 667 } });
  await tab.goto(address);
  const sizes = await tab.evaluate<readonly number[]>(
    `[...document.querySelectorAll('.app-contact *')].map((part) => parseFloat(getComputedStyle(part).fontSize))`,
  );
  const size = await tab.evaluate<number>(
    `parseFloat(getComputedStyle(document.querySelector('a[href^="tel:"]')).fontSize)`,
  );
  assert.equal(size, Math.max(...sizes));
  const number = tab.getByRole('link', { name: '01632 960456' });
  const box = await number.boundingBox();
  assert.ok((box?.height ?? 0) >= 24); // WCAG 2.2, 2.5.8: at least 24 by 24
  await tab.close();
});
