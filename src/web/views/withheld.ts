import { type Contact, contactCards } from './contact-card.ts';
import { html, type Html } from './html.ts';

export type WithheldOptions = {
  readonly childName: string;
  /** Who can pass a message on, at this hour. */
  readonly desks: readonly Contact[];
};

/** In place of the contacts of a child whose whereabouts would put someone at risk: what can be done now. */
export function withheld({ childName, desks }: WithheldOptions): Html {
  return html`<section class="app-withheld">
      <h2 class="govuk-heading-m">Some details are not shown</h2>
      <p class="govuk-body">
        Where <bdi>${childName}</bdi> lives and who is helping are kept back, because knowing it could put
        somebody at risk.
      </p>
      <ul class="govuk-list govuk-list--bullet">
        <li>If somebody is in danger, ring ${telephone999}.</li>
        <li>Ring a duty desk below: they can pass a message to the people who are helping.</li>
        <li>Tell nobody where you think the family is.</li>
      </ul>
    </section>
    <h2 class="govuk-heading-m">Duty desks</h2>
    ${contactCards(desks, 3)}`;
}

const telephone999 = html`<a class="govuk-link" href="tel:999">999</a>`;
