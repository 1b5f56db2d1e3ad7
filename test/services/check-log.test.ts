import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sealEntry, sealPart } from '../../src/domain/log.ts';
import { leafHash } from '../../src/domain/log-tree.ts';
import { checkLog, patrolLog } from '../../src/services/check-log.ts';
import { eraseParts } from '../../src/services/erase-parts.ts';
import { openAlarms } from '../../src/services/log-alarms.ts';
import { sequenceRound, type LogContext } from '../../src/services/sequence-log.ts';
import { connect } from '../../src/store/connection.ts';
import { appendEntry } from '../../src/store/log.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase, type TestDatabase } from '../support/database.ts';
import { addEntries, logOn } from '../support/log.ts';

const closing: (() => Promise<void>)[] = [];
const cleaning = { after: (work: () => Promise<void>) => void closing.push(work) };
let database: TestDatabase;
let log: LogContext;

before(async () => {
  database = await withDatabase(cleaning);
  log = logOn(cleaning, database);
  for (let batch = 0; batch < 12; batch += 1) {
    await addEntries(database, 40, `2026-11-23T${String(batch).padStart(2, '0')}:00:00Z`);
    for (let child = 0; child < 10; child += 1)
      await addOpening(`2026-11-23T${String(batch).padStart(2, '0')}:30:0${child}Z`, batch * 10 + child);
    await sequenceRound(log);
  }
});
after(async () => {
  for (const close of closing.toReversed()) await close();
});

/** An opening of two children, as the service writes it. */
async function addOpening(at: string, childId: number): Promise<void> {
  const parts = [sealPart('child', childId, { child: childId }), sealPart('child', 900, { child: 900 })];
  const eventId = crypto.randomUUID();
  const recordedAt = new Date(at);
  const entry = sealEntry({
    event: eventId,
    act: 'see caseload',
    outcome: 'done',
    at: recordedAt.toISOString(),
    account: 5,
    parts: parts.map((part) => part.hash.toString('hex')),
  });
  await database.application.transact((tx) =>
    appendEntry(tx, { eventId, recordedAt, accountId: 5, act: 'see caseload', entry, parts }),
  );
}

test('a log that nobody touched is whole, in full and since the last check', async () => {
  const full = await checkLog(log, 'full');
  assert.deepEqual([full.finding, full.entries, full.size, full.checkpoints], [undefined, 600, 600, 12]);
  const quick = await checkLog(log, 'quick');
  assert.deepEqual([quick.finding, quick.entries, quick.from], [undefined, 0, 600]);
});

/** Does the tampering as a superuser would, hands back what the check finds, and puts everything back. */
async function tampered(sql: string, extent: 'full' | 'quick' = 'full') {
  const tables = [
    'log_entry',
    'log_part',
    'log_tile',
    'log_tree',
    'log_checkpoint',
    'log_alarm',
    'log_erasure',
  ];
  const checked = log.files.read('checked') ?? '';
  for (const table of tables) await asOwner(database, `create table kept_${table} as select * from ${table}`);
  try {
    await asOwner(database, sql);
    return (await checkLog(log, extent)).finding;
  } finally {
    await asOwner(database, `truncate ${tables.join(', ')}`);
    for (const table of tables) {
      const columns = table === 'log_alarm' ? ' overriding system value' : '';
      await asOwner(database, `insert into ${table}${columns} select * from kept_${table}`);
      await asOwner(database, `drop table kept_${table}`);
    }
    log.files.write('checked', checked);
  }
}

