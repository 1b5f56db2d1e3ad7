import { digestOf } from '../domain/source-row.ts';
import type { SourceAddress, SourceCarer, SourceChild } from '../domain/source-row.ts';
import type { Day } from '../domain/calendar.ts';
import type { Postcode, OdsPracticeCode } from '../domain/identifiers.ts';
import type { Lines, PopulationTable } from '../store/population-load.ts';
import type { Almanac } from './almanac.ts';
import type { Working } from './involvements.ts';
import type { Numbers } from './numbers.ts';
import type { Adult, Caring, Child, DaysAgo, Home, Household } from './people.ts';
import type { Schooling } from './schooling.ts';
import { searchKeysAsText } from './search-lines.ts';

/** Everything about one child, ready to be written down. */
export type ChildFacts = {
  readonly household: Household;
  readonly child: Child;
  readonly schooling: Schooling;
  readonly practice: OdsPracticeCode | null;
  readonly workings: readonly Working[];
  readonly whereabouts: Whereabouts;
  readonly isEstimate: boolean;
  readonly diedAgo: DaysAgo | null;
  /** How long ago each supplier first and last spoke of the child, and the family name changed. */
  readonly firstSeenAgo: DaysAgo;
  readonly lastSeenAgo: DaysAgo;
  readonly renamedAgo: DaysAgo;
};

export type Whereabouts =
  | 'current'
  | 'last known'
  | 'no known address'
  | 'left England, means to return'
  | 'left England, does not mean to return'
  | 'left England, return unknown';

type Writing = { readonly numbers: Numbers; readonly almanac: Almanac };

const rowsPerChild = 4; // numbers of source rows kept for each child, used or not
const none = '\\N';

/** The first number that no source row of so many children has. */
export function sourceRowsBelow(children: number): number {
  return children * rowsPerChild + 1;
}

/** Adds one child's rows to the lines of each table. No value here can hold a tab, a backslash or a line end. */
export function writeChild(lines: Lines<PopulationTable>, writing: Writing, facts: ChildFacts): void {
  const { numbers, almanac } = writing;
  const { place, bornAgo } = facts.child;
  const upnYear = facts.schooling.upnYear;
  const known: Known = {
    ...writing,
    facts,
    id: String(numbers.childId(place)),
    born: almanac.day(bornAgo),
    nhs: numbers.nhs(place),
    upn: upnYear === undefined ? undefined : numbers.upn(place, upnYear),
    isAtHome: facts.whereabouts === 'current' || facts.whereabouts === 'last known',
    isRestricted: facts.household.shield?.because === 'restricted by the NHS',
  };
  writeRecord(lines, known);
  writeSources(lines, known);
  writeHomes(lines, known);
  writeCarers(lines, known);
  writeEducation(lines, known);
  writeServices(lines, known);
  writeShield(lines, known);
  writeSearchEntries(lines, known);
}

type Known = Writing & {
  readonly facts: ChildFacts;
  readonly id: string;
  readonly born: Day;
  readonly nhs: ReturnType<Numbers['nhs']>;
  readonly upn: ReturnType<Numbers['upn']> | undefined;
  readonly isAtHome: boolean;
  readonly isRestricted: boolean;
};

function writeRecord(
  lines: Lines<PopulationTable>,
  { facts, id, born, nhs, upn, numbers, almanac }: Known,
): void {
  const { child, household, diedAgo } = facts;
  const number = numbers.contactPoint(child.place);
  const standing = facts.isEstimate ? 'estimated' : 'registered';
  // A record is removed a year after a death (2007 Regulations), or at 18.
  const leaves = diedAgo === null ? almanac.leavesOn(child.bornAgo) : almanac.day(diedAgo - 365);
  const closed = diedAgo === null ? `${none}\t${none}` : `${almanac.day(diedAgo)}\tdied`;
  lines.child +=
    `${id}\t${number}\t${child.givenNames}\t${child.familyName}\t${child.preferredName ?? none}\t${born}\t${standing}\t` +
    `${child.gender}\t${nhs}\t${upn ?? none}\t${facts.whereabouts}\t${household.responsibleCouncil}\t${leaves}\t${closed}\n`;
  lines.child_number += `contactpoint\t${number}\t${id}\nnhs\t${nhs}\t${id}\n`;
  if (upn !== undefined) lines.child_number += `upn\t${upn}\t${id}\n`;
}

