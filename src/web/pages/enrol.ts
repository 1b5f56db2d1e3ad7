import { enrolmentBoxes, type EnrolmentTyped } from '../../domain/enrolment.ts';
import { rolesIn } from '../../domain/organisation-kinds.ts';
import type { Fault } from '../../domain/outcome.ts';
import { roles } from '../../domain/roles.ts';
import { trainingCourses } from '../../domain/training-courses.ts';
import { proposeEnrolment } from '../../services/enrolments.ts';
import { seeOrganisation, type SeenOrganisation } from '../../services/organisations.ts';
import type { FormFields } from '../form.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { dateInput } from '../views/components/date-input.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { select } from '../views/components/select.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { addressOf, noSuchOrganisation, organisationOf } from './organisation.ts';
import { typedDay } from './typed-day.ts';

/** Asks who of the administrator's own organisation is to have an account; or an administrator of another, for the office. */
export async function askWhoToEnrol(visit: SignedInVisit): Promise<Reply> {
  return withOrganisation(visit, (organisationId) => enrolPage(visit, organisationId, []));
}

/** Keeps the proposal, for another administrator to decide. */
export async function takeEnrolment(visit: SignedInVisit): Promise<Reply> {
  return withOrganisation(visit, async (organisationId) => {
    const proposed = await proposeEnrolment(
      visit.site.services,
      visit.actor,
      organisationId,
      typedIn(visit.form),
    );
    if (proposed.ok) return goTo('/people/waiting');
    return proposed.faults === undefined
      ? faultReply(visit, proposed.fault)
      : enrolPage(visit, organisationId, proposed.faults);
  });
}

/** The same form with what was typed, where it was out of date. */
export async function askWhoToEnrolAgain(visit: SignedInVisit): Promise<Reply> {
  return withOrganisation(visit, (organisationId) =>
    enrolPage(visit, organisationId, [outOfDate('Check what you typed and send it again.')]),
  );
}

async function withOrganisation(
  visit: SignedInVisit,
  page: (organisationId: number) => Promise<Reply>,
): Promise<Reply> {
  const named = visit.params['organisation'] !== undefined;
  const organisationId = named ? await organisationOf(visit) : visit.actor.organisationId;
  return organisationId === undefined ? noSuchOrganisation(visit) : page(organisationId);
}

function typedIn(fields: FormFields): EnrolmentTyped {
  const boxes = Object.fromEntries(enrolmentBoxes.map((name) => [name, fields.get(name) ?? '']));
  const typed = (name: string): string => boxes[name] ?? '';
  return {
    userName: typed('userName'),
    fullName: typed('fullName'),
    role: typed('role'),
    team: typed('team'),
    telephone: typed('telephone'),
    email: typed('email'),
    managerName: typed('managerName'),
    managerEmail: typed('managerEmail'),
    vettingCertificate: typed('vettingCertificate'),
    vettedOn: typedDay(fields, 'vettedOn'),
    trainingCourse: typed('trainingCourse'),
    courseCertificate: typed('courseCertificate'),
    trainedOn: typedDay(fields, 'trainedOn'),
    homeLine: typed('homeLine'),
    homePostcode: typed('homePostcode'),
    dateOfBirth: typedDay(fields, 'dateOfBirth'),
    formerNames: typed('formerNames'),
  };
}

