import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Answer, Client } from '../support/http-client.ts';
import { openProduct } from '../support/product.ts';

const product = await openProduct({ after });
const [familyName = '', year = '', month = '', day = ''] = await someChild();
const sought = {
  familyName,
  'dateOfBirth-day': day,
  'dateOfBirth-month': month,
  'dateOfBirth-year': year,
};

async function someChild(): Promise<readonly string[]> {
  const [row] = await product.sql(
    `select family_name, extract(year from date_of_birth), extract(month from date_of_birth), extract(day from date_of_birth)
    from child
    where closed_on is null and not exists (select from shield where shield.child_id = child.child_id)
    order by child_id
    limit 1`,
  );
  return (row ?? []).map(String);
}

/** As the day of somebody stands after so much. */
async function spent(userName: string, columns: string): Promise<void> {
  await product.sql(
    `delete from account_day where account_id = (select account_id from account where user_name = $1)`,
    [userName],
  );
  await product.sql(
    `insert into account_day (day, account_id, hour, searches_this_hour, searches, listed, said_why_today, opened)
    select ($2::timestamptz at time zone 'Europe/London')::date, account_id, date_trunc('hour', $2::timestamptz), ${columns}
    from account where user_name = $1`,
    [userName, product.now()],
  );
}

function firstChildren(number: number): string {
  return `array(select nth::bigint from generate_series(1, ${number}) as nth)`;
}

async function search(client: Client): Promise<Answer> {
  return client.submit(await client.get('/find'), sought);
}

async function openFirst(client: Client, results: Answer): Promise<Answer> {
  const handle = /"(\/children\/[\w-]+)"/.exec(results.body)?.[1] ?? '';
  return client.submit(await client.get(handle), { reason: 'arranging support', footing: 'parent agreed' });
}

function raiseIn({ body }: Answer): string {
  return /action="(\/stopped\/[\w-]+\/raises)"/.exec(body)?.[1] ?? '';
}

function titleOf({ body }: Answer): string {
  return /<title>(?:Error: )?(.*?) –/.exec(body)?.[1] ?? '';
}

async function lastEntry(act: string): Promise<string> {
  const [row] = await product.sql(
    `select body from log_entry where act = $1 order by recorded_at desc limit 1`,
    [act],
  );
  return row?.[0] ?? '';
}

const asksWhy = 'Why do you need to look up so many children?';
const stopped = 'You cannot look up more children today';

