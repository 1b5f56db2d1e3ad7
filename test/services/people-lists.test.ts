import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parseCsv } from '../../src/domain/csv.ts';
import {
  askForPeopleList,
  seePeopleLists,
  settlePeopleList,
  takePeopleList,
} from '../../src/services/people-lists.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { administratorsOf } from '../support/keeping.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const service = serviceAt(database, '2026-11-23T10:00:00Z');
const [one, other] = await administratorsOf(database, 'amina.khan');
const stranger = await actorOf(database, 'peter.lowe');

async function asked(): Promise<number> {
  assert.ok((await askForPeopleList(service, one)).ok);
  return (await seePeopleLists(service, one))[0]?.peopleListId ?? 0;
}

test('a list is asked for by one, approved by another, taken by the first for a day, and each is written down', async () => {
  await asOwner(database, `update account set full_name = '=cmd|x' where user_name = 'amina.khan'`);
  const list = await asked();
  assert.ok(!(await askForPeopleList(service, one)).ok);
  assert.ok(!(await takePeopleList(service, one, list)).ok);
  assert.ok((await settlePeopleList(service, other, list, 'approved')).ok);
  assert.ok(!(await settlePeopleList(service, other, list, 'refused')).ok);
  const taken = await takePeopleList(service, one, list);
  assert.ok(taken.ok);
  const rows = parseCsv(taken.value).flatMap((row) => (row.ok ? [row.value.fields] : []));
  const [count] = await asOwner(
    database,
    `select count(*) from account where organisation_id = $1 and state <> 'refused'`,
    [one.organisationId],
  );
  assert.equal(rows.length, Number(count?.[0]) + 1);
  assert.ok(rows.every((row) => row.every((cell) => !/^[=+@-]/.test(cell))));
  assert.ok(rows.some(([name]) => name === "'=cmd|x"));
  const homes = await asOwner(database, 'select home_line from account_personal where home_line is not null');
  assert.ok(homes.every(([line]) => !taken.value.includes(line ?? '')));
  for (const [by, instead] of [
    [other, 'the other'],
    [stranger, 'a stranger'],
  ] as const)
    assert.ok(!(await takePeopleList(service, by, list)).ok, instead);
  service.move({ days: 1 });
  assert.ok(!(await takePeopleList(service, one, list)).ok);
  const logged = await asOwner(
    database,
    `select act, body::json ->> 'why' from log_entry
      where act like '%list of people' and body::json ->> 'outcome' = 'done'`,
  );
  assert.deepEqual(
    new Set(logged.map((row) => row.join(' ').trim())),
    new Set([
      'ask for list of people',
      'decide list of people approved',
      `take list of people ${rows.length - 1} people`,
    ]),
  );
});

test('whoever asked does not approve, in a race either, and nobody of another organisation does', async () => {
  const list = await asked();
  assert.ok(!(await settlePeopleList(service, stranger, list, 'approved')).ok);
  const came = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      settlePeopleList(service, at % 2 === 0 ? one : other, list, 'approved'),
    ),
  );
  assert.deepEqual(came.filter(({ ok }) => ok).length, 1);
  assert.equal(came.findIndex(({ ok }) => ok) % 2, 1);
  await assert.rejects(
    asOwner(database, `update people_list set decided_by = asked_by where people_list_id = $1`, [list]),
    /check_people_list_takes_two/,
  );
});

test('a refused list is not taken', async () => {
  const list = await asked();
  assert.ok((await settlePeopleList(service, other, list, 'refused')).ok);
  assert.ok(!(await takePeopleList(service, one, list)).ok);
});
