import { caseOrigins } from '../../domain/case-words.ts';
import { clockOf } from '../../domain/case.ts';
import { londonDay, showDay, type Day } from '../../domain/calendar.ts';
import { roles } from '../../domain/roles.ts';
import { seeCases } from '../../services/cases.ts';
import { pageReply, type Reply } from '../reply.ts';
import { caseHandle } from '../secrecy.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** The cases that wait for a reviewer, oldest first. */
export async function showCases(visit: SignedInVisit): Promise<Reply> {
  const asked = Number(visit.query['page'] ?? 1);
  const page = Number.isInteger(asked) && asked >= 1 && asked <= 5000 ? asked : 1;
  const seen = await seeCases(visit.site.services, visit.actor, page);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { rows, hasMore } = seen.value;
  const main = html`${explained} ${rows.length === 0 ? nothingLeft : casesTable(visit, rows)}
  ${hasMore && html`<p class="govuk-body"><a class="govuk-link" href="/cases?page=${page + 1}">Later cases</a></p>`}`;
  return pageReply(frame(visit, { title: 'Cases', main, showsChild: false, width: 'full' }));
}

const explained = html`<p class="govuk-body">
  Oldest first. Cases about people of your own organisation are not here: reviewers of another organisation
  see those. What you look at is recorded under your name.
</p>`;
const nothingLeft = html`<p class="govuk-body">Nothing waits. New cases appear here within five minutes.</p>`;

type Row = Parameters<typeof rowOf>[1];

function casesTable(visit: SignedInVisit, rows: readonly Row[]): Html {
  const today = londonDay(visit.site.services.now());
  const main = table({
    head: [
      { text: 'Person' },
      { text: 'Opened' },
      { text: 'Why' },
      { text: 'Their answer' },
      { text: 'State' },
    ],
    rows: rows.map((row) => rowOf(visit, row, today)),
    firstCellIsHeader: true,
  });
  return scrolling('Cases', main);
}

type Waiting = Extract<Awaited<ReturnType<typeof seeCases>>, { readonly ok: true }>['value']['rows'][number];

function rowOf({ site, sessionSecret, actor }: SignedInVisit, row: Waiting, today: Day) {
  const href = `/cases/${caseHandle(site.handleKey, sessionSecret, row.caseId)}`;
  return [
    {
      text: html`<a class="govuk-link" href="${href}"
          >${row.fullName}<span class="govuk-visually-hidden">, ${showDay(row.day)}</span></a
        ><br />${roles[row.role].name}, ${row.organisationName}`,
    },
    { text: momentInWords(row.openedAt) },
    { text: row.origins.map((origin) => caseOrigins[origin]).join(', ') },
    { text: answerInWords(row, today) },
    {
      text: html`${stateTag(row, actor.accountId)}
      ${row.isSuspended && tag({ text: 'Suspended', colour: 'red' })}`,
    },
  ];
}

/** Whether the user was asked, has answered, or has let the time go by. */
export function answerInWords(row: Pick<Waiting, 'answer' | 'askedAt' | 'answerDueOn'>, today: Day): string {
  if (row.answer !== null) return 'Answered';
  if (row.askedAt === null || row.answerDueOn === null) return 'Not asked';
  const due = showDay(row.answerDueOn);
  return clockOf(row.answerDueOn, today) === 'over' ? `Did not answer by ${due}` : `Asked, due ${due}`;
}

function stateTag({ state, proposedBy }: Waiting, accountId: number): Html {
  if (state === 'open') return tag({ text: 'Open', colour: 'yellow' });
  return proposedBy === accountId
    ? tag({ text: 'Waits for another', colour: 'grey' })
    : tag({ text: 'Needs you as second', colour: 'orange' });
}
