import { html, type Html } from '../html.ts';

export type BackLinkOptions = { readonly href: string; readonly text?: string | undefined };

/** To the page before in the same journey. */
export function backLink({ href, text = 'Back' }: BackLinkOptions): Html {
  return html`<a href="${href}" class="govuk-back-link">${text}</a>`;
}
