import { showDay } from '../../domain/calendar.ts';
import { consentsEndingSoon, seeConsentsEnding } from '../../services/consents-ending.ts';
import { pageReply, type Reply } from '../reply.ts';
import { childHandle } from '../secrecy.ts';
import { table } from '../views/components/table.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** The consents of the reader's team that end within a month: to be asked for again, or let go. */
export async function showConsentsEnding(visit: SignedInVisit): Promise<Reply> {
  const { site, handleSecret, actor } = visit;
  const seen = await seeConsentsEnding(site.services, actor);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { list, receipt } = seen.value;
  const rows = list.map(({ childId, name, dateOfBirth, untilOn }) => [
    {
      text: html`<a
        class="govuk-link"
        href="/children/${childHandle(site.handleKey, handleSecret, childId)}/consents"
        ><bdi>${name}</bdi></a
      >`,
    },
    { text: showDay(dateOfBirth) },
    { text: showDay(untilOn) },
  ]);
  const head = ['Child', 'Born', 'Last day'].map((text) => ({ text }));
  const main = html`<p class="govuk-body">
      Your service is recorded with these children on consent that ends within 30 days. Ask again whoever gave
      it. Where nobody renews it, your service leaves the record after the last day.
    </p>
    ${rows.length === 0 ? noneEnding : table({ caption: 'The first to end first', head, rows })}`;
  return pageReply(
    frame(visit, {
      title: 'Consents that end soon',
      main,
      backLink: { href: '/' },
      showsChild: true,
      ...(receipt !== undefined && { receipt }),
    }),
  );
}

const noneEnding = html`<p class="govuk-body">None ends within 30 days.</p>`;

/** For the start page: how many end soon; nothing where none does. */
export async function consentsEnding({ site, actor }: SignedInVisit): Promise<Html | undefined> {
  const ending = await consentsEndingSoon(site.services, actor);
  if (ending === 0) return undefined;
  const words = ending === 1 ? 'A consent ends' : `${ending} consents end`;
  return html`<a class="govuk-link" href="/consents">${words} within 30 days</a>`;
}
