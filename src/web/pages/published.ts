import {
  caseOutcomes,
  employerPunishments,
  isCaseOutcome,
  isEmployerPunishment,
} from '../../domain/case-words.ts';
import { londonDay, showDay } from '../../domain/calendar.ts';
import { organisationKinds } from '../../domain/organisation-kinds.ts';
import { publishedFor, publishedNumber, yearDue } from '../../domain/published-year.ts';
import { readPublished, type PublishedYear } from '../../services/published-years.ts';
import { pageReply, type Reply } from '../reply.ts';
import { scrolling, table } from '../views/components/table.ts';
import { html, type Html } from '../views/html.ts';
import type { Visit } from '../visit.ts';
import { frame } from './frame.ts';

const title = 'How misuse was punished';

/** What is published each year: how many people of which kind of organisation were punished, and how. */
export async function showPublished(visit: Visit): Promise<Reply> {
  const { services } = visit.site;
  const years = await readPublished(services);
  const next = yearDue(londonDay(services.now())) + 1;
  const main = html`${rules} ${years.map(yearPart)}
    <p class="govuk-body">The numbers of ${next} will be here from ${showDay(publishedFor(next))}.</p>`;
  return pageReply(frame(visit, { title, main, showsChild: false }));
}

const rules = html`<p class="govuk-body">
    Every search and every opening of a child’s record is written down and checked. Whoever looks on purpose
    without permission or a good reason loses their access for good, under every employer, for at least six
    years. Two people decide that, and a third hears an appeal. The employer has 20 working days to report
    what it did, or loses its own access.
  </p>
  <p class="govuk-body">
    Fewer than five people are not counted out, and other numbers are to the nearest five, so that nobody can
    be recognised. A person can appear more than once. What an appeal overturned is not counted.
  </p>`;

function yearPart({ year, publishedOn, punishments }: PublishedYear): Html {
  return html`<section>
    <h2 class="govuk-heading-m">${year}</h2>
    ${publishedOn !== undefined && html`<p class="govuk-hint">Published on ${showDay(publishedOn)}</p>`}
    ${punishments.length === 0 && html`<p class="govuk-body">Nobody was punished.</p>`}
    ${partOf(
      `What reviewers decided in ${year}`,
      punishments.filter(({ by }) => by === 'reviewers'),
    )}
    ${partOf(
      `What employers did in ${year}`,
      punishments.filter(({ by }) => by === 'employer'),
    )}
  </section>`;
}

function partOf(heading: string, rows: PublishedYear['punishments']): Html {
  if (rows.length === 0) return html``;
  const figures = table({
    head: [{ text: 'Kind of organisation' }, { text: 'Punishment' }, { text: 'People', numeric: true }],
    rows: rows.map(({ kind, punishment, people }) => [
      { text: organisationKinds[kind].name },
      { text: punishmentInWords(punishment) },
      { text: publishedNumber(people), numeric: true },
    ]),
    firstCellIsHeader: true,
    dense: true,
  });
  return html`<h3 class="govuk-heading-s">${heading}</h3>
    ${scrolling(heading, figures)}`;
}

function punishmentInWords(punishment: string): string {
  if (isCaseOutcome(punishment)) return caseOutcomes[punishment].name;
  return isEmployerPunishment(punishment) ? employerPunishments[punishment] : punishment;
}
