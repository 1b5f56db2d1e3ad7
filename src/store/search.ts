import { realDay, type Day } from '../domain/calendar.ts';
import type { Probes } from '../domain/search-probes.ts';
import type { Candidate } from '../domain/search-scoring.ts';
import type { SearchCriteria } from '../domain/criteria.ts';
import { entriesAsText, entryAsText, readCandidates } from './candidate-text.ts';
import { arrayOf, bigint, boolean, day, integer, nullable, text, type Column } from './columns.ts';
import type { Transaction } from './connection.ts';
import { isOpenOn } from './leaving-gate.ts';
import { statement } from './statement.ts';
import type { Search, Ticket } from './ticket.ts';

const selected = `select ${entryAsText} from search_entry`;
const candidateColumns = { entries: nullable(text) };

// One index each. A key with a date or a postcode stands for some tens of entries at most, of names and a year for up to thousands: there
// both names as typed come first, then one of them, then the nearest dates, so that what is left out is what agrees least.
const nearestFirst = `order by (family_name = $2)::integer + starts_with(given_names, $1)::integer desc, abs(date_of_birth - $3),
  child_id, entry_no`;
const columnOf = {
  givenBorn: { key: 'sound_given_born', kept: 'limit 600' },
  familyBorn: { key: 'sound_family_born', kept: 'limit 600' },
  initialsBorn: { key: 'initials_born', kept: 'limit 1200' },
  soundsYear: { key: 'sounds_year', kept: `${nearestFirst} limit 600` },
  soundsOutward: { key: 'sounds_outward', kept: `${nearestFirst} limit 600` },
  postcode: { key: 'postcode_key', kept: 'limit 600' },
} as const satisfies Readonly<Record<keyof Probes, { readonly key: string; readonly kept: string }>>;

type Index = keyof Probes;
const indexNames = [
  'givenBorn',
  'familyBorn',
  'initialsBorn',
  'soundsYear',
  'soundsOutward',
  'postcode',
] as const;
type Standing = 'is_shielded' | 'not is_shielded';

const typed = [text, text, day] as const; // given name, family name and date, to order by
const isOrdered = (index: Index): boolean => columnOf[index].kept.startsWith('order');

/** The statement that looks in some of the indexes. With a place, shielded children are not left out: they are not read. */
function candidatesIn(name: string, ofNames: readonly Index[], ofPlaces?: readonly Index[]) {
  const indexes = [...ofNames, ...(ofPlaces ?? [])];
  const orders = indexes.some(isOrdered);
  const before: readonly Column<unknown>[] = orders ? typed : [];
  const branch = (index: Index, which: Standing): string => {
    const { key, kept } = columnOf[index];
    const probes = `$${before.length + indexes.indexOf(index) + 1}`;
    const among = index === 'postcode' ? which : `${which} and kind <> 'former address'`;
    return `(${selected} where ${key} = any (${probes}) and ${among} ${kept})`;
  };
  const branches = [
    ...indexes.map((index) => branch(index, 'not is_shielded')),
    ...(ofPlaces === undefined ? indexes.map((index) => branch(index, 'is_shielded')) : []),
  ];
  const { first } = statement({
    name,
    text: entriesAsText(branches.join('\nunion all\n')),
    takes: [...before, ...indexes.map((): Column<unknown> => arrayOf(integer))],
    gives: candidateColumns,
  });
  return { indexes, orders, first };
}

// Fewer branches make a statement cheaper to begin: most searches need only the first of each three.
const anywhere = [
  candidatesIn('candidates-by-birth', ['givenBorn', 'familyBorn']),
  candidatesIn('candidates-by-year', ['soundsYear']),
  candidatesIn('candidates-by-names', ['givenBorn', 'familyBorn', 'initialsBorn', 'soundsYear']),
];
const atPlace = [
  candidatesIn('candidates-by-birth-and-place', ['givenBorn', 'familyBorn'], ['postcode']),
  candidatesIn('candidates-by-year-and-place', ['soundsYear'], ['soundsOutward', 'postcode']),
  candidatesIn(
    'candidates-by-names-and-place',
    ['givenBorn', 'familyBorn', 'initialsBorn', 'soundsYear'],
    ['soundsOutward', 'postcode'],
  ),
];

