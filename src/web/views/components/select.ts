import { attributes, html, type Html, type Words } from '../html.ts';
import { beside, type Beside, formGroup } from './form-group.ts';
import { label, type Size } from './label.ts';

export type SelectItem = {
  readonly value: string;
  readonly text: string;
  readonly disabled?: boolean | undefined;
};

export type SelectOptions = Beside & {
  readonly name: string;
  readonly id?: string | undefined;
  readonly label: Words;
  readonly labelSize?: Size | undefined;
  readonly items: readonly SelectItem[];
  readonly value?: string | undefined;
};

/** One answer out of many; for a few, radios are easier. */
export function select(options: SelectOptions): Html {
  const id = options.id ?? options.name;
  const wrong = options.error !== undefined;
  const { says, describedBy } = beside(id, options);
  const named = label({ for: id, text: options.label, size: options.labelSize });
  const items = options.items.map((item) => itemOf(item, item.value === options.value));
  const rest = attributes({ id, name: options.name, 'aria-describedby': describedBy });
  const box = html`<select class="govuk-select${wrong && html` govuk-select--error`}" ${rest}>
    ${items}
  </select>`;
  return formGroup({ main: html`${named} ${says} ${box}`, wrong });
}

function itemOf(item: SelectItem, selected: boolean): Html {
  const rest = attributes({ value: item.value, selected, disabled: item.disabled });
  return html`<option${rest}>${item.text}</option>`;
}
