import { html, type Html } from './html.ts';

/** One bar, with its name and how much it stands for. */
export type Bar = { readonly name: string; readonly value: number };

export type BarChart = {
  /** What the chart shows, as a sentence: its finding. */
  readonly title: string;
  /** What one value counts: "looks". */
  readonly unit: string;
  readonly bars: readonly Bar[];
};

const nameWidth = 200;
const valueWidth = 60;
const width = 640;
const step = 24;
const barHeight = 16;

/**
 * Bars one below the other, drawn here and needing no script. A reader who cannot see them is told the finding; the figures stand
 * in the table that every page puts beneath.
 */
export function barChart({ title, unit, bars }: BarChart): Html {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const height = bars.length * step + 4;
  return html`<svg
    class="app-chart"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${title} The ${unit} are in the table below."
  >
    ${bars.map((bar, at) => barAt(bar, at * step + 4, most))}
  </svg>`;
}

function barAt({ name, value }: Bar, top: number, most: number): Html {
  const room = width - nameWidth - valueWidth;
  const wide = value === 0 ? 0 : Math.max(2, Math.round((value / most) * room));
  const baseline = top + barHeight - 3;
  return html`<text class="app-chart__name" x="${nameWidth - 8}" y="${baseline}" text-anchor="end"
      >${name}</text
    >
    <rect class="app-chart__bar" x="${nameWidth}" y="${top}" width="${wide}" height="${barHeight}"></rect>
    <text class="app-chart__value" x="${nameWidth + wide + 6}" y="${baseline}">${value}</text>`;
}