const candidatesByNumber = statement({
  name: 'candidates-by-number',
  text: entriesAsText(`select ${entryAsText}
    from child_number
    join search_entry on search_entry.child_id = child_number.child_id
    where number_kind = $1 and number = $2 and not ($3 and is_shielded)
    order by search_entry.child_id, entry_no
    limit 100`),
  takes: [text, text, boolean],
  gives: candidateColumns,
});

// The shield is asked where it is written, of every child in the same way: should an entry ever stand wrongly, no place shows.
const listedChildren = statement({
  name: 'listed-children',
  text: `select child.child_id, child.given_names, child.family_name, child.date_of_birth,
      case when whereabouts = 'current' and shielded.child_id is null then child_address.postcode end as postcode
    from child
    left join child_address on child_address.child_id = child.child_id and standing in ('current', 'last known')
    left join lateral (
      select shield.child_id from shield where shield.child_id = child.child_id and lifted_on is null limit 1
    ) as shielded on true
    where child.child_id = any ($1) and (shielded.child_id is null or not $2) and ${isOpenOn('$3')}
    limit 20`,
  takes: [arrayOf(bigint), boolean, day],
  gives: {
    child_id: bigint,
    given_names: text,
    family_name: text,
    date_of_birth: day,
    postcode: nullable(text),
  },
});

/** What the list may show of a child. No postcode: shielded, no known address, or not verified, and never which. */
export type ListedChild = {
  readonly childId: number;
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: Candidate['dateOfBirth'];
  readonly postcode: string | null;
};

/** The entries that the indexes hold under any of the keys. Where a place is asked, shielded children are absent. */
export async function findCandidates(
  tx: Transaction,
  _ticket: Ticket<Search>,
  probes: Probes,
  criteria: SearchCriteria,
): Promise<readonly Candidate[]> {
  const looks = criteria.postcode === undefined ? anywhere : atPlace;
  const look = looks.find(({ indexes }) => wanted(probes).every((index) => indexes.includes(index)));
  if (look === undefined) return [];
  const { givenName = '', familyName = '', dateOfBirth, yearOfBirth = 2000 } = criteria;
  const order = look.orders ? [givenName, familyName, dateOfBirth ?? realDay(yearOfBirth, 7, 1)] : [];
  const found = await look.first(tx, ...order, ...look.indexes.map((index) => probes[index]));
  return readCandidates(found?.entries ?? null);
}

function wanted(probes: Probes): readonly Index[] {
  return indexNames.filter((index) => probes[index].length > 0);
}

/** The entries of the child that a number leads to. Where a place is asked beside it, a shielded child is absent. */
export async function findNumbered(
  tx: Transaction,
  _ticket: Ticket<Search>,
  { kind, number }: { readonly kind: string; readonly number: string },
  byPlace: boolean,
): Promise<readonly Candidate[]> {
  const found = await candidatesByNumber.first(tx, kind, number, byPlace);
  return readCandidates(found?.entries ?? null);
}

/** What the list shows of these children, at most twenty, in no order. `byPlace`: none that is shielded, whatever was found. */
export async function listChildren(
  tx: Transaction,
  _ticket: Ticket<Search>,
  childIds: readonly number[],
  byPlace: boolean,
  today: Day,
): Promise<readonly ListedChild[]> {
  const rows = await listedChildren.rows(tx, childIds, byPlace, today);
  return rows.map((row) => ({
    childId: row.child_id,
    givenNames: row.given_names,
    familyName: row.family_name,
    dateOfBirth: row.date_of_birth,
    postcode: row.postcode,
  }));
}
