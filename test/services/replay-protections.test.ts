import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { replayProtections } from '../../src/services/replay-protections.ts';
import { watchForOlderCopy } from '../../src/services/older-copy.ts';
import { startServer } from '../../src/web/server.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';
import { addEntries, logOn } from '../support/log.ts';
import { sequenceRound } from '../../src/services/sequence-log.ts';
import { bolton, openProduct } from '../support/product.ts';

const product = await openProduct({ after }, { children: 400 });
const closing: (() => Promise<void>)[] = [];
after(async () => {
  for (const close of closing.toReversed()) await close();
});
const cleaning = { after: (work: () => Promise<void>) => void closing.push(work) };

test('shields, suspensions and removals that a later copy knows are made again, and none is taken away', async () => {
  const { now } = product;
  const later = await withDatabase(cleaning, bolton(400, '2026-11-23T10:00:00Z'));
  const [[shielded, removed, kept] = []] = await product.sql(
    `select (array_agg(child_id order by child_id))[1], (array_agg(child_id order by child_id))[2], (array_agg(child_id order by child_id))[3]
      from child where not exists (select from shield where shield.child_id = child.child_id)`,
  );
  await asOwner(
    later,
    `insert into shield (child_id, shield_no, because, raised_on) values ($1, 1, 'risk of violence', '2026-11-23')`,
    [shielded],
  );
  await asOwner(later, 'delete from child where child_id = $1', [removed]);
  await asOwner(later, `update account set state = 'suspended' where user_name = 'amina.khan'`);
  await product.sql(
    `insert into shield (child_id, shield_no, because, raised_on) values ($1, 1, 'other risk to safety', '2026-11-23')`,
    [kept],
  );
  const done = await replayProtections(product.database.owner, later.owner, now);
  assert.deepEqual(done, { accounts: 1, shielded: 1, removed: 1 });
  const [state] = await product.sql(
    `select (select state from account where user_name = 'amina.khan'),
      (select leaves_on::text from child where child_id = $2),
      (select count(*) from shield where child_id in ($1, $3) and lifted_on is null)`,
    [shielded, removed, kept],
  );
  assert.deepEqual(state, ['suspended', '2026-11-23', '2']);
  assert.deepEqual(await replayProtections(product.database.owner, later.owner, now), {
    accounts: 0,
    shielded: 0,
    removed: 1,
  });
});

test('a database older than what was seen of it shows nobody anything, until a new log begins', async () => {
  const database = await withDatabase(cleaning);
  const log = logOn(cleaning, database);
  const olderCopy = watchForOlderCopy(database.application, log.files);
  await olderCopy.look();
  assert.equal(olderCopy.isOlder(), false); // nothing was numbered yet
  await addEntries(database, 5);
  await sequenceRound(log);
  await olderCopy.look();
  await asOwner(database, 'update log_tree set tree_size = 3');
  await olderCopy.look();
  assert.equal(olderCopy.isOlder(), true);

  const site = { ...product.site, isOlderCopy: olderCopy.isOlder };
  const server = await startServer(site, '127.0.0.1', 0);
  cleaning.after(server.stop);
  for (const path of ['/sign-in', '/ready', '/'])
    assert.equal((await fetch(`${server.url}${path}`)).status, 503, path);

  await asOwner(database, `update log_tree set log_name = 'another', tree_size = 1`);
  await olderCopy.look();
  assert.equal((await fetch(`${server.url}/sign-in`)).status, 200);
});
