import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newAdmission } from '../../src/web/admission.ts';
import { startServer } from '../../src/web/server.ts';
import { openProduct } from '../support/product.ts';

const product = await openProduct({ after });
const full = { admit: async () => Promise.resolve(undefined), waiting: () => 100 };
const busy = await startServer({ ...product.site, admission: full }, '127.0.0.1', 0);
after(busy.stop);

test('where too many are asking, a page says so at once and when to try again', async () => {
  const answer = await fetch(`${busy.url}/sign-in`);
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get('retry-after'), '5');
  assert.match(await answer.text(), /Too many people are using the service/);
});

test('a balancer is still told that the process is ready', async () => {
  assert.equal((await fetch(`${busy.url}/ready`)).status, 200);
});

test('a flood of searches leaves the openings of records their turn', async () => {
  const admission = newAdmission(4);
  const ends: (() => void)[] = [];
  const hanging = async (): Promise<string> => new Promise((resolve) => ends.push(() => resolve('done')));
  const searches = Array.from({ length: 500 }, async () => admission.admit('/searches', hanging));
  assert.equal(await admission.admit('/searches', hanging), undefined);
  assert.equal(admission.waiting(), 100);
  assert.equal(
    await admission.admit('/children/:child/views', async () => Promise.resolve('shown')),
    'shown',
  );
  for (const _each of searches) {
    ends.splice(0).forEach((end) => end());
    await new Promise(setImmediate);
  }
  const answered = (await Promise.all(searches)).filter((answer) => answer === 'done');
  assert.equal(answered.length, 102); // two at once, a hundred that wait; nobody else
});
