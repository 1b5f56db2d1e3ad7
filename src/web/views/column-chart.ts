import { html, type Html } from './html.ts';

/** One column, with its name and how much it stands for. */
export type Column = { readonly name: string; readonly value: number };

export type ColumnChart = {
  /** What the chart shows, as a sentence: its finding. */
  readonly title: string;
  /** What one value counts: "requests". */
  readonly unit: string;
  readonly columns: readonly Column[];
};

const width = 640;
const height = 160;
const foot = 24; // for the names of the first and the last
const top = 20; // for the highest value

/**
 * Columns side by side, for what goes on in time; drawn here and needing no script. A reader who cannot see them is told the
 * finding; the figures stand in the table that every page puts beneath.
 */
export function columnChart({ title, unit, columns }: ColumnChart): Html {
  const most = Math.max(1, ...columns.map(({ value }) => value));
  const step = width / Math.max(1, columns.length);
  const floor = height - foot;
  return html`<svg
    class="app-chart"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${title} The ${unit} are in the table below."
  >
    <text class="app-chart__value" x="0" y="14">${most} ${unit}</text>
    ${columns.map(({ value }, at) => columnAt(value, at * step, step, most))}
    <line class="app-chart__line" x1="0" y1="${floor}" x2="${width}" y2="${floor}"></line>
    <text class="app-chart__name" x="0" y="${height - 6}">${columns[0]?.name ?? ''}</text>
    <text class="app-chart__name" x="${width}" y="${height - 6}" text-anchor="end">
      ${columns.at(-1)?.name ?? ''}
    </text>
  </svg>`;
}

function columnAt(value: number, left: number, step: number, most: number): Html {
  const tall = value === 0 ? 0 : Math.max(2, Math.round((value / most) * (height - foot - top)));
  const wide = Math.max(1, step - 2).toFixed(1);
  return html`<rect
    class="app-chart__bar"
    x="${left.toFixed(1)}"
    y="${height - foot - tall}"
    width="${wide}"
    height="${tall}"
  ></rect>`;
}
