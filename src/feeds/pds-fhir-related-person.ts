import { parseNhsNumber, type NhsNumber } from '../domain/identifiers.ts';
import type { Day } from '../domain/calendar.ts';
import type { FeedItem, SourceCarer } from '../domain/source-row.ts';
import { isEmail, isTelephone, plainText, refusal, type Read } from './facts.ts';
import { droppedElements } from './pds-fhir-dropped.ts';
import { bestFirst, endedBefore, isCurrent, readAddress, readName, readNhsNumber } from './pds-fhir-parts.ts';
import { readRelationship } from './pds-fhir-relationships.ts';
import { shapeRelatedPerson, type FhirRelatedPerson } from './pds-fhir-shapes.ts';

/** What a FHIR RelatedPerson says of a child's carer, or why it is refused. */
export function readRelatedPerson(resource: object, today: Day, place: string): FeedItem {
  const read = carerOf(resource, today, place);
  return read.ok ? read.value : { kind: 'fault', fault: read.fault, place };
}

function carerOf(resource: object, today: Day, place: string): Read<FeedItem> {
  const shaped = shapeRelatedPerson(resource);
  if (!shaped.ok) return shaped;
  const person = shaped.value;
  if ((person.modifierExtension ?? []).length > 0)
    return refusal('RelatedPerson.modifierExtension', 'changes what the rest means', 'none');
  const child = readChild(person.patient);
  if (!child.ok) return child;
  const carerKey = plainText(person.id ?? '');
  if (carerKey === undefined)
    return refusal('RelatedPerson.id', 'missing', 'the supplier’s own key of this carer');
  const name = readName('RelatedPerson.name', person.name, today);
  if (!name.ok) return name;

  const dropped = droppedElements('RelatedPerson', resource);
  const codings = (person.relationship ?? []).flatMap((concept) => concept.coding ?? []);
  const carer: SourceCarer = {
    supplierKey: child.value,
    carerKey,
    ...name.value,
    relationship: readRelationship(codings),
    parentalResponsibility: 'not known', // neither FHIR R4 nor UK Core has a place for it
    ...standingOf(person, today, dropped),
  };
  return { ok: true, value: { kind: 'carer', carer, place, dropped } };
}

function readChild(patient: FhirRelatedPerson['patient']): Read<NhsNumber> {
  const element = 'RelatedPerson.patient';
  if (patient?.identifier !== undefined) return readNhsNumber(`${element}.identifier`, [patient.identifier]);
  const number = parseNhsNumber(/(?:^|\/)Patient\/(\d{10})$/.exec(patient?.reference ?? '')?.[1] ?? '');
  return number.ok
    ? { ok: true, value: number.value }
    : refusal(element, 'missing', 'an identifier with an NHS number, or a reference like Patient/9990000018');
}

type Standing = Pick<SourceCarer, 'ended' | 'telephone' | 'email' | 'address'>;

// A relationship that is over is kept as a name alone: how to reach that person is no longer this child's business.
function standingOf(person: FhirRelatedPerson, today: Day, dropped: string[]): Standing {
  if (person.active === false || endedBefore(person.period, today)) return { ended: true };
  const telephone = readContact(person, 'phone', isTelephone, today, dropped);
  const email = readContact(person, 'email', isEmail, today, dropped);
  const address = readAddress('RelatedPerson.address', person.address, today, dropped);
  return {
    ...(telephone === undefined ? {} : { telephone }),
    ...(email === undefined ? {} : { email }),
    ...(address === undefined ? {} : { address }),
  };
}

const contactUses = ['mobile', 'home', '', 'work'];

function readContact(
  person: FhirRelatedPerson,
  system: 'phone' | 'email',
  isRight: (text: string) => boolean,
  today: Day,
  dropped: string[],
): string | undefined {
  const given = (person.telecom ?? []).filter((one) => one.system === system && isCurrent(one.period, today));
  const [best] = bestFirst(given, contactUses, today);
  const value = plainText(best?.value ?? '');
  if (best !== undefined && (value === undefined || !isRight(value))) {
    dropped.push(
      `RelatedPerson.telecom (not ${system === 'phone' ? 'a telephone number' : 'an e-mail address'})`,
    );
    return undefined;
  }
  return value;
}
