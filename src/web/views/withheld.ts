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
        The home, carers, school, GP practice and services of <bdi>${childName}</bdi> are kept back, because
        knowing where they are could put somebody at risk. Please do not look for them elsewhere.
      </p>
      <h3 class="govuk-heading-s">What you can do now</h3>
      <ul class="govuk-list govuk-list--bullet">
        <li>If somebody is in danger, ring ${telephone999}.</li>
        <li>
          Ring a duty desk below. They can pass a message to the people who work with <bdi>${childName}</bdi>.
        </li>
        <li>Do not say to anybody where you think the family is.</li>
      </ul>
    </section>
    <h2 class="govuk-heading-m">Duty desks</h2>
    ${contactCards(desks, 3)}`;
}

const telephone999 = html`<a class="govuk-link" href="tel:999">999</a>`;
