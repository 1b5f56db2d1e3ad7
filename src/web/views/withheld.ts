import { type Contact, contactCards } from './contact-card.ts';
import { html, type Html } from './html.ts';

export type WithheldOptions = {
  readonly childName: string;
  /** Who can pass a message on, at this hour. */
  readonly desks: readonly Contact[];
  /** Where whoever is helping can be asked to contact the reader. */
  readonly askHref?: string | undefined;
};

/** In place of the contacts of a child whose whereabouts would put someone at risk: what can be done now. */
export function withheld({ childName, desks, askHref }: WithheldOptions): Html {
  return html`<section class="app-withheld">
      <h2 class="govuk-heading-m">Some details are not shown</h2>
      <p class="govuk-body">
        Where <bdi>${childName}</bdi> lives and who is helping are kept back, because knowing it could put
        somebody at risk.
      </p>
      <ul class="govuk-list govuk-list--bullet">
        <li>If somebody is in danger, ring ${telephone999}.</li>
        <li>Ring a duty desk below: they can pass a message to the people who are helping.</li>
        ${askHref !== undefined && asking(askHref)}
        <li>Tell nobody where you think the family is.</li>
      </ul>
    </section>
    <h2 class="govuk-heading-m">Duty desks</h2>
    ${contactCards(desks, 3)}`;
}

const telephone999 = html`<a class="govuk-link" href="tel:999">999</a>`;

function asking(href: string): Html {
  return html`<li>
    If it can wait,
    <a class="govuk-link" href="${href}">ask whoever is helping to contact you</a>: you will not be told who
    or where they are.
  </li>`;
}
