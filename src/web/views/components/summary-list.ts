import { html, type Html, type Words } from '../html.ts';

export type SummaryAction = {
  readonly text: string;
  readonly href: string;
  /** Read out after the text, as "Change" says too little: "date of birth". */
  readonly of?: string | undefined;
};

export type SummaryRow = {
  readonly key: Words;
  readonly value: Words;
  readonly actions?: readonly SummaryAction[] | undefined;
};

export type SummaryListOptions = {
  readonly rows: readonly SummaryRow[];
  readonly withoutBorders?: boolean | undefined;
};

export type SummaryCardOptions = SummaryListOptions & {
  readonly title: Words;
  readonly headingLevel?: 2 | 3 | 4 | undefined;
  readonly actions?: readonly SummaryAction[] | undefined;
};

/** Facts, each with its name. */
export function summaryList(options: SummaryListOptions): Html {
  return list(options, undefined);
}

/** Facts about one thing among several, under its name. */
export function summaryCard({ title, headingLevel = 2, actions = [], ...options }: SummaryCardOptions): Html {
  const heading = `h${headingLevel}`;
  return html`<div class="govuk-summary-card">
    <div class="govuk-summary-card__title-wrapper">
      <${heading} class="govuk-summary-card__title">${title}</${heading}>
      ${cardActions(actions, title)}
    </div>
    <div class="govuk-summary-card__content">${list(options, title)}</div>
  </div>`;
}

function list({ rows, withoutBorders }: SummaryListOptions, cardTitle: Words | undefined): Html {
  const anyActions = rows.some(({ actions = [] }) => actions.length > 0);
  const plain = withoutBorders === true && html` govuk-summary-list--no-border`;
  return html`<dl class="govuk-summary-list${plain}">
    ${rows.map((row) => rowOf(row, anyActions, cardTitle))}
  </dl>`;
}

function rowOf(
  { key, value, actions = [] }: SummaryRow,
  anyActions: boolean,
  cardTitle: Words | undefined,
): Html {
  const none = anyActions && actions.length === 0 && html` govuk-summary-list__row--no-actions`;
  return html`<div class="govuk-summary-list__row${none}">
    <dt class="govuk-summary-list__key">${key}</dt>
    <dd class="govuk-summary-list__value">${value}</dd>
    ${actions.length > 0 && html`<dd class="govuk-summary-list__actions">${rowActions(actions, cardTitle)}</dd>`}
  </div>`;
}

function rowActions(actions: readonly SummaryAction[], cardTitle: Words | undefined): Html {
  const [only] = actions;
  if (actions.length === 1 && only) return actionLink(only, cardTitle);
  const items = actions.map(
    (each) => html`<li class="govuk-summary-list__actions-list-item">${actionLink(each, cardTitle)}</li>`,
  );
  return html`<ul class="govuk-summary-list__actions-list">
    ${items}
  </ul>`;
}

function cardActions(actions: readonly SummaryAction[], title: Words): Html {
  const [only] = actions;
  if (!only) return html``;
  if (actions.length === 1)
    return html`<div class="govuk-summary-card__actions">${actionLink(only, title)}</div>`;
  const items = actions.map(
    (each) => html`<li class="govuk-summary-card__action">${actionLink(each, title)}</li>`,
  );
  return html`<ul class="govuk-summary-card__actions">
    ${items}
  </ul>`;
}

function actionLink({ text, href, of }: SummaryAction, cardTitle: Words | undefined): Html {
  const rest = html`${of !== undefined && html` ${of}`}${cardTitle !== undefined && html` (${cardTitle})`}`;
  const hidden =
    (of !== undefined || cardTitle !== undefined) && html`<span class="govuk-visually-hidden">${rest}</span>`;
  return html`<a class="govuk-link" href="${href}">${text}${hidden}</a>`;
}
