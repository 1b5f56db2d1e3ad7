import { partsOf } from './calendar.ts';
import type { Day } from './calendar.ts';
import { isGender } from './gender.ts';
import type { Gender } from './gender.ts';
import { isPlace, parseChildNumber, parsePostcode } from './identifiers.ts';
import type { ChildNumber, Postcode } from './identifiers.ts';
import { parseName } from './names.ts';
import type { Name } from './names.ts';
import { done, failed } from './outcome.ts';
import type { Fault, Outcome } from './outcome.ts';
import { dateOfBirthFault, oldestYears, parseTypedDay } from './typed-day.ts';

/** What a child is searched by. Never both a date and a year of birth. */
export type SearchCriteria = {
  readonly number?: ChildNumber;
  readonly givenName?: Name;
  readonly familyName?: Name;
  readonly dateOfBirth?: Day;
  readonly yearOfBirth?: number;
  readonly gender?: Gender;
  readonly postcode?: Postcode;
};

/** What was typed into each box of a search; nothing where it was left empty. */
export type TypedSearch = Readonly<Record<TypedBox, string>>;

type TypedBox = (typeof typedBoxes)[number];
const typedBoxes = [
  'givenName',
  'familyName',
  'day',
  'month',
  'year',
  'gender',
  'postcode',
  'number',
] as const;

/** The fields that a fault may name: the three boxes of the date are one. */
export type CriteriaField = Exclude<keyof SearchCriteria, 'yearOfBirth'>;

export type CriteriaFault = Fault & { readonly field: CriteriaField };

/** Whether a value kept somewhere is a typed search still. */
export function isTypedSearch(value: unknown): value is TypedSearch {
  if (typeof value !== 'object' || value === null) return false;
  const kept = new Map<string, unknown>(Object.entries(value));
  return typedBoxes.every((box) => typeof kept.get(box) === 'string');
}

/** Reads a search as typed: the criteria, or a fault for each field that is wrong, or what to add where they are too few. */
export function parseCriteria(
  typed: TypedSearch,
  today: Day,
):
  | { readonly ok: true; readonly value: SearchCriteria }
  | { readonly ok: false; readonly faults: readonly CriteriaFault[] } {
  const faults: CriteriaFault[] = [];
  let criteria: SearchCriteria = {};
  for (const { field, boxes, parse } of fields) {
    if (boxes.every((box) => typed[box].trim() === '')) continue;
    const outcome = boxes.some((box) => /[*?%_]/.test(typed[box])) ? failed(wildcard) : parse(typed, today);
    if (outcome.ok) criteria = { ...criteria, ...outcome.value };
    else faults.push({ ...outcome.fault, field });
  }
  const short = faults.length === 0 ? minimumFault(criteria) : undefined;
  if (short !== undefined) faults.push(short);
  return faults.length === 0 ? done(criteria) : { ok: false, faults };
}

type Field = {
  readonly field: CriteriaField;
  readonly boxes: readonly TypedBox[];
  readonly parse: (typed: TypedSearch, today: Day) => Outcome<SearchCriteria>;
};

const fields: readonly Field[] = [
  {
    field: 'number',
    boxes: ['number'],
    parse: (typed) => given(parseChildNumber(typed.number), (number) => ({ number })),
  },
  {
    field: 'givenName',
    boxes: ['givenName'],
    parse: (typed) => given(parseName(typed.givenName, 'Given name'), (givenName) => ({ givenName })),
  },
  {
    field: 'familyName',
    boxes: ['familyName'],
    parse: (typed) => given(parseName(typed.familyName, 'Family name'), (familyName) => ({ familyName })),
  },
  { field: 'dateOfBirth', boxes: ['day', 'month', 'year'], parse: parseBirth },
  {
    field: 'gender',
    boxes: ['gender'],
    parse: (typed) => given(parseGender(typed.gender), (gender) => ({ gender })),
  },
  {
    field: 'postcode',
    boxes: ['postcode'],
    parse: (typed) => given(parsePlace(typed.postcode), (postcode) => ({ postcode })),
  },
];

