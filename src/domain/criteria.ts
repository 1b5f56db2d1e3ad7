import { isDay, type Day } from './calendar.ts';
import { isGender, type Gender } from './gender.ts';
import { parseChildNumber, parsePostcode, type ChildNumber, type Postcode } from './identifiers.ts';
import { parseName, type Name } from './names.ts';
import { done, type Fault, type Outcome } from './outcome.ts';
import { dateOfBirthFault, parseTypedDay } from './typed-day.ts';

/** What was typed into the boxes of a search; an empty box is an empty text. */
export type TypedSearch = {
  readonly givenName: string;
  readonly familyName: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly gender: string;
  readonly postcode: string;
  readonly number: string;
};

/** What is looked for: each criterion parsed, together enough to search by. */
export type SearchCriteria = {
  readonly number?: ChildNumber;
  readonly givenName?: Name;
  readonly familyName?: Name;
  readonly dateOfBirth?: Day;
  /** Where only the year is known. */
  readonly yearOfBirth?: number;
  readonly gender?: Gender;
  readonly postcode?: Postcode;
};

type Parsed = { readonly ok: true; readonly value: SearchCriteria } | { readonly ok: false; readonly faults: readonly Fault[] };

const boxes = ['givenName', 'familyName', 'day', 'month', 'year', 'gender', 'postcode', 'number'] as const;

/** Whether a kept value is a search as typed. */
export function isTypedSearch(value: unknown): value is TypedSearch {
  return typeof value === 'object' && value !== null && boxes.every((box) => typeof Reflect.get(value, box) === 'string');
}

/** Reads a search as typed: all that is wrong with it, box by box, or criteria that are enough to search by. */
export function parseCriteria(typed: TypedSearch, today: Day): Parsed {
  const faults: Fault[] = [];
  const read = <Value>(field: string, outcome: Outcome<Value> | undefined): Value | undefined => {
    if (outcome === undefined) return undefined;
    if (outcome.ok) return outcome.value;
    faults.push({ ...outcome.fault, field });
    return undefined;
  };
  const criteria = withoutAbsent({
    number: read('number', given(typed.number, parseChildNumber)),
    givenName: read('givenName', given(typed.givenName, (text) => parseTypedName(text, 'Given name'))),
    familyName: read('familyName', given(typed.familyName, (text) => parseTypedName(text, 'Family name'))),
    ...read('dateOfBirth', parseBirth(typed, today)),
    gender: read('gender', given(typed.gender, parseGender)),
    postcode: read('postcode', given(typed.postcode, parsePostcode)),
  });
  if (faults.length > 0) return { ok: false, faults };
  const missing = minimumFault(criteria);
  return missing === undefined ? { ok: true, value: criteria } : { ok: false, faults: [missing] };
}

/** What to add where the criteria are too few to search by (product.md section 3); undefined where they are enough. */
export function minimumFault(criteria: SearchCriteria): Fault | undefined {
  const { number, givenName, familyName, dateOfBirth, yearOfBirth, gender, postcode } = criteria;
  if (number !== undefined) return undefined;
  if (familyName !== undefined && dateOfBirth !== undefined) return undefined;
  if (givenName !== undefined && dateOfBirth !== undefined)
    return gender !== undefined || postcode !== undefined
      ? undefined
      : tooLittle('familyName', 'Enter a family name, or add the gender or postcode');
  if (givenName !== undefined && familyName !== undefined)
    return yearOfBirth !== undefined || postcode !== undefined
      ? undefined
      : tooLittle('dateOfBirth', 'Enter a date of birth, or add the year of birth or postcode');
  if (dateOfBirth !== undefined) return tooLittle('familyName', 'Enter a family name as well as the date of birth');
  if (familyName !== undefined) return tooLittle('dateOfBirth', 'Enter a date of birth as well as the family name');
  if (givenName !== undefined) return tooLittle('familyName', 'Enter a family name and a date of birth as well as the given name');
  return tooLittle('familyName', 'Enter a family name and a date of birth, or a number');
}

function tooLittle(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}

function given<Value>(text: string, parse: (text: string) => Outcome<Value>): Outcome<Value> | undefined {
  return text.trim() === '' ? undefined : parse(text);
}

// A wildcard would search for more than was typed (product.md section 3).
function parseTypedName(text: string, what: string): Outcome<Name> {
  if (text.length < 1000 && /[*?%_]/.test(text))
    return { ok: false, fault: { kind: 'invalid', says: `${what} must be the name itself: * ? % and _ do not stand for other letters` } };
  return parseName(text, what);
}

function parseBirth(typed: TypedSearch, today: Day): Outcome<{ dateOfBirth?: Day; yearOfBirth?: number }> | undefined {
  const { day, month, year } = typed;
  if ([day, month, year].every((part) => part.trim() === '')) return undefined;
  if (day.trim() === '' && month.trim() === '' && /^\d{4}$/.test(year.trim())) return parseYear(year.trim(), today);
  const born = parseTypedDay({ day, month, year });
  if (!born.ok) return born;
  const fault = dateOfBirthFault(born.value, today);
  return fault === undefined ? done({ dateOfBirth: born.value }) : { ok: false, fault };
}

function parseYear(year: string, today: Day): Outcome<{ yearOfBirth: number }> {
  const lastDay = `${year}-12-31`;
  const firstDay = `${year}-01-01`;
  // Some day of the year must do: the oldest on its last day, the youngest on its first.
  const fault = isDay(lastDay) && isDay(firstDay) ? (dateOfBirthFault(lastDay > today ? firstDay : lastDay, today)) : undefined;
  return fault === undefined ? done({ yearOfBirth: Number(year) }) : { ok: false, fault };
}

function parseGender(text: string): Outcome<Gender> {
  if (isGender(text)) return done(text);
  return { ok: false, fault: { kind: 'invalid', says: 'Select female, male or not specified' } };
}

type Maybe<Whole> = { readonly [Part in keyof Whole]: Whole[Part] | undefined };

function withoutAbsent(criteria: Maybe<SearchCriteria>): SearchCriteria {
  return Object.fromEntries(Object.entries(criteria).filter(([, value]) => value !== undefined));
}
