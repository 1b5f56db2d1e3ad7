import { randomBytes } from 'node:crypto';
import { presentAgreement } from '../domain/agreement.ts';
import type { Role } from '../domain/roles.ts';
import type { TrainingCourse } from '../domain/training-courses.ts';
import { addDays, type Day } from '../domain/calendar.ts';
import type { Transaction } from '../store/connection.ts';
import {
  addPracticeAccount,
  addPracticeAccreditation,
  type KeptPersonal,
  type KeptVerifier,
} from '../store/practice-accounts.ts';
import { makeDice, type Dice } from './chance.ts';
import type { Organisation, Team } from './founding.ts';
import { hours } from './hours.ts';
import { mobileNumber, relayNumber } from './phones.ts';
import {
  practicePassword,
  practicePin,
  practiceUsers,
  type Lapse,
  type PracticeUser,
} from './practice-users.ts';
import { sortOf } from './schools.ts';
import { slug } from './slug.ts';
import { furtherUsers, homeNowhereNear, type Hiring } from './further-users.ts';

/** How secrets are kept, which is the business of signing in. */
export type Credentials = {
  readonly makeVerifier: (password: string, pin: string) => Promise<KeptVerifier>;
  readonly sealSeed: (seed: Buffer, userName: string) => Buffer;
};

/** One who is to have an account. */
export type Hired = {
  readonly user: PracticeUser;
  readonly organisation: Organisation;
  readonly practitionerId: number | null;
  readonly personal: KeptPersonal;
};

const hiringKind = 4; // of what the dice begin for

/** Gives the invented users their posts, before the children get their workers, so that some work with children. */
export function hirePracticeUsers(hiring: Hiring): readonly Hired[] {
  const dice = makeDice();
  dice.begin(hiring.seed, hiringKind, hiring.area.council.council_code);
  foundRelay(hiring);
  const named = practiceUsers.map((user) => ({ user, home: homeNowhereNear(hiring, dice) }));
  const hired = [...named, ...furtherUsers(hiring, dice)].map(({ user, home }) => hire(hiring, user, home));
  return [...hired, ...administratorsBeside(hiring, hired, dice)];
}

const leastAdministrators = 2; // one proposes, another approves

// Wherever there are users, as nobody could be enrolled there else.
function administratorsBeside(hiring: Hiring, hired: readonly Hired[], dice: Dice): readonly Hired[] {
  const organisations = [...new Set(hired.map(({ organisation }) => organisation))];
  return organisations.flatMap((organisation) => {
    const there = hired.filter((one) => one.organisation === organisation && isAdministrator(one));
    const wanted = Math.max(0, leastAdministrators - there.length);
    return Array.from({ length: wanted }, () => administratorOf(hiring, organisation, dice));
  });
}

function isAdministrator({ user }: Hired): boolean {
  return user.role === 'account administrator';
}

function administratorOf(hiring: Hiring, organisation: Organisation, dice: Dice): Hired {
  const { givenName, familyName } = hiring.names(dice);
  const user: PracticeUser = {
    userName: `${slug(givenName)}.${slug(familyName)}.${organisation.organisationId}`,
    fullName: `${givenName} ${familyName}`,
    role: 'account administrator',
    worksIn: 'own organisation',
    jobTitle: 'Account administrator',
    shows: 'looks after the accounts of an organisation',
  };
  return { user, organisation, practitionerId: null, personal: homeNowhereNear(hiring, dice) };
}

/** Adds the accounts, in the transaction that completes the population. */
export async function bringPracticeAccounts(
  tx: Transaction,
  hired: readonly Hired[],
  credentials: Credentials,
  today: Day,
): Promise<void> {
  // One verifier for all: they have one password, and each costs a tenth of a second. Only for practice.
  const verifier = await credentials.makeVerifier(practicePassword, practicePin);
  for (const [place, { user, organisation, practitionerId, personal }] of hired.entries()) {
    const { userName, fullName, role, lapse } = user;
    const sealedSeed = credentials.sealSeed(randomBytes(20), userName); // 160 bits: RFC 4226 section 4, R6
    const { organisationId, domain } = organisation;
    await addPracticeAccount(tx, {
      userName,
      fullName,
      role,
      organisationId,
      practitionerId,
      ...standingOf(lapse, today),
      email: `${userName}@${domain}`,
      managerName: `Manager at ${organisation.name}`,
      managerEmail: `manager@${domain}`,
      vettingCertificate: String(100_000_000_000 + place * 7919), // twelve digits, as the DBS's are
      trainingCourse: courseOf(role),
      verifier,
      sealedSeed,
      personal,
    });
  }
  await accreditAll(tx, hired, today);
}

