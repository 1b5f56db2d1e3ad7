import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { factorsOf, openProduct } from '../support/product.ts';
import { sessionOf, tokenOf } from '../support/sessions.ts';
import { newWire, textIn, type WireAnswer } from '../support/wire.ts';

const product = await openProduct({ after });
const nobody = newWire(product.url);
const nurse = await sessionOf(product, 'amina.khan');
const token = await tokenOf(nobody);
const asset =
  /href="(\/assets\/contactpoint-[^"]+\.css)"/.exec((await nobody.send('GET', '/sign-in')).body)?.[1] ?? '';

const constant = {
  'strict-transport-security': /^max-age=(?:3[2-9]|[4-9]\d)\d{6,}; includeSubDomains$/, // over a year: ASVS 5.0 3.4.1
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'x-frame-options': /^DENY$/,
};

const host = new URL(product.url).host;
const close = `host: ${host}\r\nconnection: close\r\n\r\n`;

// One of every kind that there is, with the status that it must have.
const kinds: readonly (readonly [string, number, () => Promise<WireAnswer>])[] = [
  ['a page', 200, () => nobody.send('GET', '/sign-in')],
  ['a page with children on it', 200, () => nurse.send('GET', '/')],
  ['a redirect', 303, () => nobody.send('GET', '/find')],
  ['a form with errors', 400, () => nobody.post('/sign-in', token)],
  ['a form taken', 303, () => nobody.post('/sign-in', { ...factorsOf('amina.khan'), ...token })],
  ['a form out of date', 400, () => nobody.post('/sign-in', {})],
  ['a refusal', 403, () => nurse.post('/sign-out', {})],
  ['an id that nobody was given', 404, () => nurse.send('GET', '/searches/guessed')],
  ['a page that is not there', 404, () => nobody.send('GET', '/nowhere')],
  ['a method that is not for it', 405, () => nobody.send('DELETE', '/find')],
  ['a body far too long', 413, () => nobody.post('/sign-in', `user-name=${'a'.repeat(200_000)}`)],
  ['an asset', 200, () => nobody.send('GET', asset)],
  ['an asset that is not there', 404, () => nobody.send('GET', '/assets/nothing.js')],
  ['the health check', 200, () => nobody.send('GET', '/health')],
  ['a head without its body', 200, () => nobody.send('HEAD', '/about')],
  ['a TRACE', 405, () => nobody.send('TRACE', '/about')],
  ['a CONNECT', 405, () => nobody.send('CONNECT', 'evil.example:443')],
  ['a method that nobody knows', 400, () => nobody.send('FROBNICATE', '/about')],
  ['a request without a host', 400, () => nobody.raw('GET /about HTTP/1.1\r\nconnection: close\r\n\r\n')],
  ['a host that is none', 400, () => nobody.raw(`GET /about HTTP/1.1\r\n${close.replace(host, 'a/../b')}`)],
  [
    'headers far too long',
    431,
    () => nobody.send('GET', '/about', { headers: { 'x-long': 'a'.repeat(20_000) } }),
  ],
  [
    'a length and chunks at once',
    400,
    () =>
      nobody.raw(
        `POST /sign-in HTTP/1.1\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n${close}0\r\n\r\n`,
      ),
  ],
  ['an expectation', 417, () => nobody.send('GET', '/about', { headers: { expect: 'miracles' } })],
  ['bytes that are no request', 400, () => nobody.raw(Buffer.from('160301020001000000', 'hex'))],
];

for (const [kind, status, ask] of kinds)
  test(`${kind} carries every security header, and nothing of how it is made`, async () => {
    const answer = await ask();
    assert.equal(answer.status, status, textIn(answer.body).slice(0, 200));
    for (const [name, wanted] of Object.entries(constant))
      assert.match(answer.headers.get(name) ?? '', wanted, name);
    assertStrict(answer.headers.get('content-security-policy') ?? '');
    assert.equal(answer.headers.get('server') ?? answer.headers.get('x-powered-by'), null);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
    assert.doesNotMatch(answer.body, /node_modules|\.ts:\d+|at \w+ \(/);
    if (kind !== 'an asset') assert.equal(answer.headers.get('cache-control'), 'no-store');
  });

test('no two answers have the same nonce, and each page’s scripts have its own', async () => {
  const [one, other] = [await nobody.send('GET', '/sign-in'), await nobody.send('GET', '/sign-in')];
  const [nonce, second] = [nonceOf(one), nonceOf(other)];
  assert.notEqual(nonce, second);
  assert.ok(Buffer.from(nonce, 'base64').length >= 16);
  const scripts = [...one.body.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  assert.ok(scripts.length > 0);
  for (const script of scripts)
    assert.ok(script.includes(`nonce="${nonce}"`) && script.includes('src="/'), script);
});

test('no page holds a script, a style or a handler within itself, or anything from elsewhere', async () => {
  for (const path of ['/sign-in', '/about', '/signed-out', '/nowhere']) {
    const { body } = await nobody.send('GET', path);
    assert.doesNotMatch(body, /<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:/i, path);
    for (const [, url = ''] of body.matchAll(/\b(?:src|href|action)="([^"]*)"/g))
      assert.match(url, /^(?:\/(?!\/)|#|tel:|mailto:)/, path);
  }
});

test('cookies are for this host only, hidden from scripts, and sent nowhere else', async () => {
  const signedIn = newWire(product.url);
  const first = await signedIn.post('/sign-in', { ...factorsOf('amina.khan'), ...(await tokenOf(signedIn)) });
  const code = await product.codeFor('amina.khan');
  const second = await signedIn.post('/sign-in/code', { code, ...(await tokenOf(signedIn)) });
  const set = [...first.headers.getSetCookie(), ...second.headers.getSetCookie()];
  assert.ok(set.length >= 2);
  for (const line of set) {
    assert.match(line, /^__Host-[a-z]+=[\w-]*; Path=\/; Secure; HttpOnly; SameSite=Strict(?:; Max-Age=0)?$/);
    assert.ok(line.length < 4096);
  }
});

test('signing out makes the browser forget what it stored', async () => {
  const leaving = await sessionOf(product, 'grace.okafor');
  const answer = await leaving.post('/sign-out', await tokenOf(leaving));
  assert.match(answer.headers.get('clear-site-data') ?? '', /"cache".*"storage"/);
  assert.equal(answer.headers.get('location'), '/signed-out');
});

test('every page says what it is made of, in which letters', async () => {
  for (const path of ['/sign-in', '/about', '/nowhere', '/health', asset])
    assert.match(
      (await nobody.send('GET', path)).headers.get('content-type') ?? '',
      /; charset=utf-8$/,
      path,
    );
});

function nonceOf({ headers }: WireAnswer): string {
  return /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';
}

function assertStrict(policy: string): void {
  const directives = new Map(policy.split('; ').map((one) => [one.split(' ')[0], one]));
  assert.equal(directives.get('default-src'), "default-src 'none'");
  assert.match(directives.get('script-src') ?? '', /^script-src 'nonce-[A-Za-z0-9+/=]{20,}'$/);
  for (const none of ['base-uri', 'object-src', 'frame-ancestors'])
    assert.equal(directives.get(none), `${none} 'none'`);
  assert.doesNotMatch(policy, /unsafe|\*|http:|https:|data:/);
}
