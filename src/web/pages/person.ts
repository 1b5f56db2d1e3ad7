import { boxOf, isAccountChangeKind } from '../../domain/account-changes.ts';
import { showDay } from '../../domain/calendar.ts';
import type { Fault } from '../../domain/outcome.ts';
import { roles } from '../../domain/roles.ts';
import { trainingCourses } from '../../domain/training-courses.ts';
import { changeAccount, settleChange } from '../../services/account-changes.ts';
import { nobodyLikeThat } from '../../services/budgets.ts';
import { recordRenewal, seePerson, settleRenewal, type SeenPerson } from '../../services/people.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { dateInput } from '../views/components/date-input.ts';
import { details } from '../views/components/details.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { insetText } from '../views/components/inset-text.ts';
import { select } from '../views/components/select.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { codeReply, courseName, dated } from './enrolments.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { accountTag } from './people.ts';
import { changeForms, pathOf } from './person-actions.ts';
import { accountOf, addressOfPerson } from './person-address.ts';
import { timeLine } from './person-time-line.ts';
import { typedDay } from './typed-day.ts';

/** One person: what their account hangs on, what happened, and what can be done. */
export async function showPerson(visit: SignedInVisit): Promise<Reply> {
  return personReply(visit, []);
}

/** Takes a new security check or training. */
export async function takeRenewal(visit: SignedInVisit): Promise<Reply> {
  const accountId = await accountOf(visit);
  if (accountId === undefined) return faultReply(visit, nobodyLikeThat);
  const kind = visit.form.get('kind') ?? '';
  const boxes = boxesOf(kind);
  const recorded = await recordRenewal(visit.site.services, visit.actor, accountId, {
    kind,
    reference: visit.form.get(boxes.reference) ?? '',
    datedOn: typedDay(visit.form, boxes.datedOn),
  });
  if (recorded.ok) return goTo(addressOfPerson(visit, accountId));
  return recorded.faults === undefined
    ? faultReply(visit, recorded.fault)
    : personReply(visit, recorded.faults);
}

/** The same with what was typed, where the form was out of date. */
export async function takeRenewalAgain(visit: SignedInVisit): Promise<Reply> {
  return personReply(visit, [outOfDate('Check what you typed and send it again.')]);
}

/** Suspends, resumes or closes the account, or proposes a change of it that takes two. */
export async function takeChange(visit: SignedInVisit): Promise<Reply> {
  const accountId = await accountOf(visit);
  if (accountId === undefined) return faultReply(visit, nobodyLikeThat);
  const { site, actor, form: typed, path } = visit;
  const kind = typed.get('kind') ?? '';
  if (!isAccountChangeKind(kind) || !path.endsWith(`/${pathOf[kind]}`))
    return faultReply(visit, noSuchChange);
  const changed = await changeAccount(site.services, actor, accountId, kind, {
    because: typed.get(boxOf[kind]) ?? '',
    until: typedDay(typed, 'leaveUntil'),
    role: typed.get('newRole') ?? '',
    team: typed.get('newTeam') ?? '',
    knownBy: typed.get('knownBy') ?? '',
  });
  if (changed.ok) return goTo(addressOfPerson(visit, accountId));
  return changed.faults === undefined ? faultReply(visit, changed.fault) : personReply(visit, changed.faults);
}

/** Approves or refuses the change that waits; a new proof gives a code, shown once. */
export async function decideOnChange(visit: SignedInVisit): Promise<Reply> {
  const accountId = await accountOf(visit);
  if (accountId === undefined) return faultReply(visit, nobodyLikeThat);
  const decision = visit.form.get('decision') === 'approved' ? 'approved' : 'refused';
  const settled = await settleChange(visit.site.services, visit.actor, accountId, decision);
  if (!settled.ok) return faultReply(visit, settled.fault);
  const href = addressOfPerson(visit, accountId);
  const { code, person } = settled.value;
  if (code === undefined) return goTo(href);
  const { fullName, userName } = person;
  return codeReply(visit, { fullName, userName, code, next: { text: `Go back to ${fullName}`, href } });
}

const noSuchChange: Fault = { kind: 'invalid', says: 'There is no such change. Go back and choose one.' };

/** Approves or refuses the security check that waits. */
export async function decideOnRenewal(visit: SignedInVisit): Promise<Reply> {
  const accountId = await accountOf(visit);
  if (accountId === undefined) return faultReply(visit, nobodyLikeThat);
  const decision = visit.form.get('decision') === 'approved' ? 'approved' : 'refused';
  const settled = await settleRenewal(visit.site.services, visit.actor, accountId, decision);
  return settled.ok ? goTo(addressOfPerson(visit, accountId)) : faultReply(visit, settled.fault);
}

