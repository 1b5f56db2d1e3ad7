import { showDay } from '../../domain/calendar.ts';
import { emergencies } from '../../domain/emergency.ts';
import type { Fault } from '../../domain/outcome.ts';
import { nameChild, noSuchRecord } from '../../services/child-record.ts';
import { openInEmergency, seeInEmergency } from '../../services/emergency.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, withHeaders, type Reply } from '../reply.ts';
import { childOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { notificationBanner } from '../views/components/notification-banner.ts';
import { radios } from '../views/components/radios.ts';
import { warningText } from '../views/components/warning-text.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { html } from '../views/html.ts';
import { timeInWords } from '../views/moment.ts';
import { recordView } from '../views/record.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { notShownReply } from './over-budget.ts';

/** Asks what the emergency is. */
export async function askForEmergency(visit: SignedInVisit): Promise<Reply> {
  return emergencyPage(visit, []);
}

/** The same form again, where it was out of date. */
export async function askForEmergencyAgain(visit: SignedInVisit): Promise<Reply> {
  return emergencyPage(visit, [outOfDate('Check your answer and send it again.')]);
}

/** Opens the shielded record. */
export async function openShielded(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: typed } = visit;
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const opened = await openInEmergency(site.services, actor, childId, typed.get('reason') ?? '');
  if (opened.ok) return goTo(`${addressOf(visit)}/emergency`);
  return opened.fault.kind === 'invalid'
    ? emergencyPage(visit, [opened.fault])
    : notShownReply(visit, opened.fault);
}

/** The record while it is open. The browser leaves the page when the time is up. */
export async function showShielded(visit: SignedInVisit): Promise<Reply> {
  const { site, actor } = visit;
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const seen = await seeInEmergency(site.services, actor, childId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { record, openUntil, receipt } = seen.value;
  const now = site.services.now();
  const seconds = Math.ceil((openUntil.getTime() - now.getTime()) / 1000);
  const minutes = Math.ceil(seconds / 60);
  const left = minutes === 1 ? '1 minute is' : `${minutes} minutes are`;
  const reply = pageReply(
    frame(visit, {
      title: `People and services supporting ${record.who.givenNames} ${record.who.familyName}`,
      caption: `Child born ${showDay(record.who.dateOfBirth)}`,
      main: html`${notificationBanner({
        title: 'Emergency',
        text: html`<p class="govuk-notification-banner__heading">
            This record is shielded. ${left} left: it closes at ${timeInWords(openUntil)}.
          </p>
          <p class="govuk-body">
            Tell nobody where the family is. This opening is reviewed the next working day.
          </p>`,
      })}
      ${recordView(record, seen.value, now)}`,
      backLink: { href: '/find', text: 'Find another child' },
      showsChild: true,
      width: 'full',
      receipt,
    }),
  );
  return withHeaders(reply, { refresh: `${seconds}; url=${addressOf(visit)}` });
}

async function emergencyPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const named = await nameChild(visit.site.services, visit.actor, childId);
  if (!named.ok) return faultReply(visit, named.fault);
  const { givenNames, familyName, dateOfBirth, receipt } = named.value;
  const errors = fieldErrors(faults);
  const page = frame(visit, {
    title: 'Open a shielded record in an emergency',
    caption: html`<bdi>${givenNames} ${familyName}</bdi>, born ${showDay(dateOfBirth)}`,
    main: html`${warningText({
        text: 'Only where there is no time to ring a duty desk. The opening is reviewed the next working day, and the family is told unless that is held back.',
      })}
      <p class="govuk-body">
        The record is open to you for 15 minutes. If somebody is in danger, ring
        <a class="govuk-link" href="tel:999">999</a> first.
      </p>
      ${form({
        action: `${addressOf(visit)}/emergencies`,
        formToken: visit.formToken,
        main: html`${radios({
          name: 'reason',
          legend: 'What is the emergency?',
          legendSize: 'm',
          items: Object.entries(emergencies).map(([value, text]) => ({ value, text })),
          value: visit.form.get('reason'),
          error: errorOf(errors, 'reason'),
        })}
        ${button({ text: 'Open the record', kind: 'warning', preventDoubleClick: true })}`,
      })}`,
    backLink: { href: addressOf(visit) },
    errors,
    showsChild: true,
    receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function addressOf({ params }: SignedInVisit): `/${string}` {
  return `/children/${encodeURIComponent(params['child'] ?? '')}`;
}

function childNamed({ site, handleSecret, params }: SignedInVisit): number | undefined {
  return childOfHandle(site.handleKey, handleSecret, params['child'] ?? '');
}

async function noSuchChild(visit: SignedInVisit): Promise<Reply> {
  await noteRefusal(visit.site.services, visit.actor, 'no such record in this session');
  return faultReply(visit, noSuchRecord);
}
