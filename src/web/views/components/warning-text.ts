import { html, type Html, type Words } from '../html.ts';

/** What a person must know before going on. */
export function warningText({ text }: { readonly text: Words }): Html {
  return html`<div class="govuk-warning-text">
    <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
    <strong class="govuk-warning-text__text"
      ><span class="govuk-visually-hidden">Warning</span> ${text}</strong
    >
  </div>`;
}
