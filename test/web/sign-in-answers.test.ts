import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { factorsOf, openProduct } from '../support/product.ts';
import { tokenOf } from '../support/sessions.ts';
import { newWire, type WireAnswer } from '../support/wire.ts';

const product = await openProduct({ after });
const userName = 'helen.fairclough';
const locked = 'martin.shaw';
const right = factorsOf(userName);

type Way = Readonly<Record<'user-name' | 'password' | 'pin', string>>;

/** Goes through both pages; the answer of the first, and of the second. */
async function goThrough(way: Way, code: string) {
  const wire = newWire(product.url);
  const token = await tokenOf(wire);
  const first = await wire.post('/sign-in', { ...way, ...token });
  const second = await wire.post('/sign-in/code', { ...token, code });
  return { first: shape(first), second: shape(second) };
}

async function showKey(way: Way) {
  const wire = newWire(product.url);
  const token = await tokenOf(wire);
  await wire.post('/sign-in', { ...way, ...token });
  const asked = await wire.post('/sign-in/key', token);
  const answered = await wire.post('/sign-in/key-answers', { ...token, answer: '{}' });
  return { asked: shape(asked), answered: shape(answered) };
}

/** All of an answer but what is new each time: nonce, form token, challenge and ids. */
function shape({ status, headers, body }: WireAnswer) {
  const masked = body
    .replaceAll(/nonce="[^"]+"/g, 'nonce')
    .replaceAll(/name="form-token" value="[^"]+"/g, 'form-token')
    .replaceAll(/&quot;(challenge|id)&quot;:&quot;[\w-]+&quot;/g, '$1');
  const names = [...headers.keys()].toSorted();
  const cookies = headers.getSetCookie().map((line) => line.replace(/=[^;]*/, ''));
  return { status, location: headers.get('location'), names, cookies, body: masked };
}

async function lock(): Promise<void> {
  for (let guess = 0; guess < 10; guess += 1)
    await goThrough({ ...factorsOf(locked), pin: '970531' }, '000000');
}

test('the 15 wrong combinations, an unknown and a locked user are answered alike, and one combination gets in', async () => {
  const answers = [];
  for (let combination = 1; combination < 16; combination += 1) {
    product.move({ minutes: 6 });
    const isWrong = (part: number): boolean => (combination & (1 << part)) !== 0;
    const way = {
      'user-name': isWrong(0) ? 'daniel.hughes' : userName,
      password: isWrong(1) ? 'not the password at all' : right.password,
      pin: isWrong(2) ? '970531' : right.pin,
    };
    answers.push(await goThrough(way, isWrong(3) ? '000000' : await product.codeFor(userName)));
  }
  answers.push(await goThrough({ ...right, 'user-name': 'nobody.atall' }, '000000'));
  await lock();
  answers.push(await goThrough(factorsOf(locked), await product.codeFor(locked)));
  const [first] = answers;
  assert.deepEqual([first?.first.status, first?.second.status], [303, 400]);
  for (const answer of answers) assert.deepEqual(answer, first);
  assert.equal((await goThrough(right, await product.codeFor(userName))).second.status, 303);
});

test('so are they where a key is asked for: as many ids for each, and the same verdict', async () => {
  product.move({ minutes: 6 });
  await lock();
  const answers = [
    await showKey(right),
    await showKey({ ...right, pin: '970531' }),
    await showKey({ ...right, 'user-name': 'nobody.atall' }),
    await showKey(factorsOf(locked)),
  ];
  const [first] = answers;
  assert.deepEqual([first?.asked.status, first?.answered.status], [200, 400]);
  for (const answer of answers) assert.deepEqual(answer, first);
});
