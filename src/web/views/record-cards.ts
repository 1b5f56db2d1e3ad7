import { londonDay, showDay } from '../../domain/calendar.ts';
import {
  hasEnded,
  type Contact,
  type Education,
  type Involvement,
  type OpenRecord,
  type Practice,
} from '../../domain/child-record.ts';
import type { Whom } from '../../domain/contact-request.ts';
import { isStale } from '../../domain/involvement.ts';
import { teamReach } from '../../domain/team-reach.ts';
import { serviceKinds } from '../../domain/service-kinds.ts';
import type { Contact as Card } from './contact-card.ts';
import { html, type Html } from './html.ts';
import { telephoneLink } from './telephone.ts';

/** Where the reader asks that somebody contact them; left out where nobody is asked from. */
export type Ask = (whom: Whom) => string;

/** The link that asks whoever is on a card to contact the reader. */
export function askLink(ask: Ask | undefined, whom: Whom, text = 'Ask them to contact me'): Html {
  if (ask === undefined) return html``;
  return html`<p class="app-contact__standing"><a class="govuk-link" href="${ask(whom)}">${text}</a></p>`;
}

/** One service's involvement as a card of the phone book. */
export function involvementCard(one: Involvement, now: Date, ask?: Ask): Card {
  const { person, contact } = one;
  const today = londonDay(now);
  const kind = serviceKinds[one.serviceKind].name;
  const telephone = person?.telephone ?? contact.telephone;
  return {
    role: person?.jobTitle ?? kind,
    personName: person?.name,
    team: contact.team,
    organisation: contact.organisation,
    ...reachOf({ ...contact, telephone, email: person?.email ?? contact.email }, now),
    lead: one.isLead,
    lastConfirmedOn: one.confirmedOn,
    stale: isStale(one.confirmedOn, today),
    endedOn: hasEnded(one.endedOn, today) ? one.endedOn : null,
    more: html`${moreOf(one, telephone)} ${askLink(ask, { kind: 'work', no: one.no })}`,
  };
}

/** The duty desks as cards, those first where somebody answers now. */
export function deskCards(desks: readonly Contact[], now: Date): readonly Card[] {
  const cards = desks.map((desk) => ({
    role: desk.team,
    organisation: desk.organisation,
    ...reachOf(desk, now),
  }));
  return [...cards.filter((card) => card.reachNow.open), ...cards.filter((card) => !card.reachNow.open)];
}

/** In place of a sensitive service: the relay, which does not say which it is. */
export function relayCard(relay: Contact, now: Date, ask?: Ask): Card {
  return {
    role: 'A sensitive service is involved',
    serviceName: relay.team,
    organisation: 'for every service that is not named',
    ...reachOf(relay, now),
    more: html`${brokered} ${askLink(ask, { kind: 'relay' })}`,
  };
}

const brokered = html`<p class="app-contact__standing">
  Which one, and where, is not shown. Ring the relay: it calls the service, which calls you. Give it the
  child’s ContactPoint number and the reference to speak aloud.
</p>`;

/** The present school and surgery as cards. */
export function settingCards({ education, practices }: OpenRecord, now: Date): readonly Card[] {
  const today = londonDay(now);
  return [
    ...education.filter((one) => !hasEnded(one.endedOn, today)).map((one) => educationCard(one, now)),
    ...practices.filter((one) => !hasEnded(one.endedOn, today)).map((one) => practiceCard(one, now)),
  ];
}

// Where the person has a number of their own, the team's is the way round an absence.
function moreOf(one: Involvement, shown: string): Html {
  return html`<p class="app-contact__standing">
    Since ${showDay(one.startedOn)}.${one.assessmentExists && html` Holds an assessment.`}
    ${shown !== one.contact.telephone && html` Team: ${telephoneLink(one.contact.telephone)}`}
  </p>`;
}

function educationCard(one: Education, now: Date): Card {
  if (one.kind === 'educated otherwise')
    return { role: 'Educated otherwise', organisation: 'Not at a school' };
  const successor =
    one.successor === null
      ? undefined
      : html`<p class="app-contact__standing">Closed. Its successor is ${one.successor}.</p>`;
  return {
    role: one.contact?.team ?? 'School',
    personName: null,
    organisation: schoolName(one),
    ...(one.contact === null ? {} : reachOf(one.contact, now)),
    more: successor ?? since(one.since),
  };
}

// Many a school has its town in its name already.
function schoolName({ name, town }: Education): string {
  if (name === null) return 'A school that is not in the register';
  return town === null || name.endsWith(town) ? name : `${name}, ${town}`;
}

function practiceCard(one: Practice, now: Date): Card {
  return {
    role: 'GP practice',
    organisation: one.name ?? `Practice code ${one.code}, which is not in the register`,
    ...(one.contact === null ? {} : reachOf(one.contact, now)),
    more: since(one.since),
  };
}

function since(day: Education['since']): Html | undefined {
  return day === null ? undefined : html`<p class="app-contact__standing">Since ${showDay(day)}.</p>`;
}

function reachOf({ telephone, email, hours }: Contact, now: Date) {
  return { telephone, email, ...teamReach(hours, now) };
}
