import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AccreditationTyped } from '../../src/domain/accreditation.ts';
import {
  addOrganisation,
  addTeam,
  proposeAccreditation,
  seeOrganisation,
  seeOrganisations,
  settleAccreditation,
} from '../../src/services/organisations.ts';
import { withdrawAccreditation } from '../../src/services/withdraw-accreditation.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const service = serviceAt(database, '2026-11-23T10:00:00Z');
const joan = await actorOf(database, 'joan.mistry');
const philip = await actorOf(database, 'philip.hargreaves');
const peter = await actorOf(database, 'peter.lowe');

const asked: AccreditationTyped = {
  evidence: 'charity register',
  reference: 'CH 1234567',
  until: { day: '31', month: '3', year: '2028' },
  disciplinaryName: 'Ursula Brand',
  disciplinaryTelephone: '01632 960 123',
  disciplinaryEmail: 'conduct@hope.example',
};

let added = 0;
async function newOrganisation(kind = 'voluntary body', registerCode = ''): Promise<number> {
  added += 1;
  const typed = { kind, name: `Hope House ${added}`, registerCode, council: '350' };
  const made = await addOrganisation(service, joan, typed);
  assert.ok(made.ok, JSON.stringify(made));
  return made.value;
}

async function accreditedUntil(organisationId: number) {
  const [row] = await asOwner(
    database,
    'select accredited_until from organisation where organisation_id = $1',
    [organisationId],
  );
  return row?.[0];
}

async function logged(organisationId: number) {
  return asOwner(
    database,
    `select act, body::json ->> 'outcome', body::json ->> 'why' from log_entry
      where (body::json ->> 'organisation')::integer = $1 order by recorded_at, act, 2`,
    [organisationId],
  );
}

test('an organisation is accredited by two people, and each step is written down', async () => {
  const organisationId = await newOrganisation();
  assert.equal(await accreditedUntil(organisationId), null);
  assert.ok((await proposeAccreditation(service, joan, organisationId, asked)).ok);
  assert.equal(await accreditedUntil(organisationId), null);
  assert.ok((await settleAccreditation(service, philip, organisationId, 'approved')).ok);
  assert.equal(await accreditedUntil(organisationId), '2028-03-31');
  const seen = await seeOrganisation(service, joan, organisationId);
  assert.ok(seen.ok);
  const [accreditation] = seen.value.accreditations;
  assert.deepEqual(
    [accreditation?.state, accreditation?.proposer, accreditation?.decider, accreditation?.reference],
    ['approved', 'Joan Mistry', 'Philip Hargreaves', 'CH 1234567'],
  );
  assert.deepEqual((await logged(organisationId)).map(([act, outcome]) => `${act} ${outcome}`).toSorted(), [
    'add organisation done',
    'decide accreditation done',
    'propose accreditation done',
  ]);
});

test('whoever proposed an accreditation cannot approve it, and the try is written down', async () => {
  const organisationId = await newOrganisation();
  await proposeAccreditation(service, joan, organisationId, asked);
  const own = await settleAccreditation(service, joan, organisationId, 'approved');
  assert.deepEqual(own.ok ? 'ok' : own.fault.kind, 'refused');
  assert.equal(await accreditedUntil(organisationId), null);
  assert.ok(
    (await logged(organisationId)).some(
      ([act, , why]) => act === 'decide accreditation' && why === 'own proposal',
    ),
  );
});

test('of 40 decisions at once, half of them by the proposer, one counts and it is the other’s', async () => {
  const organisationId = await newOrganisation();
  await proposeAccreditation(service, joan, organisationId, asked);
  const tries = Array.from({ length: 40 }, (_, at) =>
    settleAccreditation(service, at % 2 === 0 ? joan : philip, organisationId, 'approved'),
  );
  const came = await Promise.all(tries);
  assert.equal(came.filter(({ ok }) => ok).length, 1);
  assert.equal(came.findIndex(({ ok }) => ok) % 2, 1);
  const rows = await asOwner(
    database,
    'select state, proposed_by <> decided_by from accreditation where organisation_id = $1',
    [organisationId],
  );
  assert.deepEqual(rows, [['approved', 't']]);
});

test('the database itself refuses an accreditation that its proposer decides', async () => {
  const organisationId = await newOrganisation();
  await proposeAccreditation(service, joan, organisationId, asked);
  const byForce = asOwner(
    database,
    `update accreditation set state = 'approved', decided_by = proposed_by, decided_at = now() where organisation_id = $1`,
    [organisationId],
  );
  await assert.rejects(byForce, /check_accreditation_is_decided_by_another/);
});

test('only one proposal waits, however many come at once', async () => {
  const organisationId = await newOrganisation();
  const came = await Promise.all(
    [joan, philip, joan, philip].map((actor) => proposeAccreditation(service, actor, organisationId, asked)),
  );
  assert.equal(came.filter(({ ok }) => ok).length, 1);
});

