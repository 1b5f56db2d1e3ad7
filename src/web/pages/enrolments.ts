import { showDay, type Day } from '../../domain/calendar.ts';
import { roles } from '../../domain/roles.ts';
import { isTrainingCourse, trainingCourses } from '../../domain/training-courses.ts';
import { nobodyLikeThat } from '../../services/budgets.ts';
import { makeNewCode, seeWaiting, settleEnrolment, type Decided } from '../../services/enrolments.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button, linkButton } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { panel } from '../views/components/panel.ts';
import { summaryCard } from '../views/components/summary-list.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';
import { accountOf, addressOfPerson } from './person-address.ts';

/** Who waits for a second administrator. */
export async function showWaiting(visit: SignedInVisit): Promise<Reply> {
  const waiting = await seeWaiting(visit.site.services, visit.actor);
  const main = html`${waiting.length === 0 && nobodyWaits} ${waiting.map((one) => waitingCard(visit, one))}
  ${linkButton({ text: 'Propose somebody', href: '/people/new', kind: 'secondary' })}`;
  const { organisationName: caption } = visit.actor;
  return pageReply(
    frame(visit, { title: 'Waiting for a second administrator', caption, main, showsChild: false }),
  );
}

/** Approves or refuses one of them. An approval shows the activation code, here and nowhere again. */
export async function decideOnEnrolment(visit: SignedInVisit): Promise<Reply> {
  const accountId = await accountOf(visit);
  if (accountId === undefined) return faultReply(visit, nobodyLikeThat);
  const decision = visit.form.get('decision') === 'approved' ? 'approved' : 'refused';
  const settled = await settleEnrolment(visit.site.services, visit.actor, accountId, decision);
  if (!settled.ok) return faultReply(visit, settled.fault);
  return settled.value.code === undefined ? goTo('/people/waiting') : handOver(visit, settled.value);
}

/** Makes a new code, and shows it once. */
export async function renewCode(visit: SignedInVisit): Promise<Reply> {
  const accountId = await accountOf(visit);
  if (accountId === undefined) return faultReply(visit, nobodyLikeThat);
  const made = await makeNewCode(visit.site.services, visit.actor, accountId);
  return made.ok ? handOver(visit, made.value) : faultReply(visit, made.fault);
}

function handOver(visit: SignedInVisit, { enrolment: { fullName, userName }, code = '' }: Decided): Reply {
  const next = { text: 'Go to the people who wait', href: '/people/waiting' };
  return codeReply(visit, { fullName, userName, code, next });
}

/** A code with whose it is, and where to go on from the page that shows it. */
export type CodeToHand = {
  readonly fullName: string;
  readonly userName: string;
  readonly code: string;
  readonly next: { readonly text: string; readonly href: string };
};

const nobodyWaits = html`<p class="govuk-body">
  Nobody waits. Whoever an account administrator proposes appears here until another one decides.
</p>`;

type Waiting = Awaited<ReturnType<typeof seeWaiting>>[number];

function waitingCard(visit: SignedInVisit, one: Waiting): Html {
  const card = summaryCard({
    title: one.fullName,
    rows: [
      { key: 'User name', value: one.userName },
      { key: 'Account for', value: roles[one.role].name },
      { key: 'Organisation', value: html`${one.organisation}${one.team !== null && html`, ${one.team}`}` },
      { key: 'Reached by', value: html`${one.telephone ?? ''}<br />${one.email ?? ''}` },
      { key: 'Manager', value: one.manager ?? 'Not recorded' },
      { key: 'Security check', value: dated(one.vettingCertificate, one.vettedOn) },
      { key: 'Training', value: dated(courseName(one.trainingCourse), one.trainedOn) },
      { key: 'Proposed by', value: html`${one.proposer}, ${momentInWords(one.proposedAt)}` },
    ],
  });
  return html`${card} ${decisionPart(visit, one)}`;
}

function decisionPart(visit: SignedInVisit, one: Waiting): Html {
  if (one.proposedBy === visit.actor.accountId)
    return insetText({ text: 'You proposed this. Another account administrator has to decide it.' });
  const of = html`<span class="govuk-visually-hidden"> ${one.fullName}</span>`;
  return form({
    action: `${addressOfPerson(visit, one.accountId)}/decisions`,
    formToken: visit.formToken,
    main: html`<div class="govuk-button-group">
      ${button({ text: html`Approve${of}`, name: 'decision', value: 'approved', preventDoubleClick: true })}
      ${button({ text: html`Refuse${of}`, name: 'decision', value: 'refused', kind: 'warning' })}
    </div>`,
  });
}

/** Shows an activation code, once. */
export function codeReply(visit: SignedInVisit, handed: CodeToHand): Reply {
  const { fullName, userName, code, next } = handed;
  const main = html`${panel({ title: code, text: html`Activation code of ${fullName}` })}
    <p class="govuk-body">
      Print this page or write the code down, and hand it over yourself. It is not shown again, works once,
      and for 72 hours.
    </p>
    <p class="govuk-body">
      ${fullName} goes to <b>/activate</b> of this service, types the user name <b>${userName}</b> and the
      code, and is led through what is missing: the user agreement, a password and PIN that nobody else knows,
      a security key or code token.
    </p>
    ${linkButton({ text: next.text, href: next.href, kind: 'secondary' })}`;
  return pageReply(frame(visit, { title: 'Hand over this code', main, showsChild: false }));
}

/** What was done, and when: a certificate with its date. */
export function dated(what: string | null, on: Day | null): Html {
  if (on === null) return html`Not recorded`;
  return html`${showDay(on)}${what !== null && html`, ${what}`}`;
}

/** A training course as people know it. */
export function courseName(course: string | null): string | null {
  return course !== null && isTrainingCourse(course) ? trainingCourses[course] : null;
}
