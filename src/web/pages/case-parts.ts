import { caseAnswers, caseOrigins, caseOutcomes, familyTold } from '../../domain/case-words.ts';
import { clockOf } from '../../domain/case.ts';
import { londonDay, showDay } from '../../domain/calendar.ts';
import { findingKinds } from '../../domain/misuse/finding.ts';
import { footings, isFooting, isReason, reasons } from '../../domain/reasons.ts';
import type { SeenCase } from '../../services/cases.ts';
import { insetText } from '../views/components/inset-text.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { scrolling, table } from '../views/components/table.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords, timeInWords } from '../views/moment.ts';
import { lookInWords } from './why-opened.ts';

/** Whose day it is, and what the case was opened on. No score stands here: it ranks work, and not people. */
export function facts(seen: SeenCase, now: Date): Html {
  const explained = seen.sources.find(({ accesses }) => accesses !== null);
  return summaryList({
    rows: [
      { key: 'Day', value: showDay(seen.day) },
      { key: 'Opened', value: momentInWords(seen.openedAt) },
      {
        key: 'Because',
        value: html`${seen.sources.map(({ origin, cameAt }) => html`${caseOrigins[origin]}, ${momentInWords(cameAt)}<br />`)}`,
      },
      ...(explained === undefined
        ? []
        : [
            {
              key: 'Their other work',
              value: `Their work explains ${explained.explained ?? 0} of the ${explained.accesses ?? 0} looks of that day`,
            },
          ]),
      ...(seen.suspendedAt === null ? [] : [{ key: 'Suspended', value: momentInWords(seen.suspendedAt) }]),
      ...(seen.breachSince === null || seen.breachEndedAt !== null
        ? []
        : [{ key: 'Breach clock', value: hoursLeft(seen.breachSince, now) }]),
    ],
  });
}

function hoursLeft(since: Date, now: Date): string {
  const left = Math.floor((since.getTime() + 72 * 3_600_000 - now.getTime()) / 3_600_000);
  return left < 0 ? 'Over: 72 hours have gone by' : `${left} of 72 hours left`;
}

/** What was done, in time, and what was found in it. */
export function evidencePart({ evidence, sources }: SeenCase): Html {
  const findings = sources.flatMap((source) => source.findings);
  const rows = evidence.map(({ eventId, at, act, outcome, reason, footing, colleague, children }) => [
    { text: timeInWords(at) },
    { text: html`${lookInWords(act)}${outcome !== 'done' && outcome !== null && html` (${outcome})`}` },
    { text: children.length === 0 ? 'None' : children.map((letter) => `Child ${letter}`).join(', ') },
    {
      text: html`${reason !== null && isReason(reason) && reasons[reason]}
      ${footing !== null && isFooting(footing) && html`<br />${footings[footing]}`}
      ${colleague !== null && html`<br />For ${colleague}, on the telephone`}`,
    },
    { text: foundIn(eventId, findings) },
  ]);
  const head = ['Time', 'What was done', 'Child', 'Reason and footing given', 'What was found'].map(
    (text) => ({ text }),
  );
  return html`<h2 class="govuk-heading-m">What was done</h2>
    ${scrolling('What was done', table({ head, rows, firstCellIsHeader: true, dense: true }))}
    ${findings.length > 0 && findingsList(findings)}
    <p class="govuk-body">
      A child is a letter here: no record is opened to judge a look. What is found says how the child stands
      to the user.
    </p>`;
}

type Findings = SeenCase['sources'][number]['findings'];

function foundIn(eventId: string, findings: Findings): string {
  const found = findings
    .filter(({ events }) => events.includes(eventId))
    .map(({ kind }) => findingKinds[kind]);
  return found.length === 0 ? 'Nothing found' : found.join('; ');
}

function findingsList(findings: Findings): Html {
  return html`<h3 class="govuk-heading-s">What nothing explains</h3>
    <ul class="govuk-list govuk-list--bullet">
      ${findings.map(({ says }) => html`<li>${says}</li>`)}
    </ul>`;
}

/** What the user says, or that they were not asked or have not answered. */
export function answered({ askedAt, answer, answeredAt, answerDueOn }: SeenCase, now: Date): Html {
  const heading = html`<h2 class="govuk-heading-m">What the user says</h2>`;
  if (askedAt === null || answerDueOn === null)
    return html`${heading}
      <p class="govuk-body">They were not asked.</p>`;
  if (answer !== null && answeredAt !== null)
    return html`${heading}
    ${insetText({ text: html`“${caseAnswers[answer]}”, on ${momentInWords(answeredAt)}` })}`;
  const isLate = clockOf(answerDueOn, londonDay(now)) === 'over';
  return html`${heading}
    <p class="govuk-body">
      Asked on ${momentInWords(askedAt)}.
      ${isLate ? `They did not answer by ${showDay(answerDueOn)}.` : `They have until ${showDay(answerDueOn)}.`}
    </p>`;
}

/** What is proposed or was decided. */
export function whatWasDecided(seen: SeenCase): Html {
  const { outcomes, deliberate, family, proposer, proposedAt, decider, decidedAt } = seen;
  const person = (name: string | null, at: Date | null): string =>
    name === null || at === null ? 'Nobody yet' : `${name}, ${momentInWords(at)}`;
  return html`<h2 class="govuk-heading-m">${decidedAt === null ? 'What is proposed' : 'What was decided'}</h2>
    ${summaryList({
      rows: [
        { key: 'Deliberate', value: deliberate === true ? 'Yes' : 'No' },
        {
          key: 'Outcome',
          value: html`${outcomes.map((outcome) => html`${caseOutcomes[outcome].name}<br />`)}`,
        },
        ...(family === null ? [] : [{ key: 'Family', value: familyTold[family] }]),
        { key: 'Proposed by', value: person(proposer, proposedAt) },
        { key: 'Decided by', value: person(decider, decidedAt) },
      ],
    })}`;
}
