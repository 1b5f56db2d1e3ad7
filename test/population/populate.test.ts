import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { isNhsNumber, isUpn, isContactPointNumber } from '../../src/domain/identifiers.ts';
import { coversWholeWeek, readHours } from '../../src/domain/opening-hours.ts';
import { populate } from '../../src/population/populate.ts';
import { isDramaNumber } from '../../src/population/phones.ts';
import { practiceUsers } from '../../src/population/practice-users.ts';
import { withPopulatedDatabase, dayOfTests, testCredentials } from '../support/population.ts';
import type { TestDatabase } from '../support/database.ts';

const database: TestDatabase = await withPopulatedDatabase({ after });

/** What a query answers, row by row, as text. */
async function rows(
  sql: string,
  of: TestDatabase = database,
): Promise<readonly (readonly (string | null)[])[]> {
  return of.owner.transact(async (tx) => {
    const answer = await tx.client.query<(string | null)[]>({ text: sql, rowMode: 'array' });
    return answer.rows;
  });
}

async function count(sql: string): Promise<number> {
  return Number((await rows(`select count(*) from ${sql}`))[0]?.[0]);
}

async function column(sql: string): Promise<readonly string[]> {
  return (await rows(sql)).map(([first]) => first ?? '');
}

test('as many children are made as were asked for, and the copy is a practice one with a name', async () => {
  assert.equal(await count('child'), 300);
  assert.deepEqual(await rows('select practice, population_name, population_seed from installation'), [
    ['t', 'Bolton', '1'],
  ]);
});

test('every child has an NHS number never issued, and a ContactPoint number; no two share one', async () => {
  const nhs = await column(`select nhs_number::text from child`);
  for (const number of nhs) assert.ok(isNhsNumber(number) && number.startsWith('999'), number);
  for (const number of await column(`select contactpoint_number from child`))
    assert.ok(isContactPointNumber(number));
  assert.equal(new Set(nhs).size, nhs.length);
  assert.equal(
    await count('child_number'),
    (await column('select distinct number from child_number')).length,
  );
});

test('a unique pupil number is valid, and of a council that is in no register', async () => {
  const upns = await column('select upn from child where upn is not null');
  assert.ok(upns.length > 150);
  const councils = new Set(await column('select council_code::text from council'));
  for (const upn of upns) assert.ok(isUpn(upn) && !councils.has(upn.slice(1, 4)), upn);
});

test('every telephone number is kept for drama, and every e-mail address is an example', async () => {
  const telephones = await column(
    `select telephone from carer where telephone is not null union select telephone from team
      union select telephone from practitioner union select telephone from source_carer where telephone is not null`,
  );
  for (const telephone of telephones) assert.ok(isDramaNumber(telephone), telephone);
  const emails = await column(
    `select email from carer where email is not null union select email from team
      union select email from practitioner union select email from source_carer where email is not null`,
  );
  for (const email of emails) assert.match(email, /^[a-z0-9.-]+@[a-z0-9.-]+\.example$/);
});

test('everybody is under 18, ages are spread, and the day of leaving is the 18th birthday', async () => {
  assert.equal(await count(`child where date_of_birth > '${dayOfTests}' or leaves_on <= '${dayOfTests}'`), 0);
  assert.equal(
    await count(`child where closed_on is null and date_of_birth + interval '18 years' <> leaves_on
      and to_char(date_of_birth, 'MM-DD') <> '02-29'`),
    0,
  );
  const perYear = await column(
    `select count(*) from child group by extract(year from age('${dayOfTests}', date_of_birth))`,
  );
  assert.equal(perYear.length, 18);
});

test('every child under five has a health visitor, and every pupil of a state school a school nurse', async () => {
  const without = (kind: string): string =>
    `not exists (select from involvement join team using (team_id)
      where involvement.child_id = child.child_id and service_kind = '${kind}' and ended_on is null)`;
  assert.equal(
    await count(
      `child where date_of_birth > '${dayOfTests}'::date - interval '5 years' and ${without('health visiting')}`,
    ),
    0,
  );
  assert.equal(
    await count(`child where ${without('school nursing')} and exists (
      select from source_row join link using (source_row_id) where link.child_id = child.child_id and supplier_id = 2)`),
    0,
  );
});

