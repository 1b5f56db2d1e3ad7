import { attributes, html, type Html, type Words } from '../html.ts';

export type DetailsOptions = {
  readonly summary: Words;
  readonly main: Words;
  readonly id?: string | undefined;
  readonly open?: boolean | undefined;
};

/** Something folded away that a few people need. */
export function details({ summary, main, id, open }: DetailsOptions): Html {
  return html`<details class="govuk-details" ${attributes({ id, open })}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">${summary}</span>
    </summary>
    <div class="govuk-details__text">${main}</div>
  </details>`;
}
