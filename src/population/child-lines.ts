import type { EntryKind } from '../domain/record-rows.ts';
import { searchKeysOf } from '../domain/search-keys.ts';
import { digestOf } from '../domain/source-row.ts';
import type { SourceAddress, SourceCarer, SourceChild } from '../domain/source-row.ts';
import type { Day } from '../domain/calendar.ts';
import type { Postcode, OdsPracticeCode } from '../domain/identifiers.ts';
import type { CopyText } from '../store/copy-text.ts';
import type { PopulationTable } from '../store/population-load.ts';
import type { Almanac } from './almanac.ts';
import type { Working } from './involvements.ts';
import type { Numbers } from './numbers.ts';
import type { Caring, Child, DaysAgo, Home, Household } from './people.ts';
import type { Schooling } from './schooling.ts';

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

/** The text of each table, as it grows. */
export type PopulationTexts = Readonly<Record<PopulationTable, CopyText>>;

type Writing = { readonly numbers: Numbers; readonly almanac: Almanac };

const rowsPerChild = 4; // numbers of source rows kept for each child, used or not

/** The first number that no source row of so many children has. */
export function sourceRowsBelow(children: number): number {
  return children * rowsPerChild + 1;
}

/** Adds one child's rows to the text of each table. */
export function writeChild(texts: PopulationTexts, writing: Writing, facts: ChildFacts): void {
  const { numbers, almanac } = writing;
  const { place, bornAgo } = facts.child;
  const upnYear = facts.schooling.upnYear;
  const known: Known = {
    ...writing,
    texts,
    facts,
    id: String(numbers.childId(place)),
    born: almanac.day(bornAgo),
    nhs: numbers.nhs(place),
    upn: upnYear === undefined ? undefined : numbers.upn(place, upnYear),
    isAtHome: facts.whereabouts === 'current' || facts.whereabouts === 'last known',
    isRestricted: facts.household.shield?.because === 'restricted by the NHS',
  };
  writeRecord(known);
  writeSources(known);
  writeHomes(known);
  writeCarers(known);
  writeEducation(known);
  writeServices(known);
  writeShield(known);
  writeSearchEntries(known);
}

type Known = Writing & {
  readonly texts: PopulationTexts;
  readonly facts: ChildFacts;
  readonly id: string;
  readonly born: Day;
  readonly nhs: ReturnType<Numbers['nhs']>;
  readonly upn: ReturnType<Numbers['upn']> | undefined;
  readonly isAtHome: boolean;
  readonly isRestricted: boolean;
};

function writeRecord({ texts, facts, id, born, nhs, upn, numbers, almanac }: Known): void {
  const { child, household, diedAgo, whereabouts, isEstimate } = facts;
  const { givenNames, familyName, preferredName, gender, bornAgo } = child;
  const number = numbers.contactPoint(child.place);
  const standing = isEstimate ? 'estimated' : 'registered';
  // A record is removed a year after a death (2007 Regulations), or at 18.
  const leaves = diedAgo === null ? almanac.leavesOn(bornAgo) : almanac.day(diedAgo - 365);
  const closed = diedAgo === null ? [null, null] : [almanac.day(diedAgo), 'died'];
  const who = [givenNames, familyName, preferredName, born, standing, gender] as const;
  texts.child.row(id, number, ...who, nhs, upn, whereabouts, household.responsibleCouncil, leaves, ...closed);
  texts.child_number.row('contactpoint', number, id);
  texts.child_number.row('nhs', nhs, id);
  if (upn !== undefined) texts.child_number.row('upn', upn, id);
}

