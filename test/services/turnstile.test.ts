import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTurnstile } from '../../src/services/turnstile.ts';

function heldWork() {
  const releases: (() => void)[] = [];
  let most = 0;
  let inside = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise<void>((release) => releases.push(release));
    inside -= 1;
    return 'done';
  };
  const releaseAll = async () => {
    await new Promise(setImmediate);
    while (releases.length > 0) {
      releases.shift()?.();
      await new Promise(setImmediate);
    }
  };
  return { work, releaseAll, most: () => most };
}

test('no more work runs at once than is let through', async () => {
  const turnstile = makeTurnstile({ atOnce: 2, waiting: 10 });
  const held = heldWork();
  const answers = Array.from({ length: 8 }, () => turnstile.pass(held.work));
  await held.releaseAll();
  assert.deepEqual(
    await Promise.all(answers),
    Array.from({ length: 8 }, () => 'done'),
  );
  assert.equal(held.most(), 2);
});

test('who comes when the queue is full is turned away at once', async () => {
  const turnstile = makeTurnstile({ atOnce: 1, waiting: 2 });
  const held = heldWork();
  const answers = Array.from({ length: 4 }, () => turnstile.pass(held.work));
  assert.equal(await answers[3], undefined);
  await held.releaseAll();
  assert.deepEqual(await Promise.all(answers), ['done', 'done', 'done', undefined]);
});

test('work that fails gives its place back', async () => {
  const turnstile = makeTurnstile({ atOnce: 1, waiting: 1 });
  await assert.rejects(turnstile.pass(() => Promise.reject(new Error('broken'))));
  assert.equal(await turnstile.pass(async () => 'done'), 'done');
});

test('who waited longer than the patience is turned away when their turn comes, and the next one is not', async () => {
  const turnstile = makeTurnstile({ atOnce: 1, waiting: 10, patienceMs: 20 });
  const held = heldWork();
  const first = turnstile.pass(held.work);
  const late = turnstile.pass(held.work);
  await new Promise((resolve) => setTimeout(resolve, 40));
  const fresh = turnstile.pass(held.work);
  await held.releaseAll();
  assert.deepEqual(await Promise.all([first, late, fresh]), ['done', undefined, 'done']);
});
