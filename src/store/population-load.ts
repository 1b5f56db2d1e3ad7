import type { Transaction } from './connection.ts';
import { copyInto } from './copy.ts';

/** What COPY brings for each table, in the order in which the tables refer to each other. */
export const populationTables = {
  source_row: [
    'source_row_id',
    'supplier_id',
    'first_seen_on',
    'last_seen_on',
    'digest',
    'nhs_number',
    'school_urn',
    'date_of_birth',
    'died_on',
    'restricted',
    'supplier_key',
    'gender',
    'given_names',
    'family_name',
    'upn',
    'practice_code',
    'address_line',
    'town',
    'postcode',
  ],
  source_carer: [
    'supplier_id',
    'supplier_key',
    'carer_key',
    'first_seen_on',
    'last_seen_on',
    'digest',
    'given_names',
    'family_name',
    'relationship',
    'parental_responsibility',
    'telephone',
    'email',
    'address_line',
    'town',
    'postcode',
  ],
  child: [
    'child_id',
    'contactpoint_number',
    'given_names',
    'family_name',
    'preferred_name',
    'date_of_birth',
    'birth_standing',
    'gender',
    'nhs_number',
    'upn',
    'whereabouts',
    'responsible_council',
    'leaves_on',
    'closed_on',
    'closed_because',
  ],
  link: ['child_id', 'source_row_id', 'linked_on', 'decided_by'],
  child_number: ['number_kind', 'number', 'child_id'],
  child_address: [
    'child_id',
    'address_no',
    'standing',
    'council_code',
    'since',
    'address_line',
    'town',
    'postcode',
  ],
  carer: [
    'child_id',
    'carer_no',
    'address_no',
    'council_code',
    'person_id',
    'given_names',
    'family_name',
    'relationship',
    'parental_responsibility',
    'telephone',
    'email',
    'supplier_id',
    'carer_key',
  ],
  education: ['child_id', 'education_no', 'kind', 'urn', 'started_on', 'ended_on'],
  gp_registration: ['child_id', 'practice_code', 'started_on'],
  involvement: [
    'child_id',
    'involvement_no',
    'is_lead',
    'assessment_exists',
    'team_id',
    'practitioner_id',
    'started_on',
    'ended_on',
    'confirmed_on',
    'basis',
  ],
  consent: ['child_id', 'consent_no', 'team_id', 'footing', 'given_by', 'given_on', 'until_on'],
  shield: ['child_id', 'shield_no', 'because', 'person_id', 'raised_on'],
  search_entry: [
    'child_id',
    'entry_no',
    'is_shielded',
    'kind',
    'date_of_birth',
    'sound_given_born',
    'sound_family_born',
    'initials_born',
    'sounds_year',
    'sounds_outward',
    'postcode_key',
    'gender',
    'given_names',
    'family_name',
    'postcode',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Those who look after children: brought before them. */
export const workforceTables = {
  organisation: [
    'organisation_id',
    'kind',
    'name',
    'register_code',
    'council_code',
    'accredited_until',
    'shares_machines',
  ],
  team: [
    'team_id',
    'organisation_id',
    'service_kind',
    'name',
    'telephone',
    'email',
    'hours',
    'is_desk',
    'council_code',
  ],
  practitioner: ['practitioner_id', 'team_id', 'name', 'job_title', 'telephone', 'email'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PopulationTable = keyof typeof populationTables;
export type WorkforceTable = keyof typeof workforceTables;

/** In the order in which they refer to each other. */
export const populationOrder: readonly PopulationTable[] =
  Object.keys(populationTables).filter(isPopulationTable);
const workforceOrder: readonly WorkforceTable[] = ['organisation', 'team', 'practitioner'];

/** How many rows came into each table. */
export type RowCounts = Map<string, number>;

/** Brings a block of children with everything about them, and counts the rows. */
export async function bringChildren(
  tx: Transaction,
  texts: Readonly<Record<PopulationTable, Uint8Array>>,
  counts: RowCounts,
): Promise<void> {
  for (const table of populationOrder) await bring(tx, table, populationTables[table], texts[table], counts);
}

/** Brings organisations with their teams and practitioners, and counts the rows. */
export async function bringWorkforce(
  tx: Transaction,
  texts: Readonly<Record<WorkforceTable, Uint8Array>>,
  counts: RowCounts,
): Promise<void> {
  for (const table of workforceOrder) await bring(tx, table, workforceTables[table], texts[table], counts);
}

const bytesAtOnce = 262_144; // the server keeps each message whole

async function bring(
  tx: Transaction,
  table: string,
  columns: readonly string[],
  text: Uint8Array,
  counts: RowCounts,
): Promise<void> {
  if (text.length === 0) return;
  const copy = copyInto(tx, table, columns);
  for (let at = 0; at < text.length; at += bytesAtOnce) await copy.write(text.subarray(at, at + bytesAtOnce));
  const rows = await copy.end();
  counts.set(table, (counts.get(table) ?? 0) + rows);
}

function isPopulationTable(word: string): word is PopulationTable {
  return Object.hasOwn(populationTables, word);
}
