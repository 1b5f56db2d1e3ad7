import type { Brand } from './brand.ts';
import { nhsNumberChecks, plainCharacters, plainCheck, upnChecks } from './check-characters.ts';
import { done, failed } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** Ten digits without spaces, of the NHS in England, Wales and the Isle of Man. */
export type NhsNumber = Brand<string, 'NhsNumber'>;
/** A pupil's number: thirteen characters. A temporary one ends in a letter. */
export type Upn = Brand<string, 'Upn'>;
/** Our own number for a child record: nine characters without hyphens, random, the last a check. */
export type ContactPointNumber = Brand<string, 'ContactPointNumber'>;
/** The key of a child record in the database: random, never shown. */
export type ChildId = Brand<number, 'ChildId'>;
/** A school or college in England's register: six digits. */
export type Urn = Brand<number, 'Urn'>;
/** A school by its council and establishment: seven digits. */
export type DfeNumber = Brand<string, 'DfeNumber'>;
/** A GP practice of the NHS Organisation Data Service: a letter and five digits. */
export type OdsPracticeCode = Brand<string, 'OdsPracticeCode'>;
/** An NHS trust of the NHS Organisation Data Service: three characters. */
export type OdsTrustCode = Brand<string, 'OdsTrustCode'>;
/** One property in Great Britain. */
export type Uprn = Brand<number, 'Uprn'>;

/** A postcode in capitals with one space: BL1 1AA. */
export type Postcode = Brand<string, 'Postcode'>;

/** A number that leads to one child, and which kind it is. */
export type ChildNumber =
  | { readonly kind: 'nhs'; readonly number: NhsNumber }
  | { readonly kind: 'upn'; readonly number: Upn }
  | { readonly kind: 'contactpoint'; readonly number: ContactPointNumber };

// Issued: 400 000 0000 to 499 999 9999 and 600 000 0000 to 799 999 9999; 999 for tests (NHS Data Dictionary, NHS NUMBER).
// Below lie Scotland's CHI numbers (a date, 010101 to 311299, and four digits) and Northern Ireland's H&C numbers
// (320 000 0001 to 399 999 9999). The same sum checks both, so only the range tells them apart. The rest is published samples.
const startsLikeAnNhsNumber = /^[4-9]/;
const allTheSame = /^(\d)\1{9}$/; // passes the sum whatever the digit

/** Whether a text is an NHS number as it is stored. */
export function isNhsNumber(text: string): text is NhsNumber {
  return (
    /^\d{10}$/.test(text) &&
    startsLikeAnNhsNumber.test(text) &&
    !allTheSame.test(text) &&
    nhsNumberChecks(text)
  );
}

/** Reads an NHS number as people write it, with or without spaces. */
export function parseNhsNumber(text: string): Outcome<NhsNumber> {
  const digits = tight(text);
  if (isNhsNumber(digits)) return done(digits);
  const like = 'Enter an NHS number, like 999 000 0018';
  if (!/^\d{10}$/.test(digits)) return invalid(`${like}: ten digits, the last of which checks the others`);
  if (!startsLikeAnNhsNumber.test(digits)) {
    return invalid(
      `${like}: it begins with 4 to 9. Numbers from Scotland (CHI) and Northern Ireland (H&C) are not NHS numbers`,
    );
  }
  if (allTheSame.test(digits))
    return invalid(`${like}: ten digits that are all the same are nobody’s number`);
  return invalid(
    `${like}. The last digit does not check the others: look for a digit mistyped or out of order`,
  );
}

/** As the NHS shows it: 999 000 0018. */
export function showNhsNumber(number: NhsNumber): string {
  return `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`;
}

/** As the database keeps it, in a bigint; well within a number's 53 bits. */
export function nhsNumberToInteger(number: NhsNumber): number {
  return Number(number);
}

/** As the database gives it back. Throws if that is no NHS number, for the database holds only those. */
export function nhsNumberFromInteger(integer: number): NhsNumber {
  const digits = String(integer);
  if (!isNhsNumber(digits)) throw new Error('The integer is not an NHS number');
  return digits;
}

