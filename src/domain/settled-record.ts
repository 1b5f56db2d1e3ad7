import type { Day } from './calendar.ts';
import type { Whereabouts } from './child-record.ts';
import { isPlace, type Postcode } from './identifiers.ts';
import type {
  AddressRow,
  ChildRow,
  EntryKind,
  EntryRow,
  RecordRows,
  RegistrationRow,
} from './record-rows.ts';
import { settleCarers, type StatedCarer } from './settled-carers.ts';
import { leavesAt } from './retention.ts';
import type { PersonName } from './source-row.ts';
import { addressKey, type SettledChild, type SettledField } from './standing.ts';

/** What the record is made of beside the settled facts. */
export type Settling = {
  readonly settled: SettledChild;
  readonly stated: readonly StatedCarer[];
  /** What stands now; absent for a child that is new. */
  readonly before?: RecordRows;
  readonly councilOf: (postcode: Postcode) => number | null;
};

/** The rows that a child's record is to be. What no supplier speaks of stays as it was. */
export function recordFor({ settled, stated, before, councilOf }: Settling): RecordRows {
  const addresses = addressesFor(settled, before, councilOf);
  const restricted = settled.restrictedSince !== undefined;
  const family = settleCarers({ stated, before, addresses, restricted, councilOf });
  const child = childFor(settled, before?.child, presentOf(addresses));
  return {
    child,
    ...family,
    registrations: registrationsFor(settled, before?.registrations ?? []),
    entries:
      child.closedBecause === 'another record' ? [] : entriesFor(child, settled.formerNames, addresses),
  };
}

function childFor(
  settled: SettledChild,
  before: ChildRow | undefined,
  present: AddressRow | undefined,
): ChildRow {
  const unlessSpokenOf = <Value>(field: SettledField, value: Value | null = null): Value | null =>
    settled.spokenOf.has(field) ? null : value;
  const leftOtherwise =
    before !== undefined && before.closedBecause !== null && before.closedBecause !== 'died';
  const closing =
    settled.closedOn === undefined
      ? ({ closedOn: null, closedBecause: null } as const)
      : ({ closedOn: settled.closedOn, closedBecause: 'died' } as const);
  const closed = leftOtherwise ? { closedOn: before.closedOn, closedBecause: before.closedBecause } : closing;
  const staysUntil = before?.staysUntil ?? null;
  return {
    ...settled.name.value,
    // What no supplier ever spoke of was recorded here, and is not taken back by their silence.
    preferredName: settled.preferredName?.value ?? unlessSpokenOf('preferredName', before?.preferredName),
    dateOfBirth: settled.dateOfBirth.value,
    gender: settled.gender.value,
    nhsNumber: settled.nhsNumber?.value ?? unlessSpokenOf('nhsNumber', before?.nhsNumber),
    upn: settled.upn?.value ?? unlessSpokenOf('upn', before?.upn),
    whereabouts: whereaboutsFor(present, before),
    leavesOn: leavesAt(settled.dateOfBirth.value, { staysUntil, ...closedIn(closed) }),
    staysUntil,
    ...closed,
  };
}

function closedIn({ closedOn, closedBecause }: Pick<ChildRow, 'closedOn' | 'closedBecause'>) {
  return closedOn === null || closedBecause === null
    ? {}
    : { closed: { on: closedOn, because: closedBecause } };
}

// No feed says that a child has left England: a person did, and an absent address does not contradict it.
function whereaboutsFor(present: AddressRow | undefined, before: ChildRow | undefined): Whereabouts {
  if (present?.standing === 'current') return 'current';
  if (before?.whereabouts.startsWith('left England') === true) return before.whereabouts;
  return present === undefined ? 'no known address' : 'last known';
}

