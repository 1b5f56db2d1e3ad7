import { whyComeBack } from '../../domain/come-back.ts';
import type { Fault } from '../../domain/outcome.ts';
import { letComeBack } from '../../services/let-come-back.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { dateInput } from '../views/components/date-input.ts';
import { details } from '../views/components/details.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { panel } from '../views/components/panel.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { outOfDate, faultReply } from './faults.ts';
import { searchTypedIn } from './find-child.ts';
import { frame } from './frame.ts';

/** Asks which child may come back, who died or left by mistake, or is in England again. */
export function askWhoComesBack(visit: SignedInVisit): Promise<Reply> {
  return Promise.resolve(comeBackPage(visit, []));
}

/** The same with what was typed, where the form was out of date. */
export function askWhoComesBackAgain(visit: SignedInVisit): Promise<Reply> {
  return Promise.resolve(comeBackPage(visit, [outOfDate('Check what you typed and send it again.')]));
}

/** Takes away what keeps the child from coming in again. */
export async function takeComeBack(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: typed } = visit;
  const came = await letComeBack(site.services, actor, searchTypedIn(typed), typed.get('because') ?? '');
  if (came.ok) return goTo('/come-back/done');
  const [fault] = came.faults;
  return fault === undefined || fault.kind === 'invalid'
    ? comeBackPage(visit, came.faults)
    : faultReply(visit, fault);
}

/** The same whether or not anything stood in the child's way. */
export function showComeBackDone(visit: SignedInVisit): Promise<Reply> {
  const main = html`${panel({ title: 'The child may come back' })}
    <p class="govuk-body">
      Whatever kept this child out is gone. The next file that names the child makes a new record; nothing of
      the old one comes back. ContactPoint does not say whether there was one.
    </p>
    <p class="govuk-body"><a class="govuk-link" href="/come-back">Another child</a></p>`;
  return Promise.resolve(
    pageReply(frame(visit, { title: 'The child may come back', main, showsChild: false })),
  );
}

function comeBackPage(visit: SignedInVisit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults, { dateOfBirth: 'dateOfBirth-day' });
  const main = html`<p class="govuk-body">
      A child who died, or left England for good, is not let in again by any file. If that was a mistake, or
      they are back, take it away here.
    </p>
    ${form({ action: '/come-back', formToken: visit.formToken, main: html`${boxes(visit, errors)}${why(visit, errors)}${button({ text: 'Let the child come back', preventDoubleClick: true })}` })}`;
  const page = frame(visit, {
    title: 'Let a child come back',
    main,
    errors,
    backLink: { href: '/' },
    showsChild: errors.length > 0,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

const box = { autocomplete: 'off', spellcheck: false, classes: 'govuk-!-width-two-thirds' } as const;

const ofDetails = ['givenName', 'familyName', 'dateOfBirth', 'postcode'] as const;

function boxes(visit: SignedInVisit, errors: readonly FieldError[]): Html {
  const typed = searchTypedIn(visit.form);
  const inUse =
    [typed.givenName, typed.familyName, typed.day, typed.postcode].some((one) => one !== '') ||
    ofDetails.some((field) => errorOf(errors, field) !== undefined);
  return html`${input({
    name: 'number',
    label: 'NHS number or unique pupil number',
    hint: 'For example, 999 000 0018.',
    value: typed.number,
    error: errorOf(errors, 'number'),
    autocomplete: 'off',
    classes: 'govuk-input--width-20',
  })}
  ${details({
    summary: 'I have no number',
    open: inUse,
    main: html`${input({ ...box, name: 'givenName', label: 'Given name', value: typed.givenName, error: errorOf(errors, 'givenName') })}
    ${input({ ...box, name: 'familyName', label: 'Family name', value: typed.familyName, error: errorOf(errors, 'familyName') })}
    ${dateInput({ name: 'dateOfBirth', legend: 'Date of birth', values: typed, error: errorOf(errors, 'dateOfBirth') })}
    ${input({ ...box, name: 'postcode', label: 'Postcode of then', value: typed.postcode, error: errorOf(errors, 'postcode'), classes: 'govuk-input--width-10' })}`,
  })}`;
}

function why(visit: SignedInVisit, errors: readonly FieldError[]): Html {
  return radios({
    name: 'because',
    legend: 'Why may the child come back?',
    items: Object.entries(whyComeBack).map(([value, text]) => ({ value, text })),
    value: visit.form.get('because'),
    error: errorOf(errors, 'because'),
  });
}
