import { attributes, html, type Html } from '../html.ts';

export type PageNumber =
  { readonly number: number; readonly href: string; readonly current?: boolean } | 'gap';

export type PaginationOptions = {
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
  readonly items: readonly PageNumber[];
};

/** The other pages of a long list; `previous` and `next` are addresses. */
export function pagination({ previous, next, items }: PaginationOptions): Html {
  return html`<nav class="govuk-pagination" aria-label="Pagination">
    ${previous !== undefined && previousLink(previous)}
    <ul class="govuk-pagination__list">
      ${items.map(pageItem)}
    </ul>
    ${next !== undefined && nextLink(next)}
  </nav>`;
}

function pageItem(item: PageNumber): Html {
  if (item === 'gap')
    return html`<li class="govuk-pagination__item govuk-pagination__item--ellipsis">&ctdot;</li>`;
  const current = item.current === true;
  const rest = attributes({
    href: item.href,
    'aria-label': `Page ${item.number}`,
    'aria-current': current && 'page',
  });
  return html`<li class="govuk-pagination__item${current && html` govuk-pagination__item--current`}">
    <a class="govuk-link govuk-pagination__link" ${rest}>${item.number}</a>
  </li>`;
}

function previousLink(href: string): Html {
  return html`<div class="govuk-pagination__prev">
    <a class="govuk-link govuk-pagination__link" href="${href}" rel="prev">
      <svg
        class="govuk-pagination__icon govuk-pagination__icon--prev"
        xmlns="http://www.w3.org/2000/svg"
        height="13"
        width="15"
        aria-hidden="true"
        focusable="false"
        viewBox="0 0 15 13"
      >
        <path
          d="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"
        ></path>
      </svg>
      <span class="govuk-pagination__link-title"
        >Previous<span class="govuk-visually-hidden"> page</span></span
      >
    </a>
  </div>`;
}

function nextLink(href: string): Html {
  return html`<div class="govuk-pagination__next">
    <a class="govuk-link govuk-pagination__link" href="${href}" rel="next">
      <span class="govuk-pagination__link-title">Next<span class="govuk-visually-hidden"> page</span></span>
      <svg
        class="govuk-pagination__icon govuk-pagination__icon--next"
        xmlns="http://www.w3.org/2000/svg"
        height="13"
        width="15"
        aria-hidden="true"
        focusable="false"
        viewBox="0 0 15 13"
      >
        <path
          d="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"
        ></path>
      </svg>
    </a>
  </div>`;
}