function courseOf(role: Role): TrainingCourse {
  if (role === 'account administrator') return 'looking after accounts';
  return role === 'record keeper' ? 'keeping records' : 'using contactpoint';
}

// As though the office's two had accredited each; the lapsed one long ago.
async function accreditAll(tx: Transaction, hired: readonly Hired[], today: Day): Promise<void> {
  for (const organisation of new Set(hired.map((one) => one.organisation)))
    await addPracticeAccreditation(tx, organisation.organisationId, {
      from: addDays(today, -300),
      at: addDays(today, -300),
      disciplinaryEmail: `conduct@${organisation.domain}`,
      office: ['joan.mistry', 'philip.hargreaves'],
    });
}

function standingOf(lapse: Lapse | undefined, today: Day) {
  const state: 'active' | 'suspended' | 'closed' =
    lapse === 'suspended' || lapse === 'closed' ? lapse : 'active';
  return {
    vettedOn: addDays(today, lapse === 'security check' ? -(3 * 366 + 20) : -200), // good for three years
    trainedOn: addDays(today, lapse === 'training' ? -(366 + 20) : -60), // good for one
    agreementSignedOn: lapse === 'agreement' ? null : addDays(today, -55),
    agreementVersion: lapse === 'agreement' ? null : presentAgreement.version,
    state,
  };
}

function hire(hiring: Hiring, user: PracticeUser, personal: KeptPersonal): Hired {
  const { founding } = hiring;
  const office = officeOf(hiring, user);
  if (office !== undefined) return { user, organisation: office, practitionerId: null, personal };
  const team = teamOf(hiring, user);
  founding.practitioners += 1;
  const practitionerId = founding.practitioners;
  const email = `${user.userName}@${team.organisation.domain}`;
  const { fullName: name, jobTitle } = user;
  team.staff.push({ practitionerId, name, jobTitle, telephone: mobileNumber(practitionerId), email });
  return { user, organisation: team.organisation, practitionerId, personal };
}

function officeOf(hiring: Hiring, { worksIn }: PracticeUser): Organisation | undefined {
  if (worksIn === 'council office')
    return hiring.organisations.ofRegister(String(hiring.area.council.council_code));
  if (worksIn === 'ContactPoint office')
    return founded(hiring, 'ContactPoint office', 'ContactPoint office', null);
  if (worksIn !== 'lapsed voluntary body') return undefined;
  return founded(
    hiring,
    'voluntary body',
    `${hiring.area.council.name} Young Voices`,
    addDays(hiring.almanac.today, -30),
  );
}

function founded(
  hiring: Hiring,
  kind: Organisation['kind'],
  name: string,
  lapsedOn: Day | null,
): Organisation {
  const { organisations, founding, area } = hiring;
  const known = organisations.organisations.find((one) => one.name === name);
  if (known !== undefined) return known;
  founding.organisations += 1;
  const isEverywhere = kind === 'ContactPoint office' || kind === 'contact relay';
  const councilCode = isEverywhere ? null : area.council.council_code;
  const bare = {
    organisationId: founding.organisations,
    kind,
    name,
    registerCode: null,
    councilCode,
    domain: `${slug(name)}.example`,
  };
  const organisation: Organisation = lapsedOn === null ? bare : { ...bare, lapsedOn };
  organisations.organisations.push(organisation);
  return organisation;
}

// One for everybody, staffed at any hour (product.md section 5).
function foundRelay(hiring: Hiring): void {
  const organisation = founded(hiring, 'contact relay', 'ContactPoint relay', null);
  hiring.founding.teams += 1;
  hiring.organisations.teams.push({
    teamId: hiring.founding.teams,
    organisation,
    serviceKind: 'contact relay',
    name: 'ContactPoint relay',
    telephone: relayNumber,
    email: `relay@${organisation.domain}`,
    hours: hours.always,
    isDesk: false,
    councilCode: null,
    staff: [],
  });
}

function teamOf({ organisations, area }: Hiring, { worksIn }: PracticeUser): Team {
  const school = area.registers.schools.find(
    (one) => one.is_secondary && sortOf(one) === 'state' && (one.pupils ?? 0) > 0,
  );
  const found = organisations.teams.find(
    (team) =>
      team.serviceKind === worksIn &&
      !team.isDesk &&
      (worksIn !== 'school' || team.organisation.registerCode === String(school?.urn)),
  );
  if (found === undefined) throw new Error(`There is no team for ${worksIn}`);
  return found;
}
