import { contactPointNumberFrom, isNhsNumber, isUpn } from '../domain/identifiers.ts';
import type { ContactPointNumber, NhsNumber, Upn } from '../domain/identifiers.ts';
import { scattered, shuffled } from './chance.ts';

/**
 * The numbers of an invented population. Each follows from a child's place in it alone, and no two places share one, so
 * nothing need be remembered between one child and the next.
 */
export type Numbers = {
  readonly childId: (place: number) => number;
  readonly personId: (place: number) => number;
  readonly contactPoint: (place: number) => ContactPointNumber;
  readonly nhs: (place: number) => NhsNumber;
  /** `year` is that of starting school. */
  readonly upn: (place: number, year: number) => Upn;
};

// No council has a code from 988: the highest is 943 (registers/councils.csv), and the register's schools abroad have 702.
const firstUnusedCouncil = 988;
const pupilsPerYear = 10_000_000; // four digits of establishment and three of serial number

/** How many invented children get a number from the range that is never issued; those beyond are for benchmarks only. */
export const neverIssued = 909_090; // 999 000 000… to 999 999 999… that have a check digit, less 999 999 9999

/** The numbers of the population of this seed. */
export function numbersOf(seed: number): Numbers {
  const nhs = nhsNumbers(seed);
  const pupil = shuffled(pupilsPerYear, seed + 5);
  return {
    childId: (place) => scattered(place, 26, seed) + 1,
    personId: (place) => scattered(place, 26, seed + 100) + 2 ** 52, // above every child's, and still a safe integer
    contactPoint: (place) => contactPointNumberFrom(scattered(place, 20, seed + 200)),
    nhs,
    upn: (place, year) =>
      upnFrom(firstUnusedCouncil + Math.floor(place / pupilsPerYear), pupil(place % pupilsPerYear), year),
  };
}

function nhsNumbers(seed: number): (place: number) => NhsNumber {
  const prefixes = checkablePrefixes();
  const shuffledNever = shuffled(neverIssued, seed);
  const others = 9_900_000; // 9000 0000 to 9989 9999, each with at least nine ninth digits that have a check digit
  const shuffledOther = shuffled(others, seed + 1);
  return (place) => {
    if (place < neverIssued) return withCheckDigit(prefixes[shuffledNever(place)] ?? 0);
    const beyond = place - neverIssued;
    if (beyond >= 9 * others) throw new Error('There are no more NHS numbers to invent');
    return withCheckDigit(
      checkable(90_000_000 + shuffledOther(beyond % others), Math.floor(beyond / others)),
    );
  };
}

function checkablePrefixes(): Uint32Array {
  const found = new Uint32Array(neverIssued);
  let count = 0;
  for (let prefix = 999_000_000; prefix < 999_999_999; prefix += 1)
    if (checkDigit(prefix) < 10) found[count++] = prefix;
  return found;
}

// The nine digits that begin with these eight and are the n-th to have a check digit: at most one ninth digit has none.
function checkable(eight: number, nth: number): number {
  for (let ninth = 0, left = nth; ninth < 10; ninth += 1)
    if (checkDigit(eight * 10 + ninth) < 10 && left-- === 0) return eight * 10 + ninth;
  throw new Error('Fewer than nine of ten NHS numbers have a check digit');
}

function withCheckDigit(nine: number): NhsNumber {
  const number = String(nine * 10 + checkDigit(nine));
  if (!isNhsNumber(number)) throw new Error('An NHS number was invented that is not one');
  return number;
}

// In whole numbers, since a large population asks for millions; domain/check-characters.ts says where the rule is from.
function checkDigit(nine: number): number {
  let rest = nine;
  let sum = 0;
  for (let weight = 2; weight <= 10; weight += 1) {
    const shorter = Math.floor(rest / 10);
    sum += (rest - shorter * 10) * weight;
    rest = shorter;
  }
  return (11 - (sum % 11)) % 11;
}

const upnLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

function upnFrom(council: number, pupil: number, year: number): Upn {
  const establishment = String(Math.floor(pupil / 1000)).padStart(4, '0');
  const digits = `${council}${establishment}${String(year % 100).padStart(2, '0')}${String(pupil % 1000).padStart(3, '0')}`;
  let sum = 0;
  for (let at = 0; at < 12; at += 1) sum += (digits.charCodeAt(at) - 48) * (at + 2);
  const upn = upnLetters.charAt(sum % 23) + digits;
  if (!isUpn(upn)) throw new Error('A unique pupil number was invented that is not one');
  return upn;
}
