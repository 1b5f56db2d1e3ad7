import { feedFormats } from '../../domain/feed-formats.ts';
import type { Fault } from '../../domain/outcome.ts';
import { bringByPage } from '../../services/bring-file.ts';
import { seeSupplier } from '../../services/suppliers.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { fileUpload } from '../views/components/file-upload.ts';
import { form } from '../views/components/form.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { addressOfBatch } from './batches.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { addressOfSupplier, noSuchSupplier, supplierOf } from './suppliers.ts';

/** Asks for a supplier's file. */
export async function askForFile(visit: SignedInVisit): Promise<Reply> {
  return fileForm(visit, []);
}

/** Takes the file as it comes, and leads to its batch. */
export async function takeFile(visit: SignedInVisit): Promise<Reply> {
  const supplierId = await supplierOf(visit);
  if (supplierId === undefined) return noSuchSupplier(visit);
  const { file, form: fields, site, actor } = visit;
  const format = fields.get('format') ?? '';
  if (file === undefined) return fileForm(visit, [noFile]);
  const sent = { format, bytes: file, bytesExpected: null, digest: null };
  const brought = await bringByPage(site.services, actor, supplierId, sent);
  if (brought.ok) return goTo(addressOfBatch(visit, brought.value.batchId));
  return brought.fault.field === undefined
    ? faultReply(visit, brought.fault)
    : fileForm(visit, [brought.fault]);
}

const noFile: Fault = { kind: 'invalid', field: 'file', says: 'Choose a file' };

/** The same form, where it was out of date. */
export async function askForFileAgain(visit: SignedInVisit): Promise<Reply> {
  return fileForm(visit, [outOfDate('Choose the file and send it again.')]);
}

async function fileForm(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const supplierId = await supplierOf(visit);
  if (supplierId === undefined) return noSuchSupplier(visit);
  const seen = await seeSupplier(visit.site.services, visit.actor, supplierId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const errors = fieldErrors(faults);
  const backLink = { href: addressOfSupplier(visit, supplierId) };
  const framed = frame(visit, {
    title: 'Bring a file',
    caption: seen.value.supplier.name,
    main: boxes(visit, errors, seen.value.supplier.terms.formats, `${backLink.href}/files`),
    errors,
    backLink,
    showsChild: false,
  });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

function boxes(
  visit: SignedInVisit,
  errors: readonly FieldError[],
  formats: readonly (keyof typeof feedFormats)[],
  action: string,
): Html {
  const [only] = formats;
  const format =
    formats.length === 1 && only !== undefined
      ? html`<input type="hidden" name="format" value="${only}" />
          <p class="govuk-body">Format: ${feedFormats[only].name}</p>`
      : radios({
          name: 'format',
          legend: 'What is the file written in?',
          items: formats.map((value) => ({ value, text: feedFormats[value].name })),
          value: visit.form.get('format'),
          error: errorOf(errors, 'format'),
        });
  return form({
    action,
    formToken: visit.formToken,
    withFile: true,
    main: html`${format}
      ${fileUpload({
        name: 'file',
        label: 'The file',
        hint: 'As the supplier made it; it may be gzipped. At most 4 GB. Its name is not kept.',
        error: errorOf(errors, 'file'),
      })}
      <p class="govuk-body">
        The file is read whole and judged before it touches any child. You then see what came of each row.
      </p>
      ${button({ text: 'Bring the file', preventDoubleClick: true })}`,
  });
}
