import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeLeavingNotices } from '../../src/services/leaving-notices.ts';
import { retireRecords } from '../../src/services/retire-records.ts';
import { askToStay, downloadOwnRecord, seeOwnLeaving, withdrawStay } from '../../src/services/staying.ts';
import { asOwner } from '../support/accounts.ts';
import { setUpYoungPerson, signInYoungPerson } from '../support/young-people.ts';
import { leavingOn } from '../support/leaving.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const { retiring, services, setClock } = leavingOn({ after }, database, '2026-11-23T10:00:00Z');
const sql = (text: string, values: readonly unknown[] = []) => asOwner(database, text, values);
await retireRecords(retiring, true);
const yes = { ofGroup: true, agreed: true };

test('whoever chooses to stay stays a year, is asked again, and leaves by silence', async () => {
  const { childId, session } = await youngPerson('2009-01-15');
  assert.equal((await askToStay(services, await session(), { ofGroup: false, agreed: true })).ok, false);
  assert.ok((await askToStay(services, await session(), yes)).ok);
  assert.deepEqual(await daysOf(childId), ['2028-01-15', '2028-01-15']);
  const asked = await askToStay(services, await session(), yes);
  assert.match(asked.ok ? '' : (asked.fault?.says ?? ''), /too early/, 'asked yearly, and not before');
  setClock('2027-01-15T12:00:00Z');
  await retireRecords(retiring, true);
  assert.equal(await isHere(childId), true, 'past 18');
  setClock('2028-01-14T23:59:59Z');
  assert.ok((await seeOwnLeaving(services, await session())).ok);
  setClock('2028-01-15T00:00:00Z');
  await retireRecords(retiring, true);
  assert.equal(await isHere(childId), false);
});

test('whoever withdraws at 18 or later is closed in that moment and removed with the next round', async () => {
  setClock('2026-11-23T10:00:00Z');
  await sql(`update leaving_clock set closed_to = '2026-11-23'`);
  const { childId, session } = await youngPerson('2009-01-20');
  assert.ok((await askToStay(services, await session(), yes)).ok);
  setClock('2027-03-01T10:00:00Z');
  const secret = await session();
  assert.ok((await withdrawStay(services, secret)).ok);
  assert.equal((await seeOwnLeaving(services, secret)).ok, false);
  await retireRecords(retiring, true);
  assert.equal(await isHere(childId), false);
});

test('nobody consents in the young person’s place, and which group they are of is stored nowhere', async () => {
  setClock('2026-11-23T10:00:00Z');
  await sql(`update leaving_clock set closed_to = '2026-11-23'`);
  const { childId, session } = await youngPerson('2009-01-25');
  await sql(
    `update family_account set person_id = 7, responsibility_seen = 'court order' where child_id = $1`,
    [childId],
  );
  await sql(
    `insert into carer (child_id, carer_no, person_id, family_name, given_names, relationship, parental_responsibility)
      values ($1, 91, 7, 'Quorfax', 'Ysoldine', 'mother', 'yes')`,
    [childId],
  );
  await sql(`update child set date_of_birth = '2011-01-25' where child_id = $1`, [childId]);
  const parents = await session();
  for (const tried of [
    await askToStay(services, parents, yes),
    await withdrawStay(services, parents),
    await downloadOwnRecord(services, parents),
  ])
    assert.match(tried.ok ? '' : (tried.fault?.says ?? ''), /young person alone/);
  const columns = await sql(
    `select attname from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = 'public'::regnamespace and relkind = 'r' and (attname like '%care_leaver%' or attname like '%disab%' or attname like '%group%')`,
  );
  assert.deepEqual(columns, []);
});

test('the young person is told six months and a month before on their own page, once each, and after a death nobody is', async () => {
  setClock('2026-11-23T10:00:00Z');
  const [soon, later, dead] = [
    await youngPerson('2008-12-20'),
    await youngPerson('2009-05-01'),
    await youngPerson('2008-12-21'),
  ];
  await sql(`update child set closed_on = '2026-11-23', closed_because = 'died' where child_id = $1`, [
    dead.childId,
  ]);
  await makeLeavingNotices(services);
  await makeLeavingNotices(services);
  const told = (childId: string) =>
    sql(`select notice from leaving_notice where child_id = $1 order by 1`, [childId]);
  assert.deepEqual(await told(soon.childId), [['1 month'], ['6 months']]);
  assert.deepEqual(await told(later.childId), [['6 months']]);
  assert.deepEqual(await told(dead.childId), []);
  const seen = await seeOwnLeaving(services, await soon.session());
  assert.ok(seen.ok && seen.value.isTold);
  const copied = await downloadOwnRecord(services, await soon.session());
  assert.ok(copied.ok && copied.value.parts.length > 20);
});

let used = 0;

/** A young person of a birth date with a page of their own. */
async function youngPerson(born: string) {
  const [[childId = '', given = ''] = []] = await sql(
    `select child_id, split_part(given_names, ' ', 1) from child
      where closed_on is null and leaves_on > '2032-01-01' and birth_standing <> 'estimated'
        and not exists (select from shield where shield.child_id = child.child_id)
      order by child_id offset $1 limit 1`,
    [used++],
  );
  await sql(
    `update child set date_of_birth = $2::date, leaves_on = ($2::date + interval '18 years')::date where child_id = $1`,
    [childId, born],
  );
  const user = await setUpYoungPerson(database, services, Number(childId), given ?? '');
  // Each code of the app works once, and the clock stands still here.
  const session = async (): Promise<string> => {
    await sql(`update family_account set last_step = 0 where user_name = $1`, [user.userName]);
    return signInYoungPerson(services, user);
  };
  return { childId: childId ?? '', session };
}

async function isHere(childId: string): Promise<boolean> {
  return (await sql(`select from child where child_id = $1`, [childId])).length === 1;
}

async function daysOf(childId: string) {
  return (await sql(`select leaves_on, stays_until from child where child_id = $1`, [childId]))[0];
}
