import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { addToList, seeWellKnown, takeOffList } from '../../src/services/well-known.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const service = serviceAt(database, '2026-11-23T15:00:00Z');
const anna = await actorOf(database, 'anna.whitfield');
const samuel = await actorOf(database, 'samuel.osei');
const [row = []] = await asOwner(
  database,
  'select child_id, contactpoint_number, family_name from child order by child_id limit 1',
);
const [child, number, familyName] = [Number(row[0]), row[1] ?? '', row[2] ?? ''];

test('a reviewer puts a child on the list by number, once, and the list names nobody', async () => {
  assert.ok((await addToList(service, anna, number.toLowerCase())).ok);
  const again = await addToList(service, samuel, number);
  assert.match(again.ok ? '' : again.fault.says, /on the list already/);
  const wrong = await addToList(service, anna, '79FHS797E');
  assert.match(wrong.ok ? '' : wrong.fault.says, /No child has this/);
  const seen = await seeWellKnown(service, samuel, 1);
  assert.ok(seen.ok);
  assert.deepEqual(
    seen.value.rows.map(({ ending, added_by: by }) => [ending, by]),
    [[number.slice(-3), 'Anna Whitfield']],
  );
  assert.ok(!JSON.stringify(seen.value.rows).includes(familyName));
  assert.ok(!JSON.stringify(seen.value.rows).includes(number));
});

test('two reviewers take a child off it', async () => {
  assert.deepEqual(await takeOffList(service, anna, child), { ok: true, value: 'asked' });
  assert.equal((await takeOffList(service, anna, child)).ok, false);
  assert.deepEqual(await takeOffList(service, samuel, child), { ok: true, value: 'taken off' });
  assert.equal((await takeOffList(service, samuel, child)).ok, false);
  const seen = await seeWellKnown(service, anna, 1);
  assert.deepEqual(seen.ok && seen.value.rows, []);
});

test('nobody but reviewers may see or keep it, and each step is written down with the child as a part', async () => {
  const nurse = await actorOf(database, 'amina.khan');
  assert.equal((await seeWellKnown(service, nurse, 1)).ok, false);
  assert.equal((await addToList(service, nurse, number)).ok, false);
  assert.equal((await takeOffList(service, nurse, child)).ok, false);
  const logged = await asOwner(
    database,
    `select log_entry.body::json ->> 'outcome', log_entry.body::json ->> 'why', child_id
      from log_entry left join log_part using (event_id, recorded_at)
      where act = 'keep well-known families' order by log_entry.ctid`,
  );
  const text = String(child);
  assert.deepEqual(logged, [
    ['done', 'added', text],
    ['refused', 'invalid', null],
    ['refused', 'invalid', null],
    ['done', 'asked', text],
    ['refused', 'stale', null],
    ['done', 'taken off', text],
    ['refused', 'stale', null],
    ['refused', 'kind of user', null],
    ['refused', 'kind of user', null],
  ]);
});
