import { everythingHeld, type Held } from './held.ts';

/** For whom a copy of a record is made: the young person on their own page, or the child or a parent on paper. */
export type CopyReader = 'young person' | 'child' | 'parent';

/** Why something that is held is not in a copy. Closed, and told in every copy. */
export const leftOutWords = {
  'inner number': 'Numbers and codes that the program alone uses, and how names sound.',
  'somebody else':
    'What is of somebody else: how to reach a parent or carer, other children, and who of the staff wrote it down.',
  'closed names': 'Names that were closed, and whatever else would tell of them.',
  'finding misuse': 'What would show how misuse is found.',
  'nobody can tell': 'What nobody can tell whose it is: searches of today, files on their way in, and codes.',
  'not on paper':
    'On paper, what could harm if others read it: sensitive services, consents, how a child is kept safe, and who looked.',
  'not for parents': 'For a parent, the child’s address: it may not be theirs.',
} as const satisfies Readonly<Record<string, string>>;

export type LeftOut = keyof typeof leftOutWords;

const wholeTables: Readonly<Record<string, LeftOut>> = {
  child_number: 'inner number', // the numbers themselves stand in `child`
  merged_link: 'inner number',
  merged_part: 'inner number',
  merged_number: 'inner number',
  desk_item: 'somebody else', // it may say that a record resembles a shielded child's
  possible_match: 'somebody else',
  match_candidate: 'somebody else',
  family_account: 'somebody else', // nobody learns from a copy who else of the family may look
  family_session: 'somebody else',
  contact_request: 'somebody else', // and it may lead to a service that is not named
  closed_name: 'closed names',
  identity_change: 'closed names',
  canary: 'finding misuse',
  well_known_child: 'finding misuse',
  search: 'nobody can tell',
  staged_row: 'nobody can tell',
  departure: 'nobody can tell',
  leaving_mark: 'nobody can tell',
};

const onPaper: ReadonlySet<string> = new Set([
  'consent',
  'shield',
  'protection',
  'emergency_opening',
  'leaving_notice', // for the young person, and nobody else
  'log_part', // the young person's own page shows it, and a parent's by rules of its own
]);

const columnsNotOnPaper: ReadonlySet<string> = new Set(['stays_until', 'restricted']);

const fromParents: ReadonlySet<string> = new Set(['child_address', 'council_move']);

const wordsOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const inner = wordsOf(
  'child_id address_no carer_no education_no involvement_no hand_over_no to_involvement_no consent_no shield_no protection_id ' +
    'opening_no emergency_id entry_no source_row_id name_no move_no item_id event_id part_no rematch_id carer_key supplier_key digest ' +
    'supplier_version version sound_given_born sound_family_born initials_born sounds_year sounds_outward postcode_key ' +
    'weight evidence model_version band old_weight old_evidence old_band old_model_version salt part_hash body is_shielded other_no',
);

const ofOthers = wordsOf(
  'person_id account_id asked_by decided_by decided_by_account recorded_by withdrawn_by settled_by lift_asked_by lifted_by reviewed_by ' +
    'accepted_by undone_by_account same_asked_by assigned_to first_child_id second_child_id other_child_id born_child_id ' +
    'decided_child_id from_child_id to_child_id other',
);

const contactOfCarers = wordsOf('telephone email address_line town postcode address_no council_code');
const carerTables: ReadonlySet<string> = new Set(['carer', 'source_carer']);
const addressColumns = wordsOf('address_line town postcode postcode_key');

/** Why a column is not in the copy for this reader; undefined where it is. */
export function leftOutOfCopy(table: string, column: string, reader: CopyReader): LeftOut | undefined {
  const whole = wholeTables[table];
  if (whole !== undefined) return whole;
  if (reader !== 'young person' && (onPaper.has(table) || columnsNotOnPaper.has(column)))
    return 'not on paper';
  if (reader === 'parent' && (fromParents.has(table) || addressColumns.has(column))) return 'not for parents';
  if (carerTables.has(table) && contactOfCarers.has(column)) return 'somebody else';
  if (ofOthers.has(column)) return 'somebody else';
  return inner.has(column) ? 'inner number' : undefined;
}

/** What is held in a table and is copied for this reader, column by column; empty where nothing is. */
export function copiedColumns({ table, columns }: Held, reader: CopyReader): readonly string[] {
  return columns.filter((column) => leftOutOfCopy(table, column, reader) === undefined);
}

/** Each table of which anything is ever copied, once. */
export const copiedTables: readonly string[] = [
  ...new Set(
    everythingHeld.filter((one) => copiedColumns(one, 'young person').length > 0).map(({ table }) => table),
  ),
];

/** A part of a copy: what it is, and its rows, each of named values. */
export type CopyPart = { readonly what: string; readonly rows: readonly CopyRow[] };
export type CopyRow = readonly { readonly name: string; readonly value: string }[];

const names: Readonly<Record<string, string>> = {
  nhs_number: 'NHS number',
  upn: 'Pupil number',
  urn: 'School',
  school_urn: 'School',
  practice_code: 'GP practice',
  contactpoint_number: 'ContactPoint number',
  council_code: 'Council',
  supplier_id: 'Said by',
  team_id: 'Service',
  to_team_id: 'Offered to',
  practitioner_id: 'Person',
  to_practitioner_id: 'Offered to',
  is_lead: 'Makes sure that all work together',
  assessment_exists: 'An assessment exists',
  responsible_council: 'Responsible council',
};

/** A column's name in words. */
export function columnInWords(column: string): string {
  const words = column.replaceAll('_', ' ');
  return names[column] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
