import { attributes, html, type Html, type Words } from '../html.ts';
import { fieldset } from './fieldset.ts';
import { beside, type Beside, formGroup } from './form-group.ts';
import { hint } from './hint.ts';
import { label, type Size } from './label.ts';

/** One answer among several. */
export type Choice = {
  readonly value: string;
  readonly text: Words;
  readonly hint?: Words | undefined;
  /** What is asked next when this is chosen. */
  readonly conditional?: Html | undefined;
  readonly disabled?: boolean | undefined;
  /** Checkboxes only: choosing this unchooses the others. */
  readonly exclusive?: boolean | undefined;
  /** Checkboxes only: a name of its own, as a form sends each name once. */
  readonly name?: string | undefined;
};

/** A word between choices, such as "or". */
export type Divider = { readonly divider: string };

export type ChoicesOptions = Beside & {
  readonly name: string;
  /** The id of the first choice, to which the error summary links; the name, unless another is given. */
  readonly id?: string | undefined;
  readonly legend: Words;
  readonly legendSize?: Size | undefined;
  readonly legendHidden?: boolean | undefined;
  readonly items: readonly (Choice | Divider)[];
  readonly chosen: readonly string[];
  readonly small?: boolean | undefined;
  readonly inline?: boolean | undefined;
};

/** Radios or checkboxes: the two differ by one word in every class. */
export function choices(kind: 'radios' | 'checkboxes', options: ChoicesOptions): Html {
  const id = options.id ?? options.name;
  const { says, describedBy } = beside(id, options);
  const items = options.items.map((item, at) =>
    itemOf(kind, options, item, at === 0 ? id : `${id}-${at + 1}`),
  );
  const inline = options.inline === true && html` govuk-${kind}--inline`;
  const small = options.small === true && html` govuk-${kind}--small`;
  const asked = fieldset({
    legend: options.legend,
    legendSize: options.legendSize,
    legendHidden: options.legendHidden,
    describedBy,
    main: html`${says}
      <div class="govuk-${kind}${inline}${small}" data-module="govuk-${kind}">${items}</div>`,
  });
  return formGroup({ main: asked, wrong: options.error !== undefined });
}

function itemOf(kind: string, options: ChoicesOptions, item: Choice | Divider, id: string): Html {
  if ('divider' in item) return html`<div class="govuk-${kind}__divider">${item.divider}</div>`;
  const checked = options.chosen.includes(item.value);
  return html`<div class="govuk-${kind}__item">
      ${choiceBox(kind, item.name ?? options.name, item, id, checked)}
      ${label({ for: id, text: item.text, classes: `govuk-${kind}__label` })}
      ${item.hint !== undefined && hint({ id: `${id}-item-hint`, text: item.hint, classes: `govuk-${kind}__hint` })}
    </div>
    ${item.conditional && conditional(kind, item.conditional, id, checked)}`;
}

function choiceBox(kind: string, name: string, item: Choice, id: string, checked: boolean): Html {
  const rest = attributes({
    id,
    name,
    type: kind === 'radios' ? 'radio' : 'checkbox',
    value: item.value,
    checked,
    disabled: item.disabled,
    'data-aria-controls': item.conditional && `conditional-${id}`,
    'data-behaviour': item.exclusive === true && 'exclusive',
    'aria-describedby': item.hint === undefined ? undefined : `${id}-item-hint`,
  });
  return html`<input class="govuk-${kind}__input" ${rest} />`;
}

function conditional(kind: string, asked: Html, id: string, checked: boolean): Html {
  const hidden = !checked && html` govuk-${kind}__conditional--hidden`;
  return html`<div class="govuk-${kind}__conditional${hidden}" id="conditional-${id}">${asked}</div>`;
}
