import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { everythingHeld } from '../../src/domain/held.ts';
import { copiedColumns, leftOutOfCopy } from '../../src/domain/record-copy.ts';
import { copyForFamily } from '../../src/services/copy-for-family.ts';
import { copyRecord } from '../../src/services/record-copy.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { assertExpected } from '../support/expected.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const service = serviceAt(database, '2026-11-23T15:00:00Z');
const sql = (text: string, values: readonly unknown[] = []) => asOwner(database, text, values);
const rachel = await actorOf(database, 'rachel.stone');
const readers = ['young person', 'child', 'parent'] as const;

const [[childId = '', familyName, nhsNumber, telephone, street, motherName] = []] = await sql(
  `select child.child_id, child.family_name, child.nhs_number, carer.telephone, child_address.address_line, carer.given_names
    from child join carer using (child_id) join child_address using (child_id)
    where carer.telephone is not null and nhs_number is not null and child_address.standing = 'current' and closed_on is null
      and carer.given_names is not null and date_of_birth > '2012-01-01'
      and not exists (select from shield where shield.child_id = child.child_id)
    order by child.child_id limit 1`,
);

test('what a copy holds and leaves out, column by column, is what a person has looked at', () => {
  const lines = everythingHeld.map((held) => {
    const told = readers.map((reader) => `  ${reader}: ${copiedColumns(held, reader).join(' ') || '-'}`);
    const left = held.columns.flatMap((column) => {
      const why = leftOutOfCopy(held.table, column, 'young person');
      return why === undefined ? [] : [`${column} (${why})`];
    });
    return [`${held.table}: ${held.what}`, ...told, `  left out: ${left.join(', ') || '-'}`].join('\n');
  });
  assertExpected('record-copy.txt', `${lines.join('\n')}\n`);
});

test('the young person’s copy holds their own details and every kind of thing that is held, and nobody else’s telephone', async () => {
  const parts = await copyFor('young person');
  const text = JSON.stringify(parts);
  for (const own of [familyName, street, motherName]) assert.ok(text.includes(own ?? '?'), 'own details');
  assert.ok(text.replaceAll(' ', '').includes(nhsNumber ?? '?'));
  assert.ok(!text.includes(telephone ?? ''), 'how to reach a carer is the carer’s');
  assert.ok(!text.includes(childId ?? ''), 'no inner number');
  assert.equal(new Set(parts.map(({ what }) => what)).size, parts.length);
});

test('a record keeper prints a copy for a parent without the address, and it is written down', async () => {
  const copied = await copyForFamily(service, rachel, Number(childId), 'parent');
  assert.ok(copied.ok);
  const text = JSON.stringify(copied.value.parts);
  assert.ok(text.includes(familyName ?? '?'));
  assert.ok(!text.includes(street ?? ''));
  const logged = await sql(`select body::json ->> 'outcome' from log_entry where act = 'copy record'`);
  assert.deepEqual(logged, [['done']]);
});

test('no parent is given a copy once the young person is 16', async () => {
  const [[older] = []] = await sql(
    `select child_id from child where date_of_birth < '2010-11-23' and leaves_on > '2026-11-23' and closed_on is null order by child_id limit 1`,
  );
  const copied = await copyForFamily(service, rachel, Number(older), 'parent');
  assert.match(copied.ok ? '' : copied.fault.says, /At 16/);
});

test('a sensitive service is in the young person’s copy and on no paper', async () => {
  const [[team, name] = []] = await sql(
    `select team_id, name from team where service_kind = 'mental health' order by team_id limit 1`,
  );
  await sql(
    `insert into involvement (child_id, involvement_no, team_id, started_on, basis) values ($1, 90, $2, '2026-01-01', 'consent')`,
    [childId, team],
  );
  await sql(
    `insert into consent (child_id, consent_no, team_id, footing, given_by, given_on, until_on, recorded_at)
      values ($1, 1, $2, 'child competent', 'child', '2026-01-01', '2026-12-31', now())`,
    [childId, team],
  );
  const told = await Promise.all(
    readers.map(async (reader) => JSON.stringify(await copyFor(reader)).includes(name ?? '?')),
  );
  assert.deepEqual(told, [true, false, false]);
});

test('of a shielded or a closed record nothing is printed', async () => {
  await sql(
    `insert into shield (child_id, shield_no, because, raised_on) values ($1, 90, 'risk of violence', '2026-01-01')`,
    [childId],
  );
  const shielded = await copyForFamily(service, rachel, Number(childId), 'child');
  assert.match(shielded.ok ? '' : shielded.fault.says, /kept back/);
  await sql(`update shield set lifted_on = '2026-11-01' where child_id = $1`, [childId]);
  await sql(`update child set closed_on = '2026-11-01', closed_because = 'died' where child_id = $1`, [
    childId,
  ]);
  const closed = await copyForFamily(service, rachel, Number(childId), 'child');
  assert.match(closed.ok ? '' : closed.fault.says, /closed/);
});

async function copyFor(reader: (typeof readers)[number]) {
  return database.application.look((tx) => copyRecord(tx, Number(childId), reader));
}
