import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { connect, type Database } from '../../src/store/connection.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';
import { assertExpected, inColumns } from '../support/expected.ts';

const database = await withDatabase({ after });
const { application, ownerUrl } = database;
const sequencer = inRole('contactpoint_sequencer');
const eraser = inRole('contactpoint_eraser');
const misuse = inRole('contactpoint_misuse');
after(async () => {
  await Promise.all([sequencer.close(), eraser.close(), misuse.close()]);
});

test('each role has on each table the rights of the checked-in matrix, and nobody else has any', async () => {
  const rows = await asOwner(database, rightsByTable);
  assertExpected('database-rights.txt', inColumns(rows.map((row) => row.map((word) => word ?? ''))));
});

test('nothing in the database runs with its maker’s rights, and no month of the log has rights of its own', async () => {
  const [row] = await asOwner(
    database,
    `select (select count(*) from pg_proc where prosecdef and pronamespace = 'public'::regnamespace),
      (select count(*) from pg_class where relispartition and relacl is not null)`,
  );
  assert.deepEqual(row, ['0', '0']);
});

const columns = 'event_id, recorded_at, account_id, act, salt, body, entry_hash';
const entry = `gen_random_uuid(), '2026-11-23', null, 'sign in', '\\x${'00'.repeat(16)}', '{}', '\\x${'00'.repeat(32)}'`;

const refusedToTheService = {
  'put a rule on the log': 'create rule forget as on insert to log_entry do instead nothing',
  'put a trigger on the log':
    'create trigger forget before insert on log_entry for each row execute function suppress_redundant_updates_trigger()',
  'take a month out of the log': 'alter table log_entry detach partition log_entry_unplanned',
  'reach behind the log into a part of it': 'delete from log_part_unplanned',
  'drop the log': 'drop table log_entry',
  'become the owner of the log': 'alter table log_entry owner to contactpoint_application',
  'let itself into another role': 'grant contactpoint_eraser to contactpoint_application',
  'read where users live': 'select home_line from account_personal',
  'tell a decoy from a child': 'select child_id from canary',
  'place a decoy': "insert into canary (child_id, council_code, placed_on) values (1, 350, '2026-11-23')",
  'raise an alert about somebody': "insert into misuse_alert (account_id, day) values (1, '2026-11-23')",
  'see how a day of somebody’s was scored': 'select score from usage_day',
  'act as the one who may': 'set role contactpoint_misuse',
  'change what a user is called': "update account set full_name = ''",
  'read what a user was called': 'select former_names from account_personal',
  'move a user to another organisation': 'update account set organisation_id = 1',
  'remove a user': 'delete from account',
  'change what an organisation was accredited on': "update accreditation set evidence = ''",
  'change who proposed somebody': 'update enrolment set proposed_by = 1',
  'forget who proposed somebody': 'delete from enrolment',
  'change which agreement somebody signed': 'update agreement_signature set agreement_version = 1',
  'change a token': "update account_token set sealed_seed = ''",
  'say that a migration was applied': "insert into migration (file_name) values ('9999.sql')",
  'forget a migration': 'delete from migration',
  'make this a practice copy': 'update installation set practice = true',
  'change a register': "update gp_practice set name = ''",
  'make a table': 'create table mine (word text)',
  'read a file of the server': "select pg_read_file('postgresql.conf')",
  'run a program on the server': "copy (select 1) to program 'true'",
} as const;

for (const [what, sql] of Object.entries(refusedToTheService))
  test(`the running service cannot ${what}`, async () => {
    assert.match(await refusalOf(application, sql), denied);
  });

test('the running service cannot alter a migration, nor any table that one made', async () => {
  const tables = await asOwner(
    database,
    `select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  assert.ok(tables.length > 20);
  for (const [table] of tables)
    assert.match(
      await refusalOf(application, `alter table ${table} add column mine text`),
      denied,
      table ?? '',
    );
});

test('neither sequencer nor eraser can read a child or a user, or write an entry', async () => {
  const beyond = [
    'select given_names from child',
    'select address_line from child_address',
    'select criteria from search',
    'select user_name from account',
    'select sealed_seed from account_token',
    'select session_hash from session',
    `insert into log_entry (${columns}) values (${entry})`,
  ];
  for (const sql of beyond) {
    assert.match(await refusalOf(sequencer, sql), denied, sql);
    assert.match(await refusalOf(eraser, sql), denied, sql);
  }
  assert.match(await refusalOf(sequencer, 'select body from log_part'), denied);
});

test('whoever looks for misuse alters nothing but what was found', async () => {
  const beyond = [
    'delete from log_part',
    "update log_entry set body = '{}'",
    `insert into log_entry (${columns}) values (${entry})`,
    "update account set state = 'suspended'",
    "update child set given_names = ''",
    'delete from canary',
    'delete from well_known_child',
    'select verifier from account_verifier',
    'select session_hash from session',
  ];
  for (const sql of beyond) assert.match(await refusalOf(misuse, sql), denied, sql);
});

test('only the rules that watch for misuse read where users live, and they write nothing', async () => {
  await misuse.transact((tx) => tx.run('select home_line, former_names from account_personal'));
  for (const other of [application, sequencer, eraser])
    assert.match(await refusalOf(other, 'select home_line from account_personal'), denied);
  assert.match(await refusalOf(misuse, 'delete from account_personal'), denied);
});

test('each of the three can do its own part', async () => {
  await application.transact((tx) => tx.run(`insert into log_entry (${columns}) values (${entry})`));
  await sequencer.transact((tx) => tx.run('update log_entry set number = 1 where number is null'));
  await eraser.transact((tx) => tx.run('delete from log_part where child_id = 7'));
});

const denied = /permission denied|must be owner|must have admin option|only roles with|denied to/i;

function inRole(role: string): Database {
  return connect({ url: ownerUrl, role, connections: 1, statementTimeoutMs: 10_000 });
}

async function refusalOf(as: Database, sql: string): Promise<string> {
  return as
    .transact(async (tx) => {
      await tx.run(sql);
      throw new Error(`It may: ${sql}`);
    })
    .catch((error: unknown) => (error instanceof Error ? error.message : ''));
}

// Rights on a whole table, and those on some of its columns; PUBLIC is role 0.
const rightsByTable = `
  with grants as (
    select pg_class.oid, grantee, lower(privilege_type) as verb, null as column_name
    from pg_class, aclexplode(relacl)
    union all
    select attrelid, grantee, lower(privilege_type), attname
    from pg_attribute, aclexplode(attacl)
  ), verbs as (
    select oid, grantee,
      verb || coalesce(' (' || string_agg(column_name, ', ' order by column_name) || ')', '') as verb
    from grants
    group by oid, grantee, verb
  )
  select relname,
    case when grantee = 0 then 'everybody' else coalesce(replace(pg_get_userbyid(grantee), 'contactpoint_', ''), 'nobody') end as role,
    coalesce(string_agg(verb, ', ' order by verb), '')
  from pg_class
  left join verbs on verbs.oid = pg_class.oid and grantee <> relowner
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and not relispartition
  group by relname, grantee
  order by relname, role`;
