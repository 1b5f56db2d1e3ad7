import type { FeedItem, RowFault } from '../domain/source-row.ts';
import { xmlLimits, type XmlFaultReason } from './xml-stream.ts';

/** A fault of an XML file as a whole, from a line on: what stood before has been read. */
export function xmlFault(reason: XmlFaultReason, line: number): FeedItem {
  return { kind: 'fault', fault: faults[reason], place: `line ${line}` };
}

/** An XML file that is of another kind than the one expected. */
export function anotherRoot(name: string, root: string): FeedItem {
  const fault = {
    element: 'the file',
    reason: 'XML of another kind',
    wanted: `a ${name}, which begins with ${root}`,
  };
  return { kind: 'fault', fault, place: 'line 1' };
}

const element = 'the file';
const faults: Readonly<Record<XmlFaultReason, RowFault>> = {
  empty: { element, reason: 'empty', wanted: 'an XML document' },
  'not XML': { element, reason: 'not well-formed XML', wanted: 'XML 1.0, each element closed in its order' },
  'cut off': { element, reason: 'cut off before its end', wanted: 'the whole file' },
  'too long': { element, reason: 'too long', wanted: 'at most 1 MB a record' },
  'nested too deep': { element, reason: 'nested too deep', wanted: `at most ${xmlLimits.deepest} levels` },
  'too many attributes': {
    element,
    reason: 'too many attributes',
    wanted: `at most ${xmlLimits.attributes} on an element`,
  },
  'a DOCTYPE': { element, reason: 'a DOCTYPE, which is not taken', wanted: 'XML without a DOCTYPE' },
  'an entity of its own': {
    element,
    reason: 'an entity that XML itself does not have',
    wanted: 'only &amp; &lt; &gt; &quot; &apos; and numbers of characters',
  },
  'another encoding': { element, reason: 'in another encoding', wanted: 'text in UTF-8' },
  'not UTF-8': { element, reason: 'not UTF-8', wanted: 'text in UTF-8' },
  gzip: { element, reason: 'compressed', wanted: 'the file itself, not zipped' },
};