const tamperings: Readonly<Record<string, readonly [sql: string, first: number, says: RegExp]>> = {
  'a body edited': [
    `update log_entry set body = replace(body, 'sign in', 'sign on') where number = 217`,
    217,
    /body or salt was altered/,
  ],
  'a salt edited': [
    `update log_entry set salt = overlay(salt placing '\\x0001' from 3) where number = 217`,
    217,
    /body or salt was altered/,
  ],
  'a body edited with its hash': [
    `update log_entry set body = replace(body, 'sign in', 'sign on'), act = 'sign on' where number = 217;
     update log_entry set entry_hash = sha256(salt || convert_to(body, 'UTF8')) where number = 217`,
    217,
    /not the one that the tree was made with/,
  ],
  'the account beside the body edited': [
    `update log_entry set account_id = 99 where number = 217`,
    217,
    /its account is not/,
  ],
  'the instant beside the body edited': [
    `update log_entry set recorded_at = recorded_at + interval '1 ms' where number = 217`,
    217,
    /its instant is not/,
  ],
  'the event id beside the body edited': [
    `update log_entry set event_id = gen_random_uuid() where number = 217`,
    217,
    /its event id is not/,
  ],
  'an entry deleted': ['delete from log_entry where number = 217', 217, /Entry 217 is missing/],
  'an entry deleted and the rest moved up': [
    'delete from log_entry where number = 217; update log_entry set number = number - 1 where number > 217',
    217,
    /not the one that the tree was made with/,
  ],
  'an entry added under a number that is taken': [
    `insert into log_entry select gen_random_uuid(), recorded_at, number, account_id, act, salt, body, entry_hash from log_entry where number = 217`,
    217,
    /217/,
  ],
  'an entry added beyond the end': [
    `insert into log_entry select gen_random_uuid(), recorded_at, 600, account_id, act, salt, body, entry_hash from log_entry where number = 217`,
    600,
    /beyond the end of the tree/,
  ],
  'two entries swapped': [
    `update log_entry set number = case number when 217 then 333 else 217 end where number in (217, 333)`,
    217,
    /not the one that the tree was made with/,
  ],
  'the end cut off': ['delete from log_entry where number >= 590', 590, /Entry 590 is missing/],
  'a part edited': [
    `update log_part set body = '{"child":7}' where event_id = (select event_id from log_entry where number = 245) and part_no = 0`,
    245,
    /part 0 of it was altered/,
  ],
  'a part moved to another child': [
    `update log_part set child_id = 8 where event_id = (select event_id from log_entry where number = 245) and part_no = 0`,
    245,
    /under another child/,
  ],
  'a part deleted': [
    `delete from log_part where event_id = (select event_id from log_entry where number = 245) and part_no = 1`,
    245,
    /no entry tells of its erasure/,
  ],
  'a part added': [
    `insert into log_part select event_id, recorded_at, 7, kind, child_id, salt, body, part_hash from log_part
     where event_id = (select event_id from log_entry where number = 245) and part_no = 1`,
    245,
    /a part was added/,
  ],
  'a part added to nothing': [
    `insert into log_part select gen_random_uuid(), recorded_at, part_no, kind, child_id, salt, body, part_hash from log_part limit 1`,
    600,
    /belong to no entry/,
  ],
  'a leaf of the tree edited': [
    `update log_tile set hashes = overlay(hashes placing '\\x00112233' from 32 * 200 + 1) where tile_level = 0 and tile_no = 0`,
    200,
    /not the one that the tree was made with/,
  ],
  'a tile above edited': [
    `update log_tile set hashes = overlay(hashes placing '\\x00112233' from 33) where tile_level = 1`,
    256,
    /tree itself was altered/,
  ],
  'the last checkpoint removed': ['delete from log_checkpoint where tree_size = 600', 599, /no checkpoint/],
  'a checkpoint edited': [
    `update log_checkpoint set note = replace(note, E'\\n250\\n', E'\\n251\\n') where tree_size = 250`,
    200,
    /did not sign/,
  ],
  'everything emptied': [
    'truncate log_entry, log_part, log_tile, log_tree, log_checkpoint',
    0,
    /another log/,
  ],
};

for (const [what, [sql, first, says]] of Object.entries(tamperings))
  test(`found, with the first entry that does not fit: ${what}`, async () => {
    const finding = await tampered(sql);
    assert.equal(finding?.number, first, finding?.says);
    assert.match(finding?.says ?? '', says);
  });

test('a log rebuilt without the key is found at the first checkpoint after what was altered', async () => {
  const rows = await asOwner(database, `select encode(entry_hash, 'hex') from log_entry order by number`);
  const leaf = leafHash(Buffer.from(rows[260]?.[0] ?? '', 'hex')).toString('hex');
  const finding = await tampered(
    `update log_entry set body = replace(body, 'sign in', 'sign on'), act = 'sign on' where number = 260;
     update log_entry set entry_hash = sha256(salt || convert_to(body, 'UTF8')) where number = 260;
     update log_tile set hashes = (
       select overlay(hashes placing sha256('\\x00' || entry_hash) from position('\\x${leaf}' in hashes)) from log_entry where number = 260
     ) where tile_level = 0 and tile_no = 1`,
  );
  assert.match(finding?.says ?? '', /^Entries 250 to 299 do not make the tree/);
  assert.equal(finding?.number, 250);
});

