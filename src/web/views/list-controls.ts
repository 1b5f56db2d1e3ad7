import { button } from './components/button.ts';
import { pagination } from './components/pagination.ts';
import { html, type Html } from './html.ts';

/** What a list is filtered and sorted by: words of closed lists, never a name. */
export type ListQuery = Readonly<Record<string, string>>;

/** The address of a list so filtered; what is empty is left out. */
export function listAddress(base: string, query: ListQuery): string {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  return filled.length === 0 ? base : `${base}?${new URLSearchParams(filled).toString()}`;
}

/** Questions that narrow a list. Sent as part of the address, so that a list can be kept and gone back to. */
export function listFilters(action: string, main: Html): Html {
  return html`<form action="${action}" method="get" class="app-filters">
    ${main} ${button({ text: 'Show', kind: 'secondary' })}
  </form>`;
}

/** Which page of a list this is, with the way to the others. */
export function listPages(
  base: string,
  query: ListQuery,
  { page, hasMore }: { readonly page: number; readonly hasMore: boolean },
): Html {
  if (page === 1 && !hasMore) return html``;
  const href = (number: number): string => listAddress(base, { ...query, page: String(number) });
  return pagination({
    previous: page > 1 ? href(page - 1) : undefined,
    next: hasMore ? href(page + 1) : undefined,
    items: [{ number: page, href: href(page), current: true }],
  });
}

/** The head of a column that a list can be sorted by: a link, unless it is sorted so already. */
export function sortHead(
  base: string,
  query: ListQuery,
  sort: { readonly by: string; readonly text: string },
) {
  const { by, text } = sort;
  if (query['sort'] === by) return { text, sorted: 'ascending' } as const;
  const href = listAddress(base, { ...query, sort: by });
  return {
    text: html`<a class="govuk-link" href="${href}"
      >${text}<span class="govuk-visually-hidden"> (sort by this)</span></a
    >`,
  };
}

/** A word of a query if it is on the list, else the first of the list. */
export function wordIn<Word extends string>(
  words: readonly [Word, ...Word[]],
  given: string | undefined,
): Word {
  return words.find((word) => word === given) ?? words[0];
}
