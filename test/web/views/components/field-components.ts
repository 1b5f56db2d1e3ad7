import { z } from 'zod';
import { button, linkButton } from '../../../../src/web/views/components/button.ts';
import { checkboxes } from '../../../../src/web/views/components/checkboxes.ts';
import { dateInput, type DatePart } from '../../../../src/web/views/components/date-input.ts';
import { errorMessage } from '../../../../src/web/views/components/error-message.ts';
import { errorSummary } from '../../../../src/web/views/components/error-summary.ts';
import { fieldset } from '../../../../src/web/views/components/fieldset.ts';
import { hint } from '../../../../src/web/views/components/hint.ts';
import { input } from '../../../../src/web/views/components/input.ts';
import { label } from '../../../../src/web/views/components/label.ts';
import { passwordInput } from '../../../../src/web/views/components/password-input.ts';
import { radios } from '../../../../src/web/views/components/radios.ts';
import { select } from '../../../../src/web/views/components/select.ts';
import { html } from '../../../../src/web/views/html.ts';
import { component, type Component, trusted, wordsOf } from './fixtures.ts';
import { beside, labelled, legend, markup, optionalText, said, sized, typed, words } from './options.ts';

const kinds = ['secondary', 'warning', 'inverse'] as const;

const buttonTakes = z.strictObject({
  ...said,
  classes: optionalText,
  id: optionalText,
  name: optionalText,
  value: optionalText,
  type: z.enum(['submit', 'button']).optional(),
  preventDoubleClick: z.boolean().optional(),
  attributes: z.record(z.string(), typed).optional(),
});

function buttonOf({ classes = '', ...given }: z.infer<typeof buttonTakes>) {
  const kind = kinds.find((each) => classes.includes(`govuk-button--${each}`));
  const more = classes.replace(`govuk-button--${kind}`, '').trim();
  return button({ ...given, text: wordsOf(given), kind, ...(more !== '' && { classes: more }) });
}

const choiceTakes = z
  .strictObject({
    ...said,
    value: typed.optional(),
    divider: optionalText,
    hint: words.optional(),
    checked: z.literal(true).optional(),
    disabled: z.boolean().optional(),
    behaviour: z.literal('exclusive').optional(),
    conditional: markup.optional(),
  })
  .transform(({ divider, value = '', checked, behaviour, conditional, disabled, hint: help, ...given }) => ({
    value,
    checked,
    item:
      divider === undefined
        ? {
            value,
            text: wordsOf(given),
            hint: help,
            disabled,
            exclusive: behaviour && true,
            conditional: conditional?.html,
          }
        : { divider },
  }));

const choicesTake = z.strictObject({
  ...beside,
  name: z.string(),
  idPrefix: optionalText,
  fieldset: z.strictObject({ legend }),
  items: z.array(choiceTakes),
  value: typed.optional(),
  values: z.array(typed).optional(),
  classes: z
    .templateLiteral(['govuk-', z.enum(['radios', 'checkboxes']), '--', z.enum(['small', 'inline'])])
    .optional(),
});

function choicesOf({
  items,
  values = [],
  value,
  classes,
  idPrefix,
  fieldset: asked,
  errorMessage: error,
  ...given
}: z.infer<typeof choicesTake>) {
  const checked = items.flatMap((item) => (item.checked === true ? [item.value] : []));
  return {
    ...given,
    ...asked.legend,
    id: idPrefix,
    error,
    items: items.map(({ item }) => item),
    chosen: [...checked, ...values, ...(value === undefined ? [] : [value])],
    small: classes?.endsWith('small'),
    inline: classes?.endsWith('inline'),
  };
}

const parts = ['day', 'month', 'year'] as const;

const partTakes = z.strictObject({
  error: z.boolean().optional(),
  classes: z.literal('govuk-input--error').optional(),
});

const dateTakes = z.strictObject({
  ...beside,
  id: z.string(),
  namePrefix: optionalText,
  fieldset: z.strictObject({ legend }),
  values: z
    .strictObject({ day: typed.optional(), month: typed.optional(), year: typed.optional() })
    .optional(),
  day: partTakes.optional(),
  month: partTakes.optional(),
  year: partTakes.optional(),
});

