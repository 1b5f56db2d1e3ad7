import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import { takeSearch, answerSearch } from '../../src/services/find-child.ts';
import { openChildRecord } from '../../src/services/child-record.ts';
import { checkShields, lastShieldCheck } from '../../src/services/check-shields.ts';
import { askForShield } from '../../src/services/shield-child.ts';
import { askToLift, keepShield, seeShields, seeShield, settleLift } from '../../src/services/shields.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { testSecrets, withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const present = new Date('2026-11-23T10:00:00Z');
const context = { database: database.application, secrets: testSecrets, now: () => present };
const sql = (text: string, values: readonly unknown[] = []) => asOwner(database, text, values);

const nurse = await actorOf(database, 'amina.khan');
const worker = await actorOf(database, 'daniel.hughes');
const keeper = await actorOf(database, 'rachel.stone');
const second = await actorOf(database, 'gordon.pike');

/** Families of two or more children with one home, nobody shielded, and the mother known as one person. */
const families = await readFamilies();
let next = 0;

test('a shield is on at once: the record is withheld, and no search by place finds the child', async () => {
  const { childId } = nextFamily();
  assert.equal(await kindOf(nurse, childId), 'open');
  assert.ok((await foundByPlace(childId)).includes(childId));
  assert.ok((await shieldOn(childId, 'child')).ok);
  assert.equal(await kindOf(nurse, childId), 'withheld');
  assert.ok(!(await foundByPlace(childId)).includes(childId));
});

test('a shield on a mother stands on every record on which she is a carer, and on those of her home', async () => {
  const { childId, siblings, mother } = nextFamily();
  const elsewhere = await childOfNobody();
  await sql(
    `insert into carer (child_id, carer_no, person_id, given_names, family_name, relationship, parental_responsibility)
      values ($1, 19, $2, 'A', 'B', 'mother', 'yes')`,
    [elsewhere, mother],
  );
  await shieldOn(childId, 'mother');
  for (const child of [childId, ...siblings, elsewhere]) assert.equal(await kindOf(nurse, child), 'withheld');
});

test('a young mother is child and carer at once, and has one shield', async () => {
  const { childId: girl } = nextFamily();
  const baby = await childOfNobody();
  await sql(
    `insert into carer (child_id, carer_no, person_id, given_names, family_name, relationship, parental_responsibility)
      values ($1, 19, $2, 'A', 'B', 'mother', 'yes')`,
    [baby, girl],
  );
  await shieldOn(baby, 'mother');
  assert.equal(await kindOf(nurse, girl), 'withheld');
  const found = await sql('select count(distinct protection_id) from shield where child_id in ($1, $2)', [
    girl,
    baby,
  ]);
  assert.deepEqual(found, [['1']]);
});

test('the same form sent twice asks once', async () => {
  const { childId } = nextFamily();
  await Promise.all([shieldOn(childId, 'child'), shieldOn(childId, 'child'), shieldOn(childId, 'child')]);
  assert.deepEqual(await sql('select count(*) from protection where person_id = $1', [childId]), [['1']]);
  assert.deepEqual(await sql('select count(*) from shield where child_id = $1', [childId]), [['1']]);
});

test('whom and why are asked for, from the list, and nothing else will do', async () => {
  const { childId } = nextFamily();
  const asked = await askForShield(context, nurse, {
    childId,
    whom: 'the cat',
    because: 'restricted by the NHS',
  });
  assert.ok(!asked.ok);
  assert.deepEqual(
    asked.faults.map(({ field }) => field),
    ['whom', 'because'],
  );
  assert.equal(await kindOf(nurse, childId), 'open');
});

test('the council decides within five working days, and not whoever asked', async () => {
  const { childId } = nextFamily();
  await shieldOn(childId, 'child', worker);
  const id = await protectionOf(childId);
  assert.deepEqual(await sql('select decide_by::text from protection where protection_id = $1', [id]), [
    ['2026-11-30'],
  ]);
  assert.deepEqual(faultOf(await keepShield(context, worker, id, '6 months')), 'refused');
  assert.deepEqual(faultOf(await keepShield(context, nurse, id, '6 months')), 'refused');
  assert.deepEqual(faultOf(await keepShield(context, keeper, id, 'for ever')), 'invalid');
  assert.ok((await keepShield(context, keeper, id, '6 months')).ok);
  assert.deepEqual(faultOf(await keepShield(context, second, id, '6 months')), 'stale');
});

