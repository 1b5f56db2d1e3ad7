import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCheckpoint } from '../../src/domain/log-checkpoint.ts';
import { leafHash, rootOver } from '../../src/domain/log-tree.ts';
import { goOn, sequenceRound } from '../../src/services/sequence-log.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase, type TestDatabase } from '../support/database.ts';
import { addEntries, logOn } from '../support/log.ts';

type Cleaning = Parameters<typeof withDatabase>[0];

async function fresh(t: Cleaning) {
  const closing: (() => Promise<void>)[] = [];
  t.after(async () => {
    for (const close of closing.toReversed()) await close();
  });
  const cleaning = { after: (work: () => Promise<void>) => void closing.push(work) };
  const database = await withDatabase(cleaning);
  return { database, cleaning, log: logOn(cleaning, database) };
}

/** The hashes of the numbered entries in order; fails where there is a gap or a number twice. */
async function numbered(database: TestDatabase): Promise<readonly Buffer[]> {
  const rows = await asOwner(
    database,
    `select number, encode(entry_hash, 'hex') from log_entry where number is not null order by number`,
  );
  assert.deepEqual(
    rows.map(([number]) => Number(number)),
    rows.map((_row, at) => at),
  );
  return rows.map(([, hash]) => Buffer.from(hash ?? '', 'hex'));
}

async function lastNote(database: TestDatabase): Promise<string> {
  const [row] = await asOwner(database, 'select note from log_checkpoint order by tree_size desc limit 1');
  return row?.[0] ?? '';
}

test('entries get their numbers without a gap, and the checkpoint signed is that of their tree', async (t) => {
  const { database, log } = await fresh(t);
  for (const count of [3, 1, 300]) {
    await addEntries(database, count);
    assert.equal((await sequenceRound(log)).kind, 'sequenced');
    const entries = await numbered(database);
    const note = await lastNote(database);
    const [origin = ''] = note.split('\n');
    const opened = openCheckpoint(note, log.files.verifier(origin));
    assert.equal(opened?.size, entries.length);
    assert.deepEqual(opened?.root, rootOver(entries.map(leafHash)));
    assert.equal(log.files.read('checkpoint'), note);
  }
  assert.equal((await sequenceRound(log)).kind, 'idle');
});

test('an entry that commits late, or by a clock set back, is numbered after those before it', async (t) => {
  const { database, log } = await fresh(t);
  await addEntries(database, 2, '2026-11-23T10:00:00Z');
  await sequenceRound(log);
  await addEntries(database, 2, '2026-11-22T10:00:00Z');
  assert.equal((await sequenceRound(log)).kind, 'sequenced');
  const rows = await asOwner(database, 'select recorded_at::date from log_entry order by number');
  assert.deepEqual(rows.flat(), ['2026-11-23', '2026-11-23', '2026-11-22', '2026-11-22']);
});

test('many sequencers at once number each entry once', async (t) => {
  const { database, cleaning, log } = await fresh(t);
  const others = [1, 2, 3].map(() => logOn(cleaning, database, { folder: log.folder }));
  for (let round = 0; round < 8; round += 1) {
    await addEntries(database, 20, `2026-11-23T1${round}:00:00Z`);
    await Promise.all([log, ...others].map(sequenceRound));
  }
  await sequenceRound(log);
  const entries = await numbered(database);
  assert.equal(entries.length, 160);
  const [origin = ''] = (await lastNote(database)).split('\n');
  const opened = openCheckpoint(await lastNote(database), log.files.verifier(origin));
  assert.deepEqual(opened?.root, rootOver(entries.map(leafHash)));
});

test('a round that ends between any two statements leaves nothing behind', async (t) => {
  const { database, log } = await fresh(t);
  await addEntries(database, 5);
  await sequenceRound(log);
  await addEntries(database, 5);
  for (const breaks of ['log_tile', 'log_checkpoint', 'log_tree']) {
    await asOwner(database, `revoke insert, update on ${breaks} from contactpoint_sequencer`);
    await asOwner(database, `revoke update (hashes) on log_tile from contactpoint_sequencer`);
    await assert.rejects(sequenceRound(log), breaks);
    assert.equal((await numbered(database)).length, 5);
    await asOwner(database, `grant insert, update on ${breaks} to contactpoint_sequencer`);
    await asOwner(database, `grant update (hashes) on log_tile to contactpoint_sequencer`);
  }
  await sequenceRound(log);
  assert.equal((await numbered(database)).length, 10);
});

test('where more was signed than the database holds, nothing more is signed until a person has looked', async (t) => {
  const { database, log } = await fresh(t);
  await addEntries(database, 3);
  await sequenceRound(log);
  const old = await lastNote(database);
  await addEntries(database, 3);
  await sequenceRound(log);
  const signed = await lastNote(database);
  await asOwner(
    database,
    `update log_entry set number = null where number >= 3; delete from log_checkpoint where tree_size > 3`,
  );
  const root = openCheckpoint(old, log.files.verifier(old.split('\n')[0] ?? ''))?.root.toString('hex');
  await asOwner(database, `update log_tree set tree_size = 3, root = '\\x${root}'`);
  assert.deepEqual(await sequenceRound(log), { kind: 'stopped', alarm: 'old copy', about: '', size: 3 });
  assert.equal((await sequenceRound(log)).kind, 'stopped');
  await goOn(log);
  assert.equal((await sequenceRound(log)).kind, 'stopped');
  assert.equal(log.files.read('checkpoint'), signed);
  const [open] = await asOwner(database, 'select count(*) from log_alarm where ended_at is null');
  assert.deepEqual(open, ['1']);
});

test('a tree that was altered is not signed', async (t) => {
  const { database, log } = await fresh(t);
  await addEntries(database, 3);
  await sequenceRound(log);
  await asOwner(database, `update log_tile set hashes = overlay(hashes placing '\\xffff' from 3)`);
  await addEntries(database, 1);
  assert.deepEqual(await sequenceRound(log), { kind: 'stopped', alarm: 'tree altered', about: '', size: 3 });
});

test('the key is made once, is nobody else’s to read, and is refused where it is', async (t) => {
  const { log } = await fresh(t);
  const first = log.files.verifier('contactpoint.example/log/1');
  assert.deepEqual(log.files.verifier('contactpoint.example/log/1').id, first.id);
  writeFileSync(join(log.folder, 'key'), 'short');
  assert.throws(() => log.files.verifier('contactpoint.example/log/1'), /damaged/);
});
