import type { FeedItem } from '../domain/source-row.ts';
import type { JsonFaultReason, JsonPiece } from './json-cutting.ts';

/** Reads pieces of JSON as FHIR resources, by themselves or as the entries of a searchset Bundle. */
export type BundleReader = { readonly read: (piece: JsonPiece) => Iterable<FeedItem> };

/** What is made of a resource by itself, and of the entries of a message that makes a patient. */
export type Making = {
  readonly itemOf: (resource: object, place: string) => FeedItem;
  readonly birthItems: (entries: readonly object[], place: string) => Iterable<FeedItem>;
};

type ItemOf = Making['itemOf'];
type Entry = Extract<JsonPiece, { kind: 'entry' }>;
type Whole = Extract<JsonPiece, { kind: 'object' }>;

/** The Bundle under way. Its entries are taken, gathered, passed over, or wait until its type is known: members may stand in any order. */
type Bundle = {
  entries: 'wait' | 'taken' | 'gathered' | 'passed over';
  readonly waiting: Entry[];
  waitingLength: number;
  hasEntries: boolean;
};

// Entries that stand before their Bundle's type wait for it, up to this many characters.
const longestWait = 16_000_000;

/** A reader of one file's pieces, in order. */
export function bundleReader(making: Making): BundleReader {
  let bundle = newBundle();
  return {
    *read(piece) {
      if (piece.kind === 'head') bundle = { ...newBundle(), entries: choose(parse(piece.text)) };
      else if (piece.kind === 'entry') yield* entryItems(bundle, piece, making.itemOf);
      else {
        if (piece.kind === 'fault')
          yield { kind: 'fault', fault: fileFaults[piece.reason], place: piece.place };
        else yield* wholeItems(bundle, piece, making);
        if (piece.kind !== 'fault' || piece.place.startsWith('line')) bundle = newBundle();
      }
    },
  };
}

function newBundle(): Bundle {
  return { entries: 'wait', waiting: [], waitingLength: 0, hasEntries: false };
}

function choose(head: object | undefined): Bundle['entries'] {
  const { resourceType, type } = namesOf(head);
  if (resourceType !== undefined && resourceType !== 'Bundle') return 'passed over';
  if (resourceType === undefined || type === undefined) return 'wait';
  if (type === 'transaction') return 'gathered';
  return type === 'searchset' ? 'taken' : 'passed over';
}

function* entryItems(bundle: Bundle, entry: Entry, itemOf: ItemOf): Iterable<FeedItem> {
  bundle.hasEntries = true;
  if (bundle.entries === 'taken') yield entryItem(entry, itemOf);
  else if (bundle.entries === 'passed over') return;
  else if (bundle.waitingLength + entry.text.length > longestWait) {
    const fault = bundle.entries === 'gathered' ? longMessage : lateType;
    bundle.entries = 'passed over';
    bundle.waiting.length = 0;
    yield { kind: 'fault', fault, place: entry.place };
  } else {
    bundle.waiting.push(entry);
    bundle.waitingLength += entry.text.length;
  }
}

const lateType = {
  element: 'Bundle.type',
  reason: 'stands after its entries',
  wanted: 'the type before the entries in a file this long',
};
const longMessage = {
  element: 'Bundle',
  reason: 'too long',
  wanted: 'at most 16 MB in a message of a birth',
};

function* wholeItems(bundle: Bundle, whole: Whole, making: Making): Iterable<FeedItem> {
  const resource = parse(whole.text);
  if (resource === undefined) yield notJson(whole.place);
  else if (countNames(resource) !== whole.names) yield namedTwice(whole.place);
  else if (namesOf(resource).resourceType !== 'Bundle')
    yield itemUnlessTemplate(making.itemOf(resource, whole.place), whole.text);
  else yield* bundleItems(bundle, namesOf(resource).type, making, whole.place);
}

