import { consentGivers, giverInWords, isConsentGiver } from '../../domain/consent.ts';
import type { TypedDay } from '../../domain/typed-day.ts';
import { checkboxes } from './components/checkboxes.ts';
import { dateInput } from './components/date-input.ts';
import { input } from './components/input.ts';
import { radios } from './components/radios.ts';
import { select } from './components/select.ts';
import { errorOf, type FieldError } from './errors.ts';
import { html, type Html } from './html.ts';
import { spaced } from './telephone.ts';

/** What was typed into a form, or stands in it. */
export type Filled = (name: string) => string | undefined;

export type ReachOptions = {
  readonly ownTelephone: string | null;
  readonly teamTelephone: string | null;
};

/** How others reach somebody about one child. */
export function reachQuestion(
  filled: Filled,
  errors: readonly FieldError[],
  { ownTelephone, teamTelephone }: ReachOptions,
): Html {
  const another = html`${input({
    name: 'telephone',
    label: 'Telephone number',
    value: filled('telephone'),
    error: errorOf(errors, 'telephone'),
    type: 'tel',
    autocomplete: 'off',
    classes: 'govuk-input--width-20',
  })}
  ${input({
    name: 'email',
    label: 'E-mail address (optional)',
    value: filled('email'),
    error: errorOf(errors, 'email'),
    type: 'email',
    autocomplete: 'off',
  })}`;
  const withNumber = (words: string, number: string | null) =>
    number === null ? words : `${words}, ${spaced(number)}`;
  return radios({
    name: 'reachedBy',
    legend: 'How do others reach you about this child?',
    legendSize: 's',
    items: [
      { value: 'own', text: withNumber('On my own number', ownTelephone) },
      { value: 'team', text: withNumber('On my team’s number', teamTelephone) },
      { value: 'other', text: 'Otherwise, for this child', conditional: another },
    ],
    value: filled('reachedBy'),
    error: errorOf(errors, 'reachedBy'),
  });
}

/** A day in three boxes. */
export function dayQuestion(
  name: string,
  legend: string,
  filled: Filled,
  errors: readonly FieldError[],
  hint?: string,
): Html {
  const box = (part: keyof TypedDay) => filled(`${name}-${part}`) ?? '';
  return dateInput({
    name,
    legend,
    legendSize: 's',
    hint,
    values: { day: box('day'), month: box('month'), year: box('year') },
    error: errorOf(errors, name),
  });
}

/** That the service holds an assessment: never what it says. */
export function assessmentQuestion(isTicked: boolean): Html {
  return checkboxes({
    name: 'assessment',
    legend: 'Assessment',
    legendSize: 's',
    items: [
      {
        value: 'yes',
        text: 'My service holds an assessment of this child',
        hint: 'Others see that there is one. What it says has no place here.',
      },
    ],
    values: isTicked ? ['yes'] : [],
  });
}

/** Who consented, and from when until when. */
export function consentQuestions(filled: Filled, errors: readonly FieldError[]): Html {
  const givers = Object.keys(consentGivers).filter((word) => isConsentGiver(word));
  return html`${select({
    name: 'givenBy',
    label: 'Who agreed that your service is recorded?',
    labelSize: 's',
    items: [
      { value: '', text: 'Select who agreed' },
      ...givers.map((value) => ({ value, text: giverInWords(value) })),
    ],
    value: filled('givenBy'),
    error: errorOf(errors, 'givenBy'),
  })}
  ${dayQuestion('given', 'When did they agree?', filled, errors)}
  ${dayQuestion('until', 'What is the last day that they agreed to?', filled, errors, atMost)}`;
}

const atMost =
  'A year at most, and by an adult up to the 16th birthday. It can be withdrawn at any time, which works at once.';
