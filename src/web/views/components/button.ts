import { attributes, type Attributes, html, type Html, type Words } from '../html.ts';

export type ButtonOptions = {
  readonly text: Words;
  readonly kind?: 'secondary' | 'warning' | 'inverse' | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly type?: 'submit' | 'button' | undefined;
  readonly classes?: string | undefined;
  /** With script, a second click within a second does not send the form again. */
  readonly preventDoubleClick?: boolean | undefined;
  readonly attributes?: Attributes | undefined;
};

export type LinkButtonOptions = {
  readonly text: Words;
  readonly href: string;
  readonly kind?: ButtonOptions['kind'];
  readonly start?: boolean | undefined;
};

/** A button that sends the form it stands in. Its words are a verb. */
export function button(options: ButtonOptions): Html {
  const rest = attributes({
    type: options.type ?? 'submit',
    value: options.value,
    name: options.name,
    id: options.id,
    'data-prevent-double-click':
      options.preventDoubleClick === undefined ? undefined : String(options.preventDoubleClick),
    ...options.attributes,
  });
  const more = options.classes && html` ${options.classes}`;
  return html`<button class="govuk-button${kindOf(options)}${more}" data-module="govuk-button" ${rest}>
    ${options.text}
  </button>`;
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function linkButton({ text, href, kind, start = false }: LinkButtonOptions): Html {
  const classes = html`govuk-button${kindOf({ kind })}${start && html` govuk-button--start`}`;
  // A start button lays its parts out in a row: words with markup in them must be one part.
  const words = start && typeof text !== 'string' ? html`<span>${text}</span>` : text;
  return html`<a href="${href}" role="button" draggable="false" class="${classes}" data-module="govuk-button">
    ${words} ${start && startIcon}
  </a>`;
}

function kindOf({ kind }: { readonly kind?: ButtonOptions['kind'] }): Html {
  return html`${kind && html` govuk-button--${kind}`}`;
}

const startIcon = html`<svg
  class="govuk-button__start-icon"
  xmlns="http://www.w3.org/2000/svg"
  width="17.5"
  height="19"
  viewBox="0 0 33 40"
  aria-hidden="true"
  focusable="false"
>
  <path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z" />
</svg>`;