function* bundleItems(
  bundle: Bundle,
  type: unknown,
  { itemOf, birthItems }: Making,
  place: string,
): Iterable<FeedItem> {
  if (type === 'searchset') {
    for (const entry of bundle.waiting) yield entryItem(entry, itemOf);
    if (!bundle.hasEntries) yield { kind: 'not taken', message: 'Bundle of type searchset: without entries' };
    return;
  }
  const entries = bundle.waiting.flatMap((entry) => parse(entry.text) ?? []);
  // PDS makes a patient by a transaction only when a birth is notified.
  if (type === 'transaction' && entries.some(createsPatient)) {
    if (bundle.waiting.some((entry) => isTemplate(entry.text))) yield template;
    else if (bundle.waiting.some(isNamedTwice)) yield namedTwice(place);
    else yield* birthItems(entries, place);
    return;
  }
  const known = bundleTypes.find((one) => one === type) ?? 'unknown';
  yield { kind: 'not taken', message: `Bundle of type ${known}` };
}

function isNamedTwice(piece: Entry): boolean {
  return countNames(parse(piece.text)) !== piece.names;
}

// FHIR R4, bundle-type.
const bundleTypes = [
  'document',
  'message',
  'transaction',
  'transaction-response',
  'batch',
  'batch-response',
  'history',
  'collection',
];

function entryItem(piece: Entry, itemOf: ItemOf): FeedItem {
  const entry = parse(piece.text);
  if (entry === undefined) return notJson(piece.place);
  if (isNamedTwice(piece)) return namedTwice(piece.place);
  const resource = 'resource' in entry ? entry.resource : undefined;
  if (isObject(resource)) return itemUnlessTemplate(itemOf(resource, piece.place), piece.text);
  return refused(piece.place, 'Bundle.entry.resource', 'missing', 'a FHIR resource');
}

function createsPatient(entry: object): boolean {
  const request = 'request' in entry ? entry.request : undefined;
  return (
    isObject(request) &&
    'method' in request &&
    request.method === 'POST' &&
    'url' in request &&
    request.url === 'Patient'
  );
}

// Test suites hold a value's place with "#(name)", "##string" and the like: such a message is about nobody.
function itemUnlessTemplate(item: FeedItem, text: string): FeedItem {
  return item.kind === 'not taken' || !isTemplate(text) ? item : template;
}

function isTemplate(text: string): boolean {
  return /"#[(#]/.test(text);
}

const template: FeedItem = { kind: 'not taken', message: 'Template with placeholders for values' };

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function namesOf(resource: object | undefined): { readonly resourceType?: unknown; readonly type?: unknown } {
  return { ...resource };
}

// JSON.parse keeps the last of two members of one name, and another reader might keep the first: fewer names came out than went in.
function countNames(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const under: unknown[] = Object.values(value);
  const own = Array.isArray(value) ? 0 : under.length;
  return under.reduce<number>((count, one) => count + countNames(one), own);
}

function namedTwice(place: string): FeedItem {
  return refused(place, 'the resource', 'has two members of one name', 'each name once');
}

function notJson(place: string): FeedItem {
  return { kind: 'fault', fault: fileFaults['not JSON'], place };
}

function refused(place: string, element: string, reason: string, wanted: string): FeedItem {
  return { kind: 'fault', fault: { element, reason, wanted }, place };
}

const element = 'the file';
const wantedShape = 'FHIR R4 in JSON: a resource, a searchset Bundle, or one resource a line';

const fileFaults: Readonly<Record<JsonFaultReason, { element: string; reason: string; wanted: string }>> = {
  'not JSON': { element, reason: 'not JSON', wanted: wantedShape },
  'a list': { element, reason: 'a JSON list', wanted: wantedShape },
  'cut off': { element, reason: 'cut off before its end', wanted: 'the whole file' },
  'too long': { element, reason: 'too long', wanted: 'at most 1 MB a resource' },
  'nested too deep': { element, reason: 'nested too deep', wanted: 'at most 64 levels' },
  'not UTF-8': { element, reason: 'not UTF-8', wanted: 'text in UTF-8' },
};
