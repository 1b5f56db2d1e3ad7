// Everything that is held on one page, however much it gets.
/* oxlint-disable max-lines */
import { held, type Held } from './one-held.ts';

export type { Held };

const helping = ['to reach', 'with the record', 'people who help'] as const;
const finding = ['to find', 'with the record', 'people who help'] as const;
const inside = ['to find', 'with the record', 'nobody'] as const;
const keeping = ['to keep right', 'with the record', 'record keepers'] as const;
const safe = ['to keep safe', 'with the record', 'deciders'] as const;
const choice = ['to choose', 'with the record', 'own service'] as const;
const watch = ['to watch', 'with the record', 'reviewers'] as const;
const gone = ['to leave', 'six years', 'nobody'] as const;

/** Everything that the product holds of a child, table by table. A column that has no line here fails a test. */
export const everythingHeld: readonly Held[] = [
  held('child', 'child_id', 'A random number for the record', inside),
  held(
    'child',
    'contactpoint_number given_names family_name preferred_name',
    'Names and ContactPoint number',
    finding,
  ),
  held('child', 'date_of_birth birth_standing gender', 'Date of birth, how it is known, and gender', finding),
  held('child', 'nhs_number upn', 'NHS number and pupil number', [
    'to find',
    'with the record',
    'record keepers',
  ]),
  held(
    'child',
    'whereabouts responsible_council',
    'Whether the address is known, and the council that is responsible',
    helping,
  ),
  held(
    'child',
    'leaves_on closed_on closed_because stays_until',
    'When the record goes, and why it was closed',
    ['to leave', 'with the record', 'record keepers'],
  ),
  held('closed_name', 'child_id name_no given_names family_name', 'Names that show nowhere', inside),
  held(
    'identity_change',
    'child_id change_no kind new_child_id decision',
    'That names or a record were closed',
    keeping,
  ),
  held(
    'identity_change',
    'asked_by asked_at decided_by decided_at',
    'By which two people, and when',
    keeping,
  ),
  held('child_number', 'number_kind number child_id', 'The numbers by which the record is found', inside),
  held(
    'child_address',
    'child_id address_no standing council_code since address_line town postcode',
    'Addresses: of now, and of before for finding only',
    helping,
  ),
  held(
    'carer',
    'child_id carer_no address_no council_code person_id given_names family_name relationship parental_responsibility telephone email supplier_id carer_key',
    'Parents and carers, and how to reach them',
    helping,
  ),
  held('education', 'child_id education_no kind urn started_on ended_on', 'Schools and colleges', helping),
  held('gp_registration', 'child_id practice_code started_on ended_on', 'GP practice', helping),
  held(
    'involvement',
    'child_id involvement_no is_lead assessment_exists team_id practitioner_id started_on ended_on confirmed_on version reached_by telephone email basis joined_at looked_at supplier_id',
    'Who helps, in which team, since when, and how to reach them',
    helping,
  ),
  held(
    'hand_over',
    'child_id hand_over_no kind involvement_no to_involvement_no to_team_id to_practitioner_id asked_by asked_at settled_as settled_by settled_at',
    'Work that one person offered to another',
    helping,
  ),
  held(
    'contact_request',
    'child_id request_no kind asked_by asked_at urgency footing reach_by telephone email to_practitioner_id to_team_id also_team_id state state_at state_by chased chase_at version',
    'Who asked somebody who helps to contact them, how soon and how, and what came of it',
    helping,
  ),
  held(
    'consent',
    'child_id consent_no team_id footing given_by given_on until_on recorded_by recorded_at withdrawn_by withdrawn_at',
    'Who agreed that a sensitive service is recorded',
    choice,
  ),
  held(
    'shield',
    'child_id shield_no because person_id raised_on lifted_on protection_id lift_asked_by lifted_by',
    'That the child is kept safe from being found',
    safe,
  ),
  held(
    'protection',
    'protection_id person_id council_code because asked_as asked_by asked_at decide_by decided_by decided_at review_on lift_because lift_asked_by lift_asked_at lifted_by lifted_at',
    'Who asked for that, and who decided',
    safe,
  ),
  held(
    'emergency_opening',
    'child_id opening_no emergency_id account_id because opened_at open_until event_id review_due_on reviewed_by reviewed_at finding family',
    'When somebody opened the record in an emergency, and how that was reviewed',
    watch,
  ),
  held(
    'search_entry',
    'child_id entry_no is_shielded date_of_birth sound_given_born sound_family_born initials_born sounds_year sounds_outward postcode_key kind gender given_names family_name postcode',
    'How the names sound, for finding; names and postcodes of before',
    inside,
  ),
  held(
    'source_row',
    'source_row_id supplier_id first_seen_on last_seen_on digest nhs_number school_urn supplier_version date_of_birth died_on restricted supplier_key gender given_names family_name preferred_name upn practice_code address_line town postcode',
    'What each supplier said of the child, and when',
    keeping,
  ),
  held(
    'source_former_name',
    'source_row_id name_no given_names family_name',
    'Names that a supplier says are no longer used',
    keeping,
  ),
  held(
    'source_carer',
    'supplier_id supplier_key carer_key first_seen_on last_seen_on digest given_names family_name relationship parental_responsibility telephone email address_line town postcode ended',
    'What each supplier said of parents and carers',
    keeping,
  ),
  held(
    'link',
    'child_id source_row_id linked_on decided_by weight model_version evidence band decided_by_account decided_at',
    'Why what a supplier said is taken to be of this child',
    keeping,
  ),
  held(
    'possible_match',
    'source_row_id born_child_id because model_version found_at decide_by state decision decided_child_id decided_by_account decided_at',
    'That a person had to decide whose it is',
    keeping,
  ),
  held(
    'match_candidate',
    'child_id source_row_id weight evidence is_shielded',
    'Whose it might have been',
    keeping,
  ),
  held(
    'possible_duplicate',
    'child_id other_child_id because weight evidence model_version found_at state decision decided_by_account decided_at same_asked_by same_asked_at',
    'That two records might be of one child',
    keeping,
  ),
  held(
    'never_same',
    'child_id other_child_id decided_by_account decided_at',
    'That somebody decided that two children are not one',
    keeping,
  ),
  held(
    'never_same_row',
    'child_id supplier_id supplier_key decided_by_account decided_at',
    'That a supplier’s key is of somebody else',
    keeping,
  ),
  held(
    'record_merge',
    'child_id first_child_id second_child_id decided_by_account decided_at undone_by_account undone_at',
    'That two records were made one',
    keeping,
  ),
  held('merged_link', 'child_id source_row_id from_child_id', 'How to undo that', keeping),
  held('merged_number', 'child_id number_kind number from_child_id', 'How to undo that: numbers', keeping),
  held(
    'merged_part',
    'child_id part from_child_id from_no to_no is_kept was_standing',
    'How to undo that: what people recorded',
    keeping,
  ),
  held(
    'rematch_change',
    'rematch_id source_row_id kind because from_child_id to_child_id old_weight old_evidence old_band old_model_version weight evidence',
    'What a new way of matching changed',
    keeping,
  ),
  held(
    'council_move',
    'child_id move_no from_council to_council found_on accepted_by accepted_at responsible ended_on',
    'That the child moved to another council’s area',
    keeping,
  ),
  held(
    'desk_item',
    'child_id queue other item_id council_code found_on due_on assigned_to deferred_until settled_at settled_by settled_as',
    'What a record keeper is to look into',
    keeping,
  ),
  held('canary', 'child_id council_code placed_on', 'That a record is of nobody, and made to catch misuse', [
    'to watch',
    'with the record',
    'nobody',
  ]),
  held(
    'well_known_child',
    'child_id added_by added_at removal_asked_by removal_asked_at',
    'That many people know of the family, so that each look is asked about',
    watch,
  ),
  held(
    'family_account',
    'child_id family_no person_id user_name state identity_seen responsibility_seen handed_over_by invited_by invited_at seconded_by code_hash code_expires_at setup_hash setup_begun_at sealed_seed drift_steps last_step salt memory_kib passes verifier',
    'Who of the family may see the record, and what proved it',
    ['to watch', 'with the record', 'nobody'],
  ),
  held(
    'family_session',
    'child_id session_hash family_no begun_at seen_at ended_at',
    'That somebody of the family is signed in',
    ['to watch', 'with the record', 'nobody'],
  ),
  held(
    'leaving_notice',
    'child_id notice leaves_on made_on',
    'That the young person was told when the record goes',
    ['to leave', 'with the record', 'nobody'],
  ),
  held(
    'log_part',
    'event_id recorded_at part_no kind child_id salt body part_hash',
    'Who looked: whom it was about, and what was typed to find them',
    ['to watch', 'six years', 'reviewers'],
  ),
  held('search', 'search_hash session_hash criteria asked_at', 'What somebody typed into a search', [
    'to find',
    'a day',
    'nobody',
  ]),
  held('staged_row', 'batch_id row_no kind item', 'What a supplier’s file says, on its way in', [
    'to keep right',
    'until taken in',
    'nobody',
  ]),
  held(
    'departure',
    'child_id left_at removed_at told_at erased_at swept_at forget_on',
    'That somebody has left: a random number alone',
    gone,
  ),
  held(
    'leaving_mark',
    'mark left_child_id forget_on',
    'Codes that keep a late file from bringing a record back',
    ['to leave', 'until 25', 'nobody'],
  ),
];