function writeSources(lines: Lines<PopulationTable>, known: Known): void {
  const { facts, nhs, upn, almanac } = known;
  const { child, schooling, practice, diedAgo } = facts;
  const sayNhs = { ...said(known, nhs, known.isRestricted), nhsNumber: nhs };
  const nhsRow: SourceChild =
    known.isRestricted || practice === null ? sayNhs : { ...sayNhs, practiceCode: practice };
  const rowId = child.place * rowsPerChild + 1;
  const isRenamed = child.formerFamilyName !== null;
  const since = isRenamed ? facts.renamedAgo : facts.firstSeenAgo;
  const nhsSays = diedAgo === null ? nhsRow : { ...nhsRow, diedOn: almanac.day(diedAgo) };
  writeSource(lines, known, rowId, 1, nhsSays, since, facts.lastSeenAgo, 'new child');
  if (child.formerFamilyName !== null) {
    const before = { ...nhsRow, familyName: child.formerFamilyName };
    writeSource(lines, known, rowId + 2, 1, before, facts.firstSeenAgo, facts.renamedAgo + 1, 'number');
  }
  if (schooling.stateSchool === null || upn === undefined) return;
  const census = { ...said(known, upn, known.isRestricted), upn, schoolUrn: schooling.stateSchool.urn };
  const joined = Math.max(0, schooling.attendances[0]?.startedAgo ?? 0);
  // The census is taken on the first Thursday of October, January and May: within the last 50 days or so of any term.
  writeSource(
    lines,
    known,
    rowId + 1,
    2,
    census,
    Math.max(joined, facts.lastSeenAgo),
    facts.lastSeenAgo,
    'number',
  );
}

function said({ facts, born, isAtHome }: Known, supplierKey: string, restricted: boolean): SourceChild {
  const { child, household } = facts;
  const { givenNames, familyName, gender } = child;
  const bare = { supplierKey, givenNames, familyName, dateOfBirth: born, gender, restricted };
  return restricted || !isAtHome ? bare : { ...bare, address: addressOf(household.home) };
}

function writeSource(
  lines: Lines<PopulationTable>,
  { id, almanac }: Known,
  rowId: number,
  supplier: 1 | 2,
  says: SourceChild,
  firstAgo: DaysAgo,
  lastAgo: DaysAgo,
  decidedBy: string,
): void {
  const first = almanac.day(firstAgo);
  lines.source_row +=
    `${rowId}\t${supplier}\t${first}\t${almanac.day(Math.min(firstAgo, lastAgo))}\t${digestOf(says)}\t${says.nhsNumber ?? none}\t` +
    `${says.schoolUrn ?? none}\t${says.dateOfBirth}\t${says.diedOn ?? none}\t${says.restricted ? 't' : 'f'}\t${says.supplierKey}\t` +
    `${says.gender}\t${says.givenNames}\t${says.familyName}\t${says.upn ?? none}\t${says.practiceCode ?? none}\t${addressLine(says.address)}\n`;
  lines.link += `${id}\t${rowId}\t${first}\t${decidedBy}\n`;
}

function writeHomes(lines: Lines<PopulationTable>, { facts, id, isAtHome, almanac }: Known): void {
  const { household, child, whereabouts } = facts;
  const since = Math.min(household.movedAgo, child.bornAgo);
  const write = (number: number, standing: string, home: Home, from: DaysAgo | null): void => {
    const day = from === null ? none : almanac.day(from);
    lines.child_address += `${id}\t${number}\t${standing}\t${home.councilCode}\t${day}\t${home.line}\t${home.town}\t${home.postcode}\n`;
  };
  if (isAtHome) write(1, whereabouts === 'last known' ? 'last known' : 'current', household.home, since);
  if (household.secondHome !== null) write(2, 'carer', household.secondHome, null);
  if (hasFormerHome(facts) && household.formerHome !== null) write(3, 'former', household.formerHome, null);
}

function hasFormerHome({ household, child }: ChildFacts): boolean {
  return household.formerHome !== null && child.bornAgo > household.movedAgo;
}

function writeCarers(lines: Lines<PopulationTable>, known: Known): void {
  const { facts, id, isAtHome } = known;
  for (const [place, caring] of facts.child.carers.entries()) {
    const home =
      caring.lives === 'second home' ? 2 : caring.lives === 'with the child' && isAtHome ? 1 : none;
    const about = `${caring.relationship}\t${caring.responsibility}`;
    if (caring.adult === null) {
      lines.carer += `${id}\t${place + 1}\t${none}\t${facts.household.responsibleCouncil}\t${none}\t${none}\t${none}\t${about}\t${none}\t${none}\t${none}\t${none}\n`;
      continue;
    }
    const { personId, givenNames, familyName, telephone, email } = caring.adult;
    lines.carer +=
      `${id}\t${place + 1}\t${home}\t${none}\t${personId}\t${givenNames}\t${familyName}\t${about}\t` +
      `${telephone ?? none}\t${email ?? none}\t1\tR${place + 1}\n`;
    writeSourceCarer(lines, known, caring, caring.adult, `R${place + 1}`);
  }
}

