import { attributes, html, type Html } from '../html.ts';

export type FormOptions = {
  readonly action: string;
  /** The token that proves that the form came from a page of ours in this browser. */
  readonly formToken: string;
  readonly main: Html;
  readonly classes?: string;
  /** Its last field is a file. */
  readonly withFile?: boolean;
};

/** A form that is sent to us. The browser's own checks are off: ours say what is wrong in the field's own words. */
export function form({ action, formToken, main, classes, withFile = false }: FormOptions): Html {
  const enctype = withFile ? 'multipart/form-data' : undefined;
  return html`<form${attributes({ action, method: 'post', enctype, class: classes, novalidate: true })}>
    <input type="hidden" name="form-token" value="${formToken}">
    ${main}
  </form>`;
}
