import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openProduct } from '../support/product.ts';
import { sessionOf } from '../support/sessions.ts';
import { textIn } from '../support/wire.ts';

const product = await openProduct({ after });

async function startOf(userName: string): Promise<string> {
  return textIn((await (await sessionOf(product, userName)).send('GET', '/')).body);
}

test('the start page warns of what runs out within 30 days, and whom to tell', async () => {
  assert.doesNotMatch(await startOf('amina.khan'), /runs out/);
  await product.sql(`update account set trained_on = '2025-12-10' where user_name = 'amina.khan'`);
  assert.match(
    await startOf('amina.khan'),
    /Your ContactPoint training runs out on 9 December 2026\. .*tell your account administrator/,
  );
});

test('a manager is told of those they manage, and of nobody else', async () => {
  await product.sql(
    `update account set manager_name = null, manager_email = null,
        manager_account_id = (select account_id from account where user_name = 'grace.okafor'),
        organisation_id = (select organisation_id from account where user_name = 'grace.okafor')
      where user_name = 'amina.khan'`,
  );
  assert.match(
    await startOf('grace.okafor'),
    /People you manage whose account runs out soon Amina Khan: ContactPoint training on 9 December 2026/,
  );
  assert.doesNotMatch(await startOf('helen.fairclough'), /People you manage/);
});

test('after signing in a token that was added since the last time is told', async () => {
  const before = new Date(product.now().getTime() - 3_600_000);
  await product.sql(
    `insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, failures_before, ended_at)
      select '\\x01', account_id, $1, $1, $1, 0, $1 from account where user_name = 'helen.fairclough'`,
    [before],
  );
  await product.sql(
    `update account_token set registered_at = $1
      where account_id = (select account_id from account where user_name = 'helen.fairclough')`,
    [new Date(product.now().getTime() + 1000)],
  );
  const client = await product.signIn('helen.fairclough');
  assert.match(
    textIn((await client.get('/')).body),
    /A code token was added to your account on 23 November 2026/,
  );
});