test('it takes two people to lift a shield, and then everything is found again', async () => {
  const { childId } = nextFamily();
  await shieldOn(childId, 'child');
  const id = await protectionOf(childId);
  assert.equal(faultOf(await settleLift(context, keeper, id, { lifts: true })), 'stale');
  assert.ok((await askToLift(context, worker, id, { because: 'danger is over' })).ok);
  assert.equal(faultOf(await settleLift(context, worker, id, { lifts: true })), 'refused');
  assert.equal(await kindOf(nurse, childId), 'withheld');
  assert.ok((await settleLift(context, keeper, id, { lifts: true })).ok);
  assert.equal(await kindOf(nurse, childId), 'open');
  assert.ok((await foundByPlace(childId)).includes(childId));
});

test('the database itself refuses a shield lifted by one person', async () => {
  const { childId } = nextFamily();
  await shieldOn(childId, 'child');
  const id = await protectionOf(childId);
  const alone = `update protection set lift_asked_by = $2, lift_asked_at = now(), lift_because = 'danger is over', lifted_by = $2,
    lifted_at = now() where protection_id = $1`;
  await assert.rejects(sql(alone, [id, worker.accountId]), /check_two_people_lift_a_shield/);
  const bare = `update shield set lifted_on = current_date where protection_id = $1`;
  await assert.rejects(sql(bare, [id]), /check_lifting_took_two_people/);
});

test('of many who lift at the same moment one does, and whoever asked is never the one', async () => {
  const { childId } = nextFamily();
  await shieldOn(childId, 'child');
  const id = await protectionOf(childId);
  const asking = [worker, keeper, second].map((actor) =>
    askToLift(context, actor, id, { because: 'danger is over' }),
  );
  assert.equal((await Promise.all(asking)).filter(({ ok }) => ok).length, 1);
  const [[asker = '0'] = []] = await sql('select lift_asked_by from protection where protection_id = $1', [
    id,
  ]);
  const lifting = [worker, keeper, second, worker, keeper, second];
  const lifted = await Promise.all(lifting.map((actor) => settleLift(context, actor, id, { lifts: true })));
  assert.equal(lifted.filter(({ ok }) => ok).length, 1);
  const by = lifting.find((_, at) => lifted[at]?.ok === true);
  assert.notEqual(by?.accountId, Number(asker));
});

test('one child is taken out of a shield by two people, and is not covered by it again', async () => {
  const { childId, siblings } = nextFamily();
  const [sibling = 0] = siblings;
  await shieldOn(childId, 'mother');
  const id = await protectionOf(childId);
  assert.ok((await askToLift(context, worker, id, { because: 'asked by mistake', childId: sibling })).ok);
  assert.equal(faultOf(await settleLift(context, worker, id, { lifts: true, childId: sibling })), 'refused');
  assert.ok((await settleLift(context, second, id, { lifts: true, childId: sibling })).ok);
  assert.equal(await kindOf(nurse, sibling), 'open');
  assert.equal(await kindOf(nurse, childId), 'withheld');
  await shieldOn(childId, 'mother');
  assert.equal(await kindOf(nurse, sibling), 'open');
});

test('those who decide see the shields of their council and no other, and no place', async () => {
  const { childId, line, postcode } = nextFamily();
  await shieldOn(childId, 'child');
  const seen = await seeShields(context, keeper, 1);
  assert.ok(seen.ok && seen.value.rows.length > 0);
  assert.ok(!JSON.stringify(seen.value).includes(line));
  const id = await protectionOf(childId);
  const one = await seeShield(context, keeper, id);
  assert.ok(one.ok && one.value.children.some((child) => child.childId === childId));
  assert.ok(!JSON.stringify(one.value).includes(postcode));
  await sql('update protection set council_code = 351 where protection_id = $1', [id]);
  assert.equal(faultOf(await seeShield(context, keeper, id)), 'not-found');
  assert.equal(faultOf(await seeShields(context, nurse, 1)), 'refused');
});

test('what was asked, decided, lifted and refused is written down, with the children and without the reason', async () => {
  const acts = await sql(
    `select act, body::json ->> 'outcome', count(*) from log_entry where act ~ 'shield' group by 1, 2 order by 1, 2`,
  );
  for (const act of ['ask for shield', 'decide shield', 'ask to lift shield', 'lift shield', 'see shields'])
    assert.ok(
      acts.some(([name, outcome]) => name === act && outcome === 'done'),
      act,
    );
  assert.ok(acts.some(([name, outcome]) => name === 'lift shield' && outcome === 'refused'));
  const told = await sql(`select count(*) from log_entry where body ~ 'violence'`);
  assert.deepEqual(told, [['0']]);
});

