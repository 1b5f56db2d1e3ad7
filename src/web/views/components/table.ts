import { attributes, html, type Html, type Words } from '../html.ts';
import type { Size } from './label.ts';

export type Cell = {
  readonly text: Words | number;
  readonly numeric?: boolean | undefined;
  readonly columns?: number | undefined;
  /** Of a head: the rows are in its order. */
  readonly sorted?: 'ascending' | undefined;
};

export type TableOptions = {
  readonly caption?: string | undefined;
  readonly captionSize?: Size | undefined;
  readonly head?: readonly Cell[] | undefined;
  readonly rows: readonly (readonly Cell[])[];
  readonly firstCellIsHeader?: boolean | undefined;
  /** Smaller words on a phone, for tables with much in them. */
  readonly dense?: boolean | undefined;
};

/** Figures to compare. Put a wide one in `scrolling`, so that it does not widen a phone's page. */
export function table({
  caption,
  captionSize,
  head,
  rows,
  firstCellIsHeader = false,
  dense,
}: TableOptions): Html {
  const small = dense === true && html` govuk-table--small-text-until-tablet`;
  const sized = captionSize && html` govuk-table__caption--${captionSize}`;
  const body = rows.map(
    (row) =>
      html`<tr class="govuk-table__row">
        ${bodyCells(row, firstCellIsHeader)}
      </tr>`,
  );
  return html`<table class="govuk-table${small}">
    ${
      caption !== undefined &&
      html`<caption class="govuk-table__caption${sized}">
        ${caption}
      </caption>`
    }
    ${
      head &&
      html`<thead class="govuk-table__head">
        <tr class="govuk-table__row">
          ${head.map(columnHead)}
        </tr>
      </thead>`
    }
    <tbody class="govuk-table__body">
      ${body}
    </tbody>
  </table>`;
}

/** A box in which a wide table scrolls by itself; by keyboard too. */
export function scrolling(named: string, main: Html): Html {
  return html`<div class="app-scrolling" role="region" aria-label="${named}" tabindex="0">${main}</div>`;
}

function columnHead(cell: Cell): Html {
  const numeric = cell.numeric === true && html` govuk-table__header--numeric`;
  return html`<th scope="col" class="govuk-table__header${numeric}" ${headAttributes(cell)}>
    ${cell.text}
  </th>`;
}

function headAttributes({ columns, sorted }: Cell): Html {
  return attributes({ colspan: columns, 'aria-sort': sorted });
}

function bodyCells(row: readonly Cell[], firstIsHeader: boolean): readonly Html[] {
  return row.map((cell, at) => (at === 0 && firstIsHeader ? rowHead(cell) : bodyCell(cell)));
}

function rowHead(cell: Cell): Html {
  return html`<th scope="row" class="govuk-table__header" ${span(cell)}>${cell.text}</th>`;
}

function bodyCell(cell: Cell): Html {
  const numeric = cell.numeric === true && html` govuk-table__cell--numeric`;
  return html`<td class="govuk-table__cell${numeric}" ${span(cell)}>${cell.text}</td>`;
}

function span({ columns }: Cell): Html {
  return attributes({ colspan: columns });
}
