import type { FeedBands } from '../domain/row-matching/bands.ts';
import { firstKeys } from '../domain/row-matching/lookups.ts';
import { subjectOfRow, type CandidateChild } from '../domain/row-matching/subject.ts';
import type { RowWeigher, WeighedCandidate } from '../domain/row-matching/weigh-row.ts';
import type { SourceChild } from '../domain/source-row.ts';
import type { Candidate, Decided, Decision } from './match-decisions.ts';

type Row = { readonly says: SourceChild };

/**
 * Settles rows of one block that would each make a record: those of one number or key make one. Who else is alike under another key
 * is for a person, since a supplier keeps one record of each child.
 */
export function newInBlock(
  rows: readonly Row[],
  decided: Decided,
  weigh: RowWeigher,
  bands: FeedBands,
): readonly Decision[] {
  const firstOf = new Map<string, number>();
  const newUnder = new Map<number, number[]>();
  return rows.map(({ says }, row): Decision => {
    const decision = decided.get(row) ?? { kind: 'new child', resembles: [] };
    if (decision.kind !== 'new child') return decision;
    const names = [
      `key ${says.supplierKey}`,
      ...(says.nhsNumber === undefined ? [] : [`nhs ${says.nhsNumber}`]),
    ];
    const asRow = names.map((name) => firstOf.get(name)).find((first) => first !== undefined);
    if (asRow !== undefined) return { kind: 'same new child', asRow };
    const alike = alikeAmong(rows, says, newUnder, weigh, bands);
    if (alike.length > 0) return { kind: 'a person decides', because: 'likeness in doubt', among: alike };
    for (const name of names) firstOf.set(name, row);
    for (const key of keysOf(says)) newUnder.set(key, [...(newUnder.get(key) ?? []), row]);
    return decision;
  });
}

function keysOf(says: SourceChild): readonly number[] {
  const { givenBorn, familyBorn, initialsBorn } = firstKeys(says);
  return [givenBorn, familyBorn, initialsBorn].filter((key) => key !== null);
}

function alikeAmong(
  rows: readonly Row[],
  says: SourceChild,
  newUnder: ReadonlyMap<number, readonly number[]>,
  weigh: RowWeigher,
  bands: FeedBands,
): readonly Candidate[] {
  const earlier = [...new Set(keysOf(says).flatMap((key) => newUnder.get(key) ?? []))];
  const subject = subjectOfRow(says);
  return earlier
    .flatMap((row) => {
      const other = rows[row]?.says;
      if (other === undefined || haveTwoNumbers(says, other)) return [];
      return [{ row, weighed: weigh(subject, asCandidate(other)) }];
    })
    .filter(({ weighed }) => weighed.bits >= bands.aPerson)
    .map(({ row, weighed }) => asCandidateOf(row, weighed));
}

function asCandidateOf(asRow: number, { bits, evidence }: WeighedCandidate): Candidate {
  return { of: { asRow }, bits, evidence, isShielded: false };
}

function asCandidate(says: SourceChild): CandidateChild {
  return { ...subjectOfRow(says), childId: 0, nhsNumber: says.nhsNumber, isShielded: false };
}

function haveTwoNumbers(one: SourceChild, other: SourceChild): boolean {
  return one.nhsNumber !== undefined && other.nhsNumber !== undefined && one.nhsNumber !== other.nhsNumber;
}
