import { caseOutcomes } from '../../domain/case-words.ts';
import { isFindingKind, findingKinds } from '../../domain/misuse/finding.ts';
import { showUsage, type UsageFigures } from '../../services/usage-figures.ts';
import { pageReply, type Reply } from '../reply.ts';
import { barChart, type Bar } from '../views/bar-chart.ts';
import { scrolling, table } from '../views/components/table.ts';
import { warningText } from '../views/components/warning-text.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { frame } from './frame.ts';

const title = 'How records are used';

/** The reviewers' dashboard: three charts, the figures of each beneath it. */
export async function showUsagePage(visit: SignedInVisit): Promise<Reply> {
  const figures = await showUsage(visit.site.services, visit.actor);
  const main = html`<p class="govuk-body">
      Figures of all organisations together. None is of one person. What needs a person is under
      <a class="govuk-link" href="/cases">Cases</a>.
    </p>
    ${alarmsPart(figures)} ${hours(figures)} ${kinds(figures)} ${times(figures)} ${outcomes(figures)}
    ${origins(figures)}`;
  return pageReply(frame(visit, { title, main, backLink: { href: '/' }, showsChild: false, width: 'full' }));
}

function alarmsPart({ alarms }: UsageFigures): Html {
  if (alarms.length === 0)
    return html`<p class="govuk-body">
      Nothing is wrong with the log of all looks: its last check found nothing, and its witnesses answer.
    </p>`;
  const lines = alarms.map(({ says, raisedAt }) =>
    warningText({ text: `${says} Since ${momentInWords(raisedAt)}.` }),
  );
  return html`<section>
    <h2 class="govuk-heading-m">The log of all looks</h2>
    ${lines}
    <p class="govuk-body">Tell whoever runs the service now: docs/reviewing.md says what each line means.</p>
  </section>`;
}

/** Alerts by the custom of naming that staff names are mostly found with, so that a rare name does not become suspicion. */
function origins({ ratesByOrigin: rates }: UsageFigures): Html {
  if (rates.length === 0) return html``;
  const looks = rates.reduce((sum, { accesses }) => sum + accesses, 0);
  const asked = rates.reduce((sum, { alerts }) => sum + alerts, 0);
  const usual = (asked * 10_000) / Math.max(1, looks);
  const apart = rates.filter(({ from, to }) => from > usual || to < usual);
  const heading = 'Who is asked, by origin of staff names';
  return html`<section>
    <h2 class="govuk-heading-m">${heading}</h2>
    <p class="govuk-body"><strong>${findingOnOrigins(apart)}</strong></p>
    <p class="govuk-body">
      A name tells what it is mostly found with, and nothing of what a person is. Names of which there are
      fewer than ten accounts stand together.
    </p>
    ${scrolling(heading, originsTable(rates))}
  </section>`;
}

function originsTable(rates: UsageFigures['ratesByOrigin']): Html {
  const numeric = true;
  return table({
    head: [
      { text: 'Names mostly found as' },
      { text: 'Accounts', numeric },
      { text: 'Looks', numeric },
      { text: 'Asked about', numeric },
      { text: 'In 10,000 looks', numeric },
      { text: 'Between, by chance', numeric },
    ],
    rows: rates.map((rate) => [
      { text: rate.origin },
      { text: rate.accounts, numeric },
      { text: rate.accesses, numeric },
      { text: rate.alerts, numeric },
      { text: rate.rate.toFixed(1), numeric },
      { text: `${rate.from.toFixed(1)} to ${rate.to.toFixed(1)}`, numeric },
    ]),
    firstCellIsHeader: true,
    dense: true,
  });
}

function findingOnOrigins(apart: UsageFigures['ratesByOrigin']): string {
  if (apart.length === 0)
    return 'In the last year no group of names was asked about more or less often than chance allows.';
  const named = apart.map(({ origin }) => origin).join(', ');
  return `Asked about more or less often than chance allows in the last year: ${named}. Find out why.`;
}

function hours({ accessesByHour }: UsageFigures): Html {
  const of = new Map(accessesByHour.map(({ hour, accesses }) => [hour, accesses]));
  const bars = Array.from({ length: 24 }, (_, hour) => ({ name: clock(hour), value: of.get(hour) ?? 0 }));
  const busiest = bars.toSorted((one, other) => other.value - one.value)[0];
  const finding =
    accessesByHour.length === 0
      ? 'Nobody looked at a child in the last 7 days.'
      : `Most looks at children in the last 7 days were from ${busiest?.name ?? ''}.`;
  return section('Looks by hour', finding, 'looks', bars, 'Hour');
}

function clock(hour: number): string {
  const spoken = (of: number): string => `${of % 12 === 0 ? 12 : of % 12}${of % 24 < 12 ? 'am' : 'pm'}`;
  return `${spoken(hour)} to ${spoken(hour + 1)}`;
}

function kinds({ alertsByKind }: UsageFigures): Html {
  const bars = alertsByKind.map(({ kind, alerts }) => ({
    name: kind ?? 'drawn by lot',
    value: alerts,
  }));
  const [first] = bars;
  const finding =
    first === undefined
      ? 'Nothing was found in the last 28 days.'
      : `What was found most in the last 28 days: ${wordsOf(first.name)}.`;
  return section('What was found', finding, 'alerts', bars, 'Kind');
}

function wordsOf(kind: string): string {
  return isFindingKind(kind) ? findingKinds[kind] : kind;
}

function times({ timesToOutcome }: UsageFigures): Html {
  const bars = timesToOutcome.map(({ days, cases }) => ({ name: daysInWords(days), value: cases }));
  const within = timesToOutcome.filter(({ days }) => days < 5).reduce((sum, { cases }) => sum + cases, 0);
  const all = timesToOutcome.reduce((sum, { cases }) => sum + cases, 0);
  const finding =
    all === 0
      ? 'No case has been closed in the last year.'
      : `${within} of ${all} cases of the last year were closed within 5 days.`;
  return section('Time to an outcome', finding, 'cases', bars, 'Days from opening to outcome');
}

function daysInWords(days: number): string {
  if (days >= 30) return '30 days or more';
  return days === 0 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`;
}

function section(heading: string, finding: string, unit: string, bars: readonly Bar[], of: string): Html {
  const figures = table({
    head: [{ text: of }, { text: capitalised(unit), numeric: true }],
    rows: bars.map(({ name, value }) => [{ text: name }, { text: value, numeric: true }]),
    firstCellIsHeader: true,
    dense: true,
  });
  return html`<section>
    <h2 class="govuk-heading-m">${heading}</h2>
    <p class="govuk-body"><strong>${finding}</strong></p>
    ${bars.length > 0 && barChart({ title: finding, unit, bars })}
    ${bars.length > 0 && scrolling(heading, figures)}
  </section>`;
}

function outcomes({ casesByOutcome }: UsageFigures): Html {
  if (casesByOutcome.length === 0) return html``;
  return html`<section>
    <h2 class="govuk-heading-m">How cases of the last year ended</h2>
    ${scrolling(
      'How cases ended',
      table({
        head: [{ text: 'Kind of organisation' }, { text: 'Outcome' }, { text: 'Cases', numeric: true }],
        rows: casesByOutcome.map((row) => [
          { text: row.organisation_kind },
          { text: caseOutcomes[row.outcome].name },
          { text: row.cases, numeric: true },
        ]),
        firstCellIsHeader: true,
      }),
    )}
  </section>`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
