import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openProduct } from '../support/product.ts';
import { sessionOf, tokenOf } from '../support/sessions.ts';
import { textIn } from '../support/wire.ts';

const product = await openProduct({ after });
const userName = 'helen.fairclough';

const whose = `user_name = '${userName}'`;
const employer = `organisation_id = (select organisation_id from account where ${whose})`;
const administrator = 'Ask your account administrator at';

// product.md section 2: what every account hangs on.
// prettier-ignore
const lapses = [
  ['the security check', `update account set vetted_on = '2023-11-23' where ${whose}`, 'Your security check is dated 23 November 2023. It has to be renewed every 3 years.', administrator],
  ['the training', `update account set trained_on = '2025-11-23' where ${whose}`, 'Your ContactPoint training is dated 23 November 2025. It has to be renewed every year.', administrator],
  ['the agreement', `update account set agreement_signed_on = null where ${whose}`, 'You have not signed the user agreement.', administrator],
  ['the accreditation', `update organisation set accredited_until = '2026-11-22' where ${employer}`, 'ended on 22 November 2026.', 'Ask your manager: your organisation has to renew it.'],
  ['a suspension', `update account set state = 'suspended' where ${whose}`, 'This account is suspended.', administrator],
  ['closing', `update account set state = 'closed' where ${whose}`, 'This account is closed.', administrator],
] as const;

for (const [what, change, says, whoToAsk] of lapses)
  test(`the next request shows what stops the account, and whom to ask: ${what}`, async () => {
    const kept = await keep();
    const wire = await sessionOf(product, userName);
    assert.equal((await wire.send('GET', '/')).status, 200);
    await product.sql(change);
    const answer = await wire.send('GET', '/find');
    assert.equal(answer.status, 403);
    const text = textIn(answer.body);
    assert.match(text, /Your account cannot be used now/);
    assert.ok(text.includes(says) && text.includes(whoToAsk), text);
    assert.doesNotMatch(text, /Children I work with|Find a child/);
    assert.equal((await wire.send('GET', '/')).status, 303); // nobody is signed in any more
    await putBack(kept);
  });

test('a role that was taken away opens nothing at the next request', async () => {
  const kept = await keep();
  const wire = await sessionOf(product, userName);
  assert.equal((await wire.send('GET', '/find')).status, 200);
  await product.sql(
    `update account set role = 'account administrator', practitioner_id = null where ${whose}`,
  );
  const answer = await wire.send('GET', '/find');
  assert.equal(answer.status, 403);
  assert.match(textIn(answer.body), /Your account is not for this/);
  assert.doesNotMatch(textIn((await wire.send('GET', '/')).body), /Children I work with/);
  await putBack(kept);
});

test('whoever signed an older text of the agreement is shown the new one, and nothing else before it is signed', async () => {
  await product.sql(`update account set agreement_version = 0 where ${whose}`);
  const wire = await sessionOf(product, userName);
  const leadOf = async (path: string) => (await wire.send('GET', path)).headers.get('location');
  for (const path of ['/', '/find', '/tokens', '/sessions', '/colleague'])
    assert.equal(await leadOf(path), '/agreement', path);
  const token = await tokenOf(wire);
  const search = await wire.post('/searches', { ...token, familyName: 'Khan' });
  assert.equal(search.headers.get('location'), '/agreement');
  const shown = textIn((await wire.send('GET', '/agreement')).body);
  assert.match(shown, /The user agreement has changed/);
  assert.doesNotMatch(shown, /Find a child/);
  assert.equal((await wire.post('/agreement', { ...token, version: '1' })).status, 400);
  assert.equal((await wire.post('/agreement', { ...token, version: '7', agreed: 'yes' })).status, 400);
  const signed = await wire.post('/agreement', { ...token, version: '1', agreed: 'yes' });
  assert.equal(signed.headers.get('location'), '/');
  assert.equal((await wire.send('GET', '/find')).status, 200);
  const [row] = await product.sql(
    `select agreement_version, agreement_signed_on, (
        select count(*) from log_entry where act = 'sign agreement' and log_entry.account_id = account.account_id
      )
      from account where ${whose}`,
  );
  assert.deepEqual(row, ['1', '2026-11-23', '1']);
});

type Kept = readonly (string | null)[];

async function keep(): Promise<Kept> {
  const [row] = await product.sql(
    `select vetted_on, trained_on, agreement_signed_on, state, role, practitioner_id, accredited_until
      from account join organisation using (organisation_id) where ${whose}`,
  );
  return row ?? [];
}

async function putBack(kept: Kept): Promise<void> {
  await product.sql(
    `update account set vetted_on = $1, trained_on = $2, agreement_signed_on = $3, state = $4, role = $5,
      practitioner_id = $6 where ${whose}`,
    kept.slice(0, 6),
  );
  await product.sql(`update organisation set accredited_until = $1 where ${employer}`, kept.slice(6));
}
