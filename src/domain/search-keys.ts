import type { Day } from './calendar.ts';
import { isPlace, outwardPart } from './identifiers.ts';
import type { Postcode } from './identifiers.ts';
import { leadsOn, soundOf, tokensOf } from './names.ts';
import type { EntryKind } from './record-rows.ts';

/**
 * What a search entry is found by: six 32-bit keys, each an index of its own. No place, no key of place; and a former address
 * is found by its postcode alone, since the names and the date stand under the present entry.
 */
export type SearchKeys = {
  readonly soundGivenBorn: number | null;
  readonly soundFamilyBorn: number | null;
  readonly initialsBorn: number | null;
  readonly soundsYear: number | null;
  readonly soundsOutward: number | null;
  readonly postcode: number | null;
};

/** What the keys are made of, as a search entry has it. */
export type Keyed = {
  readonly kind: EntryKind;
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: Day;
  readonly postcode: Postcode | null;
};

// The keys are stored: never change a number, a sound or an order below without building every entry again.
const basis = 0x811c9dc5; // FNV-1a, 32 bits: draft-eastlake-fnv
const prime = 0x01000193;
const salts = {
  givenBorn: 0x1b56c4e9,
  familyBorn: 0x7f4a7c15,
  initials: 0x510e527f,
  year: 0x2545f491,
  outward: 0x6a09e667,
  postcode: 0x3c6ef372,
};

/** All keys of one entry. */
export function searchKeysOf({ kind, givenNames, familyName, dateOfBirth, postcode }: Keyed): SearchKeys {
  const place = postcode !== null && isPlace(postcode) ? postcode : null;
  const placeKey = place === null ? null : postcodeKey(place);
  if (kind === 'former address') return { ...foundByPostcodeAlone, postcode: placeKey };
  const given = soundHash(givenNames);
  const family = soundHash(familyName);
  return {
    soundGivenBorn: bornKey(salts.givenBorn, given, dateOfBirth),
    soundFamilyBorn: bornKey(salts.familyBorn, family, dateOfBirth),
    initialsBorn: initialsBorn(givenNames, familyName, dateOfBirth),
    soundsYear: joined(pairHash(salts.year, given, family), yearOf(dateOfBirth)),
    soundsOutward: place === null ? null : outwardKey(given, family, outwardPart(place)),
    postcode: placeKey,
  };
}

const foundByPostcodeAlone = {
  soundGivenBorn: null,
  soundFamilyBorn: null,
  initialsBorn: null,
  soundsYear: null,
  soundsOutward: null,
};

/** The sound of the first given name, with the date of birth. */
export function soundGivenBorn(givenName: string, dateOfBirth: Day): number {
  return bornKey(salts.givenBorn, soundHash(givenName), dateOfBirth);
}

/** The same for a sound as `soundOf` writes it. */
export function givenSoundBorn(sound: string, dateOfBirth: Day): number {
  return bornKey(salts.givenBorn, textHash(sound), dateOfBirth);
}

/** The same for the sound of a family name. */
export function familySoundBorn(sound: string, dateOfBirth: Day): number {
  return bornKey(salts.familyBorn, textHash(sound), dateOfBirth);
}

/** The sound of the family name, or of its first half, with the date of birth. */
export function soundFamilyBorn(familyName: string, dateOfBirth: Day): number {
  return bornKey(salts.familyBorn, soundHash(familyName), dateOfBirth);
}

/** The keys of given sound, family sound or initials on each of many days: what is of the name is worked out once. */
export function keysOnDays(days: readonly Day[]) {
  const numbers = days.map(dayNumber);
  const onDays = (hash: number): readonly number[] => numbers.map((number) => joined(hash, number));
  return {
    givenBorn: (name: string) => onDays(joined(salts.givenBorn, soundHash(name))),
    familyBorn: (name: string) => onDays(joined(salts.familyBorn, soundHash(name))),
    initialsBorn: (given: string, family: string) =>
      onDays(pairHash(salts.initials, initialHash(given), initialHash(family))),
  };
}

