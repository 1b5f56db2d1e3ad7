import { feedFormats, feedFormatWords } from '../../domain/feed-formats.ts';
import type { Fault } from '../../domain/outcome.ts';
import { supplierFields, supplierFieldWords } from '../../domain/supplier.ts';
import { addSupplier, askToAddSupplier } from '../../services/suppliers.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { checkboxes } from '../views/components/checkboxes.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { addressOf, noSuchOrganisation, organisationOf } from './organisation.ts';
import { standingInWords } from './supplier.ts';
import { addressOfSupplier } from './suppliers.ts';

/** Asks on what terms an organisation is to send files. */
export async function askForSupplier(visit: SignedInVisit): Promise<Reply> {
  return supplierForm(visit, []);
}

/** Makes it a supplier, and leads to its page. */
export async function takeSupplier(visit: SignedInVisit): Promise<Reply> {
  const organisationId = await organisationOf(visit);
  if (organisationId === undefined) return noSuchOrganisation(visit);
  const typed = (name: string): string => visit.form.get(name) ?? '';
  const added = await addSupplier(visit.site.services, visit.actor, organisationId, {
    name: typed('name'),
    code: typed('code'),
    standing: typed('standing'),
    formats: chosen(visit, 'format', feedFormatWords),
    fields: chosen(visit, 'field', supplierFieldWords),
    faultsAtMost: typed('faultsAtMost'),
    knownAtLeast: typed('knownAtLeast'),
    everyDays: typed('everyDays'),
  });
  if (added.ok) return goTo(addressOfSupplier(visit, added.value));
  return added.faults === undefined ? faultReply(visit, added.fault) : supplierForm(visit, added.faults);
}

/** The same form with what was typed, where it was out of date. */
export async function askForSupplierAgain(visit: SignedInVisit): Promise<Reply> {
  return supplierForm(visit, [outOfDate('Check what you typed and send it again.')]);
}

function chosen(visit: SignedInVisit, name: string, words: readonly string[]): readonly string[] {
  return words.filter((word) => visit.form.get(`${name}-${word}`) === word);
}

async function supplierForm(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const organisationId = await organisationOf(visit);
  if (organisationId === undefined) return noSuchOrganisation(visit);
  const asked = await askToAddSupplier(visit.site.services, visit.actor, organisationId);
  if (!asked.ok) return faultReply(visit, asked.fault);
  const errors = fieldErrors(faults);
  const backLink = { href: addressOf(visit, organisationId) };
  const framed = frame(visit, {
    title: 'Make it a supplier',
    caption: asked.value,
    main: boxes(visit, errors, backLink.href),
    errors,
    backLink,
    showsChild: false,
  });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

function boxes(visit: SignedInVisit, errors: readonly FieldError[], href: string): Html {
  const value = (name: string): string => visit.form.get(name) ?? usual[name] ?? '';
  const field = (name: string, label: string, hint: string, classes?: string) =>
    input({ name, label, hint, value: value(name), error: errorOf(errors, name), classes });
  const share = 'govuk-input--width-4';
  return form({
    action: `${href}/suppliers`,
    formToken: visit.formToken,
    main: html`
      ${field('name', 'Name of the supplier', 'As record pages name it, like “St Mary’s school census”.')}
      ${field('code', 'Code', 'Small letters, digits and hyphens, like st-marys-census.', 'govuk-input--width-20')}
      ${radios({
        name: 'standing',
        legend: 'Whose word is its word?',
        items: (['nhs-pds', 'school-census', 'council'] as const).map((word) => ({
          value: word,
          text: standingInWords(word),
        })),
        value: value('standing'),
        error: errorOf(errors, 'standing'),
      })}
      ${manyOf(visit, errors, { name: 'format', id: 'formats', legend: 'What does it send?', items: formatItems })}
      ${manyOf(visit, errors, { name: 'field', id: 'fields', legend: 'What may it say, beyond who a child is?', items: fieldItems })}
      ${field('faultsAtMost', 'Stop a file where more of its rows are refused than', 'Per cent.', share)}
      ${field('knownAtLeast', 'Stop a file where fewer of its children are known than', 'Per cent. 0 for a supplier that tells of new children.', share)}
      ${field('everyDays', 'A file comes every so many days', 'Leave it empty where files come as it happens.', share)}
      ${button({ text: 'Make it a supplier', preventDoubleClick: true })}
    `,
  });
}

const usual: Readonly<Record<string, string>> = { faultsAtMost: '5', knownAtLeast: '50' };

const formatItems = feedFormatWords.map((value) => ({ value, text: feedFormats[value].name }));
const fieldItems = supplierFieldWords.map((value) => ({ value, text: supplierFields[value] }));

type Many = {
  readonly name: string;
  readonly id: string;
  readonly legend: string;
  readonly items: readonly { readonly value: string; readonly text: string }[];
};

// A form sends each name once: every box has its own.
function manyOf(
  visit: SignedInVisit,
  errors: readonly FieldError[],
  { name, id, legend, items }: Many,
): Html {
  return checkboxes({
    name,
    id,
    legend,
    items: items.map((item) => ({ ...item, name: `${name}-${item.value}` })),
    values: chosen(
      visit,
      name,
      items.map(({ value }) => value),
    ),
    error: errorOf(errors, id),
    small: true,
  });
}
