import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openProduct } from '../support/product.ts';
import { sessionOf, tokenOf } from '../support/sessions.ts';
import { textIn } from '../support/wire.ts';

const product = await openProduct({ after });
const nurse = await sessionOf(product, 'amina.khan');
const token = await tokenOf(nurse);

test('while the database takes no writing no child is shown, and the duty desks can be rung', async () => {
  await refuseWriting();
  const asked = { ...token, familyName: 'Khan', givenName: 'Adam', 'dateOfBirth-year': '2015' };
  const answers = [await nurse.send('GET', '/'), await nurse.post('/searches', asked)];
  for (const { status, headers, body } of answers) {
    assert.equal(status, 503);
    assert.equal(headers.get('retry-after'), '60');
    assert.match(textIn(body), /Nothing can be looked up at the moment/);
    assert.match(textIn(body), /Duty desks.*Bolton/s);
    assert.match(body, /href="tel:\+44/);
  }
});

// As a standby, or a primary that was fenced, does: it reads, and refuses every write.
async function refuseWriting(): Promise<void> {
  const [[name = ''] = []] = await product.sql('select current_database()');
  await product.sql(`alter database ${name} set default_transaction_read_only = on`);
  await product.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()`,
    [name],
  );
}
