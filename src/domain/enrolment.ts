import { referenceFault } from './accreditation.ts';
import { addYears, showDay, type Day } from './calendar.ts';
import { emailFault, telephoneFault, wordsFault } from './contact-details.ts';
import { parsePostcode } from './identifiers.ts';
import { rolesIn, type OrganisationKind } from './organisation-kinds.ts';
import { done, type Fault, type Outcome } from './outcome.ts';
import { isRole, roles, type Role } from './roles.ts';
import { foldUserName } from './sign-in.ts';
import { isTrainingCourse, type TrainingCourse } from './training-courses.ts';
import { parseTypedDay, type TypedDay } from './typed-day.ts';

/** What is typed of somebody who is to have an account. */
export type EnrolmentTyped = Readonly<Record<EnrolmentBox, string>> &
  Readonly<Record<'vettedOn' | 'trainedOn' | 'dateOfBirth', TypedDay>>;

export type EnrolmentBox = (typeof enrolmentBoxes)[number];

export const enrolmentBoxes = [
  'userName',
  'fullName',
  'role',
  'team',
  'telephone',
  'email',
  'managerName',
  'managerEmail',
  'vettingCertificate',
  'trainingCourse',
  'courseCertificate',
  'homeLine',
  'homePostcode',
  'formerNames',
] as const;

/** Somebody who is to have an account. What is read by the misuse rules only stands apart. */
export type EnrolmentAsked = {
  readonly userName: string;
  readonly fullName: string;
  readonly role: Role;
  readonly teamId: number | null;
  readonly telephone: string;
  readonly email: string;
  readonly managerName: string;
  readonly managerEmail: string;
  readonly vettingCertificate: string;
  readonly vettedOn: Day;
  readonly trainingCourse: TrainingCourse;
  readonly trainedOn: Day;
  readonly personal: {
    readonly homeLine: string;
    readonly homePostcode: string;
    readonly dateOfBirth: Day;
    readonly formerNames: string;
  };
};

export const vettingYears = 3; // 2007 Regulations, as in account-standing.ts
export const trainingYears = 1; // ours, as there

/** Reads who is to have an account; or all that is wrong, box by box. */
export function readEnrolment(
  typed: EnrolmentTyped,
  where: { readonly kind: OrganisationKind; readonly teams: readonly { readonly teamId: number }[] },
  today: Day,
):
  | { readonly ok: true; readonly value: EnrolmentAsked }
  | { readonly ok: false; readonly faults: readonly Fault[] } {
  const days = daysIn(typed, today);
  const postcode = parsePostcode(typed.homePostcode);
  const teamId = where.teams.find((team) => String(team.teamId) === typed.team)?.teamId ?? null;
  const { role, trainingCourse } = typed;
  const faults = faultsIn(typed, { kind: where.kind, teamId, days });
  if (faults.length > 0 || !isRole(role) || !isTrainingCourse(trainingCourse)) return { ok: false, faults };
  const { vettedOn, trainedOn, dateOfBirth } = days;
  if (!vettedOn.ok || !trainedOn.ok || !dateOfBirth.ok || !postcode.ok) return { ok: false, faults };
  return done({
    ...trimmed(typed),
    role,
    teamId: roles[role].kind === 'practitioner' ? teamId : null,
    vettedOn: vettedOn.value,
    trainingCourse,
    trainedOn: trainedOn.value,
    personal: {
      homeLine: typed.homeLine.trim(),
      homePostcode: postcode.value,
      dateOfBirth: dateOfBirth.value,
      formerNames: typed.formerNames.trim(),
    },
  });
}

type TypedDays = ReturnType<typeof daysIn>;

function daysIn(typed: EnrolmentTyped, today: Day) {
  return {
    vettedOn: recentDay('vettedOn', typed.vettedOn, 'Date of the security check', vettingYears, today),
    trainedOn: recentDay('trainedOn', typed.trainedOn, 'Date of the training', trainingYears, today),
    dateOfBirth: adultsBirth(typed.dateOfBirth, today),
  };
}

// In the order of the form.
function faultsIn(
  typed: EnrolmentTyped,
  read: { readonly kind: OrganisationKind; readonly teamId: number | null; readonly days: TypedDays },
): readonly Fault[] {
  const { role, trainingCourse } = typed;
  const { vettedOn, trainedOn, dateOfBirth } = read.days;
  const mayBe = isRole(role) && rolesIn(read.kind).includes(role);
  return [
    wordsFault('fullName', typed.fullName, 'the full name'),
    userNameFault(typed.userName),
    mayBe ? undefined : boxFault('role', 'Select what the account is for'),
    mayBe && roles[role].kind === 'practitioner' && read.teamId === null
      ? boxFault('team', 'Select the team that they work in')
      : undefined,
    telephoneFault('telephone', typed.telephone),
    emailFault('email', typed.email),
    wordsFault('managerName', typed.managerName, 'the name of their manager'),
    emailFault('managerEmail', typed.managerEmail),
    referenceFault('vettingCertificate', typed.vettingCertificate, 'the number of the certificate'),
    vettedOn.ok ? undefined : vettedOn.fault,
    isTrainingCourse(trainingCourse) ? undefined : boxFault('trainingCourse', 'Select the training course'),
    trainedOn.ok ? undefined : trainedOn.fault,
    wordsFault('homeLine', typed.homeLine, 'the first line of their home address'),
    parsePostcode(typed.homePostcode).ok
      ? undefined
      : boxFault('homePostcode', 'Enter the postcode of their home, like BL1 1AA'),
    dateOfBirth.ok ? undefined : dateOfBirth.fault,
    typed.formerNames.trim() === ''
      ? undefined
      : wordsFault('formerNames', typed.formerNames, 'former names'),
  ].filter((fault) => fault !== undefined);
}

/** A day in the past, and not so long ago that it has run out. */
export function recentDay(
  field: string,
  typed: TypedDay,
  what: string,
  years: number,
  today: Day,
): Outcome<Day> {
  const read = parseTypedDay(typed, what);
  const wrong = (says: string) => ({ ok: false, fault: boxFault(field, says) }) as const;
  if (!read.ok) return wrong(read.fault.says);
  if (read.value > today) return wrong(`${what} must be today or in the past`);
  const earliest = addYears(today, -years);
  return read.value <= earliest ? wrong(`${what} must be after ${showDay(earliest)}`) : read;
}

function adultsBirth(typed: TypedDay, today: Day): Outcome<Day> {
  const read = parseTypedDay(typed);
  if (!read.ok) return { ok: false, fault: boxFault('dateOfBirth', read.fault.says) };
  const isAdult = read.value <= addYears(today, -16) && read.value > addYears(today, -100);
  return isAdult
    ? read
    : { ok: false, fault: boxFault('dateOfBirth', 'Date of birth must be that of somebody of 16 or older') };
}

function userNameFault(typed: string): Fault | undefined {
  if (typed.trim() === '') return boxFault('userName', 'Enter a user name');
  return /^[a-z0-9][a-z0-9._-]{2,39}$/.test(foldUserName(typed))
    ? undefined
    : boxFault('userName', 'User name must be 3 to 40 letters, digits, dots and hyphens, like amina.khan');
}

function trimmed(typed: EnrolmentTyped) {
  return {
    userName: foldUserName(typed.userName),
    fullName: typed.fullName.trim(),
    telephone: typed.telephone.trim(),
    email: typed.email.trim(),
    managerName: typed.managerName.trim(),
    managerEmail: typed.managerEmail.trim(),
    vettingCertificate: typed.vettingCertificate.trim(),
  };
}

function boxFault(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}