function dateOf({
  id,
  fieldset: asked,
  errorMessage: error,
  values,
  hint: help,
  ...given
}: z.infer<typeof dateTakes>) {
  const wrong = parts.filter((part) => given[part]?.error === true || given[part]?.classes !== undefined);
  const right = parts.filter((part) => given[part]?.error === false);
  const left = right.length === 0 ? undefined : parts.filter((part) => !right.includes(part));
  const typedIn: Partial<Record<DatePart, string>> = {};
  for (const part of parts) if (values?.[part] !== undefined) typedIn[part] = values[part];
  return dateInput({
    name: id,
    ...asked.legend,
    hint: help,
    error,
    values: typedIn,
    wrong: wrong.length > 0 ? wrong : left,
  });
}

const selectItem = z.strictObject({
  value: typed,
  text: z.string(),
  selected: z.literal(true).optional(),
  disabled: z.boolean().optional(),
});

export const fieldComponents: readonly Component[] = [
  component('button', buttonTakes, buttonOf),
  component(
    'button as a link',
    z.strictObject({ ...said, href: z.string(), isStartButton: z.boolean().optional() }),
    ({ href, isStartButton, ...given }) => linkButton({ text: wordsOf(given), href, start: isStartButton }),
  ),
  component('checkboxes', choicesTake, (given) => {
    const { chosen, ...options } = choicesOf(given);
    return checkboxes({ ...options, values: chosen });
  }),
  component('radios', choicesTake, (given) => {
    const { chosen, ...options } = choicesOf(given);
    return radios({ ...options, value: chosen[0] });
  }),
  // Our date boxes are named NAME-day always, so that two dates on one page cannot be mixed up.
  component('date-input', dateTakes, dateOf, (wanted, { id, namePrefix }) =>
    wanted.replaceAll(new RegExp(`name="(?:${namePrefix}-)?`, 'g'), `name="${id}-`),
  ),
  component('error-message', z.strictObject({ ...said, id: z.string() }), (given) =>
    errorMessage({ id: given.id, text: wordsOf(given) }),
  ),
  component(
    'error-summary',
    z.strictObject({
      titleText: z.string(),
      errorList: z.array(z.strictObject({ ...said, href: optionalText })),
    }),
    ({ titleText, errorList }) =>
      errorSummary({
        title: titleText,
        errors: errorList.map((each) => ({ text: wordsOf(each), id: each.href?.slice(1) })),
      }),
  ),
  component(
    'fieldset',
    z.strictObject({
      legend,
      html: z.string().transform(trusted).optional(),
      describedBy: optionalText,
      role: z.literal('group').optional(),
    }),
    ({ legend: asked, html: main = html``, describedBy, role }) =>
      fieldset({ ...asked, main, describedBy, ...(role && { role }) }),
  ),
  component('hint', z.strictObject({ ...said, id: z.string() }), (given) =>
    hint({ id: given.id, text: wordsOf(given) }),
  ),
  component(
    'input',
    z.strictObject({
      ...beside,
      label: labelled,
      name: z.string(),
      id: optionalText,
      classes: optionalText,
      value: typed.optional(),
      type: z.enum(['text', 'email', 'search', 'tel']).optional(),
      inputmode: z.enum(['numeric', 'text']).optional(),
      autocomplete: optionalText,
      autocapitalize: z.enum(['none', 'words', 'characters']).optional(),
      spellcheck: z.boolean().optional(),
    }),
    ({ label: named, errorMessage: error, ...given }) => input({ ...given, ...named, error }),
  ),
  component(
    'label',
    z.strictObject({ ...said, for: z.string(), classes: sized('govuk-label') }),
    ({ for: id, classes: size, ...given }) => label({ for: id, text: wordsOf(given), size }),
  ),
  component(
    'password-input',
    z.strictObject({
      ...beside,
      label: labelled,
      name: z.string(),
      id: optionalText,
      classes: optionalText,
      autocomplete: z.enum(['current-password', 'new-password', 'off']).optional(),
    }),
    ({ label: named, errorMessage: error, ...given }) => passwordInput({ ...given, ...named, error }),
  ),
  component(
    'select',
    z.strictObject({
      ...beside,
      label: labelled,
      name: z.string(),
      id: optionalText,
      items: z.array(selectItem),
      value: typed.optional(),
    }),
    ({ label: named, errorMessage: error, items, ...given }) =>
      select({ value: items.find(({ selected }) => selected)?.value, ...given, ...named, error, items }),
  ),
];
