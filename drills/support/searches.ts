import { oneOf, type Chance } from './chance.ts';

/** A child as a search may describe them. */
export type Sought = {
  readonly childId: number;
  readonly givenName: string;
  readonly familyName: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly gender: string;
  readonly nhsNumber: string;
  readonly postcode: string;
};

/** What is typed into each box of the page. */
export type Typed = Omit<Sought, 'childId' | 'nhsNumber'> & { readonly number: string };

/** A search for a child by name and date of birth. */
export function searchByName({ givenName, familyName, day, month, year }: Sought): Typed {
  return { givenName, familyName, day, month, year, gender: '', postcode: '', number: '' };
}

/** A search for a child by their place and whatever else, never less than the least: as recorded, or with mistakes. */
export function searchByPlace(chance: Chance, child: Sought, elsewhere: string): Typed {
  const names = oneOf(chance, asRecorded, asRecorded, slipped, exchanged)(child);
  const date = oneOf(chance, sameDate, sameDate, dayAndMonthExchanged, aYearOut)(child);
  const whole = { ...names, ...date, gender: child.gender, number: '' };
  const asked = oneOf(chance, ...ways)(whole, child);
  return { ...asked, postcode: oneOf(chance, child.postcode, child.postcode, child.postcode, elsewhere) };
}

type Names = Pick<Typed, 'givenName' | 'familyName'>;
type BornOn = Pick<Typed, 'day' | 'month' | 'year'>;
type Whole = Omit<Typed, 'postcode'>;

function asRecorded({ givenName, familyName }: Sought): Names {
  return { givenName, familyName };
}

function exchanged({ givenName, familyName }: Sought): Names {
  return { givenName: familyName, familyName: givenName };
}

function slipped({ givenName, familyName }: Sought): Names {
  return { givenName: slip(givenName), familyName: slip(familyName) };
}

// Two letters in the middle exchanged.
function slip(name: string): string {
  const at = Math.max(1, Math.floor(name.length / 2) - 1);
  return name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
}

function sameDate({ day, month, year }: Sought): BornOn {
  return { day, month, year };
}

function dayAndMonthExchanged({ day, month, year }: Sought): BornOn {
  const isToCome = Date.UTC(Number(year), Number(day) - 1, Number(month)) > Date.now(); // the page refuses such a birth
  return Number(day) > 12 || isToCome ? { day, month, year } : { day: month, month: day, year };
}

function aYearOut({ day, month, year }: Sought): BornOn {
  return { day: day === '29' ? '28' : day, month, year: String(Number(year) - 1) };
}

// Each is enough to search by, with a postcode (product.md section 3).
const ways = [
  (whole: Whole): Whole => whole,
  (whole: Whole): Whole => ({ ...whole, gender: '' }),
  (whole: Whole): Whole => ({ ...whole, givenName: '', gender: '' }),
  (whole: Whole): Whole => ({ ...whole, familyName: '', gender: '' }),
  (whole: Whole): Whole => ({ ...whole, day: '', month: '', gender: '' }),
  (whole: Whole): Whole => ({ ...whole, day: '', month: '', year: '', gender: '' }),
  (whole: Whole, { nhsNumber }: Sought): Whole => ({ ...whole, number: nhsNumber }),
] as const;
