import { comparedName, isNotYetNamed, type ComparedName } from '../matching/compared-name.ts';
import { foldName, soundOf } from '../names.ts';

/** What a record may say of a person. A file has some of these; what it has not is no evidence. */
export type LinkageField =
  | 'given name'
  | 'middle names'
  | 'family name'
  | 'date of birth' // YYYY-MM-DD, YYYYMMDD or DD/MM/YYYY; a day that there is not is kept as written
  | 'sex'
  | 'number'
  | 'house'
  | 'flat'
  | 'street'
  | 'locality'
  | 'town'
  | 'postcode'
  | 'region'
  | 'parent' // one or two given names, apart by |
  | 'email'
  | 'telephone'
  | 'birthplace'
  | 'occupation'
  | 'supplier'; // who says it

export type LinkageRecord = {
  /** Which file it came from: where files are linked, records of one file are not compared. */
  readonly source: number;
  readonly values: Readonly<Partial<Record<LinkageField, string>>>;
};

/** A text that many records share, with its place in the table of such texts, and how it sounds where that is asked. */
export type Term = { readonly id: number; readonly text: string; readonly sound: string };
export type NameTerm = Term & { readonly name: ComparedName };

/** A record made ready for comparing with many others. */
export type ReadyRecord = {
  readonly source: number;
  readonly given: NameTerm | undefined;
  readonly middle: readonly string[];
  readonly family: NameTerm | undefined;
  /** Eight digits, year first. */
  readonly born: Term | undefined;
  readonly parents: readonly NameTerm[];
  readonly texts: Readonly<Partial<Record<TextField, Term>>>;
};

export type TextField = Exclude<
  LinkageField,
  'given name' | 'middle names' | 'family name' | 'date of birth' | 'parent'
>;

// Never the same for two terms, of whichever linkage: comparisons remember outcomes by them.
let lastId = 0;

/** Makes records ready, each text once. */
export function readier(): (record: LinkageRecord) => ReadyRecord {
  const { nameTerm, textTerm } = termTables();
  return ({ source, values }) => {
    const [given = '', ...others] = givenNamesIn(values['given name'] ?? '');
    const born = eightDigits(values['date of birth'] ?? '');
    const texts: Partial<Record<TextField, Term>> = {};
    for (const field of textFields) {
      const written = values[field] ?? '';
      const term = textTerm(
        tidiers[field]?.(written) ?? tidyText(written),
        field === 'street' || field === 'locality',
      );
      if (term !== undefined) texts[field] = term;
    }
    return {
      source,
      given: nameTerm(given),
      middle: [...others, ...(values['middle names'] ?? '').split(/\s+/)]
        .map(foldName)
        .filter((name) => name !== ''),
      family: nameTerm(values['family name'] ?? ''),
      born: born === undefined ? undefined : textTerm(born, false),
      parents: (values.parent ?? '').split('|').flatMap((name) => nameTerm(name) ?? []),
      texts,
    };
  };
}

/** Tables of texts and names, each kept once and under a number that is never given again; `hear` says how one sounds. */
export function termTables(hear: (text: string) => string = soundOf) {
  const names = new Map<string, NameTerm>();
  const texts = new Map<string, Term>();
  return {
    // A name is kept as it was written, since its parts count.
    nameTerm: (written: string): NameTerm | undefined => {
      const key = written.trim().toLowerCase();
      const known = names.get(key);
      if (known !== undefined) return known;
      const text = foldName(written);
      if (text === '') return undefined;
      const term = { id: (lastId += 1), text, sound: hear(text), name: comparedName(key) };
      names.set(key, term);
      return term;
    },
    textTerm: (text: string, isHeard = false): Term | undefined => {
      const known = texts.get(text);
      if (known !== undefined || text === '') return known;
      const term = { id: (lastId += 1), text, sound: isHeard ? hear(text) : '' };
      texts.set(text, term);
      return term;
    },
  };
}

// "Baby boy" is one name, which is none.
function givenNamesIn(written: string): readonly string[] {
  const text = written.trim();
  return isNotYetNamed(text) ? [text] : text.split(/\s+/);
}

const textFields: readonly TextField[] = [
  'sex',
  'number',
  'house',
  'flat',
  'street',
  'locality',
  'town',
  'postcode',
  'region',
  'email',
  'telephone',
  'birthplace',
  'occupation',
  'supplier',
];

const tidiers: Partial<Record<TextField, (written: string) => string>> = {
  sex: (written) => written.trim().slice(0, 1).toLowerCase(),
  number: (written) => written.replaceAll(/\W/g, '').toLowerCase(),
  postcode: (written) => written.replaceAll(/\W/g, '').toLowerCase(),
  street: (written) => tidyText(written).replaceAll(/\b\w+$/g, (kind) => streetKinds[kind] ?? kind),
  email: (written) => written.trim().toLowerCase(),
};

// What a street's last word is written as.
const streetKinds: Readonly<Record<string, string>> = {
  rd: 'road',
  st: 'street',
  ave: 'avenue',
  av: 'avenue',
  cl: 'close',
  cres: 'crescent',
  dr: 'drive',
  gdns: 'gardens',
  gr: 'grove',
  ln: 'lane',
  pl: 'place',
  sq: 'square',
  ter: 'terrace',
  terr: 'terrace',
};

function tidyText(written: string): string {
  return written
    .toLowerCase()
    .replaceAll(/['’.]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function eightDigits(written: string): string | undefined {
  const text = written.trim();
  const british = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (british !== null) {
    const [, day = '', month = '', year = ''] = british;
    return `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`;
  }
  const digits = text.replaceAll(/\D/g, '').slice(0, 8);
  return digits.length === 8 ? digits : undefined;
}
