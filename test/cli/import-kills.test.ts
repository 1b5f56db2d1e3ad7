import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { factsOf, writeFeed } from '../../drills/support/feed-file.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase, type TestDatabase } from '../support/database.ts';
import { newFolder, run, start } from '../support/program.ts';

// The same at its full size: npm run drill -- import-kills
test('an import that is killed again and again comes to what an undisturbed one does', async (t) => {
  const folder = newFolder(t);
  const file = join(folder, 'feed.ndjson');
  await writeFeed(file, 1200, 7);
  const undisturbed = await withDatabase(t);
  const whole = await run(['import', file], settingsOf(undisturbed, folder));
  assert.equal(whole.exit, 0, whole.err);

  const killed = await withDatabase(t);
  for (const goal of [1, 1500]) {
    const importing = start(['import', file], settingsOf(killed, folder));
    const ended = once(importing, 'exit');
    while (importing.exitCode === null && (await stepsOf(killed)) < goal) await pause(20);
    importing.kill('SIGKILL');
    await ended;
  }
  const [row] = await asOwner(killed, 'select state, restarts from feed_batch');
  assert.ok(row?.[0] !== 'done', 'it ended before it was killed twice');
  const last = await run(['import', file], settingsOf(killed, folder));
  assert.equal(last.exit, 0, last.err);
  assert.deepEqual(
    await factsOf((sql) => asOwner(killed, sql)),
    await factsOf((sql) => asOwner(undisturbed, sql)),
  );
});

function settingsOf({ applicationUrl, ownerUrl }: TestDatabase, folder: string) {
  return { CONTACTPOINT_DATA: folder, DATABASE_URL: applicationUrl, DATABASE_OWNER_URL: ownerUrl };
}

async function stepsOf(database: TestDatabase): Promise<number> {
  const [row] = await asOwner(database, 'select coalesce(max(rows_read + rows_done), 0) from feed_batch');
  return Number(row?.[0]);
}
