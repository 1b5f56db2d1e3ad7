import { chartAsSvg, type Chart, type Mark } from './chart.ts';
import { machineInWords, markdownTable, writePart, writePicture } from './page.ts';
import { figuresOf, kindsOf, type Findings, type KindFigures } from './search-figures.ts';

/** Writes the figures of a run into docs/benchmarks.md, with the command that makes them again. */
export function writeSearchPage(findings: Findings, command: string): void {
  const kinds = kindsOf(findings);
  const pictures = [
    writePicture('search-recall', chartAsSvg(recallChart(kinds)), recallChart(kinds).summary),
    writePicture('search-latency', chartAsSvg(latencyChart(kinds)), latencyChart(kinds).summary),
  ];
  writePart('search', searchPart(findings, kinds, command, pictures));
}

function searchPart(
  findings: Findings,
  kinds: readonly KindFigures[],
  command: string,
  pictures: readonly string[],
): string {
  const { standard, hard } = findings.sets;
  return `## Finding a child among ${count(findings.children)}

\`${command}\`, on ${new Date().toISOString().slice(0, 10)}, on ${machineInWords()}; database, pages and the
client that measures share them. ${count(standard.length)} searches of the standard mix, ${count(hard.length)} hard ones.

${aimsTable(findings)}

${pictures[0] ?? ''}

${pictures[1] ?? ''}

${kindsTable(kinds)}

${otherFigures(findings)}

${howItIsMeasured}`;
}

function aimsTable(findings: Findings): string {
  const figures = figuresOf(findings);
  const plainCpu = figures.trgmCpuOverOurs;
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['found first, standard mix (recall@1)', share(figures.recallAt1), '.990', '.993'],
    ['among the first ten (recall@10)', share(figures.recallAt10), '.9990', '.9995'],
    ['found first, two or three mistakes', share(figures.recallAt1Hard), '.88', '.92'],
    ['among the first ten', share(figures.recallAt10Hard), '.96', '.98'],
    [
      'search, database and scoring, one client: median over the median primary-key select',
      `${times(figures.p50OverPkSelect)} (${ms(figures.p50)} over ${ms(figures.pkSelectP50)})`,
      '≤ 10×',
      '≤ 7×',
    ],
    ['p99 over the median', `${times(figures.p99OverP50)} (${ms(figures.p99)})`, '≤ 25×', '≤ 10×'],
    ['processor time, pg_trgm over ours', plainCpu === undefined ? '—' : times(plainCpu), '200×', '1,000×'],
    ['search pages over audited reads', share(figures.searchesOverAuditedReads), '≥ .35', '≥ .6'],
    ['record pages over audited reads', share(figures.openingsOverAuditedReads), '≥ .6', '≥ .9'],
    ['search indexes, bytes a child', figures.indexBytesPerChild.toFixed(1), '≤ 100', '≤ 75'],
  ];
  return markdownTable(['', 'measured', 'to reach', 'beyond'], rows);
}

function kindsTable(kinds: readonly KindFigures[]): string {
  const head = [
    'mistake',
    'searches',
    'recall@1',
    'recall@10',
    'p50',
    'p95',
    'pg_trgm, tuned: recall@10',
    'p50',
  ];
  return markdownTable(
    head,
    kinds.map(({ kind, searches, recallAt1, recallAt10, p50, p95, peer }) => [
      kind,
      count(searches),
      share(recallAt1),
      share(recallAt10),
      ms(p50),
      ms(p95),
      peer === undefined ? '—' : share(peer.recallAt10),
      peer === undefined ? '—' : ms(peer.p50),
    ]),
  );
}

function otherFigures(findings: Findings): string {
  const figures = figuresOf(findings);
  const bytes = (value: number | undefined): string =>
    value === undefined ? '—' : `${Math.round(value / 2 ** 20).toLocaleString('en-GB')} MiB`;
  const rows: readonly (readonly [string, string])[] = [
    ['search with its log entry committed, one client, median', ms(figures.loggedP50)],
    ['one durable insert, one client, median', ms(figures.insertP50)],
    ['search pages a second, 8 connections', count(figures.searchesPerSecond)],
    ['record pages a second, 8 connections', count(figures.openingsPerSecond)],
    ['audited reads a second, 8 clients (pgbench)', count(figures.auditedReadPerSecond)],
    ['primary-key selects a second, 8 clients (pgbench)', count(figures.pkSelectPerSecond)],
    ['durable inserts a second, 8 clients (pgbench)', count(figures.insertPerSecond)],
    ['processor time of a search, database and program', ms(figures.cpuMs)],
    ['pg_trgm as it comes: processor time', ms(figures.trgmCpuMs)],
    ['pg_trgm as it comes: median, recall@10', `${ms(figures.trgmP50)}, ${share(figures.trgmRecallAt10)}`],
    ['pg_trgm tuned: processor time', ms(figures.trgmTunedCpuMs)],
    [
      'pg_trgm tuned: median, recall@10',
      `${ms(figures.trgmTunedP50)}, ${share(figures.trgmTunedRecallAt10)}`,
    ],
    ['ours on the searches that pg_trgm was asked: recall@10', share(figures.recallAt10BesideTrgm)],
    ['everything that searching keeps, bytes a child', figures.searchBytesPerChild.toFixed(0)],
    ['memory of the server of pages, at most', bytes(figures.serverRssBytes)],
    ['memory of the database, all its processes', bytes(figures.databaseRssBytes)],
  ];
  return markdownTable(['also measured', ''], rows);
}

