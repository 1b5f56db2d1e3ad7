import type { FeedItem } from '../domain/source-row.ts';
import { xmlFault } from './xml-faults.ts';
import { cutXml, type XmlElement } from './xml-stream.ts';

/** A file of which the beginning has been looked at. */
export type PeekedFile = { readonly beginsWithXml: boolean; readonly bytes: AsyncIterable<Uint8Array> };

/** Looks whether a file begins as XML does, and hands on all of it. */
export async function peek(bytes: AsyncIterable<Uint8Array>): Promise<PeekedFile> {
  const chunks = bytes[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let first: number | undefined;
  while (first === undefined) {
    const next = await chunks.next();
    if (next.done === true) break;
    seen.push(next.value);
    first = next.value.find((byte) => byte > 0x20 && !byteOrderMark.has(byte));
  }
  return { beginsWithXml: first === 0x3c, bytes: rejoined(seen, chunks) };
}

const byteOrderMark: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf, 0xff, 0xfe]);

async function* rejoined(
  seen: readonly Uint8Array[],
  others: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* seen;
    for (;;) {
      const next = await others.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await others.return?.();
  }
}

/** Reads FHIR in XML: one resource, or a Bundle of them, each made into an item as its JSON form would be. */
export async function* readFhirXml(
  bytes: AsyncIterable<Uint8Array>,
  itemOf: (resource: object, place: string) => FeedItem,
): AsyncGenerator<FeedItem> {
  const isRecord = (path: string): boolean =>
    path === 'Bundle/entry' || (!path.includes('/') && path !== 'Bundle');
  for await (const piece of cutXml(bytes, isRecord)) {
    if (piece.kind === 'fault') {
      yield xmlFault(piece.reason, piece.line);
      return;
    }
    if (piece.kind === 'record') yield recordItem(piece.path, piece.element, `line ${piece.line}`, itemOf);
  }
}

function recordItem(
  path: string,
  element: XmlElement,
  place: string,
  itemOf: (resource: object, place: string) => FeedItem,
): FeedItem {
  if (path !== 'Bundle/entry') return itemOf(resourceOf(element), place);
  // An entry of a transaction or a batch asks for something to be done; what an answer holds has no request.
  if (element.elements.some(({ name }) => name === 'request'))
    return { kind: 'not taken', message: 'Entry of a Bundle that asks for something' };
  const resource = element.elements.find(({ name }) => name === 'resource')?.elements[0];
  if (resource !== undefined) return itemOf(resourceOf(resource), place);
  return { kind: 'not taken', message: 'Entry of a Bundle without a resource' };
}

// FHIR R4: the elements of Patient, RelatedPerson and their parts that may repeat, and are lists in JSON.
const lists: ReadonlySet<string> = new Set(
  (
    'identifier name telecom address contact communication generalPractitioner link extension modifierExtension given prefix suffix ' +
    'line coding relationship photo security profile tag contained'
  ).split(' '),
);
// In these, which are references or kept nowhere, an identifier, a name or an address stands once.
const parentsOfOne: ReadonlySet<string> = new Set(
  'contact link generalPractitioner managingOrganization patient assigner other'.split(' '),
);
const booleans: ReadonlySet<string> = new Set(['active', 'deceasedBoolean', 'multipleBirthBoolean']);

type Json = string | boolean | { readonly [member: string]: Json | readonly Json[] };

function resourceOf(element: XmlElement): object {
  return { resourceType: element.name, ...membersOf(element) };
}

function membersOf(element: XmlElement): Record<string, Json | readonly Json[]> {
  const byName = new Map<string, Json[]>();
  for (const inside of element.elements) {
    const value = jsonOf(inside);
    const same = byName.get(inside.name);
    if (same === undefined) byName.set(inside.name, [value]);
    else same.push(value);
  }
  const members: [string, Json | readonly Json[]][] = [];
  for (const [attribute, value] of Object.entries(element.attributes))
    if (attribute === 'url' || attribute === 'id') members.push([attribute, value]);
  for (const [name, values] of byName) {
    const [only] = values;
    const isList = values.length > 1 || (lists.has(name) && !parentsOfOne.has(element.name));
    members.push([name, isList || only === undefined ? values : only]);
  }
  return Object.fromEntries(members);
}

/** A primitive is its value; what it carries besides, like the hour of birth, is left. Narrative is only named. */
function jsonOf(element: XmlElement): Json {
  const { value } = element.attributes;
  if (value !== undefined) return booleans.has(element.name) ? value === 'true' : value;
  return element.name === 'text' ? {} : membersOf(element);
}
