import type { Urn } from '../domain/identifiers.ts';
import type { SourceChild, SchoolPlace } from '../domain/source-row.ts';
import type { Transaction } from '../store/connection.ts';
import { findKnownUrns, findUrns, writePlaces, type ToldPlace } from '../store/feed-schools.ts';
import { findRows } from '../store/source-rows.ts';
import type { Feed } from './feed-children.ts';

/** Children with the URN of the school that they are at, by the register; a place at a school that it does not have is taken out. */
export async function withSchools(
  tx: Transaction,
  children: readonly SourceChild[],
): Promise<readonly SourceChild[]> {
  const urnOf = await urnsOf(
    tx,
    children.flatMap(({ schoolPlace }) => schoolPlace ?? []),
  );
  return children.map((child) => {
    const { schoolPlace, ...others } = child;
    const school = schoolPlace && urnOf(schoolPlace);
    if (schoolPlace === undefined || school === undefined) return others;
    const placed = { ...child, schoolPlace: { ...schoolPlace, school } };
    return schoolPlace.endedOn === undefined ? { ...placed, schoolUrn: school } : placed;
  });
}

/** Stores the places at schools that a supplier tells of, by URN, for those children who are here. */
export async function takePlaces(tx: Transaction, feed: Feed, block: readonly SourceChild[]): Promise<void> {
  const keys = block.flatMap(({ supplierKey, schoolPlace }) =>
    schoolPlace === undefined ? [] : [supplierKey],
  );
  if (keys.length === 0) return;
  const childOf = new Map<string, number>();
  for (const row of await findRows(tx, feed.supplierId, [...new Set(keys)]))
    if (row.childId !== null) childOf.set(row.supplierKey, row.childId);
  const told = new Map<string, ToldPlace>();
  for (const { supplierKey, schoolPlace } of block) {
    const childId = childOf.get(supplierKey);
    if (schoolPlace === undefined || typeof schoolPlace.school === 'string' || childId === undefined)
      continue;
    const { school: urn, startedOn = null, endedOn = null } = schoolPlace;
    told.set(`${childId} ${urn}`, { childId, urn, startedOn, endedOn });
  }
  await writePlaces(tx, [...told.values()]);
}

type UrnOf = (schoolPlace: SchoolPlace) => Urn | undefined;

async function urnsOf(tx: Transaction, schoolPlaces: readonly SchoolPlace[]): Promise<UrnOf> {
  const schools = [...new Set(schoolPlaces.map(({ school }) => school))];
  const byNumber = await findUrns(
    tx,
    schools.filter((school) => typeof school === 'string'),
  );
  const known = await findKnownUrns(
    tx,
    schools.filter((school) => typeof school === 'number'),
  );
  return ({ school }) => {
    if (typeof school === 'string') return byNumber.get(school);
    return known.has(school) ? school : undefined;
  };
}
