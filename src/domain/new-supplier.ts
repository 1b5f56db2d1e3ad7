import { wordsFault } from './contact-details.ts';
import { feedFormatWords } from './feed-formats.ts';
import { done, type Fault } from './outcome.ts';
import { isSupplierCode, type SupplierCode } from './standing.ts';
import { supplierFieldWords, type SupplierTerms } from './supplier.ts';

/** What is typed of a supplier that is to be added. */
export type NewSupplierTyped = {
  readonly name: string;
  readonly code: string;
  readonly standing: string;
  readonly formats: readonly string[];
  readonly fields: readonly string[];
  readonly faultsAtMost: string;
  readonly knownAtLeast: string;
  readonly everyDays: string;
};

export type NewSupplier = {
  readonly code: string;
  readonly name: string;
  readonly standing: SupplierCode;
  readonly terms: SupplierTerms;
};

type Read =
  | { readonly ok: true; readonly value: NewSupplier }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads a supplier that is to be added; or all that is wrong with it. */
export function readNewSupplier(typed: NewSupplierTyped): Read {
  const { standing } = typed;
  const [code, name] = [typed.code.trim(), typed.name.trim()];
  const formats = feedFormatWords.filter((word) => typed.formats.includes(word));
  const fields = supplierFieldWords.filter((word) => typed.fields.includes(word));
  const faultsAtMost = shareOf(typed.faultsAtMost);
  const knownAtLeast = shareOf(typed.knownAtLeast);
  const everyDays = daysOf(typed.everyDays);
  const faults = [
    wordsFault('name', name, 'the name of the supplier'),
    /^[a-z][a-z0-9-]{2,39}$/.test(code) ? undefined : wrong('code', codeSays),
    isAgreed(standing) ? undefined : wrong('standing', 'Select whose word its word is'),
    formats.length > 0 ? undefined : wrong('formats', 'Select at least one format'),
    fields.length > 0 ? undefined : wrong('fields', 'Select at least one field'),
    faultsAtMost === undefined ? wrong('faultsAtMost', shareSays) : undefined,
    knownAtLeast === undefined ? wrong('knownAtLeast', shareSays) : undefined,
    everyDays === undefined
      ? wrong('everyDays', 'Enter a number of days from 1 to 400, or nothing')
      : undefined,
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0 || !isAgreed(standing)) return { ok: false, faults };
  if (faultsAtMost === undefined || knownAtLeast === undefined || everyDays === undefined)
    return { ok: false, faults };
  return done({ code, name, standing, terms: { formats, fields, faultsAtMost, knownAtLeast, everyDays } });
}

const codeSays = 'Enter a code of 3 to 40 small letters, digits and hyphens, like st-marys-census';
const shareSays = 'Enter a share from 0 to 100 per cent';

// What a person decides is decided here, and comes in no file.
function isAgreed(word: string): word is SupplierCode {
  return isSupplierCode(word) && word !== 'record-keeper';
}

function shareOf(typed: string): number | undefined {
  if (!/^\d{1,3}(?:\.\d)?$/.test(typed.trim())) return undefined;
  const percent = Number(typed);
  return percent <= 100 ? percent / 100 : undefined;
}

function daysOf(typed: string): number | null | undefined {
  if (typed.trim() === '') return null;
  if (!/^\d{1,3}$/.test(typed.trim())) return undefined;
  const days = Number(typed);
  return days >= 1 && days <= 400 ? days : undefined;
}

function wrong(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}
