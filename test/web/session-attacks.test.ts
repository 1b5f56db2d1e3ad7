import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { attemptCookie, sessionCookie, visitCookie } from '../../src/web/cookies.ts';
import { factorsOf, openProduct } from '../support/product.ts';
import { sessionOf, tokenOf } from '../support/sessions.ts';
import { newWire, textIn, type Wire, type WireAnswer } from '../support/wire.ts';

const product = await openProduct({ after });

test('a session fixed beforehand is not the one that signing in opens, and opens nothing', async () => {
  const victim = newWire(product.url);
  const planted = randomBytes(32).toString('base64url');
  victim.cookies.set(sessionCookie, planted);
  victim.cookies.set(visitCookie, planted);
  await signIn(victim, 'amina.khan');
  assert.notEqual(victim.cookies.get(sessionCookie), planted);

  const attacker = newWire(product.url);
  attacker.cookies.set(sessionCookie, planted);
  assert.equal(leadOf(await attacker.send('GET', '/')), '303 /signed-out');
});

test('each sign-in has a secret of its own, also where somebody is signed in already', async () => {
  const wire = newWire(product.url);
  const secrets = new Set<string>();
  for (let time = 0; time < 2; time += 1) {
    await signIn(wire, 'helen.fairclough');
    secrets.add(wire.cookies.get(sessionCookie) ?? '');
  }
  assert.equal(secrets.size, 2);
});

test('a session cookie beside a planted one counts as none', async () => {
  const wire = await sessionOf(product, 'ruth.barlow');
  const own = wire.cookies.get(sessionCookie) ?? '';
  const cookie = `${sessionCookie}=${own}; ${sessionCookie}=${randomBytes(32).toString('base64url')}`;
  const twice = await newWire(product.url).send('GET', '/', { headers: { cookie } });
  assert.equal(leadOf(twice), '303 /sign-in');
});

test('the second page of one person’s try is of no use with another’s token', async () => {
  const wire = newWire(product.url);
  const token = await tokenOf(wire);
  await wire.post('/sign-in', { ...factorsOf('amina.khan'), ...token });
  const answer = await wire.post('/sign-in/code', { ...token, code: await product.codeFor('grace.okafor') });
  assert.equal(answer.status, 400);
  assert.equal(wire.cookies.get(sessionCookie), undefined);
});

test('a try serves the browser that began it, and no other after it was used', async () => {
  const wire = newWire(product.url);
  const token = await tokenOf(wire);
  await wire.post('/sign-in', { ...factorsOf('daniel.hughes'), ...token });
  const attempt = wire.cookies.get(attemptCookie) ?? '';
  await wire.post('/sign-in/code', { ...token, code: await product.codeFor('daniel.hughes') });
  const thief = newWire(product.url);
  const own = await tokenOf(thief);
  thief.cookies.set(attemptCookie, attempt);
  const answer = await thief.post('/sign-in/code', { ...own, code: await product.codeFor('daniel.hughes') });
  assert.equal(answer.status, 400);
});

test('the form token of another session is refused, whatever the form, and it is written down', async () => {
  const nurse = await sessionOf(product, 'amina.khan');
  const others = await tokenOf(await sessionOf(product, 'grace.okafor'));
  await product.sql('with parts as (delete from log_part) delete from log_entry');
  for (const path of ['/sign-out', '/stays', '/covers', '/colleague/stops'])
    assert.equal((await nurse.post(path, others)).status, 403, path);
  assert.equal((await nurse.send('GET', '/')).status, 200);
  const refused = await product.sql(
    `select count(*) from log_entry
      join account using (account_id)
      where act = 'refused route' and user_name = 'amina.khan'
        and body::json ->> 'why' = 'form not of this session'`,
  );
  assert.deepEqual(refused, [['4']]);
});

test('one user’s session is not ended by the handle that another was given', async () => {
  const nurse = await sessionOf(product, 'amina.khan');
  const page = await nurse.send('GET', '/sessions');
  const path = /action="(\/sessions\/[^"]+\/ends)"/.exec(page.body)?.[1] ?? '';
  const other = await sessionOf(product, 'grace.okafor');
  assert.equal((await other.post(path, await tokenOf(other))).status, 404);
  assert.equal((await nurse.send('GET', '/')).status, 200);
  assert.equal(leadOf(await nurse.post(path, await tokenOf(nurse))), '303 /signed-out');
});

test('when too many sign in at once, those beyond get a plain page that says when to come back', async () => {
  const wire = newWire(product.url);
  const token = await tokenOf(wire);
  const crowd = Array.from({ length: 120 }, () =>
    wire.post('/sign-in', { ...factorsOf('nobody.atall'), ...token }),
  );
  const answers = await Promise.all(crowd);
  const away = answers.filter(({ status }) => status === 503);
  assert.ok(away.length > 0);
  for (const { headers, body } of away) {
    assert.equal(headers.get('retry-after'), '5');
    assert.match(
      textIn(body),
      /Try again .*Too many people are (?:signing in|using the service) at this moment/,
    );
  }
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([303, 503]));
  assert.deepEqual(product.lines, []);
});

async function signIn(wire: Wire, userName: string): Promise<void> {
  const token = await tokenOf(wire);
  await wire.post('/sign-in', { ...factorsOf(userName), ...token });
  const code = await product.codeFor(userName);
  assert.equal(leadOf(await wire.post('/sign-in/code', { ...token, code })), '303 /');
}

function leadOf({ status, headers }: WireAnswer): string {
  return `${status} ${headers.get('location') ?? ''}`.trim();
}