function nextFamily() {
  const family = families[next];
  next += 1;
  assert.ok(family);
  return family;
}

async function readFamilies() {
  const rows = await sql(
    `select child.child_id, address_line, postcode, carer.person_id,
        (select json_agg(other.child_id) from carer as other where other.person_id = carer.person_id and other.child_id <> child.child_id)
      from child
      join child_address using (child_id)
      join carer on carer.child_id = child.child_id and relationship = 'mother' and carer.address_no = child_address.address_no
      where standing = 'current' and whereabouts = 'current' and closed_on is null and child.date_of_birth > '2011-01-01'
        and not exists (select from shield where shield.child_id = child.child_id)
        and exists (select from carer as other where other.person_id = carer.person_id and other.child_id <> child.child_id)
        and child.child_id = (select min(other.child_id) from carer as other where other.person_id = carer.person_id)
      order by child_id`,
  );
  return rows.map(([childId, line, postcode, mother, siblings]) => ({
    childId: Number(childId),
    line: line ?? '',
    postcode: postcode ?? '',
    mother: Number(mother),
    siblings: [...(siblings ?? '').matchAll(/\d+/g)].map(Number),
  }));
}

/** A child whose only parent is known to no other record. */
async function childOfNobody(): Promise<number> {
  const [[childId = '0'] = []] = await sql(
    `select child_id from child
      where closed_on is null and not exists (select from shield where shield.child_id = child.child_id)
        and not exists (select from carer where carer.child_id = child.child_id and carer_no = 19)
        and not exists (select from carer join carer as other using (person_id)
          where carer.child_id = child.child_id and other.child_id <> child.child_id)
      order by child_id limit 1`,
  );
  return Number(childId);
}

async function shieldOn(childId: number, whom: string, actor: Actor = nurse) {
  return askForShield(context, actor, { childId, whom, because: 'risk of violence' });
}

async function protectionOf(childId: number): Promise<number> {
  const [[id = '0'] = []] = await sql(
    'select protection_id from shield where child_id = $1 and lifted_on is null order by protection_id desc',
    [childId],
  );
  return Number(id);
}

async function kindOf(actor: Actor, childId: number): Promise<string> {
  const opened = await openChildRecord(context, actor, { childId, reason: 'emergency', footing: 'urgent' });
  return opened.ok ? opened.value.record.kind : opened.fault.kind;
}

async function foundByPlace(childId: number): Promise<readonly number[]> {
  await sql('delete from account_day');
  const [row = []] = await sql(
    `select given_names, family_name, extract(day from date_of_birth), extract(month from date_of_birth),
      extract(year from date_of_birth), (select postcode from child_address where child_id = $1 and standing = 'current')
      from child where child_id = $1`,
    [childId],
  );
  const [givenName = '', familyName = '', day = '', month = '', year = '', postcode = ''] = row.map(String);
  const typed = { givenName, familyName, day, month, year, gender: '', postcode, number: '' };
  const taken = await takeSearch(context, nurse, typed);
  assert.ok(taken.ok);
  const answered = await answerSearch(context, nurse, taken.value);
  assert.ok(answered.ok);
  const { answer } = answered.value;
  return answer.kind === 'found' ? answer.rows.map((one) => one.childId) : [];
}

function faultOf(outcome: { readonly ok: boolean; readonly fault?: { readonly kind: string } }): string {
  return outcome.ok ? 'done' : (outcome.fault?.kind ?? '');
}

test('by the clock, once a day, each rule of the shields is held against the database, and what breaks one is said', async () => {
  await checkShields(context);
  assert.deepEqual((await lastShieldCheck(context))?.broken, []);
  const { childId } = nextFamily();
  await shieldOn(childId, 'child');
  const plants = [
    [
      'a search by place would find a shielded child',
      `update search_entry set is_shielded = false where child_id = $1`,
    ],
    ['a protected child’s own record is open', `delete from shield where child_id = $1`],
  ] as const;
  for (const [rule, plant] of plants) {
    await sql(plant, [childId]);
    await sql('delete from shield_check');
    await checkShields(context);
    assert.ok((await lastShieldCheck(context))?.broken.includes(rule), rule);
  }
});
