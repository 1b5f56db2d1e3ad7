import { londonDay, showDay } from '../../domain/calendar.ts';
import { termBegan } from '../../domain/involvement.ts';
import { confirmContacts, contactsDue, seeContacts, type ContactsSeen } from '../../services/contacts.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { childHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { scrolling, table } from '../views/components/table.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** The contacts that the reader and their team are to confirm this term. */
export async function showContacts(visit: SignedInVisit): Promise<Reply> {
  const seen = await seeContacts(visit.site.services, visit.actor);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { due, mine, team, receipt } = seen.value;
  const since = showDay(termBegan(londonDay(visit.site.services.now())));
  const main = html`
    <p class="govuk-body">
      Others rely on these. Confirm each term that you, or your team, are still reached so: once confirmed
      since ${since} they are not shown as out of date.
    </p>
    ${mine > 0 && confirmForm(visit, 'mine', `Confirm my ${counted(mine)}`)}
    ${team > mine && confirmForm(visit, 'team', `Confirm all ${counted(team)} of my team`, 'secondary')}
    ${due.length === 0 ? nothingDue : dueTable(visit, due)}
  `;
  return pageReply(
    frame(visit, {
      title: 'Contacts to confirm',
      main,
      backLink: { href: '/' },
      showsChild: true,
      width: 'full',
      ...(receipt !== undefined && { receipt }),
    }),
  );
}

/** Confirms all of one's own or of the team's. */
export async function confirmAll(visit: SignedInVisit): Promise<Reply> {
  const confirmed = await confirmContacts(visit.site.services, visit.actor, visit.form.get('whose') ?? '');
  return confirmed.ok ? goTo('/contacts') : faultReply(visit, confirmed.fault);
}

/** For the start page: how many of one's own are to be confirmed, where any are. */
export async function contactsWaiting({ site, actor }: SignedInVisit): Promise<Html | undefined> {
  const { mine, team } = await contactsDue(site.services, actor);
  if (team === 0) return undefined;
  const whose = mine > 0 ? `${counted(mine)} of yours` : `${counted(team)} of your team`;
  return html`<a class="govuk-link" href="/contacts">Confirm ${whose} this term</a>`;
}

function confirmForm(visit: SignedInVisit, whose: string, text: string, kind?: 'secondary'): Html {
  return form({
    action: '/contacts',
    formToken: visit.formToken,
    main: button({ text, name: 'whose', value: whose, kind, preventDoubleClick: true }),
  });
}

function counted(number: number): string {
  return number === 1 ? '1 contact' : `${number} contacts`;
}

function dueTable(visit: SignedInVisit, due: ContactsSeen['due']): Html {
  const { site, handleSecret } = visit;
  const rows = due.map(({ childId, name, dateOfBirth, confirmedOn, person, isMine }) => [
    {
      text: html`<a
        class="govuk-link"
        href="/children/${childHandle(site.handleKey, handleSecret, childId)}/work"
        ><bdi>${name}</bdi></a
      >`,
    },
    { text: showDay(dateOfBirth) },
    { text: isMine ? 'You' : (person ?? 'The team') },
    { text: confirmedOn === null ? 'Not yet' : showDay(confirmedOn) },
  ]);
  const head = ['Child', 'Born', 'Who', 'Last confirmed'].map((text) => ({ text }));
  const caption = 'The first fifty, yours first';
  return scrolling(caption, table({ caption, head, rows }));
}

const nothingDue = html`<p class="govuk-body">All contacts of your team are confirmed this term.</p>`;
