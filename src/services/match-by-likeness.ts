import { decideByLikeness, type Likeness } from '../domain/row-matching/decide.ts';
import { firstKeys, furtherKeys, widestKeys } from '../domain/row-matching/lookups.ts';
import { placeOf, subjectOfRow, type CandidateChild } from '../domain/row-matching/subject.ts';
import type { WeighedCandidate } from '../domain/row-matching/weigh-row.ts';
import type { SourceChild } from '../domain/source-row.ts';
import { findClosest, findFurther, readChildren } from '../store/match-candidates.ts';
import { findShielded } from '../store/shielded-candidates.ts';
import { findKnownUnderOtherKeys, findShieldedHomes } from '../store/match-facts.ts';
import type { Decided, Decision } from './match-decisions.ts';
import { distinct, hasOtherNumber, shownAs, weighAll, type Matching, type Row } from './matching-rows.ts';

/**
 * In two looks: most rows agree with one child nearly in full, and only the others are looked for further. The database reads for one
 * part of the block while another is weighed.
 */
export async function byLikeness(matching: Matching, decided: Decided): Promise<void> {
  const open = placesOf(matching.rows).filter((row) => !decided.has(row));
  const parts = Array.from({ length: Math.ceil(open.length / partSize) }, (_, part) =>
    open.slice(part * partSize, (part + 1) * partSize),
  );
  await Promise.all(parts.map((part) => decidePart(matching, part, decided)));
  await coverHomes(matching, decided);
}

const partSize = 100; // rows: below it beginning a statement weighs more than what runs beside it saves

async function decidePart(matching: Matching, part: readonly number[], decided: Decided): Promise<void> {
  const { tx, rows, bands } = matching;
  const asked = part.flatMap((row) => {
    const says = rows[row]?.says;
    return says === undefined ? [] : [{ row, says, keys: firstKeys(says) }];
  });
  const closest = await findClosest(
    tx,
    asked.map(({ row, keys }) => ({ row, ...keys })),
  );
  const first = asked.map(({ row, says }) => ({
    row,
    says,
    weighed: candidatesOf(matching, says, closest.get(row)),
  }));
  const settled = first.filter(
    ({ weighed }) => decideByLikeness(weighed, bands, nothingKnown).kind === 'link',
  );
  const isSettled = new Set(settled.map(({ row }) => row));
  const rest = await lookFurther(
    matching,
    first.filter(({ row }) => !isSettled.has(row)),
  );
  const all = [...settled, ...rest];
  const known = await knownToSupplier(matching, all);
  for (const { row, weighed } of all) {
    const isKnownToSupplier = ({ candidate }: WeighedCandidate): boolean =>
      known.has(`${row} ${candidate.childId}`);
    decided.set(row, decisionOf(decideByLikeness(weighed, bands, { isKnownToSupplier })));
  }
}

const nothingKnown = { isKnownToSupplier: () => false };

function placesOf(rows: readonly Row[]): readonly number[] {
  return rows.map((_, row) => row);
}

type WeighedRow = {
  readonly row: number;
  readonly says: SourceChild;
  readonly weighed: readonly WeighedCandidate[];
};

function candidatesOf(
  { never, weigh }: Matching,
  says: SourceChild,
  found: readonly CandidateChild[] = [],
): readonly WeighedCandidate[] {
  const refused = never.get(says.supplierKey);
  const possible = found.filter(
    (candidate) => !hasOtherNumber(says, candidate) && refused?.has(candidate.childId) !== true,
  );
  return weighAll(subjectOfRow(says), possible, weigh);
}

async function lookFurther(matching: Matching, rows: readonly WeighedRow[]): Promise<readonly WeighedRow[]> {
  const { tx, bands } = matching;
  const open = await findFurther(
    tx,
    rows.map(({ row, says }) => ({ ...lookOf(row, says), ...furtherKeys(says) })),
  );
  const known = rows.map((one) => withMore(matching, one, open.get(one.row)));
  // Only what would make a record can make an open one of a shielded child.
  const wouldBeNew = known.filter(
    ({ weighed }) => decideByLikeness(weighed, bands, nothingKnown).kind === 'new child',
  );
  const shielded = await findShielded(
    tx,
    wouldBeNew.map(({ row, says }) => ({ ...lookOf(row, says), ...widestKeys(says) })),
  );
  return known.map((one) => withMore(matching, one, shielded.get(one.row)));
}

function lookOf(row: number, says: SourceChild) {
  return { row, born: says.dateOfBirth, gender: says.gender, postcode: firstKeys(says).postcode };
}

function withMore(
  matching: Matching,
  { row, says, weighed }: WeighedRow,
  more: readonly CandidateChild[] = [],
): WeighedRow {
  const before = new Set(weighed.map(({ candidate }) => candidate.childId));
  const added = more.filter(({ childId }) => !before.has(childId));
  return { row, says, weighed: [...weighed, ...candidatesOf(matching, says, added)] };
}

async function knownToSupplier(
  { tx, feed, bands }: Matching,
  rows: readonly WeighedRow[],
): Promise<ReadonlySet<string>> {
  const links = rows.flatMap(({ row, says, weighed }) => {
    const likeness = decideByLikeness(weighed, bands, nothingKnown);
    if (likeness.kind !== 'link') return [];
    return [{ row, childId: likeness.to.candidate.childId, supplierKey: says.supplierKey }];
  });
  return findKnownUnderOtherKeys(tx, feed.supplierId, links);
}

function decisionOf(likeness: Likeness): Decision {
  if (likeness.kind === 'new child') return { kind: 'new child', resembles: likeness.resembles.map(shownAs) };
  if (likeness.kind === 'a person decides') {
    const { because, among } = likeness;
    return { kind: 'a person decides', because, among: among.map(shownAs) };
  }
  const { candidate, bits, evidence } = likeness.to;
  return { kind: 'link', childId: candidate.childId, by: { by: 'model', bits, evidence } };
}

/** A new child in the home of somebody shielded is as much at risk as they are, whoever it is. */
async function coverHomes({ tx, rows, weigh }: Matching, decided: Decided): Promise<void> {
  const asked = rows.flatMap(({ says }, row) => {
    const postcode = says.address?.postcode;
    return postcode === undefined || decided.get(row)?.kind !== 'new child' ? [] : [{ row, postcode }];
  });
  const near = await findShieldedHomes(tx, asked);
  const there = near.filter(({ row, home }) => {
    const address = rows[row]?.says.address;
    return address !== undefined && placeOf(address).house === placeOf(home).house;
  });
  const children = await readChildren(tx, there);
  for (const row of distinct(there.map((one) => one.row))) {
    const decision = decided.get(row);
    const says = rows[row]?.says;
    if (decision?.kind !== 'new child' || says === undefined || decision.resembles.length > 0) continue;
    const resembles = weighAll(subjectOfRow(says), children.get(row) ?? [], weigh).map(shownAs);
    decided.set(row, { kind: 'new child', resembles: resembles.slice(0, 5) });
  }
}
