import { attributes, html, type Html } from '../html.ts';

export type NavigationItem = {
  readonly href: string;
  readonly text: string;
  /** The page itself. */
  readonly current?: boolean | undefined;
  /** The page is one of those behind it. */
  readonly active?: boolean | undefined;
};

/** The places that a user can go. On a phone with script they fold away under a button. */
export function serviceNavigation({ items }: { readonly items: readonly NavigationItem[] }): Html {
  return html`<div class="govuk-service-navigation" data-module="govuk-service-navigation">
    <div class="govuk-width-container">
      <div class="govuk-service-navigation__container">
        <nav aria-label="Menu" class="govuk-service-navigation__wrapper">
          ${items.length > 1 && toggle}
          <ul class="govuk-service-navigation__list" id="navigation">
            ${items.map(itemOf)}
          </ul>
        </nav>
      </div>
    </div>
  </div>`;
}

const toggle = html`<button
  type="button"
  class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle"
  aria-controls="navigation"
  hidden
  aria-hidden="true"
>
  Menu
</button>`;

function itemOf({ href, text, current = false, active = false }: NavigationItem): Html {
  const here = current || active;
  const rest = attributes({ href, 'aria-current': here && (current ? 'page' : 'true') });
  const words = here
    ? html`<strong class="govuk-service-navigation__active-fallback">${text}</strong>`
    : text;
  return html`<li class="govuk-service-navigation__item${here && ' govuk-service-navigation__item--active'}">
    <a class="govuk-service-navigation__link" ${rest}>${words}</a>
  </li>`;
}