test('where two services that not everybody has work with a child, one leads, and no sensitive one does', async () => {
  const now = `select child_id, count(*) as services, count(*) filter (where is_lead) as leads
    from involvement join team using (team_id)
    where ended_on is null and service_kind not in ('health visiting', 'school nursing', 'midwifery')
    group by child_id`;
  assert.equal(await count(`(${now}) as now where leads > 1 or (services < 2 and leads > 0)`), 0);
  assert.ok((await count(`(${now}) as now where leads = 1`)) > 0);
  const leading = await column(
    `select distinct service_kind from involvement join team using (team_id) where is_lead`,
  );
  assert.ok(!leading.includes('mental health') && !leading.includes('refuge'));
});

test('a school takes the age of its pupils', async () => {
  const misfits = `education join school using (urn) join child using (child_id)
    where kind = 'school' and ended_on is null and age_low is not null and age_high is not null
      and not extract(year from age('2026-08-31', date_of_birth)) between age_low - 1 and age_high - 1`;
  assert.equal(await count(misfits), 0);
});

test('exactly one address is shown, or none where the child is nowhere known', async () => {
  const shown = `(select count(*) from child_address where child_address.child_id = child.child_id
    and standing in ('current', 'last known'))`;
  assert.equal(await count(`child where whereabouts in ('current', 'last known') and ${shown} <> 1`), 0);
  assert.equal(await count(`child where whereabouts not in ('current', 'last known') and ${shown} <> 0`), 0);
});

test('every postcode is of the council that its address says', async () => {
  const elsewhere =
    'child_address join postcode using (postcode) where postcode.council_code <> child_address.council_code';
  assert.equal(await count(elsewhere), 0);
  assert.equal(await count('child_address where postcode is null'), 0);
});

test('every sensitive service is recorded on consent of its own or for cause, and no other is', async () => {
  const wrong = await column(
    `select count(*) from involvement
      join team using (team_id)
      left join consent using (child_id, team_id)
      where (service_kind = any ('{mental health,sexual health,substance misuse,refuge,domestic abuse,sexual assault centre}'))
        <> (basis is not null) or (coalesce(basis, '') = 'consent') <> (consent_no is not null)`,
  );
  assert.deepEqual(wrong, ['0']);
  const bases = await column('select distinct basis from involvement where basis is not null order by basis');
  assert.deepEqual(bases, ['cause', 'consent']);
});

test('one relay answers at every hour', async () => {
  const hours = await column(`select hours from team where service_kind = 'contact relay'`);
  assert.equal(hours.length, 1);
  assert.ok(coversWholeWeek(hours.map(readHours)));
});

test("the council's desks answer at every hour of the week, bank holidays too", async () => {
  const desks = await column(`select hours from team where is_desk and council_code = 350`);
  assert.ok(coversWholeWeek(desks.map(readHours)));
});

test('every school and GP practice of the area can be rung', async () => {
  const without = `not exists (select from organisation join team using (organisation_id)
    where register_code = `;
  assert.equal(await count(`school where is_open and council_code = 350 and ${without} urn::text)`), 0);
  assert.equal(
    await count(`gp_practice where is_open and council_code = 350 and ${without} practice_code)`),
    0,
  );
});

test('every practice user has an account of their role, with a verifier and a token', async () => {
  const accounts = new Map(
    (
      await rows(`select user_name, role from account join account_verifier using (account_id)
      join account_token using (account_id)`)
    ).map(([name, role]) => [name, role]),
  );
  for (const { userName, role } of practiceUsers) assert.equal(accounts.get(userName), role, userName);
  assert.ok(accounts.size >= practiceUsers.length + 30);
  assert.ok((await count('account_personal where person_id is not null')) >= 8);
});

test('a parent among the users is a carer of an invented child', async () => {
  const strangers = `account_personal where person_id is not null
    and not exists (select from carer where carer.person_id = account_personal.person_id)`;
  assert.equal(await count(strangers), 0);
});

test('a database that holds people is not populated again unless asked', async () => {
  const wanted = { owner: database.owner, credentials: testCredentials, seed: 1, today: dayOfTests } as const;
  const extent = { kind: 'council', councilCode: 350, children: 10 } as const;
  const refused = await populate({ ...wanted, extent });
  assert.ok(!refused.ok && refused.fault.says.includes('--again'));
});
