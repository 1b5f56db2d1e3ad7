import { attributes, html, type Html, type Words } from '../html.ts';

/** Words set apart from those around them. */
export function insetText({ text, id }: { readonly text: Words; readonly id?: string }): Html {
  return html`<div class="govuk-inset-text" ${attributes({ id })}>${text}</div>`;
}
