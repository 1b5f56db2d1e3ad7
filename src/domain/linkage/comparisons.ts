import { isDay } from '../calendar.ts';
import { jaroWinkler, typingErrors } from '../likeness.ts';
import { compareDates } from '../matching/date-comparison.ts';
import { comparePostcodes, type PlaceLevel } from '../matching/place-comparison.ts';
import { levelOf, noEvidence, remembered, type Comparison } from './comparison.ts';
import type { Term, TextField } from './record.ts';

/** Dates of birth, written with eight digits. */
export function birthsCompared(): Comparison {
  const between = remembered(dateLevel);
  return {
    of: 'date of birth',
    levels: ['same', 'one mistake', 'within a month', 'within a year', 'within ten years', 'different'],
    belongsTo: 'birth',
    compare: ({ born: a }, { born: b }) => levelOf(between, a, b),
  };
}

const dateLevels = {
  same: 0,
  'day and month swapped': 1,
  'one day apart': 1,
  'one year apart': 1,
  'one digit': 1,
  'two of three': 2,
  different: undefined,
} as const;

function dateLevel({ text: a }: Term, { text: b }: Term): number {
  if (a === b) return 0;
  const [one, other] = [dashed(a), dashed(b)];
  if (!isDay(one) || !isDay(other)) return typingErrors(a, b) === 1 ? 1 : apart(a, b);
  return dateLevels[compareDates(one, other)] ?? apart(a, b);
}

// Months of 31 days and years of 372: near enough for so coarse a measure, and there is no date that it cannot read.
function apart(a: string, b: string): number {
  const place = (digits: string): number =>
    (Number(digits.slice(0, 4)) * 12 + Number(digits.slice(4, 6))) * 31 + Number(digits.slice(6));
  const days = Math.abs(place(a) - place(b));
  if (days <= 31) return 2;
  if (days <= 372) return 3;
  return days <= 3720 ? 4 : 5;
}

function dashed(digits: string): string {
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

const postcodeLevels: readonly PlaceLevel[] = [
  'same',
  'one character',
  'same sector',
  'same district',
  'same area',
  'different',
];

/** Where the family lives, all of it in one: its parts change together. */
export function homesCompared(): Comparison {
  const postcodesBetween = remembered((a: Term, b: Term) =>
    postcodeLevels.indexOf(comparePostcodes(spacedCode(a), spacedCode(b))),
  );
  const streetsBetween = remembered(textLevel);
  return {
    of: 'home',
    levels: [
      'same house',
      'same house, another postcode',
      'same postcode',
      'same street',
      'same district',
      'same area',
      'elsewhere',
    ],
    belongsTo: 'home',
    compare: ({ texts: a }, { texts: b }) => {
      const postcodes = levelOf(postcodesBetween, a.postcode, b.postcode);
      const sameHouse = a.house !== undefined && a.house.text === b.house?.text;
      if (postcodes === 0) return sameHouse ? 0 : 2;
      const streets = levelOf(streetsBetween, a.street, b.street);
      if (postcodes === noEvidence && streets === noEvidence) return noEvidence;
      if (streets === 0 || streets === 1) return sameHouse ? 1 : 3;
      if (postcodes === noEvidence || postcodes === 5) return 6;
      return postcodes === 4 ? 5 : 4;
    },
  };
}

function spacedCode({ text }: Term): string {
  return `${text.slice(0, -3)} ${text.slice(-3)}`;
}

/** Texts of any other kind: equal, written a little wrong, alike, or not. */
export function textsCompared(field: TextField, belongsTo: Comparison['belongsTo']): Comparison {
  const levels = levelsFor[field] ?? ['same', 'a letter or two', 'alike', 'different'];
  const between = remembered(compareBy[field] ?? textLevel);
  return {
    of: field,
    levels,
    belongsTo,
    compare: ({ texts: a }, { texts: b }) => levelOf(between, a[field], b[field]),
    term: ({ texts }) => texts[field],
  };
}

const levelsFor: Partial<Record<TextField, readonly string[]>> = {
  sex: ['same', 'different'],
  supplier: ['another', 'the same'], // who keeps one record of each child, but for mistakes
  number: ['same', 'one digit', 'two digits', 'different'],
  house: ['same', 'a digit', 'different'],
};

const compareBy: Partial<Record<TextField, (a: Term, b: Term) => number>> = {
  sex: (a, b) => (a.text === b.text ? 0 : 1),
  supplier: (a, b) => (a.text === b.text ? 1 : 0),
  number: (a, b) => typingErrors(a.text, b.text),
  house: (a, b) =>
    a.text === b.text ? 0 : typingErrors(a.text, b.text) === 1 && a.text.length + b.text.length > 3 ? 1 : 2,
  email: (a, b) => {
    if (a.text === b.text) return 0;
    const [one, other] = [localPart(a.text), localPart(b.text)];
    if (one === other || typingErrors(a.text, b.text) < 3) return 1;
    return one.length > 0 && other.length > 0 && jaroWinkler(one, other) >= 0.88 ? 2 : 3;
  },
};

function localPart(address: string): string {
  return address.split('@')[0] ?? '';
}

function textLevel(a: Term, b: Term): number {
  if (a.text === b.text) return 0;
  const [one, other] = [a.text.replaceAll(' ', ''), b.text.replaceAll(' ', '')];
  if (one === other) return 0;
  const longer = Math.max(one.length, other.length);
  const errors = typingErrors(one, other);
  if (errors < 3 && errors * 3 <= longer) return 1;
  const likeness = jaroWinkler(one, other);
  if (likeness >= 0.94) return 1;
  if (likeness >= 0.85) return 2;
  const words = b.text.split(' ');
  const shared = a.text.split(' ').filter((word) => word.length > 3 && words.includes(word)).length;
  return shared > 0 && shared * 2 >= Math.min(a.text.split(' ').length, words.length) ? 2 : 3;
}
