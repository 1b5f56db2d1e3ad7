import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { everythingHeld } from '../../src/domain/held.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });

// Tables that hold something of a child without naming one by id.
const otherTables = ['source_row', 'source_former_name', 'source_carer', 'possible_match', 'rematch_change'];
const onTheWay = ['protection', 'search', 'staged_row', 'leaving_mark'];

test('every column that holds anything of a child has its line in the privacy notice, and no line is of nothing', async () => {
  const rows = await asOwner(
    database,
    `select relname, attname
      from pg_class
      join pg_attribute on attrelid = pg_class.oid
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and attnum > 0 and not attisdropped
        and (relname = any ($1) or exists (
          select from pg_attribute as own where own.attrelid = pg_class.oid and own.attname = 'child_id' and not own.attisdropped
        ))
      order by 1, 2`,
    [[...otherTables, ...onTheWay]],
  );
  const stored = rows.map((row) => row.join('.'));
  const told = new Set(
    everythingHeld.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`)),
  );
  assert.deepEqual(
    stored.filter((column) => !told.has(column)),
    [],
  );
  const twice = everythingHeld.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`));
  assert.equal(new Set(twice).size, twice.length);
});
