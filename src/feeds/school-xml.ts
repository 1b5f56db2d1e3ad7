import type { Day } from '../domain/calendar.ts';
import { parseDfeNumber, type DfeNumber } from '../domain/identifiers.ts';
import type { FeedItem, SourceChild, SchoolPlace } from '../domain/source-row.ts';
import {
  keyWithoutNumber,
  readIdentity,
  readOptionalDay,
  writtenOn,
  type WrittenChild,
} from './child-facts.ts';
import { refusal, type Read } from './facts.ts';
import { readSaid, type Said } from './said.ts';
import { readSchoolCarers } from './school-carers.ts';
import {
  elementNames,
  knownElements,
  schoolCensus,
  transferFile,
  type SchoolFact,
  type SchoolLayout,
} from './school-layouts.ts';
import { anotherRoot, xmlFault } from './xml-faults.ts';
import { cutXml, type XmlElement } from './xml-stream.ts';

/** Reads a Common Transfer File: the pupils whom one school sends to another, each as the school that sends knows them. */
export function readTransferFile(bytes: AsyncIterable<Uint8Array>, today: Day): AsyncGenerator<FeedItem> {
  return readSchoolFile(transferFile, bytes, today);
}

/** Reads a school census return: the pupils on the school's roll, and those who have left it. */
export function readSchoolCensus(bytes: AsyncIterable<Uint8Array>, today: Day): AsyncGenerator<FeedItem> {
  return readSchoolFile(schoolCensus, bytes, today);
}

async function* readSchoolFile(
  layout: SchoolLayout,
  bytes: AsyncIterable<Uint8Array>,
  today: Day,
): AsyncGenerator<FeedItem> {
  const head = new Map<string, string>();
  const names = namesOfRecords(layout);
  const headPaths = [layout.council, layout.establishment, layout.writtenAt];
  let isEmpty = true;
  for await (const piece of cutXml(bytes, (path) => layout.records.includes(path))) {
    if (piece.kind === 'fault') {
      yield xmlFault(piece.reason, piece.line);
      return;
    }
    if (piece.kind === 'root' && piece.name !== layout.root) {
      yield anotherRoot(layout.name, layout.root);
      return;
    }
    if (piece.kind === 'value' && headPaths.includes(piece.path)) head.set(piece.path, piece.text);
    if (piece.kind !== 'record') continue;
    if (isEmpty) yield { kind: 'about', ...writtenOn(head.get(layout.writtenAt)) };
    isEmpty = false;
    yield* pupilItems({ layout, head, names, today }, piece.element, `line ${piece.line}`);
  }
  if (isEmpty) yield { kind: 'not taken', message: `${layout.name} without pupils` };
}

/** What pupils of a file are read by. */
type Reading = {
  readonly layout: SchoolLayout;
  readonly head: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, (fact: SchoolFact) => string>;
  readonly today: Day;
};

function namesOfRecords({ records, pupil }: SchoolLayout): Reading['names'] {
  const names = records.map((path) => path.slice(path.lastIndexOf('/') + 1));
  return new Map(names.map((name) => [name, elementNames(name, pupil)]));
}

function* pupilItems(
  { layout, head, names, today }: Reading,
  element: XmlElement,
  place: string,
): Generator<FeedItem> {
  const said = readSaid(element, layout.pupil, knownElements);
  const dropped = [...said.dropped];
  const named = names.get(element.name) ?? ((fact) => fact);
  const child = childOf(layout, head, said, { facts: said.facts, named, dropped }, today);
  if (!child.ok) {
    yield { kind: 'fault', fault: child.fault, place };
    return;
  }
  const carers = readSchoolCarers(
    said.groups.get('carers') ?? [],
    child.value.supplierKey,
    element.name,
    dropped,
  );
  yield { kind: 'child', child: child.value, dropped };
  for (const carer of carers) yield { kind: 'carer', carer, place, dropped: [] };
}

type WrittenPupil = WrittenChild & { readonly named: (fact: SchoolFact) => string };

function childOf(
  layout: SchoolLayout,
  head: ReadonlyMap<string, string>,
  said: Said<SchoolFact>,
  written: WrittenPupil,
  today: Day,
): Read<SourceChild> {
  if (said.saidTwice !== undefined) return refusal(said.saidTwice, 'said twice', 'one of them');
  const school = schoolOf(layout, head);
  if (!school.ok) return school;
  const identity = readIdentity(written, today);
  if (!identity.ok) return identity;
  const number = identity.value.upn ?? keyWithoutNumber(identity.value);
  const schoolPlace = schoolPlaceOf(school.value, said, written);
  return { ok: true, value: { supplierKey: `${school.value} ${number}`, ...identity.value, schoolPlace } };
}

function schoolOf(layout: SchoolLayout, head: ReadonlyMap<string, string>): Read<DfeNumber> {
  const council = head.get(layout.council) ?? '';
  const establishment = head.get(layout.establishment) ?? '';
  const number = parseDfeNumber(`${council}${establishment}`);
  if (number.ok) return number;
  const reason = council + establishment === '' ? 'missing before the pupils' : 'not a school';
  return refusal(
    layout.council.replaceAll('/', '.'),
    reason,
    'the school’s council and establishment, like 350 and 2001',
  );
}

// A transfer file has the schools that the pupil went to: the sender is competent for its own part alone, and the latest of it.
function schoolPlaceOf(
  school: DfeNumber,
  said: Said<SchoolFact>,
  { named, dropped }: WrittenPupil,
): SchoolPlace {
  const history = said.groups.get('schools') ?? [];
  const own = history.filter(
    ({ facts }) => `${facts.get('council')}${facts.get('establishment')}` === school,
  );
  if (own.length < history.length) dropped.push('Pupil.SchoolHistory.School (another school)');
  const { facts } = own.toSorted(latestFirst)[0] ?? said;
  const startedOn = readOptionalDay(named('started on'), facts.get('started on'), dropped);
  const endedOn = readOptionalDay(named('ended on'), facts.get('ended on'), dropped);
  const isBackwards = startedOn !== undefined && endedOn !== undefined && endedOn < startedOn;
  if (isBackwards) dropped.push(`${named('ended on')} (before its start)`);
  return {
    school,
    ...(startedOn === undefined ? {} : { startedOn }),
    ...(endedOn === undefined || isBackwards ? {} : { endedOn }),
  };
}

function latestFirst(a: Said<SchoolFact>, b: Said<SchoolFact>): number {
  return (a.facts.get('started on') ?? '') < (b.facts.get('started on') ?? '') ? 1 : -1;
}
