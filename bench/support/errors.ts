import { addDays, addYears, dayOf, partsOf, type Day } from '../../src/domain/calendar.ts';
import { isPlace, parsePostcode } from '../../src/domain/identifiers.ts';
import { foldName } from '../../src/domain/names.ts';
import { dateOfBirthFault } from '../../src/domain/typed-day.ts';
import type { Dice } from '../../src/population/chance.ts';
import { pick, pickByShare } from './dice.ts';
import type { Spellings } from './spellings.ts';

/** What a searcher gives; what is left out is undefined. */
export type Asked = {
  readonly givenName: string | undefined;
  readonly familyName: string;
  readonly dateOfBirth: Day | undefined;
  readonly postcode: string | undefined;
};

/** What mistakes are made with. */
export type World = {
  readonly spellings: Spellings;
  readonly today: Day;
  /** Another family's home, near or far, and another family's name. */
  readonly otherPostcode: (dice: Dice, postcode: string) => string | undefined;
  readonly otherFamilyName: (dice: Dice) => string | undefined;
};

/** One mistake; undefined where it cannot be made here. */
export type Mistake = (dice: Dice, asked: Asked, world: World) => Asked | undefined;

/** One letter of the given name wrong, left out, put in, or exchanged with the next. */
export const mistypeGiven: Mistake = (dice, asked) =>
  withGiven(asked, asked.givenName === undefined ? undefined : mistype(dice, asked.givenName));

/** The same of the family name. */
export const mistypeFamily: Mistake = (dice, asked) => withFamily(asked, mistype(dice, asked.familyName));

/** One character of the postcode wrong, so that it is another one. */
export const mistypePostcode: Mistake = (dice, asked) => {
  const { postcode } = asked;
  if (postcode === undefined) return undefined;
  const at = dice.below(postcode.length);
  const character = postcode.charAt(at);
  const among = /\d/.test(character) ? '0123456789' : 'ABDEFGHJLNPQRSTUWXYZ';
  const wrong = postcode.slice(0, at) + among.charAt(dice.below(among.length)) + postcode.slice(at + 1);
  const parsed = parsePostcode(wrong);
  if (character === ' ' || !parsed.ok || parsed.value === postcode || !isPlace(parsed.value))
    return undefined;
  return { ...asked, postcode: parsed.value };
};

/** The given name by another that the child has or might have: familiar, full, otherwise spelt, or by ear. */
export const respellGiven: Mistake = (dice, asked, { spellings }) => {
  const { givenName } = asked;
  if (givenName === undefined) return undefined;
  const other = dice.happens(0.75) ? spellings.otherForename(dice, givenName) : undefined;
  return withGiven(asked, other ?? spellings.byEar(dice, givenName));
};

/** The family name otherwise spelt, or by ear. */
export const respellFamily: Mistake = (dice, asked, { spellings }) => {
  const { familyName } = asked;
  const other = dice.happens(0.75) ? spellings.otherSurname(dice, familyName) : undefined;
  return withFamily(asked, other ?? spellings.byEar(dice, familyName));
};

/** Day and month exchanged, a digit wrong, the year out by one, or the day. */
export const mistakeDate: Mistake = (dice, asked, { today }) => {
  if (asked.dateOfBirth === undefined) return undefined;
  const dateOfBirth = pickByShare(dice, dateMistakes)(dice, asked.dateOfBirth);
  if (dateOfBirth === undefined || dateOfBirth === asked.dateOfBirth) return undefined;
  return dateOfBirthFault(dateOfBirth, today) === undefined ? { ...asked, dateOfBirth } : undefined;
};

/** Given and family name each in the other's box. */
export const swapNames: Mistake = (_dice, asked) =>
  asked.givenName === undefined
    ? undefined
    : { ...asked, givenName: asked.familyName, familyName: asked.givenName };

export const leaveOutGiven: Mistake = (_dice, asked) =>
  asked.givenName === undefined ? undefined : { ...asked, givenName: undefined };

