import { html, type Html, type Words } from '../html.ts';
import { fieldset } from './fieldset.ts';
import { beside, type Beside, formGroup } from './form-group.ts';
import { inputBox } from './input.ts';
import { label, type Size } from './label.ts';

export type DatePart = 'day' | 'month' | 'year';

export type DateInputOptions = Beside & {
  /** The boxes are NAME-day, NAME-month and NAME-year, in name and in id. */
  readonly name: string;
  readonly legend: Words;
  readonly legendSize?: Size | undefined;
  /** As typed, also when it is no date. */
  readonly values?: Readonly<Partial<Record<DatePart, string>>> | undefined;
  /** The boxes that are wrong: all three when there is an error, unless some are named. */
  readonly wrong?: readonly DatePart[] | undefined;
  /** For a person's own birthday, never for somebody else's. */
  readonly autocomplete?: 'bday' | undefined;
};

const parts: readonly { readonly part: DatePart; readonly label: string; readonly width: number }[] = [
  { part: 'day', label: 'Day', width: 2 },
  { part: 'month', label: 'Month', width: 2 },
  { part: 'year', label: 'Year', width: 4 },
];

/** A date in three boxes. */
export function dateInput(options: DateInputOptions): Html {
  const { says, describedBy } = beside(options.name, options);
  const boxes = parts.map((part) => partBox(options, part));
  const asked = fieldset({
    legend: options.legend,
    legendSize: options.legendSize,
    describedBy,
    role: 'group', // else JAWS does not read the description of a fieldset of text boxes (govuk-frontend)
    main: html`${says}
      <div class="govuk-date-input" id="${options.name}">${boxes}</div>`,
  });
  return formGroup({ main: asked, wrong: options.error !== undefined });
}

function partBox(options: DateInputOptions, { part, label: named, width }: (typeof parts)[number]): Html {
  const id = `${options.name}-${part}`;
  const box = inputBox({
    id,
    name: id,
    wrong: options.wrong?.includes(part) ?? options.error !== undefined,
    classes: `govuk-date-input__input govuk-input--width-${width}`,
    value: options.values?.[part],
    inputmode: 'numeric',
    autocomplete: options.autocomplete && `${options.autocomplete}-${part}`,
  });
  const inner = html`${label({ for: id, text: named, classes: 'govuk-date-input__label' })} ${box}`;
  return html`<div class="govuk-date-input__item">${formGroup({ main: inner, wrong: false })}</div>`;
}
