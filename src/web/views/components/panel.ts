import { html, type Html, type Words } from '../html.ts';

export type PanelOptions = { readonly title: Words; readonly text?: Words };

/** It is done: what was done, and its reference. The page's h1 stands above, so this is an h2. */
export function panel({ title, text }: PanelOptions): Html {
  return html`<div class="govuk-panel govuk-panel--confirmation">
    <h2 class="govuk-panel__title">${title}</h2>
    ${text !== undefined && html`<div class="govuk-panel__body">${text}</div>`}
  </div>`;
}
