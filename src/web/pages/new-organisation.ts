import { organisationKinds } from '../../domain/organisation-kinds.ts';
import type { Fault } from '../../domain/outcome.ts';
import { serviceKinds } from '../../domain/service-kinds.ts';
import { addOrganisation, addTeam, askToAdd, seeOrganisation } from '../../services/organisations.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { checkboxes } from '../views/components/checkboxes.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { select } from '../views/components/select.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { addressOf, noSuchOrganisation, organisationOf } from './organisation.ts';

/** Asks what organisation is to be added. */
export async function askForOrganisation(visit: SignedInVisit): Promise<Reply> {
  return organisationForm(visit, []);
}

/** Adds it, and leads to its page. */
export async function takeOrganisation(visit: SignedInVisit): Promise<Reply> {
  const typed = (name: string): string => visit.form.get(name) ?? '';
  const added = await addOrganisation(visit.site.services, visit.actor, {
    kind: typed('kind'),
    name: typed('name'),
    registerCode: typed('registerCode'),
    council: typed('council'),
  });
  if (added.ok) return goTo(addressOf(visit, added.value));
  return added.faults === undefined ? faultReply(visit, added.fault) : organisationForm(visit, added.faults);
}

/** The same form with what was typed, where it was out of date. */
export async function askForOrganisationAgain(visit: SignedInVisit): Promise<Reply> {
  return organisationForm(visit, [outOfDate('Check what you typed and send it again.')]);
}

async function organisationForm(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const errors = fieldErrors(faults);
  const councils = await askToAdd(visit.site.services, visit.actor);
  if (!councils.ok) return faultReply(visit, councils.fault);
  const main = organisationBoxes(visit, errors, councils.value);
  const backLink = { href: '/organisations' };
  const framed = frame(visit, { title: 'Add an organisation', main, errors, backLink, showsChild: false });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

function organisationBoxes(
  visit: SignedInVisit,
  errors: readonly FieldError[],
  councils: readonly { readonly councilCode: number; readonly name: string }[],
): Html {
  const value = (name: string): string => visit.form.get(name) ?? '';
  return form({
    action: '/organisations',
    formToken: visit.formToken,
    main: html`
      ${select({
        name: 'kind',
        label: 'Kind of organisation',
        items: [choose, ...everyKind],
        value: value('kind'),
        error: errorOf(errors, 'kind'),
      })}
      ${input({ name: 'name', label: 'Name', value: value('name'), error: errorOf(errors, 'name') })}
      ${input({
        name: 'registerCode',
        label: 'Register code',
        hint: 'URN of a school, ODS code of a trust or practice, DfE number of a council. Others have none.',
        value: value('registerCode'),
        error: errorOf(errors, 'registerCode'),
        classes: 'govuk-input--width-10',
      })}
      ${select({
        name: 'council',
        label: 'Council whose area it works in',
        items: [
          choose,
          ...councils.map(({ councilCode, name }) => ({ value: String(councilCode), text: name })),
        ],
        value: value('council'),
        error: errorOf(errors, 'council'),
      })}
      ${button({ text: 'Add organisation', preventDoubleClick: true })}
    `,
  });
}

const everyKind = Object.entries(organisationKinds).map(([kind, { name }]) => ({ value: kind, text: name }));
const choose = { value: '', text: 'Choose' };

/** Asks what team or desk is to be added to an organisation. */
export async function askForTeam(visit: SignedInVisit): Promise<Reply> {
  return teamForm(visit, []);
}

/** Adds it, and leads back to the organisation. */
export async function takeTeam(visit: SignedInVisit): Promise<Reply> {
  const organisationId = await organisationOf(visit);
  if (organisationId === undefined) return noSuchOrganisation(visit);
  const typed = (name: string): string => visit.form.get(name) ?? '';
  const added = await addTeam(visit.site.services, visit.actor, organisationId, {
    serviceKind: typed('serviceKind'),
    name: typed('name'),
    telephone: typed('telephone'),
    email: typed('email'),
    hours: typed('hours'),
    isDesk: typed('isDesk') === 'yes',
  });
  if (added.ok) return goTo(addressOf(visit, organisationId));
  return added.faults === undefined ? faultReply(visit, added.fault) : teamForm(visit, added.faults);
}

/** The same form with what was typed, where it was out of date. */
export async function askForTeamAgain(visit: SignedInVisit): Promise<Reply> {
  return teamForm(visit, [outOfDate('Check what you typed and send it again.')]);
}

async function teamForm(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const organisationId = await organisationOf(visit);
  if (organisationId === undefined) return noSuchOrganisation(visit);
  const seen = await seeOrganisation(visit.site.services, visit.actor, organisationId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const errors = fieldErrors(faults);
  const backLink = { href: addressOf(visit, organisationId) };
  const main = teamBoxes(visit, errors, backLink.href);
  const framed = frame(visit, {
    title: 'Add a team or desk',
    caption: seen.value.name,
    main,
    errors,
    backLink,
    showsChild: false,
  });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

function teamBoxes(visit: SignedInVisit, errors: readonly FieldError[], href: string): Html {
  const field = (name: string, label: string, hint?: string) =>
    input({ name, label, hint, value: visit.form.get(name) ?? '', error: errorOf(errors, name) });
  const services = Object.entries(serviceKinds).map(([kind, { name }]) => ({ value: kind, text: name }));
  return form({
    action: `${href}/teams`,
    formToken: visit.formToken,
    main: html`
      ${field('name', 'Name of the team')}
      ${select({
        name: 'serviceKind',
        label: 'What the team does',
        items: [choose, ...services],
        value: visit.form.get('serviceKind') ?? '',
        error: errorOf(errors, 'serviceKind'),
      })}
      ${field('telephone', 'Telephone number')} ${field('email', 'E-mail address')}
      ${field('hours', 'Hours', 'Like Mon-Fri 09:00-17:00; Sat 10:00-12:00; not bank holidays. All day is Mon-Sun 00:00-24:00.')}
      ${checkboxes({
        name: 'isDesk',
        legend: 'Duty desk',
        items: [
          { value: 'yes', text: 'It is a duty desk, staffed whoever is away, and answers for the council' },
        ],
        values: visit.form.get('isDesk') === 'yes' ? ['yes'] : [],
      })}
      ${button({ text: 'Add team', preventDoubleClick: true })}
    `,
  });
}
