import { readTable, writeTable } from './tables.ts';
import { alsoEnglish, alsoGeneral, communityLists, notSurnames, womensForms } from './community-lists.ts';
import { plainLetters, readableName } from './readable.ts';
import type { Community } from './community-lists.ts';

/** A row of surnames.csv: [surname, per million, community]. */
type SurnameRow = readonly string[];

/** Writes the surnames, and the shares, surnames and forenames of each naming community; answers the rows of each. */
export function trimCommunities(from: string, to: string): Readonly<Record<string, number>> {
  const communities = communityLists();
  const frequencies = surnameFrequencies(from);
  const bySurname = new Map<string, string>();
  const surnames = communities.flatMap((community) =>
    communitySurnames(community, frequencies, bySurname, from),
  );
  const rows = [...frequencies].map(([name, share]): SurnameRow => [
    name,
    perMillion(share),
    bySurname.get(name) ?? '',
  ]);
  const given = communities.reduce((sum, community) => sum + community.share, 0);
  const shares = [
    ['general', (100 - given).toFixed(1)],
    ...communities.map(({ name, share }) => [name, String(share)]),
  ];
  return {
    'names/communities.csv': writeTable(`${to}/communities.csv`, ['community', 'share'], shares),
    'names/surnames.csv': writeTable(`${to}/surnames.csv`, ['surname', 'per_million', 'community'], rows),
    'names/community_surnames.csv': writeTable(
      `${to}/community_surnames.csv`,
      ['community', 'surname', 'per_million'],
      surnames,
    ),
    'names/community_forenames.csv': writeTable(
      `${to}/community_forenames.csv`,
      ['community', 'sex', 'forename', 'also_general'],
      communities.flatMap((community) => communityForenames(community, from)),
    ),
    'names/surname_forms.csv': writeTable(
      `${to}/surname_forms.csv`,
      ['surname', 'womens_form'],
      surnameForms(surnames),
    ),
  };
}

const english = alsoEnglish();

// The table's cut-off: a name that is not in it is rarer than this.
const rarest = 30e-6;

function perMillion(share: number): string {
  return String(Math.round(share * 1e6));
}

function surnameFrequencies(from: string): ReadonlyMap<string, number> {
  const rows = readTable(`${from}/surnames_uk.csv`);
  const jokes = notSurnames();
  const all = new Set(rows.map((row) => row('surname')));
  const frequencies = new Map<string, number>();
  for (const row of rows) {
    if (jokes.has(row('surname')) || row('surname').length < 2) continue;
    const name = readableSurname(row('surname'), all);
    frequencies.set(name, (frequencies.get(name) ?? 0) + Number(row('freq')));
  }
  return frequencies;
}

const irish =
  /^o(?=(?:brien|brian|neill?|neal|connor|connell|donnell|sullivan|leary|hara|hare|doherty|meara|shea|toole|donoghue|malley|grady|driscoll|hagan|keef+e|reilly|riley|loughlin|dowd|mahon(?:e)?y|rourke|flynn|hanlon|kane|halloran|kelly|callaghan|ryan|boyle|gorman|dea|flaherty)$)/;

// Mackie and Mackey are whole names; the other Macs are prefixes where the table has the same name with Mc.
function readableSurname(name: string, all: ReadonlySet<string>): string {
  if (irish.test(name)) return readableName(name.replace(irish, "o'"));
  const after = name.slice(3);
  if (name.startsWith('mac') && all.has(`mc${after}`) && !/^(?:mackie|mackey)$/.test(name)) {
    return `Mac${readableName(after)}`;
  }
  return readableName(name);
}

function communitySurnames(
  community: Community,
  frequencies: ReadonlyMap<string, number>,
  bySurname: Map<string, string>,
  from: string,
): readonly (readonly string[])[] {
  const weights = new Map<string, number>();
  for (const name of community.surnames) {
    const isEnglish = english.has(name);
    if (!isEnglish && frequencies.has(name) && !bySurname.has(name)) bySurname.set(name, community.name);
    const households = householdsOf(name);
    const weight = (isEnglish ? undefined : frequencies.get(name)) ?? rarest;
    for (const household of households)
      weights.set(household, (weights.get(household) ?? 0) + weight / households.length);
  }
  countrySurnames(from, community.countries).forEach((name, rank) => {
    // An English namesake's frequency says nothing of the community, so a country's names count by their rank.
    if (!weights.has(name)) weights.set(name, rarest / (1 + rank / 10));
  });
  return [...weights]
    .map(([name, weight]) => [community.name, name, perMillion(weight)])
    .filter((row) => row[2] !== '0');
}

/** The surnames of the households whose women bear a name: Begum is one of Miah's and Uddin's. */
function householdsOf(name: string): readonly string[] {
  const households = womensForms.filter(([, womens]) => womens === name).map(([household]) => household);
  return households.length > 0 ? households : [name];
}

function countrySurnames(from: string, countries: string): readonly string[] {
  const wanted = new Set(countries.split(' '));
  const names = readTable(`${from}/surnames_by_country.csv`)
    .filter((row) => wanted.has(row('\uFEFFCountry') || row('Country')))
    .flatMap((row) => row('Romanized Name').split('/').map(plainLetters));
  // The women's forms of Slavic and Baltic names follow from the men's.
  return [...new Set(names)].filter(
    (name) => /^[A-Za-z' -]{2,}$/.test(name) && !/(?:ova|eva|ina|iene|ska|cka)$/.test(name),
  );
}

function communityForenames(community: Community, from: string): readonly (readonly string[])[] {
  return (['F', 'M'] as const).flatMap((sex) => {
    const names = new Map<string, boolean>();
    for (const name of countryForenames(from, community.countries, sex)) names.set(name, true);
    for (const name of sex === 'F' ? community.girls : community.boys) names.set(name, everybodys.has(name));
    return [...names].map(([name, general]) => [community.name, sex, name, general ? '1' : '0']);
  });
}

const everybodys = alsoGeneral();

function countryForenames(from: string, countries: string, sex: string): readonly string[] {
  const wanted = new Set(countries.split(' '));
  const names = readTable(`${from}/forenames_by_country.csv`)
    .filter((row) => wanted.has(row('Country')) && row('Gender') === sex)
    .flatMap((row) =>
      row('Romanized Name')
        .split('/')
        .map((name) => readableName(plainLetters(name))),
    );
  return [...new Set(names)].filter((name) => /^[A-Z][A-Za-z' -]+$/.test(name));
}

// Polish, Bulgarian and Russian names end differently for women; about half of England's families keep to it.
function surnameForms(surnames: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const endings = [
    [/(s|c|z)ki$/, '$1ka'],
    [/(ov|ev|in)$/, '$1a'],
  ] as const;
  const slavic = /^(?:polish|bulgarian|ukrainian and russian)$/;
  const forms = new Map<string, string>(womensForms);
  for (const [community = '', name = ''] of surnames) {
    if (!slavic.test(community)) continue;
    for (const [ending, womens] of endings)
      if (ending.test(name)) forms.set(name, name.replace(ending, womens));
  }
  return [...forms];
}
