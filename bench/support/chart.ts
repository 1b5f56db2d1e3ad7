/** One row of a chart: what it is of, and a mark for each series; undefined leaves a gap. */
export type ChartRow = { readonly name: string; readonly marks: readonly (Mark | undefined)[] };

/** From the axis to `to`, or from `from`; `label` is written beside it. */
export type Mark = { readonly from?: number; readonly to: number; readonly label: string };

export type Chart = {
  readonly title: string;
  /** What a person who cannot see it is told. */
  readonly summary: string;
  readonly series: readonly string[];
  readonly rows: readonly ChartRow[];
  readonly axis: Axis;
};

export type Axis = {
  readonly name: string;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly isLogarithmic: boolean;
};

const colours = ['#1d70b8', '#f47738', '#505a5f']; // blue, orange and grey of the GOV.UK palette: told apart by the colour-blind too
const width = 760;
const nameWidth = 180;
const labelWidth = 90;
const barHeight = 12;
const rowGap = 10;
const top = 78;

/** A chart of horizontal bars as plain SVG: no script, no font or file from elsewhere. */
export function chartAsSvg(chart: Chart): string {
  const { title, summary, series, rows, axis } = chart;
  const rowHeight = series.length * barHeight + rowGap;
  const bottom = top + rows.length * rowHeight;
  const place = placer(axis);
  const parts = [
    `<rect width="${width}" height="${bottom + 46}" fill="#ffffff"/>`,
    text(16, 26, title, { size: 17, weight: 'bold' }),
    ...series.map((name, at) => legend(name, at)),
    ...axis.ticks.map(({ at, label }) => tick(place(at), bottom, label)),
    ...rows.flatMap((row, at) => rowAsSvg(row, top + at * rowHeight, place)),
    text((nameWidth + width - labelWidth) / 2, bottom + 38, axis.name, { anchor: 'middle' }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 46}" role="img" aria-labelledby="title summary" font-family="Arial, sans-serif">
<title id="title">${escaped(title)}</title>
<desc id="summary">${escaped(summary)}</desc>
${parts.join('\n')}
</svg>
`;
}

type Placer = (value: number) => number;

function placer({ ticks, isLogarithmic }: Axis): Placer {
  const scale = (value: number): number => (isLogarithmic ? Math.log10(value) : value);
  const least = scale(ticks[0]?.at ?? 0);
  const most = scale(ticks.at(-1)?.at ?? 1);
  const room = width - labelWidth - nameWidth;
  return (value) => nameWidth + room * Math.min(1, Math.max(0, (scale(value) - least) / (most - least)));
}

function legend(name: string, at: number): string {
  const left = 16 + at * 240;
  const square = `<rect x="${left}" y="42" width="12" height="12" fill="${colours[at] ?? '#000000'}"/>`;
  return square + text(left + 18, 52, name);
}

function tick(at: number, bottom: number, label: string): string {
  const line = `<line x1="${round(at)}" x2="${round(at)}" y1="${top - 8}" y2="${bottom}" stroke="#d8d8d8"/>`;
  return line + text(at, bottom + 16, label, { anchor: 'middle' });
}

function rowAsSvg({ name, marks }: ChartRow, above: number, place: Placer): readonly string[] {
  const middle = above + (marks.length * barHeight) / 2 + 4;
  return [
    text(nameWidth - 10, middle, name, { anchor: 'end' }),
    ...marks.map((mark, at) => (mark === undefined ? '' : bar(mark, at, above + at * barHeight, place))),
  ];
}

function bar({ from, to, label }: Mark, series: number, above: number, place: Placer): string {
  const left = from === undefined ? nameWidth : place(from);
  const wide = Math.max(2, place(to) - left); // the narrowest is still seen
  const fill = colours[series] ?? '#000000';
  const rectangle = `<rect x="${round(left)}" y="${above}" width="${round(wide)}" height="${barHeight - 2}" fill="${fill}"/>`;
  return rectangle + text(left + wide + 5, above + barHeight - 3, label, { size: 10 });
}

type TextStyle = { readonly size?: number; readonly weight?: string; readonly anchor?: string };

function text(x: number, y: number, words: string, { size = 12, weight, anchor }: TextStyle = {}): string {
  const style = `${weight === undefined ? '' : ` font-weight="${weight}"`}${anchor === undefined ? '' : ` text-anchor="${anchor}"`}`;
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="#0b0c0c"${style}>${escaped(words)}</text>`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
