import { absenceOf, absenceSays } from '../../domain/absence.ts';
import { londonDay, showDay, type Day } from '../../domain/calendar.ts';
import {
  hasEnded,
  type Contact,
  type OpenRecord,
  type Source,
  type Topic,
  type VisibleRecord,
} from '../../domain/child-record.ts';
import { details } from './components/details.ts';
import { table } from './components/table.ts';
import { contactCards } from './contact-card.ts';
import { homesView } from './homes.ts';
import { html, type Html } from './html.ts';
import { identityView } from './identity.ts';
import { deskCards, involvementCard, relayCard, settingCards, type Ask } from './record-cards.ts';
import { withheld } from './withheld.ts';

/** What a page shows of a record, contacts above identity: only what the rules left in it. */
export function recordView(record: VisibleRecord, { desks, relay, ask }: Reached, now: Date): Html {
  if (record.kind === 'open') return openRecord(record, { desks, relay, ask }, now);
  const identity = identityView(record.who, londonDay(now));
  if (record.kind === 'closed') return html`${closedNote} ${identity}`;
  const childName = `${record.who.givenNames} ${record.who.familyName}`;
  const reached = relay === undefined ? desks : [relay, ...desks];
  return html`${withheld({
    childName,
    desks: deskCards(reached, now),
    askHref: ask?.({ kind: 'withheld' }),
  })}
  ${identity}`;
}

/** Who can be reached whoever is away: the duty desks, and the relay where there is one. */
export type Reached = {
  readonly desks: readonly Contact[];
  readonly relay: Contact | undefined;
  readonly ask?: Ask | undefined;
};

function openRecord(record: OpenRecord, { desks, relay, ask }: Reached, now: Date): Html {
  const today = londonDay(now);
  return html`
    ${servicesView(record, { relay, ask }, now)} ${homesView(record)} ${settingsView(record, now)}
    ${desksView(desks, now)} ${identityView(record.who, today, record)} ${endedView(record, now)}
    ${sourcesView(record.sources)}
  `;
}

function servicesView(record: OpenRecord, { relay, ask }: Pick<Reached, 'relay' | 'ask'>, now: Date): Html {
  const today = londonDay(now);
  const present = record.involvements.filter((one) => !hasEnded(one.endedOn, today));
  const brokered = record.sensitiveServiceInvolved && relay !== undefined ? [relayCard(relay, now, ask)] : [];
  const cards = [
    ...present.map((one) => involvementCard(one, now, one.own === 'mine' ? undefined : ask)),
    ...brokered,
  ];
  return html`<h2 class="govuk-heading-m">Services</h2>
    ${cards.length > 0 ? contactCards(cards, 3) : noService}
    ${record.sensitiveServiceInvolved && relay === undefined && sensitiveNote}`;
}

function settingsView(record: OpenRecord, now: Date): Html {
  const cards = settingCards(record, now);
  return html`<h2 class="govuk-heading-m">School and GP practice</h2>
    ${cards.length > 0 && contactCards(cards, 3)} ${absentSettings(record, londonDay(now))}`;
}

function absentSettings({ education, practices, sources }: OpenRecord, today: Day): Html {
  const absent: readonly Topic[] = [
    ...(education.some((one) => !hasEnded(one.endedOn, today)) ? [] : (['school'] as const)),
    ...(practices.some((one) => !hasEnded(one.endedOn, today)) ? [] : (['GP practice'] as const)),
  ];
  return html`${absent.map((topic) => absenceLine(topic, sources, today))}`;
}

/** Why nothing is shown of a topic, as a line of its own. */
function absenceLine(topic: Topic, sources: readonly Source[], today: Day): Html {
  return html`<p class="govuk-body">${absenceSays(topic, absenceOf(topic, sources, today))}</p>`;
}

function desksView(desks: readonly Contact[], now: Date): Html {
  if (desks.length === 0) return html``;
  return html`<h2 class="govuk-heading-m">If nobody answers: duty desks</h2>
    ${contactCards(deskCards(desks, now), 3)}`;
}

function endedView({ involvements }: OpenRecord, now: Date): Html {
  const ended = involvements.filter((one) => hasEnded(one.endedOn, londonDay(now)));
  if (ended.length === 0) return html``;
  return details({
    summary: `Services that have ended (${ended.length})`,
    main: contactCards(
      ended.map((one) => involvementCard(one, now)),
      3,
    ),
  });
}

function sourcesView(sources: readonly Source[]): Html {
  const rows = sources.map(({ supplier, says, firstSeenOn, lastSeenOn }) => [
    { text: supplier },
    { text: says.join(', ') },
    { text: showDay(firstSeenOn) },
    { text: showDay(lastSeenOn) },
  ]);
  const head = ['Supplier', 'Says', 'First seen', 'Last seen'].map((text) => ({ text }));
  return details({
    summary: 'Where this comes from',
    main: rows.length === 0 ? noSource : table({ caption: 'Suppliers of this record', head, rows }),
  });
}

const noService = html`<p class="govuk-body">
  No service is recorded. That does not mean that none is involved: ring the school or the GP practice.
</p>`;

const sensitiveNote = html`<p class="govuk-body">
  A sensitive service is involved. Which one, and where, is not shown. The duty desk can pass a message to it.
</p>`;

const noSource = html`<p class="govuk-body">No supplier’s row stands behind this record.</p>`;

const closedNote = html`<div class="app-withheld">
  <p class="govuk-body">
    This record is closed and will be removed. It shows nobody to contact. If you are worried about another
    child of the family, search for that child.
  </p>
</div>`;
