import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startServer } from '../../src/web/server.ts';
import { factorsOf, openProduct } from '../support/product.ts';
import { tokenOf } from '../support/sessions.ts';
import { newWire } from '../support/wire.ts';

const product = await openProduct({ after });
const behind = await startServer({ ...product.site, trustedProxies: ['127.0.0.1'] }, '127.0.0.1', 0);
after(behind.stop);

// A wrong guess is counted by who is guessed at and by where from, each under a keyed hash.
async function countedAfterGuess(url: string, said: string): Promise<number> {
  const browser = newWire(url);
  const token = await tokenOf(browser);
  const headers = { 'x-forwarded-for': said };
  const wrong = { ...factorsOf('amina.khan'), pin: '000000', ...token };
  assert.equal((await browser.post('/sign-in', wrong, headers)).status, 303);
  await browser.post('/sign-in/code', { ...token, code: '000000' }, headers);
  const [[counted = '0'] = []] = await product.sql('select count(*) from sign_in_throttle');
  return Number(counted);
}

test('a browser cannot say that it is somewhere else', async () => {
  const once = await countedAfterGuess(product.url, '203.0.113.9');
  assert.equal(await countedAfterGuess(product.url, '198.51.100.7'), once);
});

test('a balancer is believed, for the address that it added itself', async () => {
  const before = await countedAfterGuess(product.url, '');
  const told = await countedAfterGuess(behind.url, '198.51.100.1, 203.0.113.9');
  assert.ok(told > before);
  assert.equal(await countedAfterGuess(behind.url, '198.51.100.2, 203.0.113.9'), told);
  assert.equal(await countedAfterGuess(behind.url, 'nowhere'), told);
});
