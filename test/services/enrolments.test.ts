import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { codeAt, stepAt } from '../../src/domain/one-time-code.ts';
import {
  agree,
  chooseSecrets,
  enterCode,
  proveToken,
  readActivation,
  showSeed,
} from '../../src/services/activate.ts';
import { makeNewCode, proposeEnrolment, seeWaiting, settleEnrolment } from '../../src/services/enrolments.ts';
import { beginSignIn, finishSignIn } from '../../src/services/sign-in.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { nothingTyped, nurseTyped } from '../support/enrolling.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const service = serviceAt(database, '2026-11-23T10:00:00Z');
const [one, other, stranger] = await administrators();
const team = await teamOf();
const password = 'canary velvet anchor';
const pin = '914275';
const source = '192.0.2.77';

let named = 0;
function newName(): string {
  named += 1;
  return `nora.abbott.${named}`;
}

async function proposed(userName = newName()): Promise<number> {
  const made = await proposeEnrolment(service, one, one.organisationId, nurseTyped(userName, team));
  assert.ok(made.ok, JSON.stringify(made));
  return made.value;
}

async function approved(
  userName = newName(),
): Promise<{ readonly accountId: number; readonly code: string }> {
  const accountId = await proposed(userName);
  const settled = await settleEnrolment(service, other, accountId, 'approved');
  assert.ok(settled.ok && settled.value.code !== undefined);
  return { accountId, code: settled.value.code };
}

async function stateOf(accountId: number) {
  const [row] = await asOwner(database, 'select state from account where account_id = $1', [accountId]);
  return row?.[0];
}

async function whyRefused(accountId: number) {
  const rows = await asOwner(
    database,
    `select body::json ->> 'why' from log_entry
      where body::json ->> 'outcome' = 'refused' and (body::json ->> 'toAccount')::integer = $1`,
    [accountId],
  );
  return rows.map(([why]) => why);
}

/** Goes through every step, and answers the seed of the token. */
async function activate(userName: string, code: string): Promise<Buffer> {
  const entered = await enterCode(service, { userName, code, source });
  assert.ok(entered.ok, JSON.stringify(entered));
  const secret = entered.value;
  assert.ok((await agree(service, secret, { version: '1', agreed: true })).ok);
  const chosen = await chooseSecrets(service, secret, {
    password,
    passwordAgain: password,
    pin,
    pinAgain: pin,
  });
  assert.ok(chosen.ok, JSON.stringify(chosen));
  const shown = await showSeed(service, secret);
  assert.ok(shown.ok);
  const seed = fromBase32(shown.value.seed);
  const proven = await proveToken(service, secret, codeAt(seed, stepAt(service.now())));
  assert.ok(proven.ok, JSON.stringify(proven));
  return seed;
}

test('proposed by one and approved by another, a nurse activates her account and signs in', async () => {
  const userName = newName();
  const { accountId, code } = await approved(userName);
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  assert.equal(await stateOf(accountId), 'enrolled');
  const seed = await activate(userName, code.toLowerCase().replaceAll('-', ' '));
  assert.equal(await stateOf(accountId), 'active');
  service.move({ seconds: 60 });
  const begun = await beginSignIn(service, { userName, password, pin, source });
  assert.ok(begun.ok);
  const { attemptSecret } = begun.value;
  const signedIn = await finishSignIn(service, {
    attemptSecret,
    code: codeAt(seed, stepAt(service.now())),
    source,
  });
  assert.ok(signedIn.ok, JSON.stringify(signedIn));
  const [row] = await asOwner(
    database,
    `select agreement_version, agreement_signed_on, job_title, practitioner.name, manager_name
      from account
      join practitioner using (practitioner_id)
      where account_id = $1`,
    [accountId],
  );
  assert.deepEqual(row, ['1', '2026-11-23', 'Hospital nurse', 'Nora Abbott', 'Mary Manager']);
});

test('the proposer cannot approve, and the try is written down', async () => {
  const accountId = await proposed();
  const own = await settleEnrolment(service, one, accountId, 'approved');
  assert.ok(!own.ok && own.fault.kind === 'refused');
  assert.equal(await stateOf(accountId), 'proposed');
  assert.deepEqual(await whyRefused(accountId), ['own proposal']);
});

test('of 40 decisions at once, half of them by the proposer, one counts and gives the only code', async () => {
  const accountId = await proposed();
  const came = await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      settleEnrolment(service, at % 2 === 0 ? one : other, accountId, 'approved'),
    ),
  );
  const codes = came.flatMap((settled) => (settled.ok && settled.value.code ? [settled.value.code] : []));
  assert.equal(codes.length, 1);
  assert.equal(came.findIndex(({ ok }) => ok) % 2, 1);
  assert.equal((await whyRefused(accountId)).length, 39);
});

test('the database itself refuses an enrolment that its proposer decides', async () => {
  const accountId = await proposed();
  const byForce = asOwner(
    database,
    `update enrolment set state = 'approved', decided_by = proposed_by, decided_at = now() where account_id = $1`,
    [accountId],
  );
  await assert.rejects(byForce, /check_enrolment_is_decided_by_another/);
});

