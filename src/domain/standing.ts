import type { Day } from './calendar.ts';
import { isClosedName, type ClosedNames } from './identity-change.ts';
import { isNotYetNamed } from './matching/compared-name.ts';
import { foldName } from './names.ts';
import { leavesOn } from './retention.ts';
import type { PersonName, SourceAddress, SourceChild } from './source-row.ts';

/** Whose word a supplier's is: many schools are suppliers, and all stand as one does. Closed. */
export type SupplierCode = (typeof supplierCodes)[number];

export const supplierCodes = ['nhs-pds', 'school-census', 'council', 'record-keeper'] as const;

export function isSupplierCode(word: string): word is SupplierCode {
  return supplierCodes.some((code) => code === word);
}

/** One source row that is linked to a child. */
export type LinkedRow = {
  readonly sourceRowId: number;
  readonly supplierId: number;
  /** Its standing. */
  readonly supplier: SupplierCode;
  readonly firstSeenOn: Day;
  readonly lastSeenOn: Day;
  /** The supplier's own count of its versions; null where it counts none. */
  readonly version: number | null;
  readonly digest: number;
  readonly says: SourceChild;
};

/** The fields of a child record that are settled one by one; a name is settled whole. */
export type SettledField =
  | 'name'
  | 'preferredName'
  | 'dateOfBirth'
  | 'gender'
  | 'nhsNumber'
  | 'upn'
  | 'schoolUrn'
  | 'practiceCode'
  | 'address'
  | 'diedOn';

/** A value and the source row whose word it is. */
export type Settled<Value> = { readonly value: Value; readonly from: number };

/** What a child's linked rows come to. A field is absent where no supplier says anything of it now. */
export type SettledChild = {
  readonly name: Settled<PersonName>;
  readonly preferredName?: Settled<string>;
  readonly dateOfBirth: Settled<Day>;
  readonly gender: Settled<SourceChild['gender']>;
  readonly nhsNumber?: Settled<NonNullable<SourceChild['nhsNumber']>>;
  readonly upn?: Settled<NonNullable<SourceChild['upn']>>;
  readonly schoolUrn?: Settled<number>;
  readonly practiceCode?: Settled<NonNullable<SourceChild['practiceCode']>>;
  readonly address?: Settled<SourceAddress>;
  /** Where nobody says where the child lives now: where they last did. */
  readonly lastKnownAddress?: Settled<SourceAddress>;
  /** For finding only, never shown. */
  readonly formerNames: readonly PersonName[];
  /** Practices that were said before, and the last day on which they were. */
  readonly formerPractices: readonly FormerPractice[];
  readonly formerAddresses: readonly SourceAddress[];
  /** Some supplier keeps the whereabouts from others, since this day. */
  readonly restrictedSince?: Day;
  /** The day on which a death was first told. */
  readonly closedOn?: Day;
  readonly leavesOn: Day;
  /** The fields of which any supplier says anything, or ever did. */
  readonly spokenOf: ReadonlySet<SettledField>;
};

export type FormerPractice = {
  readonly practiceCode: NonNullable<SourceChild['practiceCode']>;
  readonly lastSaidOn: Day;
};

// Who outranks whom, field by field (product.md section 6): the school register says school facts, the NHS says GP and NHS
// number, a person's decision outranks both. Where the promise is silent the order is ours: the NHS registers births, names
// and deaths, and is told of moves by families; a school knows what a child is called.
const standing: Readonly<Record<SettledField, readonly SupplierCode[]>> = {
  name: ['record-keeper', 'nhs-pds', 'council', 'school-census'],
  preferredName: ['record-keeper', 'school-census', 'nhs-pds', 'council'],
  dateOfBirth: ['record-keeper', 'nhs-pds', 'council', 'school-census'],
  gender: ['record-keeper', 'nhs-pds', 'council', 'school-census'],
  nhsNumber: ['record-keeper', 'nhs-pds', 'council', 'school-census'],
  upn: ['record-keeper', 'school-census', 'council', 'nhs-pds'],
  schoolUrn: ['record-keeper', 'school-census', 'council', 'nhs-pds'],
  practiceCode: ['record-keeper', 'nhs-pds', 'council', 'school-census'],
  address: ['record-keeper', 'nhs-pds', 'council', 'school-census'],
  diedOn: ['record-keeper', 'nhs-pds', 'council', 'school-census'],
};

