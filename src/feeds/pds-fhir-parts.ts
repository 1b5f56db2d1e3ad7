import type { Day } from '../domain/calendar.ts';
import { parseNhsNumber, type NhsNumber } from '../domain/identifiers.ts';
import { parseName } from '../domain/names.ts';
import type { PersonName, SourceAddress } from '../domain/source-row.ts';
import { readPersonName, readPlace, refusal, type Read } from './facts.ts';
import type { FhirAddress, FhirIdentifier, FhirName, FhirPeriod } from './pds-fhir-shapes.ts';

const nhsNumberSystem = 'https://fhir.nhs.uk/Id/nhs-number';
const verificationStatus =
  'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus';

// UK Core, NHS number verification status: 01 is "number present and verified". The others say that it is not traced, or in doubt.
const verified = '01';

/** The one NHS number among the identifiers of `element`. A number in doubt would link to somebody else's record. */
export function readNhsNumber(element: string, identifiers: readonly FhirIdentifier[] = []): Read<NhsNumber> {
  const given = identifiers.filter((one) => one.system === nhsNumberSystem && one.use !== 'old');
  const [first] = given;
  const wanted = `an NHS number under ${nhsNumberSystem}`;
  if (first?.value === undefined) return refusal(element, 'missing', wanted);
  if (given.some((one) => one.value !== first.value)) return refusal(element, 'more than one', wanted);
  const number = parseNhsNumber(first.value);
  if (!number.ok)
    return refusal(element, 'not an NHS number', 'ten digits that begin with 4 to 9, the last a check');
  if (statusesOf(first).some((code) => code !== verified))
    return refusal(element, 'not verified', 'verification status 01, present and verified');
  return { ok: true, value: number.value };
}

function statusesOf(identifier: FhirIdentifier): readonly (string | undefined)[] {
  const statuses = (identifier.extension ?? []).filter((one) => one.url === verificationStatus);
  return statuses.flatMap((one) => (one.valueCodeableConcept?.coding ?? []).map((coding) => coding.code));
}

/** Whether a period that a supplier gives holds today. Its ends may be a year, a month, a day or an instant. */
export function isCurrent(period: FhirPeriod | undefined, today: Day): boolean {
  return !startsAfter(period, today) && !endedBefore(period, today);
}

/** Whether a period is over. */
export function endedBefore(period: FhirPeriod | undefined, today: Day): boolean {
  const end = period?.end?.slice(0, 10);
  return end !== undefined && end < today.slice(0, end.length);
}

function startsAfter(period: FhirPeriod | undefined, today: Day): boolean {
  const start = period?.start?.slice(0, 10);
  return start !== undefined && start > today.slice(0, start.length);
}

type Dated = { readonly use?: string | undefined; readonly period?: FhirPeriod | undefined };

/** Puts what stands today first, then what ended or began last; where these are equal, by the order of uses, then as given. */
export function bestFirst<One extends Dated>(
  all: readonly One[],
  uses: readonly string[],
  today: Day,
): One[] {
  const rank = (one: One): number => {
    const at = uses.indexOf(one.use ?? '');
    return at < 0 ? uses.length : at;
  };
  return [...all].sort(
    (a, b) =>
      Number(isCurrent(b.period, today)) - Number(isCurrent(a.period, today)) ||
      rank(a) - rank(b) ||
      latestFirst(a.period?.end ?? '9999', b.period?.end ?? '9999') ||
      latestFirst(a.period?.start ?? '', b.period?.start ?? ''),
  );
}

function latestFirst(a: string, b: string): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

const nameUses = ['usual', 'official', ''];
const formerUses: ReadonlySet<string> = new Set(['old', 'maiden']);

/** A person's present name: usual before official, one that stands today before one that ended. */
export function readName(element: string, names: readonly FhirName[] = [], today: Day): Read<PersonName> {
  const [best] = bestFirst(names.filter(isOwnName), nameUses, today);
  if (best === undefined) return refusal(element, 'missing', 'a usual or official name');
  return nameOf(element, best);
}

/** The names that are no longer used: called so, or ended while another stands. Ones that cannot be read are left out. */
export function readFormerNames(names: readonly FhirName[] = [], today: Day): readonly PersonName[] {
  const [present, ...others] = bestFirst(names.filter(isOwnName), nameUses, today);
  const ended = isCurrent(present?.period, today)
    ? others.filter((one) => endedBefore(one.period, today))
    : [];
  const former = [...names.filter((one) => formerUses.has(one.use ?? '')), ...ended];
  return former.flatMap((one) => {
    const read = nameOf('', one);
    return read.ok ? [read.value] : [];
  });
}

/** What the person likes to be called, where that is said and can be read. */
export function readNickname(names: readonly FhirName[] = [], today: Day): string | undefined {
  const nickname = names.find((one) => one.use === 'nickname' && isCurrent(one.period, today));
  const read = parseName((nickname?.given ?? []).join(' '));
  return read.ok ? read.value : undefined;
}

function isOwnName(name: FhirName): boolean {
  return name.use === undefined || nameUses.includes(name.use);
}

function nameOf(element: string, name: FhirName): Read<PersonName> {
  const given = (name.given ?? []).map((one) => one ?? '');
  const elements = { family: `${element}.family`, given: `${element}.given` };
  return readPersonName(elements, name.family ?? '', given);
}

/** Where a person lives now; the elements of it that could not be kept are added to `dropped`. */
export function readAddress(
  element: string,
  addresses: readonly FhirAddress[] = [],
  today: Day,
  dropped: string[],
): SourceAddress | undefined {
  const homes = addresses.filter((one) => one.use === 'home' || one.use === undefined);
  if (homes.length < addresses.length) dropped.push(`${element} (not a home)`);
  const [home] = bestFirst(homes, [], today);
  if (home === undefined) return undefined;
  if (!isCurrent(home.period, today)) {
    dropped.push(`${element} (ended)`);
    return undefined;
  }
  return addressOf(element, home, dropped);
}

function addressOf(element: string, home: FhirAddress, dropped: string[]): SourceAddress | undefined {
  const lines = (home.line ?? []).flatMap((one) => one ?? []);
  const written = { lines, town: home.city ?? '', postcode: home.postalCode };
  return readPlace(written, { line: `${element}.line`, postcode: `${element}.postalCode` }, dropped);
}
