/** The formats that files come in, by the word that a supplier's terms name them by. Each has its reader in feeds/readers.ts. */
export type FeedFormat = keyof typeof feedFormats;

export const feedFormats = {
  'pds-fhir': { name: 'NHS PDS messages in FHIR R4 (JSON)', tells: 'news' },
  ctf: { name: 'Common Transfer File (XML)', tells: 'news' },
  'school-census': { name: 'School census (XML)', tells: 'all' },
  'school-csv': { name: 'Short file of an independent school (CSV)', tells: 'all' },
  'cin-census': { name: 'Children in Need census (XML)', tells: 'all' },
  'case-csv': { name: 'Case system, by a declared mapping (CSV)', tells: 'news' },
} as const satisfies Readonly<Record<string, Described>>;

type Described = {
  readonly name: string;
  /** Each file tells all that the supplier knows now, so that an older one is out of date; or what is new, row by row. */
  readonly tells: 'all' | 'news';
};

export function isFeedFormat(word: string): word is FeedFormat {
  return Object.hasOwn(feedFormats, word);
}

/** Whether each file of the format tells all that its supplier knows. */
export function tellsAll(format: FeedFormat): boolean {
  const described: Readonly<Record<FeedFormat, Described>> = feedFormats;
  return described[format].tells === 'all';
}

/** All formats, in their order. */
export const feedFormatWords: readonly FeedFormat[] = Object.keys(feedFormats).filter((word) =>
  isFeedFormat(word),
);
