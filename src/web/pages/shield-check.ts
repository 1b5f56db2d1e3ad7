import { showDay } from '../../domain/calendar.ts';
import { lastShieldCheck } from '../../services/check-shields.ts';
import { pageReply, type Reply } from '../reply.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { frame } from './frame.ts';

/** What the nightly check of the shields found, for everybody who uses the service. Names nobody. */
export async function showShieldCheck(visit: SignedInVisit): Promise<Reply> {
  const check = await lastShieldCheck(visit.site.services);
  const main = html`<p class="govuk-body">
      Each night the clock holds the rules that hide shielded children against the records as they are: no
      search by place finds one of them, every record and home of a protected person is covered, and nobody
      was taken out by one person.
    </p>
    ${check === undefined ? notYet : found(check)}`;
  return pageReply(
    frame(visit, { title: 'Do the shields hold?', main, backLink: { href: '/' }, showsChild: false }),
  );
}

const notYet = html`<p class="govuk-body">They have not been checked here yet. They are each night.</p>`;

type Check = NonNullable<Awaited<ReturnType<typeof lastShieldCheck>>>;

function found({ checkedOn, broken }: Check): Html {
  if (broken.length === 0)
    return html`<p class="govuk-body"><strong>${showDay(checkedOn)}: every rule held.</strong></p>`;
  return html`<p class="govuk-body"><strong>${showDay(checkedOn)}: not every rule held.</strong></p>
    <ul class="govuk-list govuk-list--bullet">
      ${broken.map((rule) => html`<li>${rule}</li>`)}
    </ul>
    <p class="govuk-body">The operators were told. Until it is mended, tell nobody where a child is.</p>`;
}
