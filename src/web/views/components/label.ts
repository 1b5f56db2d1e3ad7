import { html, type Html, type Words } from '../html.ts';

export type Size = 's' | 'm' | 'l' | 'xl';

export type LabelOptions = {
  readonly for: string;
  readonly text: Words;
  readonly size?: Size | undefined;
  readonly classes?: string;
};

/** The name of a field. */
export function label({ for: id, text, size, classes }: LabelOptions): Html {
  const sized = size && html` govuk-label--${size}`;
  return html`<label class="govuk-label${sized}${classes && html` ${classes}`}" for="${id}">${text}</label>`;
}
