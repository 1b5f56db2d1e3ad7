import type { Day } from './calendar.ts';
import type { Postcode } from './identifiers.ts';
import { foldName } from './names.ts';
import type { AddressRow, CarerRow, RecordRows } from './record-rows.ts';
import type { SourceAddress, SourceCarer } from './source-row.ts';
import { addressKey } from './standing.ts';

/** One thing that a supplier said of a carer of this child. */
export type StatedCarer = {
  readonly supplierId: number;
  readonly firstSeenOn: Day;
  readonly lastSeenOn: Day;
  readonly digest: number;
  readonly says: SourceCarer;
};

type Family = Pick<RecordRows, 'carers' | 'addresses'>;

export type SettlingCarers = {
  readonly stated: readonly StatedCarer[];
  readonly before: RecordRows | undefined;
  /** The child's own addresses, as they are to be. */
  readonly addresses: readonly AddressRow[];
  /** Some supplier keeps the child's whereabouts from others. */
  readonly restricted: boolean;
  readonly councilOf: (postcode: Postcode) => number | null;
};

/**
 * The carers of a child, and its addresses with theirs. A carer that a person recorded here stays; one that a supplier
 * named stays until that supplier says that the relationship is over.
 */
export function settleCarers(settling: SettlingCarers): Family {
  const { stated, before, restricted } = settling;
  const homes = homesOf(settling);
  const rest = [...(before?.carers ?? [])];
  const taken = presentCarers(stated).map((one) => ({ one, row: takeRow(rest, one) }));
  const standing = taken.filter(({ one }) => one.says.ended !== true);
  const named = standing.map(({ one, row }) =>
    restricted
      ? { ...carerFor({ ...one, says: withoutPlace(one.says) }, row, homes), addressNo: null }
      : carerFor(one, row, homes),
  );
  const kept = rest
    .filter((row) => row.supplierId === null)
    .map((row) => ({ ...row, addressNo: homes.keep(row) }));
  const carers = numbered([...kept, ...named]);
  const inUse = new Set(carers.map((row) => row.addressNo));
  return {
    carers,
    addresses: homes.all().filter((row) => row.standing !== 'carer' || inUse.has(row.addressNo)),
  };
}

/** What is said of a carer without how to reach them: it may tell where the child is. */
export function withoutPlace({
  telephone: _telephone,
  email: _email,
  address: _address,
  ...carer
}: SourceCarer): SourceCarer {
  return carer;
}

/** What each supplier says now of each carer; in an order that does not hang on when it came. */
function presentCarers(stated: readonly StatedCarer[]): readonly StatedCarer[] {
  const newest = new Map<string, StatedCarer>();
  for (const one of [...stated].sort(lastHeardLast)) newest.set(keyOf(one), one);
  return [...newest.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ supplierId, says }: StatedCarer): string {
  return `${supplierId} ${says.supplierKey} ${says.carerKey}`;
}

function lastHeardLast(a: StatedCarer, b: StatedCarer): number {
  return (
    ascending(a.lastSeenOn, b.lastSeenOn) || ascending(a.firstSeenOn, b.firstSeenOn) || a.digest - b.digest
  );
}

function ascending(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Takes the row that this carer has already: its own, or one that is nobody's and of the same name and relationship. */
function takeRow(rest: CarerRow[], { supplierId, says }: StatedCarer): CarerRow | undefined {
  const own = rest.findIndex((row) => row.supplierId === supplierId && row.carerKey === says.carerKey);
  const at = own >= 0 ? own : rest.findIndex((row) => isNobodysOfThatName(row, says));
  return at < 0 ? undefined : rest.splice(at, 1)[0];
}

function isNobodysOfThatName(row: CarerRow, says: SourceCarer): boolean {
  return (
    row.supplierId === null &&
    row.familyName !== null &&
    row.relationship === says.relationship &&
    foldName(row.familyName) === foldName(says.familyName) &&
    foldName(row.givenNames ?? '') === foldName(says.givenNames)
  );
}

function carerFor({ supplierId, says }: StatedCarer, row: CarerRow | undefined, homes: Homes): CarerRow {
  const responsibility = says.parentalResponsibility;
  return {
    carerNo: row?.carerNo ?? 0,
    addressNo: says.address === undefined ? homes.keep(row) : homes.at(says.address),
    councilCode: null,
    personId: row?.personId ?? null,
    givenNames: says.givenNames,
    familyName: says.familyName,
    relationship: says.relationship,
    // "Not known" is no word against what is known.
    parentalResponsibility:
      responsibility === 'not known' ? (row?.parentalResponsibility ?? responsibility) : responsibility,
    telephone: says.telephone ?? null,
    email: says.email ?? null,
    supplierId,
    carerKey: says.carerKey,
  };
}

/** Gives carers without a number the next ones. */
function numbered(carers: readonly CarerRow[]): readonly CarerRow[] {
  let last = Math.max(0, ...carers.map((row) => row.carerNo));
  const all = carers.map((row) => {
    if (row.carerNo > 0) return row;
    last += 1;
    return { ...row, carerNo: last };
  });
  return all.sort((a, b) => a.carerNo - b.carerNo);
}

type Homes = {
  /** The number of the address where a carer says they live. */
  readonly at: (address: SourceAddress) => number;
  /** The number of the address that a carer has, after the child's have changed: who lives with the child moves with it. */
  readonly keep: (row: CarerRow | undefined) => number | null;
  readonly all: () => readonly AddressRow[];
};

function homesOf({ before, addresses, councilOf }: SettlingCarers): Homes {
  const all = [...addresses];
  const livedIn = before?.addresses.find(isShown)?.addressNo;
  const livesIn = addresses.find(isShown)?.addressNo ?? null;
  return {
    at: (address) => {
      const same = all.find((row) => row.standing !== 'former' && isAt(row, address));
      if (same !== undefined) return same.addressNo;
      const addressNo = Math.max(0, ...all.map((row) => row.addressNo)) + 1;
      const postcode = address.postcode ?? null;
      const councilCode = postcode === null ? null : councilOf(postcode);
      const { line, town = null } = address;
      all.push({ addressNo, standing: 'carer', councilCode, since: null, line, town, postcode });
      return addressNo;
    },
    keep: (row) => {
      if (row === undefined || row.addressNo === null) return null;
      if (row.addressNo === livedIn) return livesIn;
      return addresses.some((one) => one.addressNo === row.addressNo && one.standing === 'carer')
        ? row.addressNo
        : null;
    },
    all: () => all,
  };
}

function isShown(row: AddressRow): boolean {
  return row.standing === 'current' || row.standing === 'last known';
}

function isAt({ line, town, postcode }: AddressRow, address: SourceAddress): boolean {
  const has = { line, ...(town === null ? {} : { town }), ...(postcode === null ? {} : { postcode }) };
  return addressKey(has) === addressKey(address);
}