/** Whether a text is a unique pupil number, permanent or temporary, as it is stored. */
export function isUpn(text: string): text is Upn {
  return /^[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]$/.test(text) && upnChecks(text);
}

/** Reads a unique pupil number as people write it. */
export function parseUpn(text: string): Outcome<Upn> {
  const upn = tight(text);
  if (isUpn(upn)) return done(upn);
  return invalid(
    'Enter a unique pupil number, like T999400126001: a letter that checks the rest, then 12 characters',
  );
}

/** Whether a pupil number was given for a while only, by a school that did not know the pupil's own. */
export function isTemporaryUpn(upn: Upn): boolean {
  return /[A-Z]$/.test(upn);
}

const contactPointCharacters = 8; // 32^8 = 1.1 million million: a guess finds one of 12 million children once in 90,000 tries

/** Whether a text is a ContactPoint number as it is stored. */
export function isContactPointNumber(text: string): text is ContactPointNumber {
  return /^[0-9A-HJKMNP-TV-Z]{9}$/.test(text) && plainCheck(text.slice(0, 8)) === text[8];
}

/** Reads a ContactPoint number as people write it; O is read as 0, I and L as 1. */
export function parseContactPointNumber(text: string): Outcome<ContactPointNumber> {
  const number = tight(text).replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (isContactPointNumber(number)) return done(number);
  return invalid(
    'Enter a ContactPoint number, like 79FH-S797-E: nine letters and digits, the last of which checks the others',
  );
}

/** The ContactPoint number of a random integer from 0 to 2^40 - 1: its 40 bits as eight characters, and the check. */
export function contactPointNumberFrom(randomInteger: number): ContactPointNumber {
  if (!Number.isInteger(randomInteger) || randomInteger < 0 || randomInteger >= 2 ** 40) {
    throw new RangeError('A ContactPoint number is made from an integer of 40 bits');
  }
  let rest = randomInteger;
  let characters = '';
  for (let at = 0; at < contactPointCharacters; at += 1) {
    characters = plainCharacters.charAt(rest % 32) + characters;
    rest = Math.floor(rest / 32);
  }
  const number = characters + plainCheck(characters);
  if (!isContactPointNumber(number)) throw new Error('A ContactPoint number was made that is not one');
  return number;
}

/** In groups, as it is read aloud: ABCD-EFGH-J. */
export function showContactPointNumber(number: ContactPointNumber): string {
  return `${number.slice(0, 4)}-${number.slice(4, 8)}-${number.slice(8)}`;
}

/** Reads any number of a child by its shape: ten digits, thirteen characters, or nine. */
export function parseChildNumber(text: string): Outcome<ChildNumber> {
  const length = tight(text).length;
  if (length === 13) return kindOf('upn', parseUpn(text));
  if (length === 9) return kindOf('contactpoint', parseContactPointNumber(text));
  if (length === 10) return kindOf('nhs', parseNhsNumber(text));
  return invalid(
    'Enter an NHS number (ten digits), a unique pupil number (13 characters) or a ContactPoint number (nine characters)',
  );
}

/** Whether a number can be a child record's key: random, positive, and safe both in an int8 and in a JavaScript number. */
export function isChildId(value: number): value is ChildId {
  return Number.isSafeInteger(value) && value > 0;
}

/** Whether a number has the shape of a school's unique reference number. */
export function isUrn(value: number): value is Urn {
  return Number.isInteger(value) && value >= 100_000 && value <= 999_999;
}

/** Reads a school's unique reference number. */
export function parseUrn(text: string): Outcome<Urn> {
  const digits = tight(text);
  const value = /^\d{6}$/.test(digits) ? Number(digits) : 0;
  return isUrn(value) ? done(value) : invalid('Enter a school’s URN, like 105250: six digits');
}

/** Whether a text is a school's council and establishment numbers, as stored. */
export function isDfeNumber(text: string): text is DfeNumber {
  return /^[1-9]\d{6}$/.test(text);
}

/** Reads a DfE number with or without its stroke. */
export function parseDfeNumber(text: string): Outcome<DfeNumber> {
  return read(
    tight(text).replace('/', ''),
    isDfeNumber,
    'Enter a DfE number, like 350/2001: council, stroke, establishment',
  );
}

