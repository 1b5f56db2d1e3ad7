import { html, type Html, type Words } from '../html.ts';

export type ErrorMessageOptions = { readonly id: string; readonly text: Words };

/** What is wrong with one field, in the same words as the summary. */
export function errorMessage({ id, text }: ErrorMessageOptions): Html {
  return html`<p id="${id}" class="govuk-error-message">
    <span class="govuk-visually-hidden">Error:</span> ${text}
  </p>`;
}