const wildcard: Fault = {
  kind: 'invalid',
  says: 'Leave out *, ?, % and _: nothing is searched by a part. Type all of it; a name may be spelt as it sounds',
};

type Criterion = Exclude<keyof SearchCriteria, 'number'>;

// product.md section 3. Each alone is enough; so is a number.
const enough: readonly (readonly Criterion[])[] = [
  ['familyName', 'dateOfBirth'],
  ['givenName', 'dateOfBirth', 'gender'],
  ['givenName', 'dateOfBirth', 'postcode'],
  ['givenName', 'familyName', 'yearOfBirth'],
  ['givenName', 'familyName', 'postcode'],
];

/** What to add to criteria that are too few to search by; undefined where they are enough. */
export function minimumFault(criteria: SearchCriteria): CriteriaFault | undefined {
  if (criteria.number !== undefined) return undefined;
  const missing = enough.map((set) => set.filter((criterion) => criteria[criterion] === undefined));
  if (missing.some((set) => set.length === 0)) return undefined;
  if (Object.keys(criteria).length === 0) {
    return tooFew('familyName', 'Enter a number, or a family name and a date of birth');
  }
  const fewest = missing
    .filter((set) => !missing.some((other) => isPartOf(other, set)))
    .sort((a, b) => a.length - b.length);
  const first = fewest[0]?.[0] ?? 'dateOfBirth';
  const field = first === 'yearOfBirth' ? 'dateOfBirth' : first;
  return tooFew(field, `That is not enough to search by. Add the ${alternatives(fewest.slice(0, 3))}`);
}

const words: Readonly<Record<Criterion, string>> = {
  givenName: 'given name',
  familyName: 'family name',
  dateOfBirth: 'date of birth',
  yearOfBirth: 'year of birth',
  gender: 'gender',
  postcode: 'postcode',
};

function alternatives(sets: readonly (readonly Criterion[])[]): string {
  return sets.map((set) => set.map((criterion) => words[criterion]).join(' and ')).join(', or the ');
}

// Fewer than the other, and nothing beside.
function isPartOf(few: readonly Criterion[], many: readonly Criterion[]): boolean {
  return few.length < many.length && few.every((criterion) => many.includes(criterion));
}

function tooFew(field: CriteriaField, says: string): CriteriaFault {
  return { kind: 'invalid', says, field };
}

function given<Value>(
  outcome: Outcome<Value>,
  criterion: (value: Value) => SearchCriteria,
): Outcome<SearchCriteria> {
  return outcome.ok ? done(criterion(outcome.value)) : outcome;
}

// The year alone will do where no more is known.
function parseBirth({ day, month, year }: TypedSearch, today: Day): Outcome<SearchCriteria> {
  if (day.trim() === '' && month.trim() === '') return parseYear(year, today);
  const outcome = parseTypedDay({ day, month, year });
  if (!outcome.ok) return outcome;
  const fault = dateOfBirthFault(outcome.value, today);
  return fault === undefined ? done({ dateOfBirth: outcome.value }) : failed(fault);
}

function parseYear(typed: string, today: Day): Outcome<SearchCriteria> {
  const text = typed.length > 20 ? '' : typed.normalize('NFKC').trim();
  const thisYear = partsOf(today).year;
  const year = /^\d{4}$/.test(text) ? Number(text) : 0;
  if (year >= thisYear - oldestYears && year <= thisYear) return done({ yearOfBirth: year });
  return failed({
    kind: 'invalid',
    says: `Year of birth must be four digits, from ${thisYear - oldestYears} to ${thisYear}`,
  });
}

function parseGender(text: string): Outcome<Gender> {
  return isGender(text)
    ? done(text)
    : failed({ kind: 'invalid', says: 'Select female, male or not specified' });
}

function parsePlace(text: string): Outcome<Postcode> {
  const outcome = parsePostcode(text);
  if (!outcome.ok || isPlace(outcome.value)) return outcome;
  return failed({
    kind: 'invalid',
    says: 'Enter the postcode of a place, like BL1 1AA: ZZ99 is the NHS code for none',
  });
}