test('whoever is refused has no account, no home on record, and a user name that is free again', async () => {
  const userName = newName();
  const accountId = await proposed(userName);
  assert.ok((await settleEnrolment(service, other, accountId, 'refused')).ok);
  assert.equal(await stateOf(accountId), 'refused');
  assert.deepEqual(
    await asOwner(database, 'select 1 from account_personal where account_id = $1', [accountId]),
    [],
  );
  await proposed(userName);
});

test('administrators of another organisation neither propose, see, approve nor make codes', async () => {
  const accountId = await proposed();
  assert.ok(!(await seeWaiting(service, stranger)).some((waiting) => waiting.accountId === accountId));
  const tries: readonly { readonly ok: boolean }[] = [
    await proposeEnrolment(service, stranger, one.organisationId, nurseTyped(newName(), team)),
    await settleEnrolment(service, stranger, accountId, 'approved'),
    await makeNewCode(service, stranger, accountId),
  ];
  assert.ok(tries.every(({ ok }) => !ok));
  assert.equal(await stateOf(accountId), 'proposed');
  assert.deepEqual(await whyRefused(accountId), ['other organisation', 'other organisation']);
});

test('a practitioner proposes nobody and approves nobody', async () => {
  const nurse = await actorOf(database, 'amina.khan');
  const accountId = await proposed();
  assert.ok(!(await proposeEnrolment(service, nurse, nurse.organisationId, nurseTyped(newName(), team))).ok);
  assert.ok(!(await settleEnrolment(service, nurse, accountId, 'approved')).ok);
});

test('the office enrols the first administrators of another organisation, and nobody else there', async () => {
  const joan = await actorOf(database, 'joan.mistry');
  const philip = await actorOf(database, 'philip.hargreaves');
  const typed = nurseTyped(newName(), '', { role: 'account administrator' });
  const made = await proposeEnrolment(service, joan, one.organisationId, typed);
  assert.ok(made.ok);
  assert.ok((await seeWaiting(service, philip)).some(({ accountId }) => accountId === made.value));
  assert.ok((await settleEnrolment(service, philip, made.value, 'approved')).ok);
  assert.ok(!(await proposeEnrolment(service, joan, one.organisationId, nurseTyped(newName(), team))).ok);
});

test('nobody is proposed or approved while the organisation is not accredited', async () => {
  const accountId = await proposed();
  const ends = (on: string) =>
    asOwner(database, 'update organisation set accredited_until = $1 where organisation_id = $2', [
      on,
      one.organisationId,
    ]);
  await ends('2026-11-22');
  assert.ok(!(await proposeEnrolment(service, one, one.organisationId, nurseTyped(newName(), team))).ok);
  assert.ok(!(await settleEnrolment(service, other, accountId, 'approved')).ok);
  await ends('2028-03-31');
});

test('whoever’s access was ended for good is approved under no name of the same person, at no employer', async () => {
  const { accountId } = await approved();
  await asOwner(
    database,
    `with made as (
        insert into misuse_case (account_id, day, opened_at) values ($1, '2026-11-20', now()) returning case_id
      )
      insert into barred_account select $1, case_id, '2026-11-20', '2032-11-20' from made`,
    [accountId],
  );
  const again = await proposeEnrolment(
    service,
    one,
    one.organisationId,
    nurseTyped(newName(), team, { fullName: 'NORA  Abbótt' }),
  );
  assert.ok(again.ok);
  const settled = await settleEnrolment(service, other, again.value, 'approved');
  assert.ok(
    !settled.ok && /no account, under any employer, before 20 November 2032/.test(settled.fault.says),
  );
  assert.deepEqual(await whyRefused(again.value), ['barred']);
  assert.ok((await settleEnrolment(service, other, again.value, 'refused')).ok);
  await asOwner(database, 'delete from barred_account where account_id = $1', [accountId]);
});

test('what is missing is said box by box, and nobody is kept', async () => {
  const made = await proposeEnrolment(service, one, one.organisationId, nothingTyped);
  assert.ok(!made.ok);
  assert.equal(made.faults?.length, 14);
  const late = nurseTyped(newName(), team, {
    vettedOn: { day: '22', month: '11', year: '2023' },
    trainedOn: { day: '24', month: '11', year: '2026' },
    role: 'social worker',
  });
  const old = await proposeEnrolment(service, one, one.organisationId, late);
  assert.ok(!old.ok);
  assert.deepEqual(
    old.faults?.map(({ field }) => field),
    ['role', 'vettedOn', 'trainedOn'],
  );
});

test('a user name is given once, however many ask for it at once', async () => {
  const userName = newName();
  const came = await Promise.all(
    [one, other, one, other].map((actor) =>
      proposeEnrolment(service, actor, actor.organisationId, nurseTyped(userName, team)),
    ),
  );
  assert.equal(came.filter(({ ok }) => ok).length, 1);
});

