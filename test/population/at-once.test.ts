import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { atOnce } from '../../src/population/at-once.ts';

test('no more goes on at once than was allowed, and all is done in the end', async () => {
  const work = atOnce(2);
  let [goingOn, most, done] = [0, 0, 0];
  for (let piece = 0; piece < 10; piece += 1)
    await work.start(async () => {
      goingOn += 1;
      most = Math.max(most, goingOn);
      await setTimeout(2);
      goingOn -= 1;
      done += 1;
    });
  await work.end();
  assert.ok(most <= 2);
  assert.equal(done, 10);
});

test('a failure is thrown at the next start, once more at the end, and ends nothing by itself', async () => {
  const work = atOnce(3);
  const failing = (): Promise<void> => Promise.reject(new Error('The disk is full'));
  await work.start(failing);
  await setImmediate();
  await setImmediate();
  await assert.rejects(
    work.start(() => Promise.resolve()),
    /disk is full/,
  );
  await assert.rejects(work.end(), /disk is full/);
});
