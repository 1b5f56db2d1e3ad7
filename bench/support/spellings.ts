import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCsv } from '../../src/domain/csv.ts';
import { foldName } from '../../src/domain/names.ts';
import type { Dice } from '../../src/population/chance.ts';
import { pick, shuffle } from './dice.ts';

/** Other ways to say or write a name, for searchers who heard it, or know the child by another. */
export type Spellings = {
  /** A familiar form, the full form of a familiar one, or another spelling; undefined where no table has any. */
  readonly otherForename: (dice: Dice, forename: string) => string | undefined;
  readonly otherSurname: (dice: Dice, surname: string) => string | undefined;
  /** As it might be written by ear; undefined where no rule fits. */
  readonly byEar: (dice: Dice, name: string) => string | undefined;
};

const folder = fileURLToPath(new URL('../../data/names/', import.meta.url));

/** Reads the tables of nicknames, variants and spellings by ear, and adds the list below. */
export function readSpellings(): Spellings {
  const nicknames = rowsOf('nicknames.csv').map(([full = '', familiar = '']): Pair => [full, familiar]);
  const forenames = bothWays([...nicknames, ...pairsOf('forename_variants.csv'), ...crossed(forenameGroups)]);
  const surnames = bothWays([...pairsOf('surname_variants.csv'), ...crossed(surnameGroups)]);
  const rules = rowsOf('error_rules_phonetic.csv').flatMap(ruleOf);
  return {
    otherForename: (dice, forename) => pick(dice, forenames.get(foldName(forename)) ?? []),
    otherSurname: (dice, surname) => pick(dice, surnames.get(foldName(surname)) ?? []),
    byEar: (dice, name) => respell(dice, rules, name),
  };
}

type Pair = readonly [string, string];
type Rule = { readonly where: string; readonly from: string; readonly to: string };

// Spellings that the tables lack: names that reached England in other scripts are written in as many ways as heard.
const forenameGroups = [
  'Muhammad Mohammed Mohammad Muhammed Mohamed Mohamad',
  'Ahmed Ahmad Ahmet',
  'Yusuf Yousuf Yousef Yusef Youssef',
  'Ibrahim Ebrahim Ibraheem',
  'Hussain Hussein Husain',
  'Aisha Ayesha Aysha Aishah',
  'Fatima Fatimah Fathima Fatma',
  'Zainab Zaynab Zeinab',
  'Maryam Mariam Meryem',
  'Khadija Khadijah Hadija',
  'Umar Omar Umer',
  'Ismail Ismael Esmail',
  'Abdullah Abdallah Abdulla',
  'Hamza Hamzah',
  'Hasan Hassan',
  'Layla Leila Laila Leyla',
  'Syed Sayed Saeed',
  'Oluwaseun Seun',
  'Oluwaseyi Seyi',
  'Oluwatobi Tobi',
  'Oluwadamilola Damilola Dami',
  'Chukwuemeka Emeka',
  'Chidera Chiderah',
  'Agnieszka Agneszka Agnieska',
  'Katarzyna Katarina Kasia',
  'Aleksandra Alexandra Ola',
  'Jakub Jacob Kuba',
  'Wojciech Wojtek',
  'Krzysztof Krystof',
  'Zuzanna Susanna Zuzia',
  'Siobhan Shivaun Shevaun',
  'Niamh Neve Neeve',
  'Caoimhe Keeva Kweeva',
  'Saoirse Sersha Seersha',
  'Aoife Eefa',
  'Tadhg Tighe',
  'Deepak Dipak',
  'Harpreet Harprit',
  'Gurpreet Gurprit',
  'Lakshmi Laxmi',
  'Vikram Wikram',
  'Pooja Puja',
  'Sofia Sophia',
  'Isabelle Isabel Isobel Izabel',
  'Catherine Katherine Kathryn Catharine',
  'Steven Stephen',
  'Geoffrey Jeffrey',
  'Sean Shaun Shawn',
];
const surnameGroups = [
  'Hussain Hussein Husain',
  'Ahmed Ahmad Ahmet',
  'Mohammed Muhammad Mohamed',
  'Begum Begam Begom',
  'Chowdhury Choudhury Chaudhry Choudhry',
  'Miah Mia Meah',
  'Rahman Rehman Rahaman',
  'Uddin Udin Ud-Din',
  'Iqbal Eqbal',
  'Malik Malek',
  'Qureshi Kureshi Quraishi',
  'Sheikh Shaikh Shaykh',
  'Zhang Chang',
  'Wong Wang Huang',
  'Lee Li',
  'Chen Chan',
  'Nguyen Nguen Ngyuen',
  'Okafor Okafo Okafour',
  'Adeyemi Adeyeme',
  'Kowalski Kowalsky Kovalski',
  'Wisniewski Visnievski',
  'Nowak Novak',
  'Kaur Kour',
  'Singh Sing',
  'Macdonald McDonald MacDonnell',
  'Thompson Thomson',
  'Clarke Clark',
  'Stephens Stevens',
  'Phillips Philips',
  'Hughes Hewes',
  'Wright Right',
  'Read Reid Reed',
];

function crossed(groups: readonly string[]): readonly Pair[] {
  return groups.flatMap((group) => {
    const names = group.split(' ');
    return names.flatMap((name) => names.map((other): Pair => [name, other]));
  });
}

function pairsOf(file: string): readonly Pair[] {
  return rowsOf(file).map(([name = '', variant = '']): Pair => [name, variant]);
}

// By folded name; a name is no other way to write itself.
function bothWays(pairs: readonly Pair[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [one, other] of pairs) {
    add(found, one, other);
    add(found, other, one);
  }
  return new Map([...found].map(([name, others]) => [name, [...others]]));
}

function add(found: Map<string, Set<string>>, name: string, other: string): void {
  const key = foldName(name);
  if (key === foldName(other) || other.length < 2) return;
  const others = found.get(key) ?? new Set();
  found.set(key, others.add(other));
}

// Those of Febrl's rules that hang on nothing but the letters themselves.
function ruleOf([where = '', from = '', to = '', ...conditions]: readonly string[]): readonly Rule[] {
  return conditions.every((condition) => condition === '') && from !== '' ? [{ where, from, to }] : [];
}

function respell(dice: Dice, rules: readonly Rule[], name: string): string | undefined {
  for (const rule of shuffle(dice, rules)) {
    const written = apply(rule, name);
    if (written !== undefined && foldName(written) !== foldName(name) && written.length > 1) return written;
  }
  return undefined;
}

function apply({ where, from, to }: Rule, name: string): string | undefined {
  const lower = name.toLowerCase();
  const at = placeOf(where, lower, from);
  if (at < 0) return undefined;
  const written = lower.slice(0, at) + to + lower.slice(at + from.length);
  return written.charAt(0).toUpperCase() + written.slice(1);
}

function placeOf(where: string, name: string, from: string): number {
  if (where === 'START') return name.startsWith(from) ? 0 : -1;
  if (where === 'END') return name.endsWith(from) ? name.length - from.length : -1;
  const at = name.indexOf(from, where === 'MIDDLE' ? 1 : 0);
  return where === 'MIDDLE' && at + from.length >= name.length ? -1 : at;
}

/** The rows of one of the tables of names, below its header. */
function rowsOf(file: string): readonly (readonly string[])[] {
  const path = join(folder, file);
  return parseCsv(readFileSync(path, 'utf8'))
    .slice(1)
    .map((record) => {
      if (!record.ok) throw new Error(`${path} line ${record.fault.line}: ${record.fault.says}`);
      return record.value.fields;
    });
}