function writeSources(known: Known): void {
  const { facts, nhs, upn, almanac } = known;
  const { child, schooling, practice, diedAgo } = facts;
  const sayNhs = { ...said(known, nhs), nhsNumber: nhs };
  const nhsRow: SourceChild =
    known.isRestricted || practice === null ? sayNhs : { ...sayNhs, practiceCode: practice };
  const rowId = child.place * rowsPerChild + 1;
  const since = child.formerFamilyName === null ? facts.firstSeenAgo : facts.renamedAgo;
  const nhsSays = diedAgo === null ? nhsRow : { ...nhsRow, diedOn: almanac.day(diedAgo) };
  writeSource(known, nhsSays, {
    rowId,
    supplier: 1,
    firstAgo: since,
    lastAgo: facts.lastSeenAgo,
    decidedBy: 'new child',
  });
  if (child.formerFamilyName !== null) {
    const before = { ...nhsRow, familyName: child.formerFamilyName };
    const seen = { firstAgo: facts.firstSeenAgo, lastAgo: facts.renamedAgo + 1 };
    writeSource(known, before, { rowId: rowId + 2, supplier: 1, ...seen, decidedBy: 'number' });
  }
  if (schooling.stateSchool === null || upn === undefined) return;
  const census = { ...said(known, upn), upn, schoolUrn: schooling.stateSchool.urn };
  const firstAgo = Math.max(schooling.attendances[0]?.startedAgo ?? 0, facts.lastSeenAgo);
  writeSource(known, census, {
    rowId: rowId + 1,
    supplier: 2,
    firstAgo,
    lastAgo: facts.lastSeenAgo,
    decidedBy: 'number',
  });
}

function said({ facts, born, isAtHome, isRestricted }: Known, supplierKey: string): SourceChild {
  const { givenNames, familyName, gender } = facts.child;
  const bare = { supplierKey, givenNames, familyName, dateOfBirth: born, gender, restricted: isRestricted };
  return isRestricted || !isAtHome ? bare : { ...bare, address: addressOf(facts.household.home) };
}

type Saying = {
  readonly rowId: number;
  readonly supplier: 1 | 2;
  readonly firstAgo: DaysAgo;
  readonly lastAgo: DaysAgo;
  readonly decidedBy: string;
};

function writeSource({ texts, id, almanac }: Known, says: SourceChild, saying: Saying): void {
  const { rowId, supplier, firstAgo, lastAgo, decidedBy } = saying;
  const {
    nhsNumber,
    schoolUrn,
    dateOfBirth,
    diedOn,
    restricted,
    supplierKey,
    gender,
    givenNames,
    familyName,
  } = says;
  const first = almanac.day(firstAgo);
  const last = almanac.day(Math.min(firstAgo, lastAgo));
  const who = [dateOfBirth, diedOn, restricted, supplierKey, gender, givenNames, familyName] as const;
  const where = [says.practiceCode, says.address?.line, says.address?.town, says.address?.postcode] as const;
  texts.source_row.row(
    rowId,
    supplier,
    first,
    last,
    digestOf(says),
    nhsNumber,
    schoolUrn,
    ...who,
    says.upn,
    ...where,
  );
  texts.link.row(id, rowId, first, decidedBy);
}

function writeHomes(known: Known): void {
  const { facts, isAtHome, almanac } = known;
  const { household, child, whereabouts } = facts;
  const since = almanac.day(Math.min(household.movedAgo, child.bornAgo));
  if (isAtHome)
    writeHome(known, 1, whereabouts === 'last known' ? 'last known' : 'current', household.home, since);
  if (household.secondHome !== null) writeHome(known, 2, 'carer', household.secondHome, null);
  if (hasFormerHome(facts) && household.formerHome !== null)
    writeHome(known, 3, 'former', household.formerHome, null);
}

function writeHome(
  { texts, id }: Known,
  addressNo: number,
  standing: string,
  home: Home,
  since: Day | null,
): void {
  texts.child_address.row(
    id,
    addressNo,
    standing,
    home.councilCode,
    since,
    home.line,
    home.town,
    home.postcode,
  );
}

function hasFormerHome({ household, child }: ChildFacts): boolean {
  return household.formerHome !== null && child.bornAgo > household.movedAgo;
}

function writeCarers(known: Known): void {
  const { carers } = known.facts.child;
  for (let place = 0; place < carers.length; place += 1) {
    const caring = carers[place];
    if (caring !== undefined) writeCarer(known, caring, place + 1);
  }
}

function writeCarer(
  known: Known,
  { adult, lives, relationship, responsibility }: Caring,
  carerNo: number,
): void {
  const { facts, id, isAtHome, texts } = known;
  if (adult === null) {
    const council = facts.household.responsibleCouncil;
    texts.carer.row(
      id,
      carerNo,
      null,
      council,
      null,
      null,
      null,
      relationship,
      responsibility,
      null,
      null,
      null,
      null,
    );
    return;
  }
  const addressNo = lives === 'second home' ? 2 : lives === 'with the child' && isAtHome ? 1 : null;
  const { personId, givenNames, familyName, telephone, email } = adult;
  const carerKey = `R${carerNo}`;
  const who = [personId, givenNames, familyName, relationship, responsibility, telephone, email] as const;
  texts.carer.row(id, carerNo, addressNo, null, ...who, 1, carerKey);
  writeSourceCarer(known, {
    supplierKey: known.nhs,
    carerKey,
    givenNames,
    familyName,
    relationship,
    parentalResponsibility: responsibility,
    ...(telephone === null ? {} : { telephone }),
    ...(email === null ? {} : { email }),
    ...(lives !== 'second home' || known.isRestricted || facts.household.secondHome === null
      ? {}
      : { address: addressOf(facts.household.secondHome) }),
  });
}

