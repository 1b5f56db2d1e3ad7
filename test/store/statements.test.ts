import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { arrayOf, integer, text } from '../../src/store/columns.ts';
import type { Transaction } from '../../src/store/connection.ts';
import { declaredStatements, statement } from '../../src/store/statement.ts';
import { withDatabase } from '../support/database.ts';

const storeFolder = new URL('../../src/store/', import.meta.url);
for (const file of readdirSync(storeFolder))
  if (file.endsWith('.ts')) await import(new URL(file, storeFolder).href);

const declared = [...declaredStatements];

const preparedStatement = statement({
  name: 'test-prepared-statement',
  text: `select coalesce(result_types, '{}')::text[] as result_types
    from pg_prepared_statements
    where name = $1 and array_length($2::text[], 1) is null`,
  takes: [text, arrayOf(text)],
  gives: { result_types: text },
});

const serverMajor = statement({
  name: 'test-server-major',
  text: `select current_setting('server_version_num')::integer / 10000 as major`,
  takes: [],
  gives: { major: integer },
});

test('every statement is prepared under a name of its own', () => {
  const names = declared.map((one) => one.name);
  assert.deepEqual(names, [...new Set(names)]);
});

test('every statement takes and answers the types that it declares', async (t) => {
  const { owner } = await withDatabase(t);
  const faults = await owner.transact(async (tx) => {
    // result_types came with PostgreSQL 16; on 15 preparing still holds the statement against the schema.
    const tellsTypes = ((await serverMajor.first(tx))?.major ?? 0) >= 16;
    const found: string[] = [];
    for (const [position, one] of declared.entries()) {
      const says = await faultOf(tx, `checked_${position}`, one, tellsTypes);
      if (says !== undefined) found.push(`${one.name}: ${says}`);
    }
    return found;
  });
  assert.deepEqual(faults, []);
});

async function faultOf(
  tx: Transaction,
  name: string,
  one: (typeof declared)[number],
  tellsTypes: boolean,
): Promise<string | undefined> {
  const takes = one.takes.map((column) => column.type).join(', ');
  try {
    await tx.attempt(() => tx.run(`prepare ${name}${takes === '' ? '' : ` (${takes})`} as ${one.text}`));
  } catch (error) {
    return error instanceof Error ? error.message : 'refused';
  }
  const answers = tellsTypes ? (await resultTypes(tx, name)).join(', ') : declaredTypes(one);
  return answers === declaredTypes(one) ? undefined : `answers ${answers} but declares ${declaredTypes(one)}`;
}

async function resultTypes(tx: Transaction, name: string): Promise<readonly string[]> {
  const row = await preparedStatement.first(tx, name, []);
  const listed = row?.result_types.slice(1, -1) ?? '';
  return listed === '' ? [] : listed.split(',').map((type) => type.replaceAll('"', ''));
}

function declaredTypes(one: (typeof declared)[number]): string {
  return Object.values(one.gives)
    .map((column) => column.type)
    .join(', ');
}
