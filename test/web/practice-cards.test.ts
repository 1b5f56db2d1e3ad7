import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { firstOfEachKind } from '../../src/population/first-users.ts';
import { welcome } from '../../src/cli/welcome.ts';
import { openProduct } from '../support/product.ts';
import { newWire } from '../support/wire.ts';

const product = await openProduct({ after }, { children: 50 });

test('a practice copy offers each of its users on a card, and a card types in the name', async () => {
  const page = await newWire(product.url).send('GET', '/sign-in?as=rachel.stone');
  assert.match(page.body, /value="rachel\.stone"/);
  for (const { userName } of product.site.practiceCards)
    assert.ok(page.body.includes(`href="/sign-in?as=${userName}"`), userName);
});

test('what else the address says is not shown', async () => {
  const page = await newWire(product.url).send('GET', '/sign-in?as=%22%3E%3Cscript%3Eharm');
  assert.doesNotMatch(page.body, /harm/);
});

test('the start-up text names one user of each kind, with what lets them in', () => {
  const told = welcome(
    { users: firstOfEachKind(), password: 'the password', pin: '123456' },
    'http://x',
    true,
  );
  for (const word of ['amina.khan', 'rachel.stone', 'peter.lowe', 'anna.whitfield', 'the password', '123456'])
    assert.ok(told.includes(word), word);
  assert.doesNotMatch(
    welcome({ users: firstOfEachKind(), password: 'the password', pin: '1' }, 'http://x', false),
    /password/,
  );
});
