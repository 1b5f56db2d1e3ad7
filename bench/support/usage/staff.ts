import type { Dice } from '../../../src/population/chance.ts';
import type { Owner } from '../database.ts';
import { pick } from '../dice.ts';
import type { Carer, World } from './world.ts';

/** Somebody with an account, and how they work. */
export type Worker = {
  readonly accountId: number;
  readonly role: string;
  readonly organisationId: number;
  readonly organisationKind: string;
  readonly registerCode: string | null;
  readonly practitionerId: number | null;
  readonly teamId: number | null;
  readonly serviceKind: string | null;
  readonly council: number;
  readonly shift: 'office' | 'school' | 'round the clock';
  readonly pace: number; // accesses of a working day, beside others' 1
  readonly person: Person;
  /** Days on which the worker is away, from and to, by number. */
  readonly away: readonly (readonly [from: number, to: number])[];
};

type Person = {
  readonly fullName: string;
  readonly familyName: string;
  readonly formerName: string | null;
  readonly personId: number | null;
  readonly homeLine: string;
  readonly homePostcode: string;
};

// What those who do a service's work are called among the roles; others are family support workers.
const roleOf: Readonly<Record<string, string>> = {
  'health visiting': 'health visitor',
  midwifery: 'health visitor',
  'school nursing': 'school nurse',
  'hospital care': 'hospital nurse',
  'general practice': 'doctor',
  'community paediatrics': 'doctor',
  'social care': 'social worker',
  'disability service': 'social worker',
  fostering: 'social worker',
  'early help': 'early help worker',
  school: 'safeguarding lead',
  'education welfare': 'education welfare officer',
  police: 'police officer',
  'youth justice': 'youth justice worker',
};

/** Gives every practitioner of a population an account, and brings those whom it has not: emergency nurses, officers, record keepers. */
export async function employStaff(
  owner: Owner,
  world: World,
  dice: Dice,
  today: number,
): Promise<readonly Worker[]> {
  await hireMore(owner);
  const posts = await owner.rows(
    `select practitioner_id, practitioner.name, team_id, service_kind, organisation_id, kind, register_code,
        coalesce(organisation.council_code, 0)
      from practitioner
      join team using (team_id)
      join organisation using (organisation_id)
      where not exists (select from account where account.practitioner_id = practitioner.practitioner_id)
      order by practitioner_id`,
  );
  const keepers = await owner.rows(
    `select null, 'Record Keeper ' || no, null, null, organisation_id, kind, register_code, council_code
      from organisation, generate_series(1, 8) as no
      where kind = 'council services' order by organisation_id, no`,
  );
  const first = await owner.number('select coalesce(max(account_id), 0) + 1 from account');
  const homes = [...world.children];
  const workers = [...posts, ...keepers].map((row, place) =>
    workerOf(row, first + place, { world, dice, homes, today }),
  );
  await writeAccounts(owner, workers);
  return workers;
}

// A council of this size has an emergency department, a police response shift and a duty team, of whom no child is told.
async function hireMore(owner: Owner): Promise<void> {
  await owner.rows(
    `insert into practitioner (team_id, name, job_title)
      select team_id, 'Emergency Nurse ' || no, 'Emergency nurse'
      from team, generate_series(1, 10) as no
      where service_kind = 'hospital care' and not is_desk
      union all
      select team_id, 'Response Officer ' || no, 'Police officer'
      from team, generate_series(1, 6) as no
      where service_kind = 'police'`,
  );
}

type Hiring = {
  readonly world: World;
  readonly dice: Dice;
  readonly homes: World['children'];
  readonly today: number;
};

function workerOf(row: readonly (string | null)[], accountId: number, hiring: Hiring): Worker {
  const [practitioner, name, team, serviceKind = null, organisation, kind, registerCode = null, council] =
    row;
  const { dice } = hiring;
  const isKeeper = practitioner === null;
  const role = isKeeper ? 'record keeper' : (roleOf[serviceKind ?? ''] ?? 'family support worker');
  const isEmergency = /^(Emergency|Response)/.test(name ?? '');
  return {
    accountId,
    role,
    organisationId: Number(organisation),
    organisationKind: kind ?? '',
    registerCode,
    practitionerId: isKeeper ? null : Number(practitioner),
    teamId: team === null ? null : Number(team),
    serviceKind,
    council: councilServed(hiring.world, Number(team)) ?? Number(council),
    // One social worker in twelve is on the emergency duty rota.
    shift:
      isEmergency || (role === 'social worker' && dice.happens(0.08)) ? 'round the clock' : hoursOf(role),
    pace: (isEmergency ? 1.2 : 1) * Math.exp((dice.unit() + dice.unit() + dice.unit() - 1.5) * 1.2),
    person: personOf(name ?? '', hiring),
    away: leaveOf(hiring),
  };
}