test('a council is accredited only once its desks answer through the whole week and on bank holidays', async () => {
  await asOwner(
    database,
    `update organisation set name = name || ' (old)', register_code = 'old' where register_code = '350'`,
  );
  const organisationId = await newOrganisation('council services', '350');
  const before = await proposeAccreditation(service, joan, organisationId, asked);
  assert.ok(!before.ok && before.fault !== undefined);
  assert.match(before.fault.says, /do not answer at every hour/);
  const desk = {
    serviceKind: 'social care',
    telephone: '01632 960 111',
    email: 'duty@bolton.example',
    isDesk: true,
  };
  const day = { ...desk, name: 'Day desk', hours: 'Mon-Fri 09:00-17:00; not bank holidays' };
  assert.ok((await addTeam(service, joan, organisationId, day)).ok);
  assert.ok(!(await proposeAccreditation(service, joan, organisationId, asked)).ok);
  const always = { ...desk, name: 'Out of hours', hours: 'Mon-Sun 00:00-24:00' };
  assert.ok((await addTeam(service, joan, organisationId, always)).ok);
  assert.ok((await proposeAccreditation(service, joan, organisationId, asked)).ok);
});

test('an organisation that is there already is not added again', async () => {
  await newOrganisation();
  const twice = await addOrganisation(service, joan, {
    kind: 'voluntary body',
    name: `hope house ${added}`,
    registerCode: '',
    council: '350',
  });
  assert.ok(!twice.ok && twice.faults?.[0]?.field === 'name');
});

test('what is wrong with a form is said box by box, and nothing is kept', async () => {
  const nothing = await addOrganisation(service, joan, {
    kind: 'cult',
    name: '<b>',
    registerCode: '',
    council: '',
  });
  assert.ok(!nothing.ok);
  assert.deepEqual(
    nothing.faults?.map(({ field }) => field),
    ['kind', 'name'],
  );
  const organisationId = await newOrganisation();
  const wrong = await proposeAccreditation(service, joan, organisationId, {
    ...asked,
    evidence: 'word of honour',
    reference: '',
    until: { day: '31', month: '3', year: '2019' },
    disciplinaryTelephone: '999',
    disciplinaryEmail: 'nobody',
  });
  assert.ok(!wrong.ok);
  assert.deepEqual(
    wrong.faults?.map(({ field }) => field),
    ['evidence', 'reference', 'until', 'disciplinaryTelephone', 'disciplinaryEmail'],
  );
  const seen = await seeOrganisation(service, joan, organisationId);
  assert.ok(seen.ok && seen.value.accreditations.length === 0);
});

test('an administrator of another organisation neither adds, sees nor accredits, and each try is written down', async () => {
  const organisationId = await newOrganisation();
  const wanted = { kind: '', name: '', state: '', sort: 'name' } as const;
  const tries: readonly { readonly ok: boolean }[] = [
    await seeOrganisations(service, peter, wanted, 1),
    await seeOrganisation(service, peter, organisationId),
    await addTeam(service, peter, organisationId, {
      serviceKind: 'social care',
      name: 'Mine',
      telephone: '01632 960 111',
      email: 'a@b.example',
      hours: 'Mon 09:00-17:00',
      isDesk: false,
    }),
    await addOrganisation(service, peter, { kind: 'police', name: 'Mine', registerCode: '', council: '350' }),
    await proposeAccreditation(service, peter, organisationId, asked),
  ];
  await proposeAccreditation(service, joan, organisationId, asked);
  const decided = await settleAccreditation(service, peter, organisationId, 'approved');
  for (const one of [...tries, decided]) assert.equal(one.ok, false);
  assert.equal(await accreditedUntil(organisationId), null);
  const [count] = await asOwner(
    database,
    `select count(*) from log_entry where account_id = $1 and body::json ->> 'outcome' = 'refused'`,
    [peter.accountId],
  );
  assert.deepEqual(count, ['6']);
});

test('the list is narrowed by kind, state and name, and pages', async () => {
  const of = async (wanted: Partial<Parameters<typeof seeOrganisations>[2]>, page = 1) => {
    const seen = await seeOrganisations(
      service,
      joan,
      { kind: '', name: '', state: '', sort: 'name', ...wanted },
      page,
    );
    assert.ok(seen.ok);
    return seen.value;
  };
  const first = await of({});
  assert.equal(first.rows.length, 20);
  assert.equal(first.hasMore, true);
  const second = await of({}, 2);
  assert.ok(
    second.rows.every(
      ({ organisationId }) => !first.rows.some((one) => one.organisationId === organisationId),
    ),
  );
  assert.ok((await of({ kind: 'police' })).rows.every(({ kind }) => kind === 'police'));
  assert.ok((await of({ state: 'lapsed' })).rows.some(({ name }) => name.includes('Young Voices')));
  assert.ok((await of({ name: 'hope HOUSE' })).rows.length > 0);
  assert.equal((await of({ name: '%' })).rows.length, 0);
});

test('an accreditation that the office withdraws stops its people from that moment; its own it cannot', async () => {
  const { organisationId } = await actorOf(database, 'martin.shaw');
  assert.ok(!(await withdrawAccreditation(service, peter, organisationId)).ok);
  assert.ok(!(await withdrawAccreditation(service, joan, joan.organisationId)).ok);
  assert.ok((await withdrawAccreditation(service, joan, organisationId)).ok);
  assert.equal(await accreditedUntil(organisationId), '2026-11-22');
  assert.ok(!(await withdrawAccreditation(service, philip, organisationId)).ok);
  const states = await asOwner(
    database,
    `select distinct state from accreditation where organisation_id = $1`,
    [organisationId],
  );
  assert.deepEqual(states, [['withdrawn']]);
  const entries = (await logged(organisationId)).filter(([act]) => act === 'withdraw accreditation');
  assert.deepEqual(
    new Set(entries.map((entry) => entry.slice(1).join(' ').trim())),
    new Set(['refused not of the office', 'done', 'refused not accredited']),
  );
});
