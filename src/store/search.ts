import { isGender } from '../domain/gender.ts';
import type { Probes } from '../domain/search-probes.ts';
import type { Candidate } from '../domain/search-ranking.ts';
import { arrayOf, bigint, boolean, day, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { Search, Ticket } from './ticket.ts';

const isEntryKind = (word: string): word is Candidate['kind'] =>
  word === 'present' || word === 'former name' || word === 'former address';

const candidateColumns = {
  child_id: bigint,
  kind: oneOf(isEntryKind),
  given_names: text,
  family_name: text,
  date_of_birth: day,
  gender: oneOf(isGender),
  postcode: nullable(text),
};

// Each branch is one index probe; a criterion that was not given sends an empty list. The cap bounds the commonest names.
const candidatesByKeys = statement({
  name: 'candidates-by-keys',
  text: `select child_id, kind, given_names, family_name, date_of_birth, gender, postcode
    from search_entry
    where (sound_given_born = any ($1) or sound_family_born = any ($2) or sounds_year = any ($3)
        or sounds_outward = any ($4) or postcode_key = any ($5))
      and not ($6 and exists (select from shield where shield.child_id = search_entry.child_id and lifted_on is null))
    limit 5000`,
  takes: [arrayOf(integer), arrayOf(integer), arrayOf(integer), arrayOf(integer), arrayOf(integer), boolean],
  gives: candidateColumns,
});

const candidatesByNumber = statement({
  name: 'candidates-by-number',
  text: `select search_entry.child_id, kind, given_names, family_name, date_of_birth, gender, postcode
    from child_number
    join search_entry on search_entry.child_id = child_number.child_id
    where number_kind = $1 and number = $2
      and not ($3 and exists (select from shield where shield.child_id = search_entry.child_id and lifted_on is null))
    order by search_entry.child_id, entry_no
    limit 100`,
  takes: [text, text, boolean],
  gives: candidateColumns,
});

const listedChildren = statement({
  name: 'listed-children',
  text: `select child.child_id, child.given_names, child.family_name, child.date_of_birth,
      case when whereabouts = 'current' and not exists (
          select from shield where shield.child_id = child.child_id and lifted_on is null
        ) then child_address.postcode end as postcode
    from child
    left join child_address on child_address.child_id = child.child_id and standing = 'current'
    where child.child_id = any ($1)
    limit 20`,
  takes: [arrayOf(bigint)],
  gives: { child_id: bigint, given_names: text, family_name: text, date_of_birth: day, postcode: nullable(text) },
});

/** What the list may show of a child. No postcode: shielded, no known address, or not verified, and never which. */
export type ListedChild = {
  readonly childId: number;
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: Candidate['dateOfBirth'];
  readonly postcode: string | null;
};

/** The entries that the indexes hold under any of the keys. `byPlace`: shielded children are left out, as if absent. */
export async function findCandidates(
  tx: Transaction,
  _ticket: Ticket<Search>,
  probes: Probes,
  byPlace: boolean,
): Promise<readonly Candidate[]> {
  const { givenBorn, familyBorn, soundsYear, soundsOutward, postcode } = probes;
  const rows = await candidatesByKeys.rows(tx, givenBorn, familyBorn, soundsYear, soundsOutward, postcode, byPlace);
  return rows.map(toCandidate);
}

/** The entries of the child that a number leads to. */
export async function findNumbered(
  tx: Transaction,
  _ticket: Ticket<Search>,
  { kind, number }: { readonly kind: string; readonly number: string },
  byPlace: boolean,
): Promise<readonly Candidate[]> {
  return (await candidatesByNumber.rows(tx, kind, number, byPlace)).map(toCandidate);
}

/** What the list shows of these children, at most twenty, in no order. */
export async function listChildren(
  tx: Transaction,
  _ticket: Ticket<Search>,
  childIds: readonly number[],
): Promise<readonly ListedChild[]> {
  const rows = await listedChildren.rows(tx, childIds);
  return rows.map((row) => ({
    childId: row.child_id,
    givenNames: row.given_names,
    familyName: row.family_name,
    dateOfBirth: row.date_of_birth,
    postcode: row.postcode,
  }));
}

function toCandidate(row: Awaited<ReturnType<typeof candidatesByKeys.rows>>[number]): Candidate {
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