async function enrolPage(
  visit: SignedInVisit,
  organisationId: number,
  faults: readonly Fault[],
): Promise<Reply> {
  const seen = await seeOrganisation(visit.site.services, visit.actor, organisationId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const errors = fieldErrors(faults, {
    vettedOn: 'vettedOn-day',
    trainedOn: 'trainedOn-day',
    dateOfBirth: 'dateOfBirth-day',
  });
  const isOwn = organisationId === visit.actor.organisationId;
  const back = isOwn ? '/people' : addressOf(visit, organisationId);
  const main = form({
    action: isOwn ? '/people' : `${back}/administrators`,
    formToken: visit.formToken,
    main: html`${workBoxes(visit, seen.value, errors, isOwn)} ${proofBoxes(visit, errors)}
      ${personalBoxes(visit, errors)}
      <p class="govuk-body">
        Another account administrator decides. You cannot approve it yourself. That you propose it is recorded
        under your name.
      </p>
      ${button({ text: 'Propose', preventDoubleClick: true })}`,
  });
  const framed = frame(visit, {
    title: isOwn ? 'Propose somebody for an account' : 'Propose an account administrator',
    caption: seen.value.name,
    main,
    errors,
    backLink: { href: back },
    showsChild: false,
  });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

const choose = { value: '', text: 'Choose' };

function box(
  visit: SignedInVisit,
  errors: readonly FieldError[],
  name: string,
  label: string,
  hint?: string,
): Html {
  const value = visit.form.get(name) ?? '';
  return input({
    name,
    label,
    hint,
    value,
    error: errorOf(errors, name),
    autocomplete: 'off',
    spellcheck: false,
  });
}

function day(visit: SignedInVisit, errors: readonly FieldError[], name: string, legend: string): Html {
  return dateInput({ name, legend, values: typedDay(visit.form, name), error: errorOf(errors, name) });
}

function workBoxes(
  visit: SignedInVisit,
  { kind, teams }: SeenOrganisation,
  errors: readonly FieldError[],
  isOwn: boolean,
): Html {
  const open = isOwn ? rolesIn(kind) : (['account administrator'] as const);
  const items = open.map((role) => ({ value: role, text: roles[role].name }));
  const teamItems = teams.map(({ teamId, name }) => ({ value: String(teamId), text: name }));
  return html`<h2 class="govuk-heading-m">Work</h2>
    ${box(visit, errors, 'fullName', 'Full name')}
    ${box(visit, errors, 'userName', 'User name', 'What they will sign in with, like amina.khan. It never changes.')}
    ${select({
      name: 'role',
      label: 'What the account is for',
      items: [choose, ...items],
      value: visit.form.get('role') ?? '',
      error: errorOf(errors, 'role'),
    })}
    ${select({
      name: 'team',
      label: 'Team',
      hint: 'For those who work with children',
      items: [choose, ...teamItems],
      value: visit.form.get('team') ?? '',
      error: errorOf(errors, 'team'),
    })}
    ${box(visit, errors, 'telephone', 'Telephone number at work')}
    ${box(visit, errors, 'email', 'E-mail address at work')}
    ${box(visit, errors, 'managerName', 'Manager’s name')}
    ${box(visit, errors, 'managerEmail', 'Manager’s e-mail address')}`;
}

function proofBoxes(visit: SignedInVisit, errors: readonly FieldError[]): Html {
  const courses = Object.entries(trainingCourses).map(([value, text]) => ({ value, text }));
  return html`<h2 class="govuk-heading-m">Security check and training</h2>
    ${box(visit, errors, 'vettingCertificate', 'Number of the certificate', 'Of the enhanced check, 3 years old at most')}
    ${day(visit, errors, 'vettedOn', 'Date of the security check')}
    ${select({
      name: 'trainingCourse',
      label: 'Training course',
      items: [choose, ...courses],
      value: visit.form.get('trainingCourse') ?? '',
      error: errorOf(errors, 'trainingCourse'),
    })}
    ${day(visit, errors, 'trainedOn', 'Date of the training')}
    ${box(visit, errors, 'courseCertificate', 'Certificate of the online course (if it was that one)', 'Like K7QF-2M9X-T4WD: the check at its end gives it')}`;
}

function personalBoxes(visit: SignedInVisit, errors: readonly FieldError[]): Html {
  return html`<h2 class="govuk-heading-m">Kept from everybody</h2>
    <p class="govuk-body">
      Only the rules that watch for people looking up their own family and neighbours read this. It is never
      shown again, not even to you.
    </p>
    ${box(visit, errors, 'homeLine', 'First line of their home address')}
    ${box(visit, errors, 'homePostcode', 'Postcode')} ${day(visit, errors, 'dateOfBirth', 'Date of birth')}
    ${box(visit, errors, 'formerNames', 'Former names (if any)')}`;
}
