import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { placeCanaries } from '../../src/services/place-canaries.ts';
import { asOwner } from '../support/accounts.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const placing = { owner: database.owner, now: () => new Date('2026-11-23T12:00:00Z') };

test('decoys look like any record: found by name, at home in the council, with a carer, a school or a practice', async () => {
  const before = await count('child');
  assert.deepEqual(await placeCanaries(placing, 350, 6), { ok: true, value: 6 });
  assert.equal(await count('child'), before + 6);
  const rows = await asOwner(
    database,
    `select count(*) filter (where exists (select from search_entry where search_entry.child_id = canary.child_id)),
      count(*) filter (where exists (select from child_number where child_number.child_id = canary.child_id)),
      count(*) filter (where exists (select from carer where carer.child_id = canary.child_id)),
      count(*) filter (where exists (select from child_address
        where child_address.child_id = canary.child_id and child_address.council_code = 350 and standing = 'current'))
      from canary`,
  );
  assert.deepEqual(rows, [['6', '6', '6', '6']]);
});

test('nothing but the list of decoys says which they are', async () => {
  const rows = await asOwner(
    database,
    `select count(distinct decided_by), count(distinct given_names || family_name)
      from canary join link using (child_id) join child using (child_id)`,
  );
  assert.equal(rows[0]?.[0], '1');
  const logged = await asOwner(database, `select body from log_entry where act = 'place decoys'`);
  assert.match(logged[0]?.[0] ?? '', /"counts":\{"placed":6\}/);
  assert.deepEqual(await asOwner(database, `select 1 from log_part`), []);
});

test('a council without children gets no decoys', async () => {
  assert.equal((await placeCanaries(placing, 203, 1)).ok, false);
});

async function count(table: string): Promise<number> {
  return Number((await asOwner(database, `select count(*) from ${table}`))[0]?.[0]);
}