function recallChart(kinds: readonly KindFigures[]): Chart {
  return {
    title: 'Children found among the first ten, by mistake in the search',
    summary: `Share found among the first ten: ${kinds
      .map(
        ({ kind, recallAt10, peer }) =>
          `${kind} ${share(recallAt10)}${peer === undefined ? '' : `, pg_trgm ${share(peer.recallAt10)}`}`,
      )
      .join('; ')}`,
    series: ['ContactPoint', 'pg_trgm, tuned'],
    rows: kinds.map(({ kind, recallAt10, peer }) => ({
      name: kind,
      marks: [
        { to: recallAt10, label: share(recallAt10) },
        peer && { to: peer.recallAt10, label: share(peer.recallAt10) },
      ],
    })),
    axis: {
      name: 'share of the searches',
      isLogarithmic: false,
      ticks: [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, label: String(at) })),
    },
  };
}

function latencyChart(kinds: readonly KindFigures[]): Chart {
  const mark = ({ p50, p95 }: { readonly p50: number; readonly p95: number }): Mark => ({
    from: p50,
    to: p95,
    label: `${ms(p50)} – ${ms(p95)}`,
  });
  return {
    title: 'What finding takes, by mistake in the search: median to 95th in a hundred',
    summary: `Median and 95th percentile: ${kinds
      .map(
        (one) =>
          `${one.kind} ${mark(one).label}${one.peer === undefined ? '' : `, pg_trgm ${mark(one.peer).label}`}`,
      )
      .join('; ')}`,
    series: ['ContactPoint', 'pg_trgm, tuned'],
    rows: kinds.map((one) => ({ name: one.kind, marks: [mark(one), one.peer && mark(one.peer)] })),
    axis: {
      name: 'milliseconds, each line ten times the one before',
      isLogarithmic: true,
      ticks: [0.1, 1, 10, 100, 1000, 10_000].map((at) => ({ at, label: at.toLocaleString('en-GB') })),
    },
  };
}

const howItIsMeasured = `How it is measured. Targets are drawn evenly from the children whom a search by place may find: no
shielded child, no closed record, a present address. 30 % of the searches are exact, 25 % have one typing error (given name,
family name, or one in ten the postcode), 15 % another spelling or a nickname (the tables in data/names, both ways, a list
of our own, and Febrl's rules for spelling by ear), 10 % an error in the date (day and month swapped, a digit wrong, the year
or the day out by one), 5 % both names swapped, 5 % no given name, 10 % a postcode that the record does not have. 64 % give
every field (names, date, postcode; never the gender), 23 % no postcode, 13 % no date; four in five give the first given name
alone. The hard ones have two or three such mistakes, or another family's name. None is below the minimum criteria. "Too
many, add detail" counts as not found. What was found is read from the access log, which has every child shown in order.

"Database and scoring" is what is done under the ticket: reading candidates, scoring, reading what the list shows. The log
entry, its commit and the page are in the rates. A search page counts from its POST to its rendered list, a record page from
its POST. Budgets are on: so many people search that none is asked for a reason; eight sign in through the pages, and the
sessions of the others are put into the database. An audited read is one primary-key read and one durable insert in one
statement. Rates are the median of the rounds, and ratios are taken within a round, since a busy minute is busy for all.
pg_trgm as it comes ranks by likeness of the whole name alone (at 0.3); tuned, by likeness (at 0.5) with points for the date and the postcode; both
without parallel workers, over the same children, after the rest.`;

function share(value: number | undefined): string {
  return value === undefined
    ? '—'
    : value.toFixed(value > 0.9985 && value < 1 ? 4 : 3).replace(/^0(?=[.])/, '');
}

function times(value: number): string {
  return `${value >= 100 ? count(value) : value.toFixed(1)}×`;
}

function ms(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '—';
  if (value >= 100) return `${count(value)} ms`;
  return `${value.toFixed(value >= 10 ? 1 : 2)} ms`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}
