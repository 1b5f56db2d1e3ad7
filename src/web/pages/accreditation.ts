import { evidenceKinds, notYetAccreditable } from '../../domain/accreditation.ts';
import type { Fault } from '../../domain/outcome.ts';
import { proposeAccreditation, seeOrganisation } from '../../services/organisations.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { dateInput } from '../views/components/date-input.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { radios } from '../views/components/radios.ts';
import { warningText } from '../views/components/warning-text.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { addressOf, noSuchOrganisation, organisationOf } from './organisation.ts';
import { typedDay } from './typed-day.ts';

/** Asks on what evidence an organisation is to be accredited. */
export async function askForEvidence(visit: SignedInVisit): Promise<Reply> {
  return evidencePage(visit, []);
}

/** Keeps the proposal, for another administrator to decide. */
export async function takeEvidence(visit: SignedInVisit): Promise<Reply> {
  const organisationId = await organisationOf(visit);
  if (organisationId === undefined) return noSuchOrganisation(visit);
  const typed = (name: string): string => visit.form.get(name) ?? '';
  const proposed = await proposeAccreditation(visit.site.services, visit.actor, organisationId, {
    evidence: typed('evidence'),
    reference: typed('reference'),
    until: typedDay(visit.form, 'until'),
    disciplinaryName: typed('disciplinaryName'),
    disciplinaryTelephone: typed('disciplinaryTelephone'),
    disciplinaryEmail: typed('disciplinaryEmail'),
  });
  if (proposed.ok) return goTo(addressOf(visit, organisationId));
  return proposed.faults === undefined
    ? faultReply(visit, proposed.fault)
    : evidencePage(visit, proposed.faults);
}

/** The same form with what was typed, where it was out of date. */
export async function askForEvidenceAgain(visit: SignedInVisit): Promise<Reply> {
  return evidencePage(visit, [outOfDate('Check what you typed and send it again.')]);
}

async function evidencePage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const organisationId = await organisationOf(visit);
  if (organisationId === undefined) return noSuchOrganisation(visit);
  const seen = await seeOrganisation(visit.site.services, visit.actor, organisationId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const notYet = notYetAccreditable(seen.value.coverage);
  const errors = fieldErrors(faults, { until: 'until-day' });
  const href = addressOf(visit, organisationId);
  const framed = frame(visit, {
    title: 'Propose for accreditation',
    caption: seen.value.name,
    main: notYet === undefined ? evidenceForm(visit, href, errors) : warningText({ text: notYet.says }),
    errors,
    backLink: { href },
    showsChild: false,
  });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

function evidenceForm(visit: SignedInVisit, href: string, errors: readonly FieldError[]): Html {
  const field = (name: string, label: string, hint?: string) =>
    input({ name, label, hint, value: visit.form.get(name) ?? '', error: errorOf(errors, name) });
  return form({
    action: `${href}/accreditations`,
    formToken: visit.formToken,
    main: html`
      ${radios({
        name: 'evidence',
        legend: 'What evidence have you seen?',
        legendSize: 'm',
        items: Object.entries(evidenceKinds).map(([value, text]) => ({ value, text })),
        value: visit.form.get('evidence'),
        error: errorOf(errors, 'evidence'),
      })}
      ${field('reference', 'Its reference number')}
      ${dateInput({
        name: 'until',
        legend: 'Last day of the accreditation',
        hint: 'At most 3 years from today, like 31 3 2029',
        values: typedDay(visit.form, 'until'),
        error: errorOf(errors, 'until'),
      })}
      <h2 class="govuk-heading-m">Disciplinary contact</h2>
      <p class="govuk-body">Who at the organisation hears of it when somebody misuses ContactPoint.</p>
      ${field('disciplinaryName', 'Name')} ${field('disciplinaryTelephone', 'Telephone number')}
      ${field('disciplinaryEmail', 'E-mail address')}
      <p class="govuk-body">
        Another account administrator of the office decides. You cannot approve it yourself.
      </p>
      ${button({ text: 'Propose', preventDoubleClick: true })}
    `,
  });
}
