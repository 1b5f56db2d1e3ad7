import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { beginNewLog } from '../../src/services/begin-new-log.ts';
import { checkLog } from '../../src/services/check-log.ts';
import { openAlarms } from '../../src/services/log-alarms.ts';
import { replayedByHand } from '../../src/services/replay-protections.ts';
import { sequenceRound } from '../../src/services/sequence-log.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';
import { addEntries, logOn } from '../support/log.ts';

const closing: (() => Promise<void>)[] = [];
after(async () => {
  for (const close of closing.toReversed()) await close();
});
const cleaning = { after: (work: () => Promise<void>) => void closing.push(work) };

test('a log that is truly lost is ended by name, and a new one begins over the entries that are left', async () => {
  const database = await withDatabase(cleaning);
  const log = logOn(cleaning, database);
  await addEntries(database, 5);
  await sequenceRound(log);
  const tables = ['log_entry', 'log_tile', 'log_tree', 'log_checkpoint'];
  for (const table of tables) await asOwner(database, `create table kept_${table} as select * from ${table}`);
  await addEntries(database, 3, '2026-11-23T11:00:00Z');
  await sequenceRound(log);
  for (const table of tables) {
    await asOwner(database, `truncate ${table}`);
    await asOwner(database, `insert into ${table} select * from kept_${table}`);
  }
  assert.equal((await sequenceRound(log)).kind, 'stopped');

  const [oldName = ''] = (log.files.read('checkpoint') ?? '').split('\n');
  assert.equal((await beginNewLog(database.owner, log, 'another log')).ok, false);
  assert.equal((await beginNewLog(database.owner, log, oldName)).ok, false); // shields may be missing
  await replayedByHand(database.owner, log.now);
  assert.ok((await beginNewLog(database.owner, log, oldName)).ok);
  assert.deepEqual(await openAlarms(log), []);
  const round = await sequenceRound(log);
  assert.deepEqual([round.kind, 'size' in round && round.size], ['sequenced', 7]);
  assert.equal((await checkLog(log, 'full')).finding, undefined);
  assert.ok((log.files.read('ended') ?? '').startsWith(`${oldName}\n8\n`));
  assert.notEqual((log.files.read('checkpoint') ?? '').split('\n')[0], oldName);
  const [row] = await asOwner(
    database,
    `select body::json ->> 'why' from log_entry where act = 'begin new log'`,
  );
  assert.deepEqual(row, [`after ${oldName}`]);
});
