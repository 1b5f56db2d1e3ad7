import { html, type Html, type Words } from '../html.ts';

export type ErrorSummaryOptions = {
  readonly title?: string;
  /** `id` is that of the box to go to; an error that belongs to no box has none. */
  readonly errors: readonly { readonly text: Words; readonly id?: string | undefined }[];
};

/** All that is wrong with a form, at the top of the page, each a link to its box. */
export function errorSummary({ title = 'There is a problem', errors }: ErrorSummaryOptions): Html {
  const items = errors.map(
    ({ text, id }) => html`<li>${id === undefined ? text : html`<a href="#${id}">${text}</a>`}</li>`,
  );
  return html`<div class="govuk-error-summary" data-module="govuk-error-summary">
    <div role="alert">
      <h2 class="govuk-error-summary__title">${title}</h2>
      <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">
          ${items}
        </ul>
      </div>
    </div>
  </div>`;
}
