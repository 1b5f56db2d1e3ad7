import { attainsOn, isDay, type Day } from '../domain/calendar.ts';
import { isPlace, parsePostcode } from '../domain/identifiers.ts';
import { longestName, parseName } from '../domain/names.ts';
import type { PersonName, RowFault, SourceAddress } from '../domain/source-row.ts';

/** A part of a message that was read, or what was wrong with it. */
export type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: RowFault };

/** A fault that names the element and what was wanted there: never the value, which is a child's. */
export function refusal(element: string, reason: string, wanted: string): Read<never> {
  return { ok: false, fault: { element, reason, wanted } };
}

const adultAt = 18; // product.md section 8: the record is removed on the 18th birthday

/** The date of birth of somebody who is a child today. */
export function readBirthDate(element: string, text: string | undefined, today: Day): Read<Day> {
  const wanted = 'a full date, like 2014-03-27';
  if (text === undefined || text === '') return refusal(element, 'missing', wanted);
  if (/^\d{4}(-\d{2})?$/.test(text)) return refusal(element, 'only part of a date', wanted);
  if (!isDay(text)) return refusal(element, 'not a real date', wanted);
  if (text > today) return refusal(element, 'in the future', 'today or a day before it');
  if (attainsOn(text, adultAt) <= today) return refusal(element, '18 or over', 'somebody under 18');
  return { ok: true, value: text };
}

// Three given names of 35 characters and the spaces between them: what PDS holds, and what a record has room for.
const longestGivenNames = 107;
const nameWanted = `a name of 1 to ${longestName} characters that can be printed`;

/** A name of one or more given names and a family name; the faults name the elements that they stand in. */
export function readPersonName(
  elements: { readonly family: string; readonly given: string },
  family: string,
  given: readonly string[],
): Read<PersonName> {
  const familyName = parseName(family, 'Family name');
  if (!familyName.ok) return refusal(elements.family, 'no usable family name', nameWanted);
  const names = given.map((one) => parseName(one, 'Given name'));
  const givenNames = names.flatMap((one) => (one.ok ? [one.value] : [])).join(' ');
  if (names.length === 0 || names.some((one) => !one.ok) || Array.from(givenNames).length > longestGivenNames)
    return refusal(elements.given, 'no usable given name', nameWanted);
  return { ok: true, value: { givenNames, familyName: familyName.value } };
}

const longestLine = 250; // five lines of 35 characters and the postcode (PDS), with room for other suppliers

/** A line of text that can be stored and shown; undefined where it is empty, too long or has what cannot be printed. */
export function plainText(text: string): string | undefined {
  const plain = text.length > longestLine ? '' : text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  return plain === '' || /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u.test(plain) ? undefined : plain;
}

/** The parts of an address as they were written. */
export type WrittenAddress = {
  readonly lines: readonly string[];
  readonly town: string;
  readonly postcode: string | undefined;
};

/** An address; the elements of it that could not be kept are added to `dropped` under these names. */
export function readPlace(
  parts: WrittenAddress,
  names: { readonly line: string; readonly postcode: string },
  dropped: string[],
): SourceAddress | undefined {
  const postcode = parsePostcode(parts.postcode ?? '');
  if (!postcode.ok && parts.postcode !== undefined) dropped.push(names.postcode);
  if (postcode.ok && !isPlace(postcode.value)) return undefined; // the NHS's word for no fixed abode, or for not known
  const line = plainText(parts.lines.filter((one) => one.trim() !== '').join(', '));
  const town = plainText(parts.town);
  if (line === undefined) {
    dropped.push(names.line);
    return undefined;
  }
  return {
    line,
    ...(town === undefined ? {} : { town }),
    ...(postcode.ok ? { postcode: postcode.value } : {}),
  };
}

/** Whether a text is a telephone number. International ones have at most 15 digits (ITU-T E.164); the rest is how people group them. */
export function isTelephone(text: string): boolean {
  return /^\+?[\d ().-]{6,24}$/.test(text) && text.replaceAll(/\D/g, '').length <= 15;
}

/** Whether a text is an e-mail address: 64 before the @ and 254 in all (RFC 5321). */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>"(),:;]{1,64}@[\p{L}\d-]+(\.[\p{L}\d-]+)+$/u.test(text);
}