// A trust's register names where its office is: where it works is told by the children of its teams.
function councilServed({ byTeam }: World, team: number): number | undefined {
  const sample = (byTeam.get(team) ?? []).slice(0, 50).map(({ child }) => child.council);
  return [...Map.groupBy(sample, (council) => council)].sort((a, b) => b[1].length - a[1].length)[0]?.[0];
}

function hoursOf(role: string): Worker['shift'] {
  return role === 'safeguarding lead' || role === 'education welfare officer' ? 'school' : 'office';
}

/** A third have children here, a quarter live here without, the others elsewhere; a third of all had another name once. */
function personOf(name: string, { world, dice, homes }: Hiring): Person {
  const invented = pick(dice, world.carers);
  const formerName = dice.happens(0.33) ? (pick(dice, world.carers)?.familyName ?? null) : null;
  const roll = dice.unit();
  if (roll < 0.33 && invented !== undefined) return { ...parentOf(invented), formerName };
  const { fullName, familyName } = nameOf(name, invented);
  const street = pick(dice, homes);
  if (roll < 0.6 && street !== undefined) {
    const homeLine = street.line.replace(/^(?:Flat \d+, )?\d+/, String(1 + dice.below(130)));
    return { fullName, familyName, formerName, personId: null, homeLine, homePostcode: street.postcode };
  }
  const homePostcode = `ZZ${10 + dice.below(80)} ${dice.below(10)}ZZ`;
  return { fullName, familyName, formerName, personId: null, homeLine: '1 Elsewhere Road', homePostcode };
}

function nameOf(name: string, invented: Carer | undefined) {
  const own = / \d+$/.test(name) || invented === undefined ? invented : undefined;
  const fullName = own === undefined ? name : `${own.givenName} ${own.familyName}`;
  return { fullName, familyName: own?.familyName ?? name.split(' ').at(-1) ?? name };
}

function parentOf({ givenName, familyName, personId, child }: Carer) {
  return {
    fullName: `${givenName} ${familyName}`,
    familyName,
    personId,
    homeLine: child.line,
    homePostcode: child.postcode,
  };
}

// A fortnight in summer, a week in winter, and one in thirty away for months: ill, or with a child of their own.
function leaveOf({ dice, today }: Hiring): Worker['away'] {
  const summer = today - 150 + dice.below(60);
  const winter = today - 340 + dice.below(120);
  const long = today - 330 + dice.below(200);
  const usual = [[summer, summer + 14] as const, [winter, winter + 7] as const];
  return dice.happens(0.033) ? [...usual, [long, long + 60 + dice.below(120)]] : usual;
}

async function writeAccounts(owner: Owner, workers: readonly Worker[]): Promise<void> {
  const of = (value: (worker: Worker) => string | number | null) => workers.map(value);
  await owner.rows(
    `insert into account (account_id, user_name, full_name, organisation_id, role, practitioner_id, vetted_on, trained_on,
        agreement_signed_on, state)
      select id, 'staff.' || id, full_name, organisation, role, practitioner, current_date - 200, current_date - 60,
        current_date - 50, 'active'
      from unnest($1::integer[], $2::text[], $3::integer[], $4::text[], $5::integer[])
        as staff (id, full_name, organisation, role, practitioner)`,
    [
      of(({ accountId }) => accountId),
      of(({ person }) => person.fullName),
      of(({ organisationId }) => organisationId),
      of(({ role }) => role),
      of(({ practitionerId }) => practitionerId),
    ],
  );
  await owner.rows(
    `select setval(pg_get_serial_sequence('account', 'account_id'), (select max(account_id) from account))`,
  );
  await owner.rows(
    `insert into account_personal (account_id, person_id, home_line, home_postcode, date_of_birth, former_names)
      select id, person, line, postcode, date '1965-01-01' + id % 12000, former
      from unnest($1::integer[], $2::bigint[], $3::text[], $4::text[], $5::text[]) as own (id, person, line, postcode, former)`,
    [
      of(({ accountId }) => accountId),
      of(({ person }) => person.personId),
      of(({ person }) => person.homeLine),
      of(({ person }) => person.homePostcode),
      of(({ person }) => person.formerName),
    ],
  );
}