async function personReply(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const accountId = await accountOf(visit);
  if (accountId === undefined) return faultReply(visit, nobodyLikeThat);
  const seen = await seePerson(visit.site.services, visit.actor, accountId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const person = seen.value;
  const boxes = boxesOf(visit.form.get('kind') ?? '');
  const errors = fieldErrors(faults, {
    reference: boxes.reference,
    datedOn: `${boxes.datedOn}-day`,
    leaveUntil: 'leaveUntil-day',
  });
  const framed = frame(visit, {
    title: person.fullName,
    caption: person.organisation,
    main: html`${facts(person)} ${actionsFor(visit, person, errors)} ${timeLine(person)}`,
    errors,
    backLink: { href: '/people' },
    showsChild: false,
  });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

function facts(person: SeenPerson): Html {
  const { agreementSignedOn, agreementVersion } = person;
  const version = agreementVersion === null ? null : `version ${agreementVersion}`;
  return summaryList({
    rows: [
      { key: 'State', value: accountTag(person.state) },
      { key: 'Account for', value: roles[person.role].name },
      { key: 'User name', value: person.userName.replace(/~.*$/, '') },
      { key: 'E-mail address', value: person.email ?? 'Not recorded' },
      { key: 'Manager', value: html`${person.manager ?? 'Not recorded'}<br />${person.managerEmail ?? ''}` },
      { key: 'Security check', value: dated(person.vettingCertificate, person.vettedOn) },
      { key: 'Training', value: dated(courseName(person.trainingCourse), person.trainedOn) },
      ...coursePassed(person),
      { key: 'User agreement', value: dated(version, agreementSignedOn) },
    ],
  });
}

// Passed by the person; it counts once an administrator has recorded it as training.
function coursePassed({ coursePass }: SeenPerson) {
  if (coursePass === undefined) return [];
  const { passedAt, version } = coursePass;
  return [{ key: 'Online course', value: `Passed on ${momentInWords(passedAt)}, version ${version}` }];
}

function actionsFor(visit: SignedInVisit, person: SeenPerson, errors: readonly FieldError[]): Html {
  if (person.accountId === visit.actor.accountId)
    return insetText({ text: 'This is your own account. Another account administrator looks after it.' });
  if (person.state === 'refused' || person.state === 'closed' || person.state === 'proposed') return html``;
  return html`<h2 class="govuk-heading-m">What you can do</h2>
    ${person.state === 'enrolled' && newCodePart(visit, person)} ${waitingPart(visit, person)}
    ${renewalPart(visit, person, 'security check', errors)} ${renewalPart(visit, person, 'training', errors)}
    ${changeForms({ visit, person, errors })}`;
}

function newCodePart(visit: SignedInVisit, person: SeenPerson): Html {
  return form({
    action: `${addressOfPerson(visit, person.accountId)}/codes`,
    formToken: visit.formToken,
    main: html`<p class="govuk-body">Not activated yet. A new code takes the place of the last.</p>
      ${button({ text: 'Make a new activation code', kind: 'secondary', preventDoubleClick: true })}`,
  });
}

function waitingPart(visit: SignedInVisit, person: SeenPerson): Html {
  const waits = person.renewals.find(({ state }) => state === 'proposed');
  if (waits === undefined) return html``;
  const says = html`A security check of ${showDay(waits.datedOn)}, ${waits.reference}, waits for a second
  administrator. ${waits.proposer} recorded it.`;
  if (waits.proposedBy === visit.actor.accountId) return insetText({ text: says });
  return html`${insetText({ text: says })}
  ${form({
    action: `${addressOfPerson(visit, person.accountId)}/renewals/decisions`,
    formToken: visit.formToken,
    main: html`<div class="govuk-button-group">
      ${button({ text: 'Approve', name: 'decision', value: 'approved', preventDoubleClick: true })}
      ${button({ text: 'Refuse', name: 'decision', value: 'refused', kind: 'warning' })}
    </div>`,
  })}`;
}

function renewalPart(
  visit: SignedInVisit,
  person: SeenPerson,
  kind: 'security check' | 'training',
  errors: readonly FieldError[],
): Html {
  const isTyped = visit.form.get('kind') === kind;
  const mine = isTyped ? errors : [];
  const name = boxesOf(kind).reference;
  const reference = isTyped ? (visit.form.get(name) ?? '') : '';
  const courses = Object.entries(trainingCourses).map(([value, text]) => ({ value, text }));
  const error = errorOf(mine, 'reference');
  const what =
    kind === 'training'
      ? select({
          name,
          label: 'Training course',
          items: [{ value: '', text: 'Choose' }, ...courses],
          value: reference,
          error,
        })
      : input({ name, label: 'Number of the certificate', value: reference, error });
  return details({
    summary: kind === 'training' ? 'Record training' : 'Record a new security check',
    open: isTyped,
    main: form({
      action: `${addressOfPerson(visit, person.accountId)}/renewals`,
      formToken: visit.formToken,
      main: html`<input type="hidden" name="kind" value="${kind}" /> ${what}
        ${dayPart(visit, kind, isTyped, mine)}
        ${kind === 'security check' && html`<p class="govuk-body">It counts once another administrator has approved it.</p>`}
        ${button({ text: 'Record', preventDoubleClick: true })}`,
    }),
  });
}

function dayPart(visit: SignedInVisit, kind: string, isTyped: boolean, errors: readonly FieldError[]): Html {
  const name = boxesOf(kind).datedOn;
  return dateInput({
    name,
    legend: kind === 'training' ? 'Date of the training' : 'Date of the security check',
    values: isTyped ? typedDay(visit.form, name) : undefined,
    error: errorOf(errors, 'datedOn'),
  });
}

// The two forms stand on one page: each has boxes of its own.
function boxesOf(kind: string): { readonly reference: string; readonly datedOn: string } {
  if (kind === 'training') return { reference: 'trainingCourse', datedOn: 'trainedOn' };
  return { reference: 'vettingCertificate', datedOn: 'vettedOn' };
}
