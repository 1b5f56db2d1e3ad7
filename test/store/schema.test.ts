import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { text } from '../../src/store/columns.ts';
import type { Database } from '../../src/store/connection.ts';
import { statement } from '../../src/store/statement.ts';
import { withDatabase } from '../support/database.ts';

const cleaning: (() => Promise<void>)[] = [];
let owner: Database;
before(async () => {
  ({ owner } = await withDatabase({ after: (work) => void cleaning.push(work) }));
});
after(async () => {
  for (const work of cleaning) await work();
});

// The tables of children; the log's parts and the table of numbers are kept by other keys, on purpose.
const childOwned = `select attrelid from pg_attribute
  join pg_class on pg_class.oid = attrelid
  where attname = 'child_id' and relkind = 'r' and relnamespace = 'public'::regnamespace
    and relname <> 'child_number' and relname not like 'log_part%'`;

const keysNotLedByChild = statement({
  name: 'test-keys-not-led-by-child',
  text: `select conrelid::regclass::text || ': ' || conname as found
    from pg_constraint
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype in ('p', 'u') and conrelid in (${childOwned}) and attname <> 'child_id'
    order by 1
    limit 100`,
  takes: [],
  gives: { found: text },
});

const triggersOnChildren = statement({
  name: 'test-triggers-on-children',
  text: `select tgname::text as found from pg_trigger
    where not tgisinternal and tgrelid in (${childOwned})
    order by 1
    limit 100`,
  takes: [],
  gives: { found: text },
});

const foreignKeysOfChildren = statement({
  name: 'test-foreign-keys-of-children',
  text: `select distinct confrelid::regclass::text as found
    from pg_constraint
    where contype = 'f' and conrelid in (${childOwned})
    order by 1
    limit 100`,
  takes: [],
  gives: { found: text },
});

const textColumns = statement({
  name: 'test-text-columns-of-children',
  text: `select attrelid::regclass::text || '.' || attname as found
    from pg_attribute
    where attrelid in (${childOwned}) and atttypid in ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype)
      and attnum > 0 and not attisdropped
    order by 1
    limit 200`,
  takes: [],
  gives: { found: text },
});

test('child_id leads every key of a table of children', async () => {
  assert.deepEqual(await owner.transact((tx) => keysNotLedByChild.rows(tx)), []);
});

test('no trigger stands on a table of children', async () => {
  assert.deepEqual(await owner.transact((tx) => triggersOnChildren.rows(tx)), []);
});

// Each fits on every machine whole: people who work with children, their organisations, suppliers and the registers.
const smallTables = [
  'account',
  'council',
  'gp_practice',
  'model',
  'organisation',
  'practitioner',
  'school',
  'supplier',
  'team',
];

test('a table of children refers to the child, and else only to small tables', async () => {
  const found = await owner.transact((tx) => foreignKeysOfChildren.rows(tx));
  const tables = found.map(({ found: table }) => table).filter((table) => !smallTables.includes(table));
  assert.deepEqual(tables, ['child', 'source_row']); // a link to its row: both ADR 6 and docs/scale.md say what that costs
});

// Each is a name, a number, a way to reach somebody, an address, a coded comparison, or a word of a closed list. A new column belongs here
// only if it is one of these: there is no place for notes.
const namesNumbersAddressesAndClosedWords = [
  'carer.carer_key',
  'carer.email',
  'carer.family_name',
  'carer.given_names',
  'carer.parental_responsibility',
  'carer.relationship',
  'carer.telephone',
  'child.birth_standing',
  'child.closed_because',
  'child.contactpoint_number',
  'child.family_name',
  'child.gender',
  'child.given_names',
  'child.preferred_name',
  'child.upn',
  'child.whereabouts',
  'child_address.address_line',
  'child_address.postcode',
  'child_address.standing',
  'child_address.town',
  'closed_name.family_name',
  'closed_name.given_names',
  'consent.footing',
  'consent.given_by',
  'contact_request.chased',
  'contact_request.email',
  'contact_request.footing',
  'contact_request.kind',
  'contact_request.reach_by',
  'contact_request.state',
  'contact_request.telephone',
  'contact_request.urgency',
  'council_move.responsible',
  'desk_item.queue',
  'desk_item.settled_as',
  'education.kind',
  'emergency_opening.because',
  'emergency_opening.family',
  'emergency_opening.finding',
  'family_account.handed_over_by',
  'family_account.identity_seen',
  'family_account.responsibility_seen',
  'family_account.state',
  'family_account.user_name',
  'gp_registration.practice_code',
  'hand_over.kind',
  'hand_over.settled_as',
  'identity_change.decision',
  'identity_change.kind',
  'involvement.basis',
  'involvement.email',
  'involvement.reached_by',
  'involvement.telephone',
  'leaving_notice.notice',
  'link.band',
  'link.decided_by',
  'link.evidence',
  'link.model_version',
  'match_candidate.evidence',
  'merged_number.number',
  'merged_number.number_kind',
  'merged_part.part',
  'never_same_row.supplier_key',
  'possible_duplicate.because',
  'possible_duplicate.decision',
  'possible_duplicate.evidence',
  'possible_duplicate.model_version',
  'possible_duplicate.state',
  'search_entry.family_name',
  'search_entry.gender',
  'search_entry.given_names',
  'search_entry.kind',
  'search_entry.postcode',
  'shield.because',
];

test('no column of a child’s record takes free text', async () => {
  const found = await owner.transact((tx) => textColumns.rows(tx));
  assert.deepEqual(
    found.map((row) => row.found),
    namesNumbersAddressesAndClosedWords,
  );
});