/** As the register shows it: 350/2001. */
export function showDfeNumber(number: DfeNumber): string {
  return `${number.slice(0, 3)}/${number.slice(3)}`;
}

/** Whether a text has the shape of a GP practice's code. Only the register knows whether there is such a practice. */
export function isOdsPracticeCode(text: string): text is OdsPracticeCode {
  return /^[A-Z]\d{5}$/.test(text);
}

/** Reads a GP practice's code. */
export function parseOdsPracticeCode(text: string): Outcome<OdsPracticeCode> {
  return read(
    tight(text),
    isOdsPracticeCode,
    'Enter a GP practice code, like A81001: a letter and five digits',
  );
}

/** Whether a text has the shape of an NHS trust's code. */
export function isOdsTrustCode(text: string): text is OdsTrustCode {
  return /^[RT][0-9A-Z]{2}$/.test(text);
}

/** Reads an NHS trust's code. */
export function parseOdsTrustCode(text: string): Outcome<OdsTrustCode> {
  return read(
    tight(text),
    isOdsTrustCode,
    'Enter an NHS trust code, like RH8: R or T, then two letters or digits',
  );
}

/** Whether a number can be a property's: 1 to twelve digits. */
export function isUprn(value: number): value is Uprn {
  return Number.isInteger(value) && value >= 1 && value <= 999_999_999_999;
}

/** Reads a unique property reference number. */
export function parseUprn(text: string): Outcome<Uprn> {
  const digits = tight(text);
  const value = /^\d{1,12}$/.test(digits) ? Number(digits) : 0;
  return isUprn(value) ? done(value) : invalid('Enter a UPRN, like 100010500000: up to 12 digits');
}

// Royal Mail, Programmer's guide to the PAF: which letters stand where.
const postcodeShape =
  /^(GIR 0AA|(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|[A-PR-UWYZ]\d[A-HJKPS-UW]|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY]) \d[ABD-HJLNP-UW-Z]{2})$/;

// What the NHS writes where there is no postcode: no fixed abode, and not known (NHS Organisation Data Service, pseudo postcodes).
const noPlace: ReadonlySet<string> = new Set(['ZZ99 3VZ', 'ZZ99 3WZ']);

/** Whether a text is a postcode as it is stored, or the NHS's word for none. */
export function isPostcode(text: string): text is Postcode {
  return text.length <= 8 && (noPlace.has(text) || postcodeShape.test(text));
}

/** Reads a postcode as people write it, in any case and with or without its space. */
export function parsePostcode(text: string): Outcome<Postcode> {
  const typed = tight(text);
  const postcode = `${typed.slice(0, -3)} ${typed.slice(-3)}`;
  if (isPostcode(postcode)) return done(postcode);
  return invalid('Enter a full postcode, like BL1 1AA');
}

/** Whether a postcode is somewhere. The NHS's codes for no fixed abode and not known are not. */
export function isPlace(postcode: Postcode): boolean {
  return !noPlace.has(postcode);
}

/** The part before the space: the post town's district. */
export function outwardPart(postcode: Postcode): string {
  return postcode.slice(0, -4);
}

const longestTyped = 64; // nobody types more for a number; keeps a pasted book from being normalised

// Without spaces and hyphens, in capitals, full-width forms as plain ones. Nothing where it is too long to be a number.
function tight(text: string): string {
  if (text.length > longestTyped) return '';
  return text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Dash_Punctuation}]/gu, '')
    .toUpperCase();
}

function read<Value extends string>(
  text: string,
  is: (text: string) => text is Value,
  says: string,
): Outcome<Value> {
  return is(text) ? done(text) : invalid(says);
}

function kindOf<Kind extends string, Value>(
  kind: Kind,
  number: Outcome<Value>,
): Outcome<{ kind: Kind; number: Value }> {
  return number.ok ? done({ kind, number: number.value }) : number;
}

function invalid(says: string): Outcome<never> {
  return failed({ kind: 'invalid', says });
}