function addressesFor(
  settled: SettledChild,
  before: RecordRows | undefined,
  councilOf: (postcode: Postcode) => number | null,
): readonly AddressRow[] {
  const now = settled.address?.value ?? settled.lastKnownAddress?.value;
  const standing = settled.address === undefined ? 'last known' : 'current';
  const rows = new Map<string, AddressRow>();
  for (const row of before?.addresses ?? [])
    if (row.standing !== 'carer') rows.set(keyOf(row), { ...row, standing: 'former' });
  // Where a supplier keeps the whereabouts from others, no address that was is kept for matching either.
  if (settled.restrictedSince !== undefined) rows.clear();

  let last = Math.max(0, ...(before?.addresses ?? []).map((row) => row.addressNo));
  for (const address of [...(now === undefined ? [] : [now]), ...settled.formerAddresses]) {
    if (rows.has(addressKey(address))) continue;
    const postcode = address.postcode ?? null;
    const councilCode = postcode === null ? null : councilOf(postcode);
    const { line, town = null } = address;
    last += 1;
    rows.set(addressKey(address), {
      addressNo: last,
      standing: 'former',
      councilCode,
      since: null,
      line,
      town,
      postcode,
    });
  }
  const present = now === undefined ? undefined : addressKey(now);
  const placed = [...rows].map(
    ([key, row]) => (key === present ? { ...row, standing } : row) satisfies AddressRow,
  );
  return [...placed, ...(before?.addresses ?? []).filter((row) => row.standing === 'carer')].sort(byNumber);
}

function presentOf(addresses: readonly AddressRow[]): AddressRow | undefined {
  return addresses.find((row) => row.standing === 'current' || row.standing === 'last known');
}

function keyOf({ line, town, postcode }: AddressRow): string {
  return addressKey({ line, ...(town === null ? {} : { town }), ...(postcode === null ? {} : { postcode }) });
}

function byNumber(a: AddressRow, b: AddressRow): number {
  return a.addressNo - b.addressNo;
}

function registrationsFor(
  settled: SettledChild,
  before: readonly RegistrationRow[],
): readonly RegistrationRow[] {
  const startOf = (code: string): Day | null =>
    before.find((row) => row.practiceCode === code)?.startedOn ?? null;
  const present = settled.practiceCode?.value;
  const former = settled.formerPractices.map(({ practiceCode, lastSaidOn }) => {
    const startedOn = startOf(practiceCode);
    const endedOn = startedOn !== null && startedOn > lastSaidOn ? startedOn : lastSaidOn;
    return { practiceCode, startedOn, endedOn };
  });
  const now =
    present === undefined ? [] : [{ practiceCode: present, startedOn: startOf(present), endedOn: null }];
  const isSaid = settled.spokenOf.has('practiceCode') || settled.restrictedSince !== undefined;
  return [...now, ...former, ...(isSaid ? [] : before)].sort(byPractice);
}

function byPractice(a: RegistrationRow, b: RegistrationRow): number {
  return a.practiceCode < b.practiceCode ? -1 : 1;
}

// One for the present, one for each former name or address: whoever types what was still finds the child that is.
function entriesFor(
  child: ChildRow,
  formerNames: readonly PersonName[],
  addresses: readonly AddressRow[],
): readonly EntryRow[] {
  const { dateOfBirth, gender } = child;
  const postcode = placeOf(presentOf(addresses));
  const entry = (kind: EntryKind, name: PersonName, at: Postcode | null): Omit<EntryRow, 'entryNo'> => {
    const { givenNames, familyName } = name;
    return { kind, givenNames, familyName, dateOfBirth, gender, postcode: at };
  };
  const former = addresses.filter((row) => row.standing === 'former').flatMap((row) => placeOf(row) ?? []);
  const formerPlaces = [...new Set(former)]
    .filter((one) => one !== postcode)
    .sort((a, b) => (a < b ? -1 : 1));
  return [
    entry('present', child, postcode),
    ...formerNames.map((name) => entry('former name', name, postcode)),
    ...formerPlaces.map((at) => entry('former address', child, at)),
  ].map((one, at) => ({ entryNo: at + 1, ...one }));
}

function placeOf(row: AddressRow | undefined): Postcode | null {
  const postcode = row?.postcode ?? null;
  return postcode !== null && isPlace(postcode) ? postcode : null;
}
