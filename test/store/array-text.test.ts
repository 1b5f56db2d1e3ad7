import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fc } from '../support/property.ts';
import { sentAs } from '../../src/store/array-text.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });

const told = {
  name: 'told-again',
  text: 'select $1::text[] = array(select jsonb_array_elements_text($2::jsonb)) as same',
};

test('texts arrive in the database as they were sent, whatever stands in them', async () => {
  const texts = fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')));
  await fc.assert(
    fc.asyncProperty(texts, async (sent) => {
      const [row] = await database.application.look((tx) =>
        tx.ask({ ...told, values: [sent, JSON.stringify(sent)], columns: ['same'] }),
      );
      assert.deepEqual(row, ['t']);
    }),
    { numRuns: 100, examples: [[['"', '\\', '{a,b}', '', 'null', ' ', "O'Brien"]]] },
  );
});

test('numbers, truths and what is not there are written as PostgreSQL reads them', () => {
  assert.equal(sentAs([1, -2, 0.5, null]), '{1,-2,0.5,null}');
  assert.equal(sentAs([true, false]), '{true,false}');
  assert.equal(sentAs([]), '{}');
});

test('what is no array, and an array of bytes or instants, is left to the driver', () => {
  for (const value of ['{1}', 1, null, [Buffer.from('a')], [new Date(0)]]) assert.equal(sentAs(value), value);
});
