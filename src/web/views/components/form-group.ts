import { attributes, type Attributes, html, type Html, type Words } from '../html.ts';
import { errorMessage } from './error-message.ts';
import { hint } from './hint.ts';

/** What every field may say beside itself. */
export type Beside = { readonly hint?: Words | undefined; readonly error?: Words | undefined };

/** The hint and the error of a field, and the ids by which the field is described. */
export function beside(id: string, said: Beside): { readonly says: Html; readonly describedBy?: string } {
  const hintId = said.hint === undefined ? undefined : `${id}-hint`;
  const errorId = said.error === undefined ? undefined : `${id}-error`;
  const says = html`${hintId && hint({ id: hintId, text: said.hint ?? '' })}
  ${errorId && errorMessage({ id: errorId, text: said.error ?? '' })}`;
  const ids = [hintId, errorId].filter((each) => each !== undefined);
  return ids.length === 0 ? { says } : { says, describedBy: ids.join(' ') };
}

export type FormGroupOptions = {
  readonly main: Html;
  readonly wrong: boolean;
  readonly classes?: string;
  readonly attributes?: Attributes;
};

/** A field with all that belongs to it, marked where it is wrong. */
export function formGroup({ main, wrong, classes, attributes: rest }: FormGroupOptions): Html {
  const marked = wrong && html` govuk-form-group--error`;
  const more = classes !== undefined && html` ${classes}`;
  return html`<div class="govuk-form-group${marked}${more}" ${attributes(rest)}>${main}</div>`;
}
