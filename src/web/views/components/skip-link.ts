import { html, type Html } from '../html.ts';

/** The first link of a page, for those who do not use a mouse. */
export function skipLink({ text, href }: { readonly text: string; readonly href: string }): Html {
  return html`<a href="${href}" class="govuk-skip-link" data-module="govuk-skip-link">${text}</a>`;
}
