import { isPostcode } from '../domain/identifiers.ts';
import { feedBands } from '../domain/row-matching/bands.ts';
import { decideByLikeness } from '../domain/row-matching/decide.ts';
import { firstKeys } from '../domain/row-matching/lookups.ts';
import type { CandidateChild } from '../domain/row-matching/subject.ts';
import { rowWeigher } from '../domain/row-matching/weigh-row.ts';
import type { SourceChild } from '../domain/source-row.ts';
import type { Database } from '../store/connection.ts';
import { findClosest, readChildren } from '../store/match-candidates.ts';
import { countRoughly } from '../store/match-facts.ts';
import { addPossibleDuplicates, nextOfRound, type DuplicatePair } from '../store/possible-duplicates.ts';
import { matchingModel } from './matching-model.ts';

// At one round a minute, all of a council of 70,000 in six hours.
const childrenAtOnce = 200;

/**
 * Looks at the next children of the round for records that may be of the same child, and puts those pairs before a person. It is
 * called by the clock, and links nothing. Answers how many pairs are new.
 */
export async function findDuplicates(database: Database, count = childrenAtOnce): Promise<number> {
  const comparing = await matchingModel();
  return database.transact(async (tx) => {
    const childIds = await nextOfRound(tx, count);
    const read = await readChildren(
      tx,
      childIds.map((childId, row) => ({ row, childId })),
    );
    const children = childIds.flatMap((_, row) => read.get(row) ?? []);
    const found = await findClosest(
      tx,
      children.map((child, row) => ({ row, ...firstKeys(asRow(child)) })),
    );
    const bands = feedBands['record-keeper'];
    const weigh = rowWeigher(comparing, await countRoughly(tx), bands.known);
    const pairs = children.flatMap((child, row): readonly DuplicatePair[] => {
      const others = (found.get(row) ?? []).filter((other) => mayBeSame(child, other));
      return others.flatMap((other) => {
        const weighed = weigh(child, other);
        const likeness = decideByLikeness([weighed], bands, { isKnownToSupplier: () => false });
        if (likeness.kind === 'new child') return [];
        const because = likeness.kind === 'link' ? 'alike' : likeness.because;
        const { bits: weight, evidence } = weighed;
        return [{ one: child.childId, other: other.childId, because, weight, evidence }];
      });
    });
    return addPossibleDuplicates(tx, comparing.model.version, pairs);
  });
}

function mayBeSame(child: CandidateChild, other: CandidateChild): boolean {
  if (child.childId === other.childId) return false;
  return (
    child.nhsNumber === undefined || other.nhsNumber === undefined || child.nhsNumber === other.nhsNumber
  );
}

function asRow({ names, dateOfBirth, gender, homes }: CandidateChild): SourceChild {
  const [name = { givenNames: '', familyName: '' }] = names;
  const postcode = homes.find((home) => home.postcode !== undefined && isPostcode(home.postcode))?.postcode;
  const address = postcode === undefined ? {} : { address: { line: '', postcode } };
  return { ...name, ...address, supplierKey: '', dateOfBirth, gender, restricted: false };
}
