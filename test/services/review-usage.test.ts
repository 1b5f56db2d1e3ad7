import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FindingKind } from '../../src/domain/misuse/finding.ts';
import { reviewUsage } from '../../src/services/review-usage.ts';
import { connect } from '../../src/store/connection.ts';
import { listNewAlerts } from '../../src/store/misuse-alerts.ts';
import { asOwner } from '../support/accounts.ts';
import { withPopulatedDatabase } from '../support/population.ts';
import { employ, logActs, type LoggedAct } from '../support/usage.ts';

const database = await withPopulatedDatabase({ after });
const role = 'contactpoint_misuse';
const review = connect({ url: database.ownerUrl, role, connections: 1, statementTimeoutMs: 60_000 });
after(() => review.close());
const reviewing = { database: review, now: () => new Date('2026-11-23T17:00:00Z') };

const everybody = await asOwner(
  database,
  `select child_id from child
    where closed_on is null and not exists (select from shield where shield.child_id = child.child_id)
      and (select count(*) from child_address where child_address.child_id = child.child_id and standing = 'current') = 1
      and exists (select from carer where carer.child_id = child.child_id and person_id is not null)
    order by child_id`,
);
const children = everybody.map(([id]) => Number(id));

/** Another child each time, of whom nobody in these tests has been told yet. */
function someone(): number {
  const next = children.pop();
  if (next === undefined) throw new Error('There are no more children');
  return next;
}

async function change(sql: string, ...values: readonly unknown[]): Promise<void> {
  await asOwner(database, sql, values);
}

function open(account: number, child: number, at = '2026-11-23T10:00:00Z'): LoggedAct {
  const grounds = { reason: 'concern about the child', footing: 'parent agreed' };
  return { account, act: 'open child record', at, children: [child], ...grounds };
}

function openings(account: number, shown: readonly number[], day = '2026-11-23'): readonly LoggedAct[] {
  return shown.map((child, place) => open(account, child, `${day}T10:${String(place).padStart(2, '0')}:00Z`));
}

function many(count: number): readonly number[] {
  return Array.from({ length: count }, someone);
}

/** Somebody at work on each of so many days, until some days ago, in the usual way. */
async function habit(
  account: number,
  days: number,
  until: number,
  day: Readonly<Record<string, number>> = {},
) {
  const { openings: opened = 2, urgent = 0 } = day;
  await change(
    `insert into usage_day (account_id, day, openings, bare_searches, explained, urgent, hours, score)
      select $1, date '2026-11-23' - $2::integer - past, $4, 0, $4, $5, 1 << 10, 0 from generate_series(0, $3::integer - 1) as past`,
    account,
    until,
    days,
    opened,
    urgent,
  );
}

/** What is planted for each kind: answers whose account did it. */
const planted: Readonly<Record<FindingKind, () => Promise<number>>> = {
  'own record': async () => {
    const [account, child] = [await employ(database), someone()];
    await change(
      `update account_personal set person_id = (select person_id from carer where child_id = $2 and person_id is not null limit 1)
        where account_id = $1`,
      account,
      child,
    );
    await logActs(database, [open(account, child)]);
    return account;
  },
  'own address': async () => {
    const [account, child] = [await employ(database), someone()];
    await liveAt(account, child, 'address_line');
    await logActs(database, [open(account, child)]);
    return account;
  },
  neighbour: async () => {
    const [account, child] = [await employ(database), someone()];
    await liveAt(account, child, "'999 Next Door'");
    await logActs(database, [open(account, child)]);
    return account;
  },
  family: async () => {
    const [account, own, nephew] = [await employ(database), someone(), someone()];
    await change(`update account_personal set person_id = 77 where account_id = $1`, account);
    await change(
      `insert into carer (child_id, carer_no, person_id, given_names, family_name, relationship, parental_responsibility)
        values ($1, 70, 77, 'Una', 'Quillfeather', 'mother', 'yes'), ($1, 71, 78, 'Ada', 'Elder', 'grandparent', 'no'),
          ($2, 71, 78, 'Ada', 'Elder', 'grandparent', 'no')`,
      own,
      nephew,
    );
    await logActs(database, [open(account, nephew)]);
    return account;
  },
  'own name': async () => {
    const [account, child] = [await employ(database, { fullName: 'Una Brindlethorpe' }), someone()];
    await change(`update child set family_name = 'Brindlethorpe' where child_id = $1`, child);
    await logActs(database, [open(account, child)]);
    return account;
  },
  'colleague’s child': async () => {
    const [account, colleague, child] = [await employ(database), await employ(database), someone()];
    await liveAt(colleague, child, 'address_line');
    await logActs(database, [open(account, child)]);
    return account;
  },
  'well-known family': async () => {
    const [account, reviewer, child] = [await employ(database), await employ(database), someone()];
    await change(
      `insert into well_known_child (child_id, added_by, added_at) values ($1, $2, now())`,
      child,
      reviewer,
    );
    await logActs(database, [open(account, child)]);
    return account;
  },
  canary: async () => {
    const [account, child] = [await employ(database), someone()];
    await change(
      `insert into canary (child_id, council_code, placed_on) values ($1, 350, '2026-11-01')`,
      child,
    );
    await logActs(database, [open(account, child)]);
    return account;
  },
  'shielded probing': async () => {
    const [account, shown] = [await employ(database), many(2)];
    for (const child of shown)
      await change(
        `insert into shield (child_id, shield_no, because, raised_on) values ($1, 9, 'domestic abuse', '2026-01-01')`,
        child,
      );
    const [first = 0, second = 0] = shown;
    await logActs(database, [open(account, first), { ...open(account, second), outcome: 'refused' }]);
    return account;
  },
  'in sequence': async () => {
    const [account, shown] = [await employ(database), many(4)];
    for (const [place, child] of shown.entries())
      await change(
        `update child_address set address_line = $2, postcode = 'BL1 1AA' where child_id = $1 and standing = 'current'`,
        child,
        `${place + 1} Walked Street`,
      );
    await logActs(database, openings(account, shown));
    return account;
  },
  volume: async () => {
    const account = await employ(database);
    await logActs(database, openings(account, many(14)));
    return account;
  },
  'search without opening': async () => {
    const account = await employ(database);
    const looked = openings(account, many(14)).map((one) => ({ ...one, act: 'find child' as const }));
    await logActs(database, looked);
    return account;
  },
  'opening without work': async () => {
    const account = await employ(database, { role: 'police officer' });
    const earlier = Array.from({ length: 6 }, (_, place) =>
      open(account, someone(), `2026-10-${10 + place}T10:00:00Z`),
    );
    const others = await Promise.all(
      Array.from({ length: 20 }, () => employ(database, { role: 'police officer' })),
    );
    for (const other of others) await habit(other, 20, 2);
    await logActs(database, [...earlier, open(account, someone())]);
    return account;
  },
  'dormant account': async () => {
    const account = await employ(database);
    await habit(account, 5, 100);
    await logActs(database, openings(account, many(2)));
    return account;
  },
  'emergency overused': async () => {
    const account = await employ(database, { role: 'early help worker' });
    await habit(account, 6, 2, { openings: 1, urgent: 1 });
    const others = await Promise.all(
      Array.from({ length: 20 }, () => employ(database, { role: 'early help worker' })),
    );
    for (const other of others) await habit(other, 20, 2);
    await logActs(database, [{ ...open(account, someone()), reason: 'emergency', footing: 'urgent' }]);
    return account;
  },
  area: async () => {
    const [account, child] = [await employ(database), someone()];
    await change(`update child_address set council_code = 203 where child_id = $1`, child);
    await habit(account, 30, 1);
    await logActs(database, [open(account, child, '2026-11-23T03:00:00Z')]);
    return account;
  },
  hours: async () => {
    const [account, child] = [await employ(database), someone()];
    await change(`update child_address set council_code = 203 where child_id = $1`, child);
    await habit(account, 30, 1);
    await logActs(database, [open(account, child, '2026-11-23T03:00:00Z')]);
    return account;
  },
};

