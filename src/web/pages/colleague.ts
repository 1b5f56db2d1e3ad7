import { waysToIdentify, type TypedMediation } from '../../domain/mediation.ts';
import { organisationKinds } from '../../domain/organisation-kinds.ts';
import type { Fault } from '../../domain/outcome.ts';
import { actForColleague, stopActing, type MediationBegun } from '../../services/mediation.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** Asks for whom somebody looks: a colleague on the telephone who has no account. */
export async function askForWhom(visit: SignedInVisit): Promise<Reply> {
  return colleaguePage(visit, []);
}

/** The same form with what was typed, where it was out of date. */
export async function askForWhomAgain(visit: SignedInVisit): Promise<Reply> {
  return colleaguePage(visit, [outOfDate('Check what you typed and send it again.')]);
}

/** Takes for whom somebody looks, and leads to the search. */
export async function actFor(visit: SignedInVisit): Promise<Reply> {
  const begun = await actForColleague(visit.site.services, visit.actor, typedIn(visit));
  if (begun.kind === 'begun') return goTo('/find');
  if (begun.kind === 'wrong') return colleaguePage(visit, begun.faults);
  return colleaguePage(visit, [chooseOne], begun.among);
}

/** Stops acting for them. */
export async function stop(visit: SignedInVisit): Promise<Reply> {
  await stopActing(visit.site.services, visit.actor);
  return goTo('/');
}

type Among = Extract<MediationBegun, { readonly kind: 'choose' }>['among'];

const chooseOne: Fault = {
  kind: 'invalid',
  field: 'chosen',
  says: 'Several organisations have that in their name: select your colleague’s',
};

function typedIn({ form: fields }: SignedInVisit): TypedMediation {
  const typed = (name: string): string => fields.get(name) ?? '';
  return {
    name: typed('name'),
    kind: typed('kind'),
    place: typed('place'),
    chosen: typed('chosen'),
    identified: typed('identified'),
  };
}

function colleaguePage(visit: SignedInVisit, faults: readonly Fault[], among: Among = []): Reply {
  const errors = fieldErrors(faults);
  const main = html`${explained}
  ${form({
    action: '/colleague',
    formToken: visit.formToken,
    main: html`${questions(visit, errors, among)}
    ${button({ text: 'Look for them', preventDoubleClick: true })}`,
  })}`;
  const page = frame(visit, {
    title: 'Act for a colleague on the telephone',
    main,
    errors,
    backLink: { href: '/' },
    showsChild: false,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

const explained = html`<p class="govuk-body">
    For somebody who works with a child and has no account of their own. Their name is recorded beside yours
    with every search and with the record that you open. Your own reasons hold: tell them only what they need.
  </p>
  <p class="govuk-body">It ends when you have opened one record, when you stop it, or after 30 minutes.</p>`;

function questions(visit: SignedInVisit, errors: readonly FieldError[], among: Among): Html {
  const typed = typedIn(visit);
  return html`
    ${input({
      name: 'name',
      label: 'Name of your colleague',
      hint: 'Given and family name, in letters. For example, Jane Smith.',
      value: typed.name,
      error: errorOf(errors, 'name'),
      autocomplete: 'off',
      autocapitalize: 'words',
      spellcheck: false,
    })}
    ${radios({
      name: 'kind',
      legend: 'What kind of organisation do they work for?',
      legendSize: 's',
      items: kinds,
      value: typed.kind,
      error: errorOf(errors, 'kind'),
    })}
    ${input({
      name: 'place',
      label: 'Which one?',
      hint: 'For a school, GP practice, NHS trust or council: its name, or its code in the public register.',
      value: typed.place,
      error: errorOf(errors, 'place'),
      autocomplete: 'off',
      spellcheck: false,
    })}
    ${among.length > 0 && choice(typed, errors, among)} ${howIdentified(typed, errors)}
  `;
}

function howIdentified({ identified }: TypedMediation, errors: readonly FieldError[]): Html {
  return radios({
    name: 'identified',
    legend: 'How do you know who is calling?',
    legendSize: 's',
    items: Object.entries(waysToIdentify).map(([value, text]) => ({ value, text })),
    value: identified,
    error: errorOf(errors, 'identified'),
  });
}

function choice({ chosen }: TypedMediation, errors: readonly FieldError[], among: Among): Html {
  return radios({
    name: 'chosen',
    legend: 'Select your colleague’s organisation',
    legendSize: 's',
    items: among.map(({ code, name, postcode }) => ({
      value: code,
      text: [name, postcode, code].filter((part) => part !== null).join(', '),
    })),
    value: chosen,
    error: errorOf(errors, 'chosen'),
  });
}

const kinds = Object.entries(organisationKinds)
  .filter(([value]) => value !== 'ContactPoint office')
  .map(([value, { name }]) => ({ value, text: name }));
