import { showDay } from '../../domain/calendar.ts';
import type { Carer, Home, OpenRecord, Whereabouts } from '../../domain/child-record.ts';
import { relationships } from '../../domain/relationships.ts';
import { contactCards, type Contact as Card } from './contact-card.ts';
import { html, type Html } from './html.ts';

/** Where the child lives and with whom: each home with the carers in it, then carers whose home is not recorded. */
export function homesView({ homes, carers, whereabouts, responsibleCouncil }: OpenRecord): Html {
  const elsewhere = carers.filter((carer) => !homes.some((home) => home.addressNo === carer.addressNo));
  return html`<h2 class="govuk-heading-m">Home and carers</h2>
    ${whereabouts !== 'current' && html`<p class="govuk-body">${whereaboutsSays[whereabouts]}</p>`}
    <div class="app-homes">
      ${homes.map((home) => homeView(home, carersAt(home, carers)))}
      ${elsewhere.length > 0 && carersView(elsewhere)}
    </div>
    ${carers.length === 0 && html`<p class="govuk-body">No parent or carer is recorded.</p>`}
    ${responsibleCouncil !== null && html`<p class="govuk-body">Responsible council: ${responsibleCouncil}</p>`}`;
}

const whereaboutsSays: Readonly<Record<Exclude<Whereabouts, 'current'>, string>> = {
  'last known': 'The child may have moved: the address is the last one known.',
  'no known address': 'The child has no known address.',
  'left England, means to return': 'The child has left England and means to return within three years.',
  'left England, does not mean to return': 'The child has left England and does not mean to return.',
  'left England, return unknown': 'The child has left England. Whether they mean to return is not known.',
};

function homeView(home: Home, at: readonly Carer[]): Html {
  return html`<section class="app-home">
    <h3 class="govuk-heading-s">${homeTitle(home, at)}</h3>
    <p class="govuk-body">
      ${[home.line, home.town, home.postcode?.replace(' ', '\u{A0}')].filter(Boolean).join(', ')}
      ${home.since !== null && html`<br /><span class="app-contact__standing">Since ${showDay(home.since)}</span>`}
    </p>
    ${at.length > 0 && carersView(at)}
  </section>`;
}

function carersView(carers: readonly Carer[]): Html {
  return contactCards(carers.map(carerCard), 4);
}

// Two homes are told apart by who is there (product.md section 1).
function homeTitle({ standing }: Home, at: readonly Carer[]): string {
  const names = at.filter((carer) => !carer.isCouncil).map((carer) => carer.name);
  if (standing === 'last known') return 'Last known home';
  return names.length === 0 ? 'Home' : `Home with ${names.join(' and ')}`;
}

function carerCard(carer: Carer): Card {
  return {
    role: carer.name,
    organisation: relationships[carer.relationship],
    telephone: carer.telephone,
    email: carer.email,
    more: html`<p class="app-contact__standing">Parental responsibility: ${carer.parentalResponsibility}</p>`,
  };
}

function carersAt(home: Home, carers: readonly Carer[]): readonly Carer[] {
  return carers.filter((carer) => carer.addressNo === home.addressNo);
}
