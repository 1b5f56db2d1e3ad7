import { randomInt, randomUUID } from 'node:crypto';
import { addDays, londonDay, type Day } from '../domain/calendar.ts';
import { isOdsPracticeCode, isPostcode } from '../domain/identifiers.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import type { SourceCarer, SourceChild } from '../domain/source-row.ts';
import { drawLikenesses, markCanaries } from '../store/canaries.ts';
import type { Database } from '../store/connection.ts';
import { findSupplier } from '../store/suppliers.ts';
import { recordAct } from './authorise.ts';
import { takeCarers } from './feed-carers.ts';
import { takeChildren, type Feed } from './feed-children.ts';
import { randomNumbers } from './new-numbers.ts';

/** The owner's login, which alone may mark a record as a decoy, and the clock. */
export type Placing = { readonly owner: Database; readonly now: () => Date };

type Likeness = Awaited<ReturnType<typeof drawLikenesses>>[number];

/**
 * Places so many decoys among a council's children: each is put together of several children's facts, at a house number
 * that its street is unlikely to have. They go the way that any record goes, so that nothing tells them apart.
 */
export async function placeCanaries(
  { owner, now }: Placing,
  council: number,
  count: number,
): Promise<Outcome<number>> {
  const today = londonDay(now());
  return owner.transact(async (tx) => {
    const like = await drawLikenesses(tx, council, today, count * facts);
    const supplier = await findSupplier(tx, 'record-keeper');
    if (like.length < facts || supplier === undefined) return failed(nobodyThere);
    const invented = Array.from({ length: Math.min(count, Math.floor(like.length / facts)) }, (_, place) =>
      invent(like.slice(place * facts, (place + 1) * facts)),
    ).filter((one) => one !== undefined);
    const { supplierId, standing } = supplier;
    const feed: Feed = { supplier: standing, supplierId, today, numbers: randomNumbers };
    await takeChildren(
      tx,
      feed,
      invented.map(({ child }) => ({ child })),
    );
    await takeCarers(
      tx,
      feed,
      invented.map(({ carer }) => carer),
    );
    const keys = invented.map(({ child }) => child.supplierKey);
    const placed = await markCanaries(tx, keys, council, today);
    await recordAct(tx, now(), { act: 'place decoys', accountId: null, outcome: 'done', counts: { placed } });
    return done(placed);
  });
}

const facts = 3; // children whose facts make one decoy

const nobodyThere = {
  kind: 'unavailable',
  says: 'There are too few children in that council for a decoy to be like them: load them first.',
} as const;

type Invented = { readonly child: SourceChild; readonly carer: SourceCarer };

// One fact or two of each: more, and matching would ask a person whether it is the same child.
function invent([first, second, third]: readonly Likeness[]): Invented | undefined {
  if (first === undefined || second === undefined || third === undefined) return undefined;
  const supplierKey = `R${randomUUID()}`;
  const address = addressOf(first);
  const child: SourceChild = {
    supplierKey,
    givenNames: second.given_names.split(' ')[0] ?? second.given_names,
    familyName: third.family_name,
    dateOfBirth: near(first.date_of_birth),
    gender: second.gender,
    ...(first.urn === null ? {} : { schoolUrn: first.urn }),
    ...practiceOf(first),
    ...(address === undefined ? {} : { address }),
    restricted: false,
  };
  const carer: SourceCarer = {
    supplierKey,
    carerKey: 'R1',
    givenNames: second.mother ?? 'Sarah',
    familyName: third.family_name,
    relationship: 'mother',
    parentalResponsibility: 'yes',
    ...(address === undefined ? {} : { address }),
  };
  return { child, carer };
}

function near(day: Day): Day {
  return addDays(day, randomInt(60) - 30);
}

function addressOf({ address_line, town, postcode }: Likeness) {
  if (postcode === null || !isPostcode(postcode)) return undefined;
  const street = address_line.replace(/^(?:Flat \d+, )?\d+[A-Za-z]? /, '');
  const line = `${211 + randomInt(90)} ${street}`;
  return town === null ? { line, postcode } : { line, town, postcode };
}

function practiceOf({ practice_code: practiceCode }: Likeness): Pick<SourceChild, 'practiceCode'> {
  return practiceCode !== null && isOdsPracticeCode(practiceCode) ? { practiceCode } : {};
}
