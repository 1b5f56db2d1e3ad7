import type { Brand } from './brand.ts';
import { inPlainLatin } from './latin-letters.ts';
import { done, failed } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** A name as recorded or typed, in composed Unicode, single-spaced, with a letter in it and nothing invisible. */
export type Name = Brand<string, 'Name'>;

export const longestName = 35; // characters (PDS)

const longestNames = 107; // three given names of 35 and their spaces (check_names_fit_pds)
const pastedText = 1000; // beyond this it is no name in any script: do not even normalise it

// Marks that turn the writing round, and spaces of no width: they hide in pasted text and would make equal names differ.
const invisible = /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
// Control characters, lone surrogates, private and unassigned code points.
const unprintable = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/u;
const apostrophes = /['’‘ʼʻʿʾ`´.]/g;
const notOfAName = /[^\p{L}\p{M}\p{N}]+/gu;
// Accents of Latin, Greek and Cyrillic, and the points of Hebrew and Arabic. The signs of other scripts are letters there.
const accents = /[\u0300-\u036F\u0591-\u05C7\u064B-\u065F\u0670]/g;

/** Whether a text is a name as it is stored. */
export function isName(text: string): text is Name {
  return nameFault(text, longestNames) === undefined && text === tidied(text);
}

/** Reads a name as people type it. `what` begins each message: Given name; `longest` is in characters, 107 for all given names. */
export function parseName(text: string, what = 'Name', longest = longestName): Outcome<Name> {
  const name = text.length > pastedText ? text : tidied(text);
  const says = name === '' ? undefined : nameFault(name, longest);
  if (isName(name) && says === undefined) return done(name);
  return failed({
    kind: 'invalid',
    says: says === undefined ? `Enter a ${what.toLowerCase()}` : `${what} ${says}`,
  });
}

/** A name without case, accents, apostrophes, hyphens and spaces: two spellings that differ in these alone are the same name. */
export function foldName(name: string): string {
  return spaced(name).replaceAll(' ', '');
}

// Written apart or together without meaning to: O Brien, Mc Donald, St John, Abdul Rahman, Abu Bakr.
const joinsTheNext: ReadonlySet<string> = new Set('o mc mac fitz st abu abd abdul abdel abdur'.split(' '));
// Not a name without the one that follows.
const particles: ReadonlySet<string> = new Set(
  'al el ul bin ibn bint de da do dos das di du del della la le van von der den ter'.split(' '),
);

/** The parts of a name, folded: the halves of a double-barrelled one, each of several given names; particles left out. */
export function tokensOf(name: string): readonly string[] {
  const tokens: string[] = [];
  let joined = '';
  for (const word of spaced(name).split(' ')) {
    joined += word;
    if (joinsTheNext.has(word)) continue;
    if (joined !== '') tokens.push(joined);
    joined = '';
  }
  if (joined !== '') tokens.push(joined);
  const names = tokens.filter((token) => !particles.has(token));
  return names.length > 0 ? names : tokens;
}

/** Whether a folded word at the beginning of a name is no token by itself, where another follows. */
export function leadsOn(word: string): boolean {
  return joinsTheNext.has(word) || particles.has(word);
}

/**
 * How a name sounds, roughly: its consonants by class, after the spellings that write one sound in two ways, and the kind of
 * its first vowel. Spellings of one name agree whether they come by way of English, Arabic, Urdu, Bengali, Polish, Yoruba or Chinese;
 * names that differ in a consonant do not. It finds candidates; likeness then decides. Stored keys are made of it: never change it
 * without building them again.
 */
export function soundOf(name: string): string {
  const folded = foldName(name);
  let spelling = folded;
  for (const [written, meant] of spellings) spelling = spelling.replace(written, meant);
  const sound = consonantsOf(spelling);
  return sound === '' ? folded.slice(0, longestSound) : sound;
}

const longestSound = 6; // consonants: beyond the sixth, names of one beginning are told apart by likeness

// In order: each sees what those before it left. h, w and y count only at the beginning.
const spellings: readonly (readonly [RegExp, string])[] = [
  [/([^g])\1+/g, '$1'], // a letter doubled or single is one sound; but Maggie keeps its hard g
  [/^(?:md|mhd|mohd|muhd)$/, 'muhammad'], // as Bengali and Malay records shorten it
  [/^(?:kn|gn|pn|ng)(?=.)/, 'n'], // Knight/Night, Nguyen, Ngozi
  [/^wr/, 'r'], // Wright/Right
  [/^(?:ps|ts|dz|cz|x|hs(?=[aiu]))/, 's'], // Tseng/Zeng, Hsu/Xu, Xavier/Zavier
  [/^cia(?=[nr])/, 'kia'], // Cian/Kian, Ciaran/Kieran
  [/^ci(?=ll)/, 'ki'], // Cillian/Killian
  [/^ce(?=r[iy])/, 'ke'], // Cerys/Kerys
  [/^eo(?=i|gh)/, 'o'], // Eoin/Owen
  [/^y(?![aeiou])/, 'i'], // Yvonne/Ivonne
  [/^wikt/, 'vikt'], // Wiktoria/Victoria
  [/(?<=[eo]i|[ei]o|ea)bh|mh(?=e|$)/g, 'v'], // Siobhan/Shivaun, Niamh/Neve; but Subhan, Abhishek
  [/(?<=^mi)ch(?=ae|ea|al)|(?<=^ni)ch(?=o)|(?<=^za)ch|ch(?=[lr])/g, 'k'], // Michael/Mikael, Nicholas, Zachary/Zakary, Chloe
  [/ch(?=m)/g, ''], // Achmed/Ahmed
  [/szcz|tsch|sch|tch|sz|cz|ch|sh|tz/g, 's'], // Sean/Shaun, Agnieszka/Agneshka, Schultz/Schulz
  [/rz(?=y)/g, 'r'], // Krzysztof/Krystof, and so Katarzyna/Katarina
  [/ngh/g, 'ng'], // Singh/Sing
  [/(?<=[aeo]u|^hu)gh/g, ''], // Vaughan/Vaun, Hughes/Hues
  [/(?<!^)gh(?![aeiou])/g, ''], // Leigh/Lee, Wright/Rite; but Meghan/Megan
  [/ph/g, 'f'], // Philip/Fillip
  [/dg(?=[ei])|dj|zh/g, 'j'], // Rodger/Roger, Djibril/Jibril, Zhang/Jang
  [/gg+/g, 'G'],
  [/g(?=h?[eiy])/g, 'j'], // Geoffrey/Jeffrey
  [/c(?=[eiy])/g, 's'], // Reece/Rees
  [/x/g, 'ks'], // Alex/Aleks
  [/mps/g, 'ms'], // Thompson/Thomson
  [/mb$/, 'm'], // Lamb/Lam
];

// One letter for each class; a vowel only at the beginning, where open, front and back are kept apart.
// prettier-ignore
const classes: Readonly<Record<string, string>> = {
  b: 'B', c: 'K', d: 'D', f: 'F', v: 'F', g: 'G', G: 'G', h: 'H', j: 'J', k: 'K', q: 'K', l: 'L', m: 'M', n: 'N', p: 'P',
  r: 'R', s: 'S', z: 'S', t: 'T', w: 'W', y: 'Y', a: 'A', e: 'E', i: 'E', o: 'O', u: 'O',
};
const silentInside = 'aeiouhwy';

function consonantsOf(spelling: string): string {
  let sound = '';
  let before = '';
  for (const letter of spelling) {
    const isSilent = silentInside.includes(letter) && sound !== '';
    const heard = isSilent ? '' : (classes[letter] ?? '');
    if (heard !== before) sound += heard;
    before = heard;
    if (sound.length === longestSound) break;
  }
  return sound;
}

// Folded, with one space where anything stood between two words.
function spaced(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(accents, '')
    .toLowerCase()
    .replaceAll(accents, '')
    .normalize('NFC');
  return inPlainLatin(plain).replaceAll(apostrophes, '').replaceAll(notOfAName, ' ').trim();
}

function tidied(text: string): string {
  return text
    .replaceAll(invisible, '')
    .normalize('NFC')
    .replaceAll(/\p{Zs}+/gu, ' ')
    .trim();
}

function nameFault(name: string, longest: number): string | undefined {
  if (name.length > pastedText || Array.from(name).length > longest)
    return `must be ${longest} characters or fewer`;
  if (unprintable.test(name)) return 'must not include characters that cannot be printed: type it again';
  if (!/\p{L}/u.test(name)) return 'must include a letter';
  return undefined;
}