test('the 61st search of an hour asks why; the answer is recorded and leads to the results', async () => {
  const amina = await product.signIn('amina.khan');
  await spent('amina.khan', `60, 60, 100, false, '{}'`);
  const asked = await search(amina);
  assert.deepEqual([asked.status, titleOf(asked)], [429, asksWhy]);
  assert.doesNotMatch(asked.body, new RegExp(`<bdi>[^<]*${familyName}`));
  const again = await amina.submit(asked, {}, '/budget-reasons');
  assert.equal(again.status, 400);
  assert.match(again.body, /Select why you need to look up so many children/);
  const shown = await amina.submit({ ...asked, body: again.body }, { reason: 'covering for colleagues' });
  assert.equal(shown.status, 200);
  assert.match(shown.path, /^\/searches\//);
  assert.match(shown.body, new RegExp(familyName));
  assert.match(await lastEntry('say why so many'), /"why":"covering for colleagues"/);
});

test('the find page says what is nearly used', async () => {
  const tom = await product.signIn('tom.ashworth');
  await spent('tom.ashworth', `50, 50, 100, false, '{}'`);
  assert.match((await tom.get('/find')).body, /You have used 50 of 60 searches in one hour/);
  const priya = await product.signIn('priya.nair');
  assert.doesNotMatch((await priya.get('/find')).body, /You have used/);
});

test('the 76th child asks why, and the child is opened after the answer', async () => {
  const ruth = await product.signIn('ruth.barlow');
  const results = await search(ruth);
  await spent('ruth.barlow', `1, 1, 1, false, ${firstChildren(75)}`);
  const asked = await openFirst(ruth, results);
  assert.deepEqual([asked.status, titleOf(asked)], [429, asksWhy]);
  const reasonPage = await ruth.submit(asked, { reason: 'register or transfer' });
  assert.equal(titleOf(reasonPage), 'Why do you need to open this record?');
  const opened = await ruth.submit(reasonPage, { reason: 'arranging support', footing: 'parent agreed' });
  assert.equal(opened.status, 200);
});

test('somebody stopped is told what to do and whom to ring; an administrator lets them on, once', async () => {
  const rachel = await product.signIn('rachel.stone');
  await spent('rachel.stone', `1, 30, 490, true, '{}'`);
  const told = await search(rachel);
  assert.deepEqual([told.status, titleOf(told)], [429, stopped]);
  assert.match(told.body, /account administrator/);
  assert.match(told.body, /href="tel:999"/);
  assert.match(told.body, /Duty desks/);
  assert.match(await lastEntry('find child'), /"outcome":"refused".*"why":"hard budget: listed"/);

  const peter = await product.signIn('peter.lowe');
  assert.match((await peter.get('/')).body, /href="\/stopped"/);
  const list = await peter.get('/stopped');
  assert.match(list.body, /Rachel Stone/);
  const path = raiseIn(list);
  const shown = await peter.submit(list, {}, path);
  assert.deepEqual([shown.path, shown.status], ['/stopped', 200]);
  assert.match(shown.body, /Let on once today already/);
  assert.match(await lastEntry('let someone go on'), /"outcome":"done".*"toAccount":\d+/);
  const twice = await peter.submit(list, {}, path);
  assert.equal(twice.status, 403);
  assert.equal((await search(rachel)).status, 200);
});

test('an administrator of another organisation, or of none such, is told that there is nobody like that', async () => {
  const peter = await product.signIn('peter.lowe');
  await spent('rachel.stone', `1, 30, 490, true, '{}'`);
  const list = await peter.get('/stopped');
  const path = raiseIn(list);
  await product.sql(
    `update account
    set organisation_id = (select organisation_id from account where user_name = 'amina.khan')
    where user_name = 'peter.lowe'`,
  );
  const elsewhere = await peter.submit(list, {}, path);
  const guessed = await peter.request('POST', `/stopped/${'A'.repeat(48)}/raises`, {
    'form-token': /name="form-token" value="([^"]*)"/.exec(list.body)?.[1] ?? '',
  });
  assert.deepEqual([elsewhere.status, guessed.status], [404, 404]);
  assert.match(guessed.body, /There is nobody like that in your organisation/);
  assert.match(elsewhere.body, /There is nobody like that in your organisation/);
  assert.match(await lastEntry('let someone go on'), /"outcome":"refused".*"why":"other organisation"/);
  assert.equal(titleOf(await search(await product.signIn('rachel.stone'))), stopped);
});

test('nobody lets themselves go on', async () => {
  const peter = await product.signIn('peter.lowe');
  await product.sql(
    `update account set organisation_id = (select organisation_id from account where user_name = 'rachel.stone')
    where user_name = 'peter.lowe'`,
  );
  await spent('rachel.stone', `1, 30, 490, true, '{}'`);
  const list = await peter.get('/stopped');
  // Nobody has two roles: so the session becomes that of the person on the list, who becomes an administrator.
  await product.sql(`update account set role = 'account administrator' where user_name = 'rachel.stone'`);
  await product.sql(
    `update session set ended_at = begun_at
    where account_id = (select account_id from account where user_name = 'rachel.stone')`,
  );
  await product.sql(
    `update session set account_id = (select account_id from account where user_name = 'rachel.stone')
    where ended_at is null and account_id = (select account_id from account where user_name = 'peter.lowe')`,
  );
  const refused = await peter.submit(list, {}, raiseIn(list));
  assert.equal(refused.status, 403);
  assert.match(refused.body, /Ask another account administrator/);
  assert.match(await lastEntry('let someone go on'), /"outcome":"refused".*"why":"own account"/);
});

test('somebody who may look up children sees no list of who is stopped', async () => {
  const grace = await product.signIn('grace.okafor');
  assert.equal((await grace.get('/stopped')).status, 403);
});
