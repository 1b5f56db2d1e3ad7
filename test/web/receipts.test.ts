import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { verifierLine } from '../../src/domain/log-note.ts';
import { sequenceRound } from '../../src/services/sequence-log.ts';
import { readKey, verifyProof } from '../../verify/verify.ts';
import type { Answer, Client } from '../support/http-client.ts';
import { logOn } from '../support/log.ts';
import { openProduct } from '../support/product.ts';

const product = await openProduct({ after });
const log = logOn({ after }, product.database);

function referenceIn({ body }: Answer): string {
  return /href="(\/receipts\/[0-9a-f-]{36})"/.exec(body)?.[1] ?? '';
}

async function search(client: Client): Promise<Answer> {
  const [row = []] = await product.sql(
    'select family_name, to_char(date_of_birth, $1) from child order by child_id limit 1',
    ['YYYY-MM-DD'],
  );
  const [year = '', month = '', day = ''] = (row[1] ?? '').split('-');
  return client.submit(await client.get('/find'), {
    familyName: row[0] ?? '',
    'dateOfBirth-day': day,
    'dateOfBirth-month': month,
    'dateOfBirth-year': year,
  });
}

test('every page that answers about a child carries the reference of its own entry', async () => {
  const client = await product.signIn('amina.khan');
  const results = await search(client);
  const reason = await client.get(/"(\/children\/[\w-]+)"/.exec(results.body)?.[1] ?? '');
  const record = await client.submit(reason, { reason: 'arranging support', footing: 'parent agreed' });
  for (const [page, act] of [
    [results, 'find child'],
    [reason, 'choose child'],
    [record, 'open child record'],
  ] as const) {
    const [row] = await product.sql(
      `select act, encode(entry_hash, 'hex') from log_entry where event_id = $1`,
      [referenceIn(page).slice('/receipts/'.length)],
    );
    assert.equal(row?.[0], act);
    assert.ok(page.body.includes(row[1] ?? '?'));
  }
});

test('the number and the proof can be had once the entry has its number, and the proof holds by itself', async () => {
  const client = await product.signIn('amina.khan');
  const reference = referenceIn(await search(client));
  assert.match((await client.get(reference)).body, /Load this page again/);
  await sequenceRound(log);
  assert.match((await client.get(reference)).body, /Get the proof/);
  const proof = await client.get(`${reference}/proof`);
  assert.match(
    proof.headers.get('content-disposition') ?? '',
    /attachment; filename="[0-9a-f-]{36}\.tlog-proof"/,
  );
  const [row] = await product.sql('select note from log_checkpoint order by tree_size desc limit 1');
  const [origin = ''] = (row?.[0] ?? '').split('\n');
  const verified = verifyProof(proof.body, readKey(verifierLine(log.files.verifier(origin))), []);
  assert.match(verified.body, /"act":"find child"/);
  assert.ok(verified.body.includes(reference.slice('/receipts/'.length)));
});

test('nobody else’s reference can be looked up, nor one that there is not', async () => {
  const client = await product.signIn('amina.khan');
  const reference = referenceIn(await search(client));
  await sequenceRound(log);
  const other = await product.signIn('rachel.stone');
  for (const path of [reference, `${reference}/proof`, '/receipts/none', `/receipts/${crypto.randomUUID()}`])
    assert.equal((await other.get(path)).status, 404, path);
});
