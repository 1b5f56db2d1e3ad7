import { londonDay, showAge, type Day } from '../../domain/calendar.ts';
import { answerSearch, type Found, type FoundRow } from '../../services/find-child.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { pageReply, type Reply } from '../reply.ts';
import { childHandle } from '../secrecy.ts';
import { contactCards } from '../views/contact-card.ts';
import { details } from '../views/components/details.ts';
import { html, type Html } from '../views/html.ts';
import { partOfPostcode } from '../views/part-postcode.ts';
import { deskCards } from '../views/record-cards.ts';
import { resultRows, type FoundChild } from '../views/result-row.ts';
import type { SignedInVisit } from '../visit.ts';
import { findForm } from './find-child.ts';
import { frame } from './frame.ts';
import { notShownReply } from './over-budget.ts';

/** The children that a search found, or what to change so that it finds somebody. */
export async function showResults(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, params } = visit;
  const found = await answerSearch(site.services, actor, params['search'] ?? '');
  if (found.ok) return resultsPage(visit, found.value);
  if (found.fault.kind === 'not-found')
    await noteRefusal(site.services, actor, 'no such search in this session');
  return notShownReply(visit, found.fault);
}

function resultsPage(visit: SignedInVisit, found: Found): Reply {
  const { title, main } = resultsOf(visit, found);
  const page = frame(visit, {
    title,
    main: html`${main}
    ${details({ summary: 'Change what you asked for', main: findForm(visit, found.typed, []) })}`,
    backLink: { href: '/find', text: 'New search' },
    showsChild: true,
    width: 'full',
    receipt: found.receipt,
  });
  return pageReply(page);
}

function resultsOf(
  visit: SignedInVisit,
  { answer, desks }: Found,
): { readonly title: string; readonly main: Html } {
  if (answer.kind === 'too many') return { title: 'Too many children match', main: tooMany };
  const now = visit.site.services.now();
  if (answer.rows.length === 0)
    return { title: 'Nobody found', main: html`${nobody} ${contactCards(deskCards(desks, now), 3)}` };
  const exact = answer.rows.filter((row) => row.agrees);
  const close = answer.rows.filter((row) => !row.agrees);
  const rows = (some: readonly FoundRow[], level: 2 | 3): Html =>
    resultRows(
      some.map((row) => rowOf(visit, row, londonDay(now))),
      level,
    );
  const title = titleOf(exact.length, close.length);
  if (exact.length === 0) return { title, main: rows(close, 2) };
  if (close.length === 0) return { title, main: rows(exact, 2) };
  const main = html`${rows(exact, 2)}
    <h2 class="govuk-heading-m">Close matches</h2>
    ${rows(close, 3)}`;
  return { title, main };
}

function titleOf(exact: number, close: number): string {
  if (exact === 0) return close === 1 ? '1 close match' : `${close} close matches`;
  return exact === 1 ? '1 child matches what you asked for' : `${exact} children match what you asked for`;
}

function rowOf(visit: SignedInVisit, row: FoundRow, today: Day): FoundChild {
  return {
    name: `${row.givenNames} ${row.familyName}`,
    bornOn: row.dateOfBirth,
    age: showAge(row.dateOfBirth, today),
    partPostcode: partOfPostcode(row.postcode),
    why: row.agrees ? 'All that you asked for matches' : sentence(row.why.join('; ')),
    openHref: `/children/${childHandle(visit.site.handleKey, visit.handleSecret, row.childId)}`,
  };
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const tooMany = html`<p class="govuk-body">
  More than 20 children match all of it, so none is shown. Add detail: the full date of birth, both names, or
  the postcode.
</p>`;

const nobody = html`
  <p class="govuk-body">
    Nobody was found with what you asked for. That does not mean that the child is not here.
  </p>
  <ul class="govuk-list govuk-list--bullet">
    <li>Check the spelling of the names, or give only the family name with the date of birth.</li>
    <li>Check the date of birth, or give the year and both names.</li>
    <li>Leave out the postcode: the child may have moved, and some children are not found by place.</li>
  </ul>
  <h2 class="govuk-heading-m">If you cannot wait: duty desks</h2>
`;
