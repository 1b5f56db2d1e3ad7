import { realDay } from '../domain/calendar.ts';
import { isGender } from '../domain/gender.ts';
import { isEntryKind } from '../domain/record-rows.ts';
import type { Probes } from '../domain/search-probes.ts';
import type { Candidate } from '../domain/search-scoring.ts';
import type { SearchCriteria } from '../domain/criteria.ts';
import { arrayOf, bigint, boolean, day, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { Search, Ticket } from './ticket.ts';

const candidateColumns = {
  child_id: bigint,
  kind: oneOf(isEntryKind),
  given_names: text,
  family_name: text,
  date_of_birth: day,
  gender: oneOf(isGender),
  postcode: nullable(text),
};

const selected =
  'select child_id, kind, given_names, family_name, date_of_birth, gender, postcode from search_entry';

// One index each. A key of a date or a postcode stands for some tens of entries at most, of names and a year for up to thousands: there the
// names as typed come first, then the nearest dates, so that what is left out is what agrees least.
const nearestFirst = `order by (family_name = $6 and given_names = $5) desc, abs(date_of_birth - $7), child_id, entry_no limit 400`;
const branchesByName = [
  { key: 'sound_given_born', probes: '$1', kept: 'limit 600' },
  { key: 'sound_family_born', probes: '$2', kept: 'limit 600' },
  { key: 'initials_born', probes: '$3', kept: 'limit 1200' },
  { key: 'sounds_year', probes: '$4', kept: nearestFirst },
];
const branchesByPlace = [
  { key: 'sounds_outward', probes: '$8', kept: nearestFirst },
  { key: 'postcode_key', probes: '$9', kept: 'limit 600' },
];

function probing(
  branches: typeof branchesByName,
  which: 'is_shielded' | 'not is_shielded',
): readonly string[] {
  return branches.map(
    ({ key, probes, kept }) => `(${selected} where ${key} = any (${probes}) and ${which} ${kept})`,
  );
}

const keys = arrayOf(integer);
const nameKeys = [keys, keys, keys, keys, text, text, day] as const;

// With a place, shielded children are not looked for: nothing is read and then left out.
const candidatesByPlace = statement({
  name: 'candidates-by-place',
  text: probing([...branchesByName, ...branchesByPlace], 'not is_shielded').join('\nunion all\n'),
  takes: [...nameKeys, keys, keys],
  gives: candidateColumns,
});

const candidatesAnywhere = statement({
  name: 'candidates-anywhere',
  text: [...probing(branchesByName, 'not is_shielded'), ...probing(branchesByName, 'is_shielded')].join(
    '\nunion all\n',
  ),
  takes: nameKeys,
  gives: candidateColumns,
});

const candidatesByNumber = statement({
  name: 'candidates-by-number',
  text: `select search_entry.child_id, kind, given_names, family_name, date_of_birth, gender, postcode
    from child_number
    join search_entry on search_entry.child_id = child_number.child_id
    where number_kind = $1 and number = $2 and not ($3 and is_shielded)
    order by search_entry.child_id, entry_no
    limit 100`,
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
    where child.child_id = any ($1) and (shielded.child_id is null or not $2)
    limit 20`,
  takes: [arrayOf(bigint), boolean],
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
  const { givenName = '', familyName = '', dateOfBirth, yearOfBirth = 2000 } = criteria;
  const { givenBorn, familyBorn, initialsBorn, soundsYear, soundsOutward, postcode } = probes;
  const nearest = dateOfBirth ?? realDay(yearOfBirth, 7, 1);
  const named = [givenBorn, familyBorn, initialsBorn, soundsYear, givenName, familyName, nearest] as const;
  const rows =
    criteria.postcode === undefined
      ? await candidatesAnywhere.rows(tx, ...named)
      : await candidatesByPlace.rows(tx, ...named, soundsOutward, postcode);
  return rows.map(toCandidate);
}

/** The entries of the child that a number leads to. Where a place is asked beside it, a shielded child is absent. */
export async function findNumbered(
  tx: Transaction,
  _ticket: Ticket<Search>,
  { kind, number }: { readonly kind: string; readonly number: string },
  byPlace: boolean,
): Promise<readonly Candidate[]> {
  return (await candidatesByNumber.rows(tx, kind, number, byPlace)).map(toCandidate);
}

/** What the list shows of these children, at most twenty, in no order. `byPlace`: none that is shielded, whatever was found. */
export async function listChildren(
  tx: Transaction,
  _ticket: Ticket<Search>,
  childIds: readonly number[],
  byPlace: boolean,
): Promise<readonly ListedChild[]> {
  const rows = await listedChildren.rows(tx, childIds, byPlace);
  return rows.map((row) => ({
    childId: row.child_id,
    givenNames: row.given_names,
    familyName: row.family_name,
    dateOfBirth: row.date_of_birth,
    postcode: row.postcode,
  }));
}

function toCandidate(row: Awaited<ReturnType<typeof candidatesByNumber.rows>>[number]): Candidate {
  return {
    childId: row.child_id,
    kind: row.kind,
    givenNames: row.given_names,
    familyName: row.family_name,
    dateOfBirth: row.date_of_birth,
    gender: row.gender,
    postcode: row.postcode,
  };
}