/** The sounds of both names, whichever is which, with the year of birth: names swapped have the same key. */
export function soundsYear(givenName: string, familyName: string, year: number): number {
  return joined(pairHash(salts.year, soundHash(givenName), soundHash(familyName)), year);
}

/** The same for the sounds of two names. */
export function pairOfSoundsYear(one: string, other: string, year: number): number {
  return joined(pairHash(salts.year, textHash(one), textHash(other)), year);
}

/** The same for the sounds of two names and a place. */
export function pairOfSoundsOutward(one: string, other: string, outward: string): number {
  return outwardKey(textHash(one), textHash(other), outward);
}

/** The initials of both names, whichever is which, with the date of birth: both may be spelt wrong further on. */
export function initialsBorn(givenName: string, familyName: string, dateOfBirth: Day): number {
  const pair = pairHash(salts.initials, initialHash(givenName), initialHash(familyName));
  return joined(pair, dayNumber(dateOfBirth));
}

/** The sounds of both names, whichever is which, with the outward part of the postcode. */
export function soundsOutward(givenName: string, familyName: string, outward: string): number {
  return outwardKey(soundHash(givenName), soundHash(familyName), outward);
}

/** The whole postcode. */
export function postcodeKey(postcode: Postcode): number {
  return joined(salts.postcode, textHash(postcode));
}

function bornKey(salt: number, sound: number, dateOfBirth: Day): number {
  return joined(joined(salt, sound), dayNumber(dateOfBirth));
}

function outwardKey(given: number, family: number, outward: string): number {
  return joined(pairHash(salts.outward, given, family), textHash(outward));
}

function pairHash(salt: number, one: number, other: number): number {
  return one < other ? joined(joined(salt, one), other) : joined(joined(salt, other), one);
}

// Names repeat: 12 million children have some 50,000 first words of names. Emptied when full, so that no search can fill memory.
const mostRemembered = 100_000;
const longestRemembered = 120; // characters
const remembered = new Map<string, SoundHashes>();

type SoundHashes = { readonly sound: number; readonly initial: number };

function soundHash(name: string): number {
  return hashesOf(name).sound;
}

function initialHash(name: string): number {
  return hashesOf(name).initial;
}

// The first token of a name decides: middle names come and go, and a search tries both halves of a double-barrelled name.
function hashesOf(name: string): SoundHashes {
  const key = rememberedAs(name);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const token = tokensOf(name)[0] ?? name;
  const hashes = { sound: textHash(soundOf(token)), initial: textHash(initialOf(token)) };
  if (key.length > longestRemembered) return hashes;
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(key, hashes);
  return hashes;
}

// Letters that one name may begin with in two spellings: Catherine and Katherine, George and Jorge, Philip and Filip, Ayesha and Aisha.
// By the letter, not the sound: a slip further on must not change it.
const initialGroups = ['ckqx', 'gj', 'sz', 'eiy', 'ou', 'vw'];

function initialOf(token: string): string {
  const letter = token.startsWith('ph') ? 'f' : token.charAt(0);
  return initialGroups.find((group) => group.includes(letter))?.charAt(0) ?? letter;
}

// A plain first word is the first token, unless it leads on to the next, as Abdul and van do.
function rememberedAs(name: string): string {
  const word = firstWord(name);
  return /^[A-Za-z]+$/.test(word) && !leadsOn(word.toLowerCase()) ? word : name;
}

function firstWord(name: string): string {
  for (let at = 1; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    if (code === 32 || code === 45) return name.slice(0, at);
  }
  return name;
}

function textHash(text: string): number {
  let hash = basis;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return hash | 0;
}

// One more number into a hash, stirred so that every bit of both counts (the finaliser of MurmurHash3).
function joined(hash: number, next: number): number {
  let mixed = Math.imul(hash ^ next, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

// Some number of its own for every day; cheaper than the calendar's, which is not needed.
function dayNumber(day: Day): number {
  return (yearOf(day) * 12 + Number(day.slice(5, 7))) * 31 + Number(day.slice(8));
}
