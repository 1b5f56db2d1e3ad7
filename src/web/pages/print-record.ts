import { addDays, londonDay, showDay } from '../../domain/calendar.ts';
import { hasEnded, type OpenRecord } from '../../domain/child-record.ts';
import { spokenReference } from '../../domain/spoken-reference.ts';
import { openChildRecord, type OpenedRecord } from '../../services/child-record.ts';
import { pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { contactCards } from '../views/contact-card.ts';
import { homesView } from '../views/homes.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import { deskCards, involvementCard, relayCard, settingCards } from '../views/record-cards.ts';
import type { SignedInVisit } from '../visit.ts';
import { childNamed, noSuchChild, ofChild } from './care-visit.ts';
import { frame } from './frame.ts';
import { notShownReply } from './over-budget.ts';

const keptDays = 7; // a print is for the visit or the meeting at hand: ours

/** The contacts of a record on a page that prints: who, when, reference, destroy-by, and no address. */
export async function printContacts(visit: SignedInVisit): Promise<Reply> {
  return printed(visit, 'print contacts');
}

/** Its addresses: asked for again, and written down again. */
export async function printAddresses(visit: SignedInVisit): Promise<Reply> {
  return printed(visit, 'print addresses');
}

/** The forms under an opened record that lead to these, with the grounds that it was opened on. */
export function printForm(visit: SignedInVisit, what: 'prints' | 'prints/addresses', text: string): Html {
  const kept = (name: string) =>
    html`<input type="hidden" name="${name}" value="${visit.form.get(name) ?? ''}" />`;
  return form({
    action: ofChild(visit, `/${what}`),
    formToken: visit.formToken,
    main: html`${kept('reason')} ${kept('footing')} ${button({ text, kind: 'secondary' })}`,
  });
}

async function printed(visit: SignedInVisit, act: 'print contacts' | 'print addresses'): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const { site, actor, form: fields } = visit;
  const grounds = { reason: fields.get('reason') ?? '', footing: fields.get('footing') ?? '' };
  const opened = await openChildRecord(site.services, actor, { childId, ...grounds }, act);
  if (!opened.ok) return notShownReply(visit, opened.fault);
  const { record } = opened.value;
  const isContacts = act === 'print contacts';
  const now = site.services.now();
  return pageReply(
    frame(visit, {
      title: isContacts ? 'Contacts to print' : 'Addresses to print',
      caption: html`<bdi>${record.who.givenNames} ${record.who.familyName}</bdi>`,
      main: html`${heading(visit, opened.value, now)}
      ${record.kind === 'open' ? printedPart(visit, act, record, opened.value) : nothingToPrint}`,
      backLink: { href: ofChild(visit) },
      showsChild: true,
      prints: true,
      receipt: opened.value.receipt,
    }),
  );
}

function printedPart(
  visit: SignedInVisit,
  act: 'print contacts' | 'print addresses',
  record: OpenRecord,
  opened: OpenedRecord,
): Html {
  if (act === 'print addresses') return homesView(record);
  return html`${contactsOf(record, opened, visit.site.services.now())}
  ${printForm(visit, 'prints/addresses', 'Print the addresses too')}`;
}

function heading({ actor }: SignedInVisit, { receipt }: OpenedRecord, now: Date): Html {
  return summaryList({
    rows: [
      { key: 'Printed by', value: `${actor.fullName}, ${actor.organisationName}` },
      { key: 'When', value: momentInWords(now) },
      { key: 'Reference', value: spokenReference(receipt.eventId) },
      { key: 'Destroy by', value: showDay(addDays(londonDay(now), keptDays)) },
    ],
  });
}

function contactsOf(record: OpenRecord, { desks, relay }: OpenedRecord, now: Date): Html {
  const present = record.involvements.filter((one) => !hasEnded(one.endedOn, londonDay(now)));
  const brokered = record.sensitiveServiceInvolved && relay !== undefined ? [relayCard(relay, now)] : [];
  const cards = [
    ...present.map((one) => involvementCard(one, now)),
    ...brokered,
    ...settingCards(record, now),
    ...deskCards(desks, now),
  ];
  return contactCards(cards);
}

const nothingToPrint = html`<p class="govuk-body">Nothing of this record is printed.</p>`;
