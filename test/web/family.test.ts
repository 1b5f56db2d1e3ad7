import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openChildRecord } from '../../src/services/child-record.ts';
import { inviteFamily, secondFamilyInvitation, seeWhomToInvite } from '../../src/services/invite-family.ts';
import { takeInvitation } from '../../src/services/family-sign-in.ts';
import { actorOf } from '../support/actors.ts';
import { familyOf, invited, throughDoor } from '../support/families.ts';
import { openProduct } from '../support/product.ts';

const product = await openProduct({ after });
const rachel = await actorOf(product.database, 'rachel.stone');
const amina = await actorOf(product.database, 'amina.khan');
const young = await familyOf(product, 9);
const teen = await familyOf(product, 15);

test('a young person goes through the door with a paper, sees who helps and who looked, and leaves at once', async () => {
  await look(teen.childId, 'concern about the child');
  const { client, page } = await throughDoor(product, await invited(product, teen.childId), teen.firstName);
  assert.equal(page.path, '/family');
  assert.match(page.body, /People helping me/);
  assert.ok(page.body.includes(teen.street), 'where they live');
  assert.match(page.body, /<title>My page<\/title>/);
  assert.match(page.body, /0800 1111/);
  const looks = await client.get('/family/looks');
  assert.match(looks.body, /Someone was worried and wanted to find who could help/);
  assert.ok(!looks.body.includes(amina.fullName), 'by role, and by no name');
  const left = await client.request('GET', '/family/leave');
  assert.match(left.headers.get('location') ?? '', /weather/);
  assert.equal((await client.get('/family')).path, '/family/sign-in');
});

test('to a parent, a look out of concern waits; the page with it and the page without are one page', async () => {
  const parent = await throughDoor(
    product,
    await invited(product, young.childId, young.carer),
    young.firstName,
  );
  assert.match(parent.page.body, /People helping your child/);
  const before = plain((await parent.client.get('/family/looks')).body);
  assert.match(before, /Some things may not be shown here/);
  await look(young.childId, 'concern about the child');
  assert.equal(plain((await parent.client.get('/family/looks')).body), before);
  await look(young.childId, 'arranging support');
  assert.match((await parent.client.get('/family/looks')).body, /Someone was setting up help for your child/);
});

test('a parent’s access stands no longer once a shield is on, and at 16', async () => {
  const parent = await throughDoor(
    product,
    await invited(product, young.childId, young.carer),
    young.firstName,
  );
  await product.sql(
    `insert into shield (child_id, shield_no, because, raised_on) values ($1, 90, 'risk of violence', '2026-11-23')`,
    [young.childId],
  );
  assert.equal((await parent.client.get('/family')).path, '/family/sign-in');
  assert.equal((await parent.again()).path, '/family/sign-in');
  await product.sql(`delete from shield where child_id = $1`, [young.childId]);
  assert.equal((await parent.again()).path, '/family');
  await product.sql(`update carer set parental_responsibility = 'no' where child_id = $1`, [young.childId]);
  assert.equal((await parent.client.get('/family')).path, '/family/sign-in');
  await product.sql(`update carer set parental_responsibility = 'yes' where child_id = $1`, [young.childId]);
  await product.sql(
    `update child set date_of_birth = '2010-11-23', leaves_on = '2028-11-23' where child_id = $1`,
    [young.childId],
  );
  assert.equal((await parent.again()).path, '/family/sign-in');
});

test('the paper of the other twin opens nothing: the first name is not that of its record', async () => {
  const paper = await invited(product, teen.childId);
  await assert.rejects(throughDoor(product, paper, 'Someoneelse'));
});

test('an invitation works once, for 14 days, and ends what the person had before', async () => {
  const services = product.site.services;
  const first = await invited(product, teen.childId);
  const second = await invited(product, teen.childId);
  const source = '192.0.2.10';
  assert.equal((await takeInvitation(services, { ...first, source })).ok, false);
  assert.equal((await takeInvitation(services, { ...second, source })).ok, true);
  assert.equal((await takeInvitation(services, { ...second, source })).ok, false);
});

test('nothing is posted to anybody under 16, and the evidence is of a list', async () => {
  const asked = {
    whom: 'child',
    identity: 'passport',
    responsibility: '',
    handOver: 'post',
    disputed: false,
  };
  const posted = await inviteFamily(product.site.services, rachel, teen.childId, asked);
  assert.match(posted.ok ? '' : (posted.faults?.[0]?.says ?? ''), /posted only to a young person of 16/);
  const hearsay = { ...asked, identity: 'hearsay', handOver: 'school' };
  const refused = await inviteFamily(product.site.services, rachel, teen.childId, hearsay);
  assert.match(refused.ok ? '' : (refused.faults?.[0]?.says ?? ''), /what you saw/);
});

test('where responsibility is disputed there is no code until a second record keeper saw the evidence', async () => {
  const other = await familyOf(product, 7);
  const asked = {
    whom: other.carer,
    identity: 'passport',
    responsibility: 'court order',
    handOver: 'worker',
    disputed: true,
  };
  const given = await inviteFamily(product.site.services, rachel, other.childId, asked);
  assert.ok(given.ok && given.value.paper === undefined);
  const seen = await seeWhomToInvite(product.site.services, rachel, other.childId);
  const [waiting] = seen.ok ? seen.value.waiting : [];
  assert.ok(waiting?.isOwn === true);
  const own = await secondFamilyInvitation(product.site.services, rachel, other.childId, waiting.no);
  assert.equal(own.ok, false);
  const another = { ...rachel, accountId: amina.accountId, sessionHash: amina.sessionHash };
  const done = await secondFamilyInvitation(product.site.services, another, other.childId, waiting.no);
  assert.ok(done.ok && done.value.paper !== undefined);
});

test('codes that are guessed are refused, stopped and logged', async () => {
  const paper = await invited(product, teen.childId);
  const services = product.site.services;
  for (let guess = 0; guess < 120; guess += 1) {
    const code = `AAAA-AAAA-A${String(guess).padStart(3, '0').replaceAll('0', 'B').replaceAll('1', 'C')}`;
    const answered = await takeInvitation(services, { userName: paper.userName, code, source: '192.0.2.9' });
    assert.equal(answered.ok, false);
  }
  const right = await takeInvitation(services, { ...paper, source: '192.0.2.9' });
  assert.equal(right.ok, false, 'the right code too, once it was tried too often');
  const logged = await product.sql(
    `select body::json ->> 'why', count(*) from log_entry where act = 'begin family account' and body::json ->> 'outcome' = 'refused' group by 1`,
  );
  assert.ok(logged.some(([why, count]) => why === 'too many tries' && Number(count) > 100));
});

async function look(childId: number, reason: string): Promise<void> {
  const opened = await openChildRecord(product.site.services, amina, {
    childId,
    reason,
    footing: 'child agreed',
  });
  assert.ok(opened.ok, JSON.stringify(opened));
}

// What differs in each answer whatever it shows.
function plain(body: string): string {
  return body.replaceAll(/nonce="[^"]*"|name="form-token" value="[^"]*"/g, '');
}
