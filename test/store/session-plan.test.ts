import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { declaredStatements } from '../../src/store/statement.ts';
import '../../src/store/sessions.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';
import { assertExpected } from '../support/expected.ts';

const database = await withDatabase({ after });

// As many as in a large town on a busy day, as the planner reads a small table whole.
const townsAccounts = [
  `insert into organisation (kind, name) select 'school', 'School ' || at from generate_series(1, 2000) as at`,
  `insert into account (user_name, full_name, organisation_id, role, state)
    select 'user.' || at, 'Somebody', (select min(organisation_id) from organisation) + at % 2000, 'school nurse', 'active'
    from generate_series(1, 20000) as at`,
  `insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, failures_before, ended_at)
    select sha256(convert_to(account_id::text || at, 'UTF8')), account_id, now(), now(), now(), 0, case when at > 1 then now() end
    from account, generate_series(1, 5) as at`,
  `insert into account_day (day, account_id, hour) select current_date, account_id, now() from account`,
  `insert into budget_stop (day, organisation_id) select current_date, organisation_id from organisation`,
  `insert into security_key (account_id, key_no, credential_id, public_key, sign_count, maker, attestation, transports, registered_at)
    select account_id, 1, sha256(convert_to(account_id::text, 'UTF8')), '', 0, gen_random_uuid(), 'none', '', now() from account`,
  'analyze security_key, installation, organisation, account, session, account_day, budget_stop',
];

test('a session is checked by keys alone, in one statement that reads no table whole', async () => {
  for (const sql of townsAccounts) await asOwner(database, sql);
  const { text, takes } = declaredStatements.find(({ name }) => name === 'session-by-hash') ?? assert.fail();
  const lines = await database.application.transact(async (tx) => {
    await tx.run(`prepare planned (${takes.map(({ type }) => type).join(', ')}) as ${text}`);
    const { rows } = await tx.client.query<[string]>({
      text: `explain (costs off) execute planned (${takes.map(() => 'null').join(', ')})`,
      rowMode: 'array',
    });
    await tx.run('deallocate planned');
    return rows.map(([line]) => line);
  });
  const reads = lines.flatMap((line) => /\b(?:Seq|Index|Index Only|Bitmap \w+) Scan.*/.exec(line) ?? []);
  assert.deepEqual(
    // The installation is one row.
    reads.filter((line) => line.startsWith('Seq') && line !== 'Seq Scan on installation'),
    [],
  );
  assertExpected('plans/session.txt', `${reads.join('\n')}\n`);
});
