import type { Upn } from '../domain/identifiers.ts';
import { digestOf } from '../domain/source-row.ts';
import type { SourceAddress, SourceCarer, SourceChild } from '../domain/source-row.ts';
import type { Known } from './child-facts.ts';
import type { Adult, Caring, DaysAgo, Home } from './people.ts';

const rowsPerChild = 4; // numbers of source rows kept for each child, used or not

/** The first number that no source row of so many children has. */
export function sourceRowsBelow(children: number): number {
  return children * rowsPerChild + 1;
}

/** Adds what suppliers said of a child and of those who care for it, and the links from their rows to the record. */
export function writeSources(known: Known): void {
  writeNhsRows(known);
  if (known.upn !== undefined && known.facts.schooling.stateSchool !== null)
    writeCensusRow(known, known.upn, known.facts.schooling.stateSchool.urn);
  const { carers } = known.facts.child;
  for (let place = 0; place < carers.length; place += 1) {
    const caring = carers[place];
    if (caring !== undefined && caring.adult !== null)
      writeSourceCarer(known, caring, caring.adult, place + 1);
  }
}

function writeNhsRows(known: Known): void {
  const { facts, nhs, almanac } = known;
  const { child, practice, diedAgo, firstSeenAgo, lastSeenAgo, renamedAgo } = facts;
  const bare = { ...said(known, nhs), nhsNumber: nhs };
  const alive: SourceChild =
    known.isRestricted || practice === null ? bare : { ...bare, practiceCode: practice };
  const says = diedAgo === null ? alive : { ...alive, diedOn: almanac.day(diedAgo) };
  const rowId = child.place * rowsPerChild + 1;
  if (child.formerFamilyName === null)
    return writeRow(known, says, { rowId, firstAgo: firstSeenAgo, lastAgo: lastSeenAgo });
  writeRow(known, says, { rowId, firstAgo: renamedAgo, lastAgo: lastSeenAgo });
  const before = { ...alive, familyName: child.formerFamilyName };
  writeRow(known, before, { rowId: rowId + 2, firstAgo: firstSeenAgo, lastAgo: renamedAgo + 1 });
}

function writeCensusRow(known: Known, upn: Upn, schoolUrn: number): void {
  const { child, schooling, lastSeenAgo } = known.facts;
  const firstAgo = Math.max(schooling.attendances[0]?.startedAgo ?? 0, lastSeenAgo);
  const says = { ...said(known, upn), upn, schoolUrn };
  writeRow(known, says, { rowId: child.place * rowsPerChild + 2, firstAgo, lastAgo: lastSeenAgo });
}

function said({ facts, born, isAtHome, isRestricted }: Known, supplierKey: string): SourceChild {
  const { givenNames, familyName, gender } = facts.child;
  const bare = { supplierKey, givenNames, familyName, dateOfBirth: born, gender, restricted: isRestricted };
  return isRestricted || !isAtHome ? bare : { ...bare, address: addressOf(facts.household.home) };
}

type Saying = { readonly rowId: number; readonly firstAgo: DaysAgo; readonly lastAgo: DaysAgo };

function writeRow(
  { texts, id, almanac }: Known,
  says: SourceChild,
  { rowId, firstAgo, lastAgo }: Saying,
): void {
  const first = almanac.day(firstAgo);
  texts.source_row.row(
    rowId,
    says.upn === undefined ? nhsSupplier : censusSupplier,
    first,
    almanac.day(Math.min(firstAgo, lastAgo)),
    digestOf(says),
    says.nhsNumber,
    says.schoolUrn,
    says.dateOfBirth,
    says.diedOn,
    says.restricted,
    says.supplierKey,
    says.gender,
    says.givenNames,
    says.familyName,
    says.upn,
    says.practiceCode,
    says.address?.line,
    says.address?.town,
    says.address?.postcode,
  );
  // The record was begun by the first row that the NHS sent; what came after bore its number.
  texts.link.row(id, rowId, first, rowId % rowsPerChild === 1 ? 'new child' : 'number');
}

// The numbers that migration 0003 gives them.
const nhsSupplier = 1;
const censusSupplier = 2;

function writeSourceCarer(known: Known, caring: Caring, adult: Adult, carerNo: number): void {
  const { texts, facts, almanac } = known;
  const says = saidOfCarer(known, caring, adult, `R${carerNo}`);
  texts.source_carer.row(
    nhsSupplier,
    says.supplierKey,
    says.carerKey,
    almanac.day(facts.firstSeenAgo),
    almanac.day(Math.min(facts.firstSeenAgo, facts.lastSeenAgo)),
    digestOf(says),
    says.givenNames,
    says.familyName,
    says.relationship,
    says.parentalResponsibility,
    says.telephone,
    says.email,
    says.address?.line,
    says.address?.town,
    says.address?.postcode,
  );
}

function saidOfCarer(
  { facts, nhs, isRestricted }: Known,
  caring: Caring,
  adult: Adult,
  carerKey: string,
): SourceCarer {
  const { givenNames, familyName, telephone, email } = adult;
  const { relationship, responsibility: parentalResponsibility, lives } = caring;
  const secondHome = lives === 'second home' && !isRestricted ? facts.household.secondHome : null;
  return {
    supplierKey: nhs,
    carerKey,
    givenNames,
    familyName,
    relationship,
    parentalResponsibility,
    ...(telephone === null ? {} : { telephone }),
    ...(email === null ? {} : { email }),
    ...(secondHome === null ? {} : { address: addressOf(secondHome) }),
  };
}

function addressOf({ line, town, postcode }: Home): SourceAddress {
  return { line, town, postcode };
}
