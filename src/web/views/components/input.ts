import { attributes, html, type Html, type Words } from '../html.ts';
import { beside, type Beside, formGroup } from './form-group.ts';
import { label, type Size } from './label.ts';

export type InputOptions = Beside & {
  readonly name: string;
  /** The name, unless another is given. */
  readonly id?: string | undefined;
  readonly label: Words;
  readonly labelSize?: Size | undefined;
  readonly value?: string | undefined;
  readonly type?: 'text' | 'email' | 'search' | 'tel' | undefined;
  readonly classes?: string | undefined;
  readonly inputmode?: 'numeric' | 'text' | undefined;
  readonly autocomplete?: string | undefined;
  readonly autocapitalize?: 'none' | 'words' | 'characters' | undefined;
  readonly spellcheck?: boolean | undefined;
};

/** One line to type in. */
export function input(options: InputOptions): Html {
  const id = options.id ?? options.name;
  const { says, describedBy } = beside(id, options);
  const named = label({ for: id, text: options.label, size: options.labelSize });
  const wrong = options.error !== undefined;
  const box = inputBox({ ...options, id, describedBy, wrong });
  return formGroup({ main: html`${named} ${says} ${box}`, wrong });
}

/** A short code made of digits, such as a token's: one box, so that it can be pasted. */
export function codeInput(options: Beside & { readonly name: string; readonly label: Words }): Html {
  return input({
    ...options,
    classes: 'govuk-input--width-10 govuk-input--extra-letter-spacing',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    spellcheck: false,
  });
}

export type InputBox = {
  readonly id: string;
  readonly name: string;
  readonly wrong: boolean;
  readonly type?: string | undefined;
  readonly value?: string | undefined;
  readonly classes?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly inputmode?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly autocapitalize?: string | undefined;
  readonly spellcheck?: boolean | undefined;
};

/** The box alone, for components that are made of boxes. */
export function inputBox(box: InputBox): Html {
  const wrong = box.wrong && html` govuk-input--error`;
  const rest = attributes({
    id: box.id,
    name: box.name,
    type: box.type ?? 'text',
    spellcheck: box.spellcheck === undefined ? undefined : String(box.spellcheck),
    value: box.value,
    'aria-describedby': box.describedBy,
    autocomplete: box.autocomplete,
    autocapitalize: box.autocapitalize,
    inputmode: box.inputmode,
  });
  return html`<input class="govuk-input${box.classes && html` ${box.classes}`}${wrong}" ${rest} />`;
}
