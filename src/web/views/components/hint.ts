import { html, type Html, type Words } from '../html.ts';

export type HintOptions = { readonly id: string; readonly text: Words; readonly classes?: string };

/** Help under a label or legend, read out with its field. */
export function hint({ id, text, classes }: HintOptions): Html {
  return html`<div id="${id}" class="govuk-hint${classes && html` ${classes}`}">${text}</div>`;
}
