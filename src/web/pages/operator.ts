import type { VitalSigns } from '../../services/vital-signs.ts';
import type { Meters, Minute } from '../meters.ts';
import { pageReply, type Reply } from '../reply.ts';
import { columnChart } from '../views/column-chart.ts';
import { barChart } from '../views/bar-chart.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import { timeInWords } from '../views/moment.ts';
import { bareFrame } from './frame.ts';
import type { Site } from '../visit.ts';

type Bare = { readonly site: Site; readonly nonce: string };

/** How the service is, for those who run it: one line, then charts of the last hour. Of this process alone; no person stands in it. */
export function operatorPage(on: Bare, meters: Meters, signs: VitalSigns | undefined): Reply {
  const main = html`${summary(signs)} ${load(meters)} ${failures(meters)} ${waiting(meters)} ${logLag(meters)}
  ${latency(meters)}`;
  const title = signs === undefined ? 'The database is away' : wellOrNot(signs);
  return pageReply(bareFrame(on, { title, main, showsChild: false, width: 'full' }));
}

// Past these somebody should look: deploy/alerts.yaml has the same figures.
const logMayWaitSeconds = 10;

function wellOrNot({ logAlarms, logWaitingSeconds }: VitalSigns): string {
  if (logAlarms > 0) return 'The access log needs somebody to look';
  if (logWaitingSeconds > logMayWaitSeconds) return 'Numbering of the access log is behind';
  return 'All is well';
}

function summary(signs: VitalSigns | undefined): Html {
  const state = signs === undefined ? tag({ text: 'Away', colour: 'red' }) : tag({ text: 'Answers' });
  const figure = (of: number | undefined): string =>
    of === undefined ? 'Not known' : String(Math.round(of));
  return summaryList({
    rows: [
      { key: 'Database', value: state },
      { key: 'Log entries without a number', value: figure(signs?.logWaiting) },
      { key: 'Longest wait for a number, in seconds', value: figure(signs?.logWaitingSeconds) },
      { key: 'Alarms about the log', value: figure(signs?.logAlarms) },
      { key: 'Cases for reviewers', value: figure(signs?.casesWaiting) },
      { key: 'Suppliers’ files not matched yet', value: figure(signs?.filesWaiting) },
      { key: 'Suppliers whose file is late', value: lateInWords(signs) },
    ],
  });
}

function lateInWords(signs: VitalSigns | undefined): string {
  if (signs === undefined) return 'Not known';
  const { feedsLate, feedLateDays } = signs;
  return feedsLate === 0 ? '0' : `${feedsLate}, the latest by ${feedLateDays} days`;
}

function load(meters: Meters): Html {
  const minutes = meters.minutes();
  const most = Math.max(...minutes.map(({ answered }) => answered));
  const says = most === 0 ? 'Nothing was asked in the last hour.' : `At most ${most} requests in a minute.`;
  const columns = minutes.map(({ begins, answered }) => ({ name: timeInWords(begins), value: answered }));
  return section(
    'Requests in the last hour',
    columnChart({ title: says, unit: 'requests', columns }),
    says,
    minuteTable(meters),
  );
}

function minuteTable(meters: Meters): Html {
  const busy = meters.minutes().filter(({ answered, waited }) => answered + waited > 0);
  const rows = busy.map(({ begins, answered, failed, waited, logWaitedSeconds }) => [
    { text: timeInWords(begins) },
    { text: answered, numeric: true },
    { text: failed, numeric: true },
    { text: waited, numeric: true },
    { text: logWaitedSeconds.toFixed(1), numeric: true },
  ]);
  const head = [
    { text: 'Minute' },
    { text: 'Requests', numeric: true },
    { text: 'Failed (5xx)', numeric: true },
    { text: 'Waited for their turn, at most', numeric: true },
    { text: 'Log behind, seconds', numeric: true },
  ];
  return rows.length === 0
    ? html``
    : scrolling('Requests by minute', table({ head, rows, firstCellIsHeader: true }));
}

function failures(meters: Meters): Html {
  const minutes = meters.minutes();
  const failed = minutes.reduce((sum, one) => sum + one.failed, 0);
  if (failed === 0) return section('Failures', html``, 'No answer failed in the last hour.', html``);
  const says = `${failed} answers failed in the last hour.`;
  const columns = minutes.map(({ begins, failed: value }) => ({ name: timeInWords(begins), value }));
  return section('Failures', columnChart({ title: says, unit: 'failures', columns }), says, html``);
}

function waiting(meters: Meters): Html {
  const most = Math.max(...meters.minutes().map(({ waited }) => waited));
  const says =
    most === 0 ? 'Nobody was seen waiting.' : `At most ${most} requests were seen waiting at once.`;
  return chartOf(meters, 'Waiting for their turn', says, 'requests', ({ waited }) => waited);
}

function logLag(meters: Meters): Html {
  const most = Math.max(...meters.minutes().map(({ logWaitedSeconds }) => logWaitedSeconds));
  const says = `An entry of the access log waited at most ${most.toFixed(1)} seconds for its number.`;
  const wholeSeconds = ({ logWaitedSeconds }: Minute): number => Math.ceil(logWaitedSeconds);
  return chartOf(meters, 'How far the access log is behind', says, 'seconds', wholeSeconds);
}

function chartOf(
  meters: Meters,
  heading: string,
  says: string,
  unit: string,
  valueOf: (minute: Minute) => number,
): Html {
  const columns = meters.minutes().map((one) => ({ name: timeInWords(one.begins), value: valueOf(one) }));
  const isFlat = columns.every(({ value }) => value === 0);
  return section(heading, isFlat ? html`` : columnChart({ title: says, unit, columns }), says, html``);
}

const routesShown = 15;

function latency(meters: Meters): Html {
  const routes = meters.routes().slice(0, routesShown);
  const [slowest] = routes;
  if (slowest === undefined) return html``;
  const says = `Slowest: ${slowest.route}, one answer in twenty over ${Math.round(slowest.slow)} ms.`;
  const bars = routes.map(({ route, slow }) => ({ name: shortened(route), value: Math.round(slow) }));
  const rows = routes.map(({ route, answers, middle, slow }) => [
    { text: route },
    { text: answers, numeric: true },
    { text: middle.toFixed(1), numeric: true },
    { text: slow.toFixed(1), numeric: true },
  ]);
  const head = [
    { text: 'Route' },
    { text: 'Answers', numeric: true },
    { text: 'Half within, ms', numeric: true },
    { text: '19 in 20 within, ms', numeric: true },
  ];
  const figures = scrolling('Times by route', table({ head, rows, firstCellIsHeader: true }));
  return section('Time by route', barChart({ title: says, unit: 'milliseconds', bars }), says, figures);
}

function shortened(route: string): string {
  return route.length > 26 ? `${route.slice(0, 25)}…` : route;
}

function section(heading: string, chart: Html, says: string, figures: Html): Html {
  return html`<h2 class="govuk-heading-m">${heading}</h2>
    <p class="govuk-body">${says}</p>
    ${chart} ${figures}`;
}
