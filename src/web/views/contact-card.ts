import { showDay, type Day } from '../../domain/calendar.ts';
import { tag } from './components/tag.ts';
import { emailLink } from './email.ts';
import { html, type Html } from './html.ts';
import { telephoneLink } from './telephone.ts';

/** Somebody to reach about a child, as the phone book shows them. */
export type Contact = {
  readonly role: string;
  readonly personName?: string | null | undefined;
  /** The service, where the role does not already say it. */
  readonly serviceName?: string | null | undefined;
  readonly organisation: string;
  readonly team?: string | null | undefined;
  readonly telephone?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly reachNow?: { readonly open: boolean; readonly says: string } | undefined;
  readonly hoursText?: string | undefined;
  readonly lead?: boolean | undefined;
  readonly lastConfirmedOn?: Day | null | undefined;
  /** Not confirmed when it was due: may be out of date. */
  readonly stale?: boolean | undefined;
  readonly endedOn?: Day | null | undefined;
  /** Anything more to say or do, at the foot of the card. */
  readonly more?: Html | undefined;
};

/** The level of the cards' headings: one below the heading that they stand under. */
type Level = 2 | 3 | 4;

/** The cards under one heading, in the order given. */
export function contactCards(contacts: readonly Contact[], level: Level = 2): Html {
  const items = contacts.map((contact) => html`<li>${contactCard(contact, level)}</li>`);
  return html`<ul class="app-contacts">
    ${items}
  </ul>`;
}

// Who it is, and how to reach them: the telephone number is the largest thing on the card.
function contactCard(contact: Contact, level: Level): Html {
  const lead = contact.lead === true && html` app-contact--lead`;
  const ended = contact.endedOn && html` app-contact--ended`;
  return html`<div class="app-contact${lead}${ended}">
    <div class="app-contact__who">${who(contact, level)}</div>
    <div class="app-contact__reach">${reach(contact)}</div>
    ${standing(contact)} ${contact.more && html`<div class="app-contact__more">${contact.more}</div>`}
  </div>`;
}

function who({ role, personName, serviceName, team, organisation, lead }: Contact, level: Level): Html {
  const heading = `h${level}`;
  const place = [serviceName, team, organisation].filter(Boolean).join(', ');
  return html`<div class="app-contact__title">
      <${heading} class="app-contact__role">${role}</${heading}>
      ${lead === true && tag({ text: 'Lead professional' })}
    </div>
    ${personName && html`<p class="app-contact__name"><bdi>${personName}</bdi></p>`}
    <p class="app-contact__place">${place}</p>`;
}

function standing({ lastConfirmedOn, stale, endedOn }: Contact): Html {
  if (endedOn) return html`<p class="app-contact__standing">Ended ${showDay(endedOn)}</p>`;
  if (stale === undefined && !lastConfirmedOn) return html``;
  const confirmed = lastConfirmedOn ? `Last confirmed ${showDay(lastConfirmedOn)}` : 'Not yet confirmed';
  const old = stale === true && html` ${tag({ text: 'May be out of date', colour: 'yellow' })}`;
  return html`<p class="app-contact__standing">${confirmed}${old}</p>`;
}

function reach({ telephone, email, reachNow, hoursText }: Contact): Html {
  return html`<p class="app-contact__telephone">
      ${telephone ? telephoneLink(telephone, 'app-telephone') : 'No telephone number recorded'}
    </p>
    ${reachNow && reachLine(reachNow)}
    ${hoursText !== undefined && html`<p class="app-contact__hours">${hoursText}</p>`}
    ${email && html`<p class="app-contact__email">${emailLink(email)}</p>`}`;
}

// The dot is filled or hollow, so that it does not say it by colour alone; the words say it anyway.
function reachLine({ open, says }: { readonly open: boolean; readonly says: string }): Html {
  return html`<p class="app-reach app-reach--${open ? 'open' : 'closed'}">${says}</p>`;
}
