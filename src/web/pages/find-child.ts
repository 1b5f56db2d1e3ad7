import { nearlyUsed } from '../../domain/budget.ts';
import type { TypedSearch } from '../../domain/criteria.ts';
import { genders } from '../../domain/gender.ts';
import type { Fault } from '../../domain/outcome.ts';
import { takeSearch } from '../../services/find-child.ts';
import type { FormFields } from '../form.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { dateInput } from '../views/components/date-input.ts';
import { details } from '../views/components/details.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { insetText } from '../views/components/inset-text.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** Asks whom to find. */
export async function askWhoToFind(visit: SignedInVisit): Promise<Reply> {
  return findPage(visit, nothingTyped, []);
}

/** The same form with what was typed, where it was out of date. */
export async function askWhoToFindAgain(visit: SignedInVisit): Promise<Reply> {
  return findPage(visit, searchTypedIn(visit.form), [outOfDate('Check what you typed and send it again.')]);
}

/** Takes the search and sends the browser to its results, under a random id: nothing of the child is in any URL. */
export async function search(visit: SignedInVisit): Promise<Reply> {
  const typed = searchTypedIn(visit.form);
  const taken = await takeSearch(visit.site.services, visit.actor, typed);
  return taken.ok ? goTo(`/searches/${taken.value}`) : findPage(visit, typed, taken.faults);
}

/** The form, filled with what was typed: on its own page, and under the results. */
export function findForm(visit: SignedInVisit, typed: TypedSearch, errors: readonly FieldError[]): Html {
  return form({
    action: '/searches',
    formToken: visit.formToken,
    main: html`
      ${input({ ...nameBox, name: 'givenName', label: 'Given name', value: typed.givenName, error: errorOf(errors, 'givenName') })}
      ${input({ ...nameBox, name: 'familyName', label: 'Family name', value: typed.familyName, error: errorOf(errors, 'familyName') })}
      ${dateInput({
        name: 'dateOfBirth',
        legend: 'Date of birth',
        hint: 'For example, 27 3 2014. If you only know the year, fill in the year.',
        values: typed,
        error: errorOf(errors, 'dateOfBirth'),
      })}
      ${moreBoxes(typed, errors)} ${button({ text: 'Find a child', preventDoubleClick: true })}
      <p class="govuk-body-s app-enough">${enough}</p>
    `,
  });
}

const nothingTyped: TypedSearch = {
  givenName: '',
  familyName: '',
  day: '',
  month: '',
  year: '',
  gender: '',
  postcode: '',
  number: '',
};
const nameBox = {
  autocomplete: 'off',
  autocapitalize: 'words',
  spellcheck: false,
  classes: 'govuk-!-width-two-thirds',
} as const;

const enough =
  'Enough to search: a number; or the date of birth with a family name; or the date of birth with a given name and the ' +
  'gender or postcode; or both names with the year of birth or postcode.';

function moreBoxes(typed: TypedSearch, errors: readonly FieldError[]): Html {
  const inUse = [typed.number, typed.postcode, typed.gender].some((each) => each !== '');
  return details({
    summary: 'I have a number, a postcode or the gender',
    open: inUse,
    main: html`
      ${input({
        name: 'number',
        label: 'NHS number, unique pupil number or ContactPoint number',
        hint: 'For example, 999 000 0018. With a number, nothing else is needed.',
        value: typed.number,
        error: errorOf(errors, 'number'),
        autocomplete: 'off',
        classes: 'govuk-input--width-20',
      })}
      ${input({
        name: 'postcode',
        label: 'Postcode',
        hint: 'Where the child lives or has lived. Some children are not found by place.',
        value: typed.postcode,
        error: errorOf(errors, 'postcode'),
        autocomplete: 'off',
        autocapitalize: 'characters',
        classes: 'govuk-input--width-10',
      })}
      ${radios({
        name: 'gender',
        legend: 'Gender',
        inline: true,
        items: genders.map((gender) => ({
          value: gender,
          text: gender.charAt(0).toUpperCase() + gender.slice(1),
        })),
        value: typed.gender,
        error: errorOf(errors, 'gender'),
      })}
    `,
  });
}

function findPage(visit: SignedInVisit, typed: TypedSearch, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults, { dateOfBirth: 'dateOfBirth-day' });
  const main = html`${left(visit)} ${findForm(visit, typed, errors)}`;
  const page = frame(visit, {
    title: 'Find a child',
    main,
    errors,
    backLink: { href: '/' },
    showsChild: errors.length > 0,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

// So that nobody is stopped without a warning.
function left({ actor: { spent } }: SignedInVisit): Html {
  const near = spent && nearlyUsed(spent);
  return html`${near !== undefined && insetText({ text: near })}`;
}

/** What a search form's boxes hold. */
export function searchTypedIn(fields: FormFields): TypedSearch {
  const typed = (name: string): string => fields.get(name) ?? '';
  return {
    givenName: typed('givenName'),
    familyName: typed('familyName'),
    day: typed('dateOfBirth-day'),
    month: typed('dateOfBirth-month'),
    year: typed('dateOfBirth-year'),
    gender: typed('gender'),
    postcode: typed('postcode'),
    number: typed('number'),
  };
}