function writeSourceCarer(
  lines: Lines<PopulationTable>,
  known: Known,
  caring: Caring,
  adult: Adult,
  carerKey: string,
): void {
  const { facts, nhs, almanac } = known;
  const { telephone, email, givenNames, familyName } = adult;
  const elsewhere = caring.lives === 'second home' && !known.isRestricted ? facts.household.secondHome : null;
  const says: SourceCarer = {
    supplierKey: nhs,
    carerKey,
    givenNames,
    familyName,
    relationship: caring.relationship,
    parentalResponsibility: caring.responsibility,
    ...(telephone === null ? {} : { telephone }),
    ...(email === null ? {} : { email }),
    ...(elsewhere === null ? {} : { address: addressOf(elsewhere) }),
  };
  lines.source_carer +=
    `1\t${nhs}\t${carerKey}\t${almanac.day(facts.firstSeenAgo)}\t${almanac.day(Math.min(facts.firstSeenAgo, facts.lastSeenAgo))}\t` +
    `${digestOf(says)}\t${givenNames}\t${familyName}\t${says.relationship}\t${says.parentalResponsibility}\t` +
    `${telephone ?? none}\t${email ?? none}\t${addressLine(says.address)}\n`;
}

function writeEducation(lines: Lines<PopulationTable>, { facts, id, almanac }: Known): void {
  for (const [place, { kind, school, startedAgo, endedAgo }] of facts.schooling.attendances.entries())
    lines.education +=
      `${id}\t${place + 1}\t${kind}\t${school?.urn ?? none}\t${almanac.day(Math.max(0, startedAgo))}\t` +
      `${endedAgo === null ? none : almanac.day(Math.min(endedAgo, Math.max(0, startedAgo)))}\n`;
  if (facts.practice !== null)
    lines.gp_registration += `${id}\t${facts.practice}\t${almanac.day(Math.max(0, facts.child.bornAgo - 14))}\n`;
}

function writeServices(lines: Lines<PopulationTable>, { facts, id, almanac }: Known): void {
  const day = (ago: DaysAgo | null): string => (ago === null ? none : almanac.day(ago));
  for (const [place, one] of facts.workings.entries())
    lines.involvement +=
      `${id}\t${place + 1}\t${one.isLead ? 't' : 'f'}\t${one.assessmentExists ? 't' : 'f'}\t${one.team.teamId}\t` +
      `${one.practitioner?.practitionerId ?? none}\t${day(one.startedAgo)}\t${day(one.endedAgo)}\t${day(one.confirmedAgo)}\n`;
}

function writeShield(lines: Lines<PopulationTable>, { facts, id, almanac }: Known): void {
  const { shield } = facts.household;
  if (shield === null) return;
  const raised = almanac.day(Math.min(shield.raisedAgo, facts.child.bornAgo));
  lines.shield += `${id}\t1\t${shield.because}\t${shield.personId ?? none}\t${raised}\n`;
}

function writeSearchEntries(lines: Lines<PopulationTable>, known: Known): void {
  const { facts, isAtHome } = known;
  const { child, household } = facts;
  const home = isAtHome ? household.home.postcode : null;
  writeSearchEntry(lines, known, 1, 'present', child.familyName, home);
  if (child.formerFamilyName !== null)
    writeSearchEntry(lines, known, 2, 'former name', child.formerFamilyName, home);
  if (hasFormerHome(facts) && household.formerHome !== null)
    writeSearchEntry(lines, known, 3, 'former address', child.familyName, household.formerHome.postcode);
}

function writeSearchEntry(
  lines: Lines<PopulationTable>,
  { facts, id, born }: Known,
  entryNo: number,
  kind: string,
  familyName: string,
  postcode: Postcode | null,
): void {
  const { givenNames, gender } = facts.child;
  lines.search_entry +=
    `${id}\t${entryNo}\t${kind}\t${born}\t${searchKeysAsText(givenNames, familyName, born, postcode)}\t${gender}\t${givenNames}\t` +
    `${familyName}\t${postcode ?? none}\n`;
}

function addressOf({ line, town, postcode }: Home): SourceAddress {
  return { line, town, postcode };
}

function addressLine(address: SourceAddress | undefined): string {
  return address === undefined
    ? `${none}\t${none}\t${none}`
    : `${address.line}\t${address.town ?? none}\t${address.postcode ?? none}`;
}
