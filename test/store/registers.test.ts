import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { loadRegisters } from '../../src/services/load-registers.ts';
import { loadedRegisters } from '../../src/store/registers.ts';
import { withDatabase, type TestDatabase } from '../support/database.ts';

const database: TestDatabase = await withDatabase({ after });
await loadRegisters({ owner: database.owner, onlyCouncil: 350 });

async function count(of: string): Promise<number> {
  return database.owner.transact(async (tx) => {
    const answer = await tx.client.query<[string]>({ text: `select count(*) from ${of}`, rowMode: 'array' });
    return Number(answer.rows[0]?.[0]);
  });
}

test("one council's part of the registers is loaded: its schools, practices and postcodes, and all councils and trusts", async () => {
  assert.equal(await count('council'), 153);
  assert.equal(await count('school where council_code = 350 and is_open'), 142);
  assert.equal(await count('school where council_code <> 350'), 0);
  assert.ok((await count('gp_practice where is_open')) > 30);
  assert.ok((await count('postcode')) > 5_000);
  assert.ok((await count(`nhs_trust where trust_code = 'RMC'`)) === 1);
});

test('each register says which day it describes and whose it is', async () => {
  const notes = await database.owner.transact(loadedRegisters);
  assert.deepEqual(
    notes.map(({ name }) => name),
    ['council', 'gp_practice', 'nhs_trust', 'postcode', 'school', 'school_successor'],
  );
  for (const { attribution } of notes) assert.match(attribution, /Open Government Licence|OS data ©/);
});

test('the same registers are not loaded twice', async () => {
  assert.deepEqual(await loadRegisters({ owner: database.owner, onlyCouncil: 350 }), []);
});

test("another council's part is added to the first, and what was taken away while loading is made again", async () => {
  await loadRegisters({ owner: database.owner, onlyCouncil: 351 });
  assert.ok((await count('school where council_code = 351')) > 0);
  assert.equal(await count('school where council_code = 350 and is_open'), 142);
  assert.equal(await count(`pg_constraint where conname = 'postcode_pkey'`), 1);
  assert.equal(await count(`pg_constraint where conname = 'postcode_council_code_fkey' and convalidated`), 1);
});
