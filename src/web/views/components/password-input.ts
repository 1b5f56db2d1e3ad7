import { html, type Html, type Words } from '../html.ts';
import { button } from './button.ts';
import { beside, type Beside, formGroup } from './form-group.ts';
import { inputBox } from './input.ts';
import { label, type Size } from './label.ts';

export type PasswordInputOptions = Beside & {
  readonly name: string;
  readonly id?: string | undefined;
  readonly label: Words;
  readonly labelSize?: Size | undefined;
  readonly classes?: string | undefined;
  readonly autocomplete?: 'current-password' | 'new-password' | 'off' | undefined;
  readonly inputmode?: 'numeric' | undefined;
};

/** A secret to type: a password or a PIN. It takes no value, so that no page can send a secret back. */
export function passwordInput(options: PasswordInputOptions): Html {
  const id = options.id ?? options.name;
  const wrong = options.error !== undefined;
  const { says, describedBy } = beside(id, options);
  const named = label({ for: id, text: options.label, size: options.labelSize });
  const box = html`<div class="govuk-input__wrapper govuk-password-input__wrapper">
    ${secretBox(options, id, wrong, describedBy)} ${showButton(id)}
  </div>`;
  return formGroup({
    main: html`${named} ${says} ${box}`,
    wrong,
    classes: 'govuk-password-input',
    attributes: { 'data-module': 'govuk-password-input' },
  });
}

function secretBox(options: PasswordInputOptions, id: string, wrong: boolean, describedBy?: string): Html {
  const more = options.classes === undefined ? '' : ` ${options.classes}`;
  return inputBox({
    id,
    name: options.name,
    wrong,
    type: 'password',
    classes: `govuk-password-input__input govuk-js-password-input-input${more}`,
    describedBy,
    autocomplete: options.autocomplete ?? 'current-password',
    autocapitalize: 'none',
    spellcheck: false,
    inputmode: options.inputmode,
  });
}

// Hidden until the script that makes it work shows it.
function showButton(id: string): Html {
  return button({
    text: 'Show',
    kind: 'secondary',
    type: 'button',
    classes: 'govuk-password-input__toggle govuk-js-password-input-toggle',
    attributes: { 'aria-controls': id, 'aria-label': 'Show password', hidden: true },
  });
}