async function liveAt(account: number, child: number, line: string): Promise<void> {
  await change(
    `update account_personal set home_line = ${line}, home_postcode = postcode
      from child_address where child_id = $2 and standing = 'current' and account_id = $1`,
    account,
    child,
  );
}

test('each kind of misuse, done once, is asked about', async () => {
  const done = new Map<number, string>();
  for (const [kind, plant] of Object.entries(planted)) done.set(await plant(), kind);
  await reviewUsage(reviewing);
  const alerts = await database.application.transact((tx) => listNewAlerts(tx, 1000));
  const missed = [...done].filter(
    ([account, kind]) =>
      !alerts.some(
        ({ accountId, findings }) => accountId === account && findings.some((one) => one.kind === kind),
      ),
  );
  assert.deepEqual(missed, []);
});

test('what work explains is not asked about, whoever shares a name or a street', async () => {
  const account = await employ(database, { fullName: 'Una Brindlethorpe', role: 'social worker' });
  const child = someone();
  await change(
    `update account set practitioner_id = (select practitioner_id from practitioner join team using (team_id)
      where service_kind = 'social care' and not is_desk limit 1) where account_id = $1`,
    account,
  );
  await change(
    `insert into involvement (child_id, involvement_no, team_id, practitioner_id, started_on)
      select $1, 90, team_id, practitioner_id, '2026-11-01' from practitioner
      where practitioner_id = (select practitioner_id from account where account_id = $2)`,
    child,
    account,
  );
  await change(`update child set family_name = 'Brindlethorpe' where child_id = $1`, child);
  await liveAt(account, child, "'999 Next Door'");
  await logActs(database, [open(account, child, '2026-11-23T03:00:00Z')]);
  await reviewUsage(reviewing);
  const rows = await asOwner(database, 'select explained, score from usage_day where account_id = $1', [
    account,
  ]);
  assert.deepEqual(rows, [['1', '-6']]);
  assert.deepEqual(await alertsOf(account), []);
});

test('a day that goes on is judged again as a whole, and nothing twice', async () => {
  const account = await employ(database);
  const shown = many(14);
  await logActs(database, openings(account, shown.slice(0, 7)));
  await reviewUsage(reviewing);
  assert.deepEqual(await alertsOf(account), []);
  await logActs(
    database,
    openings(account, shown.slice(7)).map((one) => ({ ...one, at: one.at.replace('T10', 'T11') })),
  );
  await reviewUsage(reviewing);
  assert.deepEqual(await alertsOf(account), ['14']);
  assert.deepEqual(await reviewUsage(reviewing), { entries: 0, days: 0 });
});

async function alertsOf(account: number): Promise<readonly string[]> {
  const rows = await asOwner(
    database,
    'select accesses from misuse_alert where account_id = $1 and not random_dip',
    [account],
  );
  return rows.map(([accesses]) => accesses ?? '');
}