test('a code sent 100 times at once begins one activation', async () => {
  const userName = newName();
  const { code } = await approved(userName);
  const came = await Promise.all(
    Array.from({ length: 100 }, (_, at) =>
      enterCode(service, { userName, code, source: `198.51.100.${at}` }),
    ),
  );
  assert.equal(came.filter(({ ok }) => ok).length, 1);
});

test('an unknown name, a wrong code, a used one and one of 72 hours ago get the same answer, each written down', async () => {
  const userName = newName();
  const { accountId, code } = await approved(userName);
  const late = await approved(newName());
  const tryWith = (name: string, typed: string) =>
    enterCode(service, { userName: name, code: typed, source: '203.0.113.9' });
  const wrong = await tryWith(userName, 'K7QF-2M9X-T4WD');
  const unknown = await tryWith('nobody.at.all', code);
  assert.ok((await tryWith(userName, code)).ok);
  const used = await tryWith(userName, code);
  service.move({ days: 3, seconds: 1 });
  const old = await tryWith(`nora.abbott.${named}`, late.code);
  for (const answer of [wrong, unknown, used, old]) assert.deepEqual(answer, wrong);
  const [row] = await asOwner(
    database,
    `select count(*) from log_entry where act = 'begin activation' and body::json ->> 'outcome' = 'refused'
      and body::json ->> 'why' = 'not proven' and account_id is null`,
  );
  assert.ok(Number(row?.[0]) >= 4);
  assert.equal(await stateOf(accountId), 'enrolled');
});

test('after ten wrong codes in five minutes the right one is refused too', async () => {
  const userName = newName();
  const { code } = await approved(userName);
  for (let guess = 0; guess < 10; guess += 1)
    await enterCode(service, { userName, code: `WRONG-${guess}`, source: `198.51.100.${100 + guess}` });
  assert.ok(!(await enterCode(service, { userName, code, source })).ok);
  service.move({ minutes: 6 });
  assert.ok((await enterCode(service, { userName, code, source })).ok);
});

test('a new code takes the place of the last', async () => {
  const userName = newName();
  const { accountId, code } = await approved(userName);
  const made = await makeNewCode(service, other, accountId);
  assert.ok(made.ok && made.value.code !== undefined);
  assert.ok(!(await enterCode(service, { userName, code, source })).ok);
  assert.ok((await enterCode(service, { userName, code: made.value.code, source })).ok);
});

test('no step is skipped or done twice, and after an hour all is over', async () => {
  const userName = newName();
  const { code } = await approved(userName);
  const entered = await enterCode(service, { userName, code, source });
  assert.ok(entered.ok);
  const secret = entered.value;
  assert.ok(!(await showSeed(service, secret)).ok);
  const chosen = { password, passwordAgain: password, pin, pinAgain: pin };
  assert.ok(!(await chooseSecrets(service, secret, chosen)).ok);
  assert.ok(!(await agree(service, secret, { version: '1', agreed: false })).ok);
  assert.ok((await agree(service, secret, { version: '1', agreed: true })).ok);
  assert.ok(!(await agree(service, secret, { version: '1', agreed: true })).ok);
  const at = await readActivation(service, secret);
  assert.ok(at.ok && at.value.step === 'secrets');
  service.move({ minutes: 61 });
  assert.ok(!(await readActivation(service, secret)).ok);
});

test('no secret, code or seed, and nothing of where she lives, is in the database in clear or in the log', async () => {
  const userName = newName();
  const { code } = await approved(userName);
  const seed = await activate(userName, code);
  const tables = await asOwner(
    database,
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  const spoken = [password, pin, code, code.replaceAll('-', ''), base32(seed)];
  for (const [table = ''] of tables) {
    const [row] = await asOwner(
      database,
      `select coalesce(string_agg(t::text, ' '), '') from ${table ?? ''} as t`,
    );
    const text = row?.[0] ?? '';
    for (const secret of spoken) assert.ok(!text.includes(secret), `${table}: a secret stands in clear`);
    assert.ok(!text.includes(seed.toString('hex')), `${table}: a seed stands in clear`);
    if (table !== 'account_personal')
      assert.ok(!/Canary Row|Canarybird/.test(text), `${table}: where she lives`);
  }
});

async function administrators() {
  const rows = await asOwner(
    database,
    `select user_name from account
      join organisation using (organisation_id)
      where role = 'account administrator' and organisation_id = (
        select organisation_id from account where user_name = 'amina.khan'
      )
      order by account_id`,
  );
  const [first = '', second = ''] = rows.map(([userName]) => userName ?? '');
  return [
    await actorOf(database, first),
    await actorOf(database, second),
    await actorOf(database, 'peter.lowe'),
  ] as const;
}

async function teamOf(): Promise<string> {
  const [row] = await asOwner(
    database,
    `select min(team_id) from team where organisation_id = $1 and not is_desk`,
    [one.organisationId],
  );
  return row?.[0] ?? '';
}

function fromBase32(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(text.replaceAll(' ', ''))
    .map((one_) => letters.indexOf(one_).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

function base32(seed: Buffer): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...seed].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('');
}
