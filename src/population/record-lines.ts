import { addYears, type Day } from '../domain/calendar.ts';
import { serviceKinds } from '../domain/service-kinds.ts';
import { hasMoved, type Known } from './child-facts.ts';
import type { Consenting, Working } from './involvements.ts';
import type { Caring, DaysAgo, Home } from './people.ts';
import type { Attendance } from './schooling.ts';

/** Adds one child's record, as it is settled from its sources. */
export function writeRecord(known: Known): void {
  writeChildRow(known);
  writeNumbers(known);
  writeHomes(known);
  known.facts.child.carers.forEach((caring, place) => writeCarer(known, caring, place + 1));
  known.facts.schooling.attendances.forEach((attendance, place) =>
    writeEducation(known, attendance, place + 1),
  );
  writePractice(known);
  known.facts.workings.forEach((working, place) => {
    writeInvolvement(known, working, place + 1);
    if (working.consent !== null) writeConsent(known, working, working.consent, place + 1);
  });
  writeShield(known);
}

function writeChildRow({ texts, facts, id, born, contactPoint, nhs, upn, almanac }: Known): void {
  const { child, household, diedAgo } = facts;
  // A record is removed a year after a death (2007 Regulations), or at 18.
  const leavesOn = diedAgo === null ? almanac.leavesOn(child.bornAgo) : almanac.day(diedAgo - 365);
  texts.child.row(
    id,
    contactPoint,
    child.givenNames,
    child.familyName,
    child.preferredName,
    born,
    facts.isEstimate ? 'estimated' : 'registered',
    child.gender,
    nhs,
    upn,
    facts.whereabouts,
    household.responsibleCouncil,
    leavesOn,
    diedAgo === null ? null : almanac.day(diedAgo),
    diedAgo === null ? null : 'died',
  );
}

function writeNumbers({ texts, id, contactPoint, nhs, upn }: Known): void {
  texts.child_number.row('contactpoint', contactPoint, id);
  texts.child_number.row('nhs', nhs, id);
  if (upn !== undefined) texts.child_number.row('upn', upn, id);
}

function writeHomes(known: Known): void {
  const { facts, isAtHome, almanac } = known;
  const { home, secondHome, formerHome, movedAgo } = facts.household;
  const since = almanac.day(Math.min(movedAgo, facts.child.bornAgo));
  if (isAtHome) writeHome(known, 1, facts.whereabouts, home, since);
  if (secondHome !== null) writeHome(known, 2, 'carer', secondHome, null);
  if (formerHome !== null && hasMoved(facts)) writeHome(known, 3, 'former', formerHome, null);
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

function writeCarer({ texts, facts, id, isAtHome }: Known, caring: Caring, carerNo: number): void {
  const { adult, lives, relationship, responsibility } = caring;
  const addressNo = lives === 'second home' ? 2 : lives === 'with the child' && isAtHome ? 1 : null;
  texts.carer.row(
    id,
    carerNo,
    adult === null ? null : addressNo,
    adult === null ? facts.household.responsibleCouncil : null,
    adult?.personId,
    adult?.givenNames,
    adult?.familyName,
    relationship,
    responsibility,
    adult?.telephone,
    adult?.email,
    adult === null ? null : 1, // the NHS says so: a care order is recorded here
    adult === null ? null : `R${carerNo}`,
  );
}

function writeEducation(
  { texts, id, almanac }: Known,
  { kind, school, ...when }: Attendance,
  number: number,
): void {
  const startedAgo = Math.max(0, when.startedAgo);
  const endedOn = when.endedAgo === null ? null : almanac.day(Math.min(when.endedAgo, startedAgo));
  texts.education.row(id, number, kind, school?.urn, almanac.day(startedAgo), endedOn);
}

function writePractice({ texts, facts, id, almanac }: Known): void {
  if (facts.practice === null) return;
  const registeredAgo = Math.max(0, facts.child.bornAgo - 14); // a fortnight after birth
  texts.gp_registration.row(id, facts.practice, almanac.day(registeredAgo));
}

function writeInvolvement({ texts, id, almanac }: Known, working: Working, involvementNo: number): void {
  const day = (ago: DaysAgo | null): Day | null => (ago === null ? null : almanac.day(ago));
  texts.involvement.row(
    id,
    involvementNo,
    working.isLead,
    working.assessmentExists,
    working.team.teamId,
    working.practitioner?.practitionerId,
    day(working.startedAgo),
    day(working.endedAgo),
    day(working.confirmedAgo),
    basisOf(working),
  );
}

function basisOf({ service, consent }: Working): 'consent' | 'cause' | null {
  if (!serviceKinds[service.kind].sensitive) return null;
  return consent === null ? 'cause' : 'consent';
}

function writeConsent(
  { texts, id, almanac }: Known,
  { team }: Working,
  { givenAgo, byChild }: Consenting,
  consentNo: number,
): void {
  const givenOn = almanac.day(givenAgo);
  const given = byChild ? ['child competent', 'child'] : ['parent', 'mother'];
  texts.consent.row(id, consentNo, team.teamId, ...given, givenOn, addYears(givenOn, 1));
}

function writeShield({ texts, facts, id, almanac }: Known): void {
  const { shield } = facts.household;
  if (shield === null) return;
  const raisedOn = almanac.day(Math.min(shield.raisedAgo, facts.child.bornAgo));
  texts.shield.row(id, 1, shield.because, shield.personId, raisedOn);
}
