import { attributes, html, type Html, type Words } from '../html.ts';
import type { Size } from './label.ts';

export type FieldsetOptions = {
  readonly legend: Words;
  readonly legendSize?: Size | undefined;
  readonly legendHidden?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly role?: 'group';
  readonly main: Html;
};

/** Fields that answer one question together, with the question as their legend. */
export function fieldset({
  legend,
  legendSize,
  legendHidden,
  describedBy,
  role,
  main,
}: FieldsetOptions): Html {
  const sized = legendSize && html` govuk-fieldset__legend--${legendSize}`;
  const hidden = legendHidden === true && html` govuk-visually-hidden`;
  const described = attributes({ role, 'aria-describedby': describedBy });
  return html`<fieldset class="govuk-fieldset" ${described}>
    <legend class="govuk-fieldset__legend${sized}${hidden}">${legend}</legend>
    ${main}
  </fieldset>`;
}
