import { html, type Html } from '../html.ts';

/** Where this page stands; the last item is the page itself and has no link. */
export function breadcrumbs({ items }: { readonly items: readonly Crumb[] }): Html {
  return html`<nav class="govuk-breadcrumbs" aria-label="Breadcrumb">
    <ol class="govuk-breadcrumbs__list">
      ${items.map(crumb)}
    </ol>
  </nav>`;
}

export type Crumb = { readonly text: string; readonly href?: string | undefined };

function crumb({ text, href }: Crumb): Html {
  if (href === undefined)
    return html`<li class="govuk-breadcrumbs__list-item" aria-current="page">${text}</li>`;
  return html`<li class="govuk-breadcrumbs__list-item">
    <a class="govuk-breadcrumbs__link" href="${href}">${text}</a>
  </li>`;
}