/**
 * Works out a child record from its linked rows, whatever their order. There must be at least one. Names that are closed are
 * nobody's word any more.
 */
export function settle(rows: readonly LinkedRow[], names?: ClosedNames): SettledChild {
  const present = presentRows(rows);
  const closed = names?.closed ?? [];
  const speaking = closed.length === 0 ? present : present.filter(({ says }) => !isClosedName(says, closed));
  const name = nameFrom(speaking) ?? (names && { value: names.kept, from: noRow });
  const dateOfBirth = settled(present, 'dateOfBirth', (says) => says.dateOfBirth);
  const gender = settled(present, 'gender', (says) => says.gender);
  if (name === undefined || dateOfBirth === undefined || gender === undefined)
    throw new Error('A child record is settled from at least one source row');
  const closedOn = deathToldOn(rows, present);
  return {
    name,
    dateOfBirth,
    gender,
    ...optional(
      'preferredName',
      settled(speaking, 'preferredName', (says) => says.preferredName),
    ),
    ...optional(
      'nhsNumber',
      settled(present, 'nhsNumber', (says) => says.nhsNumber),
    ),
    ...optional(
      'upn',
      settled(present, 'upn', (says) => says.upn),
    ),
    ...optional(
      'schoolUrn',
      settled(present, 'schoolUrn', (says) => says.schoolUrn),
    ),
    ...settlePlaces(rows, present),
    formerNames: otherNames(rows, name.value).filter((one) => !isClosedName(one, closed)),
    ...optional('closedOn', closedOn),
    leavesOn: leavesOn(dateOfBirth.value, closedOn),
    spokenOf: new Set(rows.flatMap(({ says }) => sayableFields.filter((field) => says[field] !== undefined))),
  };
}

const noRow = 0; // a name that was kept, where all that suppliers say is closed

// "Baby" stands only until somebody says how the child is called, whoever that is.
function nameFrom(present: readonly LinkedRow[]): Settled<PersonName> | undefined {
  const named = present.filter(({ says }) => !isNotYetNamed(says.givenNames));
  const nameOf = ({ givenNames, familyName }: SourceChild): PersonName => ({ givenNames, familyName });
  return settled(named, 'name', nameOf) ?? settled(present, 'name', nameOf);
}

const sayableFields = [
  'preferredName',
  'nhsNumber',
  'upn',
  'schoolUrn',
  'practiceCode',
  'address',
  'diedOn',
] as const;

/** What each supplier says now, under each of its keys; what was heard last comes first. */
function presentRows(rows: readonly LinkedRow[]): readonly LinkedRow[] {
  const newest = new Map<string, LinkedRow>();
  for (const row of rows) {
    const before = newest.get(keyOf(row));
    if (before === undefined || supersedes(row, before)) newest.set(keyOf(row), row);
  }
  return [...newest.values()].sort(lastHeardFirst);
}

function keyOf({ supplierId, says }: LinkedRow): string {
  return `${supplierId} ${says.supplierKey}`;
}

/** Whether a row is a later word of the same supplier under the same key. A version of the supplier's own decides before any day. */
export function supersedes(row: LinkedRow, other: LinkedRow): boolean {
  const later = (row.version ?? -1) - (other.version ?? -1);
  return later === 0 ? lastHeardFirst(row, other) < 0 : later > 0;
}

// A digest decides nothing of sense, but the same rows must come to the same record in any order.
function lastHeardFirst(a: LinkedRow, b: LinkedRow): number {
  return (
    descending(a.lastSeenOn, b.lastSeenOn) ||
    descending(a.firstSeenOn, b.firstSeenOn) ||
    b.digest - a.digest ||
    descending(keyOf(a), keyOf(b))
  );
}

function descending(a: string, b: string): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

