import { attributes, html, type Html, type Words } from '../html.ts';
import { beside, formGroup, type Beside } from './form-group.ts';
import { label } from './label.ts';

export type FileUploadOptions = Beside & { readonly name: string; readonly label: Words };

/** A file to choose. The form that it stands in has to be a file form. */
export function fileUpload(options: FileUploadOptions): Html {
  const { name } = options;
  const { says, describedBy } = beside(name, options);
  const wrong = options.error !== undefined;
  const classes = html`govuk-file-upload${wrong && html` govuk-file-upload--error`}`;
  const box = html`<input
    class="${classes}"
    type="file"
    ${attributes({ id: name, name, 'aria-describedby': describedBy })}
  />`;
  return formGroup({ main: html`${label({ for: name, text: options.label })} ${says} ${box}`, wrong });
}
