import { addDays, dayOf, isDay, partsOf, type Day } from '../calendar.ts';

/** How two dates of birth agree, nearest first. */
export type DateLevel =
  | 'same'
  | 'day and month swapped'
  | 'one day apart'
  | 'one year apart'
  | 'one digit' // differs, or two neighbours are exchanged
  | 'two of three' // of day, month and year
  | 'different';

/** How two dates of birth agree; the order of the two never matters. */
export function compareDates(a: Day, b: Day): DateLevel {
  if (a === b) return 'same';
  const sameYear = a.slice(0, 4) === b.slice(0, 4);
  const sameMonth = a.slice(5, 7) === b.slice(5, 7);
  const sameDay = a.slice(8) === b.slice(8);
  if (sameYear && a.slice(5, 7) === b.slice(8) && a.slice(8) === b.slice(5, 7))
    return 'day and month swapped';
  if (sameMonth && sameDay && Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4))) === 1)
    return 'one year apart';
  if (areNeighbours(a, b, sameYear && sameMonth)) return 'one day apart';
  if (isOneDigit(a, b)) return 'one digit';
  return Number(sameYear) + Number(sameMonth) + Number(sameDay) === 2 ? 'two of three' : 'different';
}

/** The dates that one mistake makes of this one: day and month swapped, a day or a year out. */
export function likelyMistakes(day: Day): readonly Day[] {
  const { year, month, dayOfMonth } = partsOf(day);
  const mistaken = [
    dayOf(year, dayOfMonth, month),
    addDays(day, 1),
    addDays(day, -1),
    dayOf(year + 1, month, dayOfMonth),
    dayOf(year - 1, month, dayOfMonth),
  ];
  return [...new Set(mistaken)].flatMap((other) => (other === undefined || other === day ? [] : [other]));
}

/** The dates that differ from this one in a single digit, or by two neighbouring digits exchanged. */
export function digitMistakes(day: Day): readonly Day[] {
  const found = new Set<Day>();
  for (const at of digits) {
    for (let digit = 0; digit <= 9; digit += 1)
      keep(found, `${day.slice(0, at)}${digit}${day.slice(at + 1)}`);
    if (at !== 6 && at !== 9)
      keep(found, `${day.slice(0, at)}${day.charAt(at + 1)}${day.charAt(at)}${day.slice(at + 2)}`);
  }
  found.delete(day);
  return [...found];
}

const digits = [2, 3, 5, 6, 8, 9] as const; // places in YYYY-MM-DD; nobody mistakes the century

function keep(found: Set<Day>, text: string): void {
  if (isDay(text)) found.add(text);
}

// The calendar is asked only at the end of a month: this is called for every candidate.
function areNeighbours(a: Day, b: Day, sameMonth: boolean): boolean {
  if (sameMonth) return Math.abs(Number(a.slice(8)) - Number(b.slice(8))) === 1;
  return (a.endsWith('01') && addDays(a, -1) === b) || (b.endsWith('01') && addDays(b, -1) === a);
}

function isOneDigit(a: Day, b: Day): boolean {
  const differing: number[] = [];
  for (const at of digits) if (a.charCodeAt(at) !== b.charCodeAt(at)) differing.push(at);
  const [first = 0, second = 0] = differing;
  if (a.slice(0, 2) !== b.slice(0, 2)) return false;
  if (differing.length === 1) return true;
  const areExchanged = a[first] === b[second] && a[second] === b[first];
  return differing.length === 2 && second === first + 1 && areExchanged;
}