test('an end cut off so that the database tells nothing of it is told by what was signed last', async () => {
  const [checkpoint] = await asOwner(database, 'select note from log_checkpoint where tree_size = 250');
  const root = Buffer.from((checkpoint?.[0] ?? '').split('\n')[2] ?? '', 'base64').toString('hex');
  const finding = await tampered(
    `delete from log_entry where number >= 250;
     delete from log_part where not exists (select from log_entry where log_entry.event_id = log_part.event_id);
     delete from log_checkpoint where tree_size > 250;
     delete from log_tile where tile_level = 1 or tile_no > 0;
     update log_tile set hashes = substr(hashes, 1, 250 * 32);
     update log_tree set tree_size = 250, root = '\\x${root}'`,
  );
  assert.equal(finding?.number, 250);
  assert.match(finding?.says ?? '', /600 were signed/);
});

test('what was altered before it has a number is found too', async () => {
  const finding = await tampered(
    `insert into log_entry (event_id, recorded_at, act, salt, body, entry_hash)
     select gen_random_uuid(), recorded_at, act, salt, '{}', entry_hash from log_entry where number = 3`,
  );
  assert.match(finding?.says ?? '', /has no number yet, does not fit/);
});

test('the check by the clock finds what is altered in the last day at once, and anything else within a day', async () => {
  const patrol = { position: 0, verified: new Set<string>() };
  assert.equal((await patrolLog(log, patrol))?.finding, undefined);
  const [row] = await asOwner(database, 'select body from log_entry where number = 217');
  await asOwner(database, `update log_entry set body = '{}' where number = 217`);
  const found = await patrolLog(log, patrol);
  assert.match(found?.finding?.says ?? '', /Entry 217/);
  const alarms = await openAlarms(log);
  assert.deepEqual(
    alarms.map(({ kind, stops }) => [kind, stops]),
    [['check failed', false]],
  );

  // Ten days later nothing of it is of the last day; 1,440 rounds are a day.
  await asOwner(database, `update log_checkpoint set signed_at = '2026-11-23T10:00:00Z'`);
  const later = { ...log, now: () => new Date('2026-12-03T10:00:00Z') };
  let rounds = 0;
  let finding;
  for (patrol.position = 500; finding === undefined && rounds < 1440; rounds += 1)
    finding = (await patrolLog(later, patrol))?.finding;
  assert.ok(rounds > 100 && rounds <= 1440, `${rounds}`);
  assert.match(finding?.says ?? '', /Entry 217/);
  await asOwner(database, 'update log_entry set body = $1 where number = 217', [row?.[0]]);
  await asOwner(database, 'delete from log_alarm');
});

test('a part may be gone where an entry tells of its erasure, and nowhere else', async () => {
  const role = 'contactpoint_eraser';
  const eraser = connect({ url: database.ownerUrl, role, connections: 1, statementTimeoutMs: 10_000 });
  cleaning.after(eraser.close);
  const now = () => new Date('2026-11-23T20:00:00Z');
  const erased = await eraseParts(
    { database: database.application, eraser, now },
    { of: 'child', childId: 900 },
  );
  assert.equal(erased, 120);
  assert.equal((await checkLog(log, 'full')).finding, undefined);
  await sequenceRound(log);
  const checked = await checkLog(log, 'full');
  assert.deepEqual([checked.finding, checked.erased, checked.size], [undefined, 120, 601]);
  const left = await asOwner(database, 'select count(*) from log_part where child_id = 900');
  assert.deepEqual(left, [['0']]);
  const finding = await tampered('delete from log_part where child_id = 45');
  assert.equal(finding?.number, 245);
  const untold = await tampered(`update log_erasure set part_hash = sha256(part_hash)`);
  assert.equal(untold?.number, 40);
});

test('what the sequencer signs while a check goes on is no finding', async () => {
  let rounds = 0;
  const meanwhile: LogContext = {
    ...log,
    // The note is read after the tree: here a round comes between the two.
    reading: {
      ...log.reading,
      look: async (work) => {
        const answer = await log.reading.look(work);
        if (rounds === 0) {
          rounds += 1;
          await addEntries(database, 3, '2026-11-23T19:00:00Z');
          await sequenceRound(log);
        }
        return answer;
      },
    },
  };
  assert.equal((await checkLog(meanwhile, 'full')).finding, undefined);
  assert.equal(rounds, 1);
});