/** A postcode that the record does not have: the child moved, and the supplier or the searcher has not heard. */
export const movedHouse: Mistake = (dice, asked, { otherPostcode }) => {
  if (asked.postcode === undefined) return undefined;
  const postcode = otherPostcode(dice, asked.postcode);
  return postcode === undefined || postcode === asked.postcode ? undefined : { ...asked, postcode };
};

/** A family name that the record does not have: of the other parent, or of a step-parent. */
export const otherFamilysName: Mistake = (dice, asked, { otherFamilyName }) =>
  withFamily(asked, otherFamilyName(dice));

function withGiven(asked: Asked, givenName: string | undefined): Asked | undefined {
  const isOther = givenName !== undefined && foldName(givenName) !== foldName(asked.givenName ?? '');
  return isOther ? { ...asked, givenName } : undefined;
}

function withFamily(asked: Asked, familyName: string | undefined): Asked | undefined {
  const isOther = familyName !== undefined && foldName(familyName) !== foldName(asked.familyName);
  return isOther ? { ...asked, familyName } : undefined;
}

// Letters beside each other on a British keyboard.
const beside: Readonly<Record<string, string>> = {
  a: 'qwsz',
  b: 'vghn',
  c: 'xdfv',
  d: 'serfcx',
  e: 'wsdr',
  f: 'drtgvc',
  g: 'ftyhbv',
  h: 'gyujnb',
  i: 'ujko',
  j: 'huikmn',
  k: 'jiolm',
  l: 'kop',
  m: 'njk',
  n: 'bhjm',
  o: 'iklp',
  p: 'ol',
  q: 'wa',
  r: 'edft',
  s: 'awedxz',
  t: 'rfgy',
  u: 'yhji',
  v: 'cfgb',
  w: 'qase',
  x: 'zsdc',
  y: 'tghu',
  z: 'asx',
};

type Slip = (dice: Dice, name: string, at: number) => string;

// Damerau 1964: four kinds are 80 % of all typing errors. Here in equal parts.
const slips: readonly Slip[] = [
  (dice, name, at) => name.slice(0, at) + nearTo(dice, name.charAt(at)) + name.slice(at + 1),
  (dice, name, at) => name.slice(0, at + 1) + nearTo(dice, name.charAt(at)) + name.slice(at + 1),
  (_dice, name, at) => name.slice(0, at) + name.slice(at + 1),
  (_dice, name, at) => name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2),
];

function mistype(dice: Dice, name: string): string | undefined {
  const places = Array.from(name, (_letter, at) => at).filter((at) => /[a-z]/i.test(name.charAt(at)));
  const at = pick(dice, places);
  const slip = pick(dice, slips);
  if (at === undefined || slip === undefined || places.length < 3) return undefined;
  return slip(dice, name, at).trim();
}

function nearTo(dice: Dice, letter: string): string {
  const near = beside[letter.toLowerCase()] ?? 'e';
  const wrong = near.charAt(dice.below(near.length));
  return letter === letter.toLowerCase() ? wrong : wrong.toUpperCase();
}

type DateMistake = (dice: Dice, day: Day) => Day | undefined;

const dateMistakes: readonly (readonly [DateMistake, number])[] = [
  [swapDayAndMonth, 30],
  [wrongDigit, 40],
  [(dice, day) => addYears(day, dice.happens(0.5) ? 1 : -1), 20],
  [(dice, day) => addDays(day, dice.happens(0.5) ? 1 : -1), 10],
];

function swapDayAndMonth(_dice: Dice, day: Day): Day | undefined {
  const { year, month, dayOfMonth } = partsOf(day);
  return dayOf(year, dayOfMonth, month);
}

// Any digit but the century's: what the form refuses is typed again.
function wrongDigit(dice: Dice, day: Day): Day | undefined {
  const at = pick(dice, [2, 3, 5, 6, 8, 9]) ?? 9; // of YYYY-MM-DD
  const text = day.slice(0, at) + String(dice.below(10)) + day.slice(at + 1);
  return dayOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)));
}