/** The word of the supplier that stands highest in the field among those who say anything of it. */
function settled<Value>(
  present: readonly LinkedRow[],
  field: SettledField,
  valueOf: (says: SourceChild) => Value | undefined,
): Settled<Value> | undefined {
  for (const supplier of standing[field])
    for (const row of present) {
      const value = row.supplier === supplier ? valueOf(row.says) : undefined;
      if (value !== undefined) return { value, from: row.sourceRowId };
    }
  return undefined;
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [Key in Name]?: Value };
function optional(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [name]: value };
}

type Places = Pick<
  SettledChild,
  'practiceCode' | 'address' | 'lastKnownAddress' | 'formerPractices' | 'formerAddresses' | 'restrictedSince'
>;

// What a supplier said of the place before it restricted the child is not held against it either.
function settlePlaces(rows: readonly LinkedRow[], present: readonly LinkedRow[]): Places {
  const restricting = present.filter((row) => row.says.restricted);
  const closedKeys = new Set(restricting.map(keyOf));
  const open = rows.filter((row) => !closedKeys.has(keyOf(row))).sort(lastHeardFirst);
  const since = rows
    .filter((row) => row.says.restricted && closedKeys.has(keyOf(row)))
    .map((row) => row.firstSeenOn);
  const practice = settled(present, 'practiceCode', (says) => says.practiceCode);
  const address = settled(present, 'address', (says) => says.address);
  const last = address === undefined ? open.find((row) => row.says.address !== undefined) : undefined;
  const lastKnown =
    last?.says.address === undefined ? undefined : { value: last.says.address, from: last.sourceRowId };
  return {
    ...optional('practiceCode', practice),
    ...optional('address', address),
    ...optional('lastKnownAddress', lastKnown),
    formerPractices: otherPractices(open, practice?.value),
    formerAddresses: otherAddresses(open, address?.value ?? lastKnown?.value),
    ...optional('restrictedSince', since.sort()[0]),
  };
}

// Kept for finding: a name that was, that the supplier says was, or under which another supplier knows the child.
function otherNames(rows: readonly LinkedRow[], name: PersonName): readonly PersonName[] {
  const all = [...rows].sort(lastHeardFirst).flatMap(({ says }) => [says, ...(says.formerNames ?? [])]);
  const names = all.map(({ givenNames, familyName }) => ({ givenNames, familyName }));
  return distinct(
    names,
    ({ givenNames, familyName }) => `${foldName(givenNames)} ${foldName(familyName)}`,
    name,
  );
}

function otherAddresses(
  open: readonly LinkedRow[],
  address: SourceAddress | undefined,
): readonly SourceAddress[] {
  const all = open.flatMap(({ says }) => (says.address === undefined ? [] : [says.address]));
  return distinct(all, addressKey, address);
}

function otherPractices(open: readonly LinkedRow[], practice: string | undefined): readonly FormerPractice[] {
  const all = open.flatMap(({ says: { practiceCode }, lastSeenOn }) =>
    practiceCode === undefined || practiceCode === practice ? [] : [{ practiceCode, lastSaidOn: lastSeenOn }],
  );
  return distinct(all, (one) => one.practiceCode, undefined);
}

/** An address as text that is the same where the address is. */
export function addressKey({ line, town, postcode }: SourceAddress): string {
  return `${line}\n${town ?? ''}\n${postcode ?? ''}`;
}

/** The first of each key, without the present one. */
function distinct<Value>(
  all: readonly Value[],
  keyFor: (value: Value) => string,
  present: Value | undefined,
): readonly Value[] {
  const seen = new Map<string, Value>();
  for (const value of all) if (!seen.has(keyFor(value))) seen.set(keyFor(value), value);
  if (present !== undefined) seen.delete(keyFor(present));
  return [...seen.values()];
}

/** The day on which the supplier whose word stands first told of the death. */
function deathToldOn(rows: readonly LinkedRow[], present: readonly LinkedRow[]): Day | undefined {
  const death = settled(present, 'diedOn', (says) => says.diedOn);
  const told = present.find((row) => row.sourceRowId === death?.from);
  if (told === undefined) return undefined;
  const days = rows.filter((row) => keyOf(row) === keyOf(told) && row.says.diedOn !== undefined);
  return days.map((row) => row.firstSeenOn).sort()[0];
}