function writeSourceCarer({ texts, facts, almanac }: Known, says: SourceCarer): void {
  const { supplierKey, carerKey, givenNames, familyName, relationship, parentalResponsibility, address } =
    says;
  const first = almanac.day(facts.firstSeenAgo);
  const last = almanac.day(Math.min(facts.firstSeenAgo, facts.lastSeenAgo));
  const who = [
    givenNames,
    familyName,
    relationship,
    parentalResponsibility,
    says.telephone,
    says.email,
  ] as const;
  const where = [address?.line, address?.town, address?.postcode] as const;
  texts.source_carer.row(1, supplierKey, carerKey, first, last, digestOf(says), ...who, ...where);
}

function writeEducation({ texts, facts, id, almanac }: Known): void {
  const { attendances } = facts.schooling;
  for (let place = 0; place < attendances.length; place += 1) {
    const one = attendances[place];
    if (one === undefined) continue;
    const startedAgo = Math.max(0, one.startedAgo);
    const ended = one.endedAgo === null ? null : almanac.day(Math.min(one.endedAgo, startedAgo));
    texts.education.row(id, place + 1, one.kind, one.school?.urn, almanac.day(startedAgo), ended);
  }
  if (facts.practice !== null)
    texts.gp_registration.row(id, facts.practice, almanac.day(Math.max(0, facts.child.bornAgo - 14)));
}

function writeServices({ texts, facts, id, almanac }: Known): void {
  const day = (ago: DaysAgo | null): Day | null => (ago === null ? null : almanac.day(ago));
  for (let place = 0; place < facts.workings.length; place += 1) {
    const one = facts.workings[place];
    if (one === undefined) continue;
    const who = [one.team.teamId, one.practitioner?.practitionerId] as const;
    const when = [day(one.startedAgo), day(one.endedAgo), day(one.confirmedAgo)] as const;
    texts.involvement.row(id, place + 1, one.isLead, one.assessmentExists, ...who, ...when);
  }
}

function writeShield({ texts, facts, id, almanac }: Known): void {
  const { shield } = facts.household;
  if (shield === null) return;
  const raised = almanac.day(Math.min(shield.raisedAgo, facts.child.bornAgo));
  texts.shield.row(id, 1, shield.because, shield.personId, raised);
}

function writeSearchEntries(known: Known): void {
  const { facts, isAtHome } = known;
  const { child, household } = facts;
  const home = isAtHome ? household.home.postcode : null;
  writeSearchEntry(known, 1, 'present', child.familyName, home);
  if (child.formerFamilyName !== null)
    writeSearchEntry(known, 2, 'former name', child.formerFamilyName, home);
  if (hasFormerHome(facts) && household.formerHome !== null)
    writeSearchEntry(known, 3, 'former address', child.familyName, household.formerHome.postcode);
}

function writeSearchEntry(
  { texts, facts, id, born }: Known,
  entryNo: number,
  kind: EntryKind,
  familyName: string,
  postcode: Postcode | null,
): void {
  const { givenNames, gender } = facts.child;
  const isShielded = facts.household.shield !== null;
  const keys = searchKeysOf({ kind, givenNames, familyName, dateOfBirth: born, postcode });
  const { soundGivenBorn, soundFamilyBorn, initialsBorn, soundsYear, soundsOutward } = keys;
  const sounds = [soundGivenBorn, soundFamilyBorn, initialsBorn, soundsYear, soundsOutward] as const;
  const names = [givenNames, familyName] as const;
  texts.search_entry.row(
    id,
    entryNo,
    isShielded,
    kind,
    born,
    ...sounds,
    keys.postcode,
    gender,
    ...names,
    postcode,
  );
}

function addressOf({ line, town, postcode }: Home): SourceAddress {
  return { line, town, postcode };
}
