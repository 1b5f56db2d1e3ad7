import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { utf8Text } from './utf8-text.ts';

/** An element with all that stands in it, held only while its record is read. Names are without their prefixes. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without that of the elements in it. */
  readonly text: string;
  readonly elements: readonly XmlElement[];
};

/** One part of an XML file. `path` is the names from the root on: Message/Children/Child; `line` is where the part begins. */
export type XmlPiece =
  | { readonly kind: 'root'; readonly name: string }
  /** An element that is one of the records asked for. */
  | { readonly kind: 'record'; readonly path: string; readonly element: XmlElement; readonly line: number }
  /** A text outside the records. */
  | { readonly kind: 'value'; readonly path: string; readonly text: string }
  | { readonly kind: 'fault'; readonly reason: XmlFaultReason; readonly line: number };

export type XmlFaultReason =
  | 'empty'
  | 'not XML'
  | 'cut off'
  | 'too long'
  | 'nested too deep'
  | 'too many attributes'
  | 'a DOCTYPE'
  | 'an entity of its own'
  | 'another encoding'
  | 'not UTF-8'
  | 'gzip';

export type XmlLimits = {
  /** The longest record, and the longest stretch without a tag, in characters. */
  readonly longest: number;
  readonly deepest: number;
  /** Of one element. */
  readonly attributes: number;
};

/** Enough for any pupil with all their years in a transfer file, and for a FHIR resource. */
export const xmlLimits: XmlLimits = { longest: 1_000_000, deepest: 64, attributes: 64 };

/**
 * Cuts a stream of XML into records: the elements whose path `isRecord` names. Holds no more than one of them. A DOCTYPE, an entity or
 * anything past the limits is a fault and the end; what stood before it has been yielded.
 */
export async function* cutXml(
  bytes: AsyncIterable<Uint8Array>,
  isRecord: (path: string) => boolean,
  limits: XmlLimits = xmlLimits,
): AsyncGenerator<XmlPiece> {
  const cutter = xmlCutter(isRecord, limits);
  for await (const piece of utf8Text(bytes)) {
    const isEnd = piece.kind === 'fault' ? cutter.stop(bytesFault(piece.reason)) : !cutter.write(piece.text);
    yield* cutter.found.splice(0);
    if (isEnd) return;
  }
  cutter.end();
  yield* cutter.found;
}

function bytesFault(reason: 'not UTF-8' | 'UTF-16' | 'gzip' | 'cut off'): XmlFaultReason {
  return reason === 'UTF-16' ? 'another encoding' : reason;
}

type Cutter = {
  readonly found: XmlPiece[];
  /** False where this is the end of it. */
  readonly write: (text: string) => boolean;
  readonly stop: (reason: XmlFaultReason) => true;
  readonly end: () => void;
};

/** A fault of the file, thrown out of the parser; it stays in this file. */
class Broken extends Error {
  readonly reason: XmlFaultReason;
  constructor(reason: XmlFaultReason) {
    super(reason);
    this.reason = reason;
  }
}

function xmlCutter(isRecord: (path: string) => boolean, limits: XmlLimits): Cutter {
  const parser = new SaxesParser();
  const found: XmlPiece[] = [];
  const tree: Tree = { isRecord, limits, found, paths: [], open: [], record: betweenRecords, value: '' };
  const looked = { lastTag: 0, attributes: 0, isEmpty: true, begun: false };
  listen(parser, tree, looked);

  const attempt = (act: () => void): boolean => {
    try {
      act();
      return true;
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      found.push({ kind: 'fault', reason: error.reason, line: parser.line });
      return false;
    }
  };
  return {
    found,
    write: (text) =>
      attempt(() => {
        looked.isEmpty &&= text.trim() === '';
        parser.write(text);
        const since = Math.min(looked.lastTag, tree.record.position);
        if (parser.position - since > limits.longest) throw new Broken('too long');
      }),
    stop: (reason) => {
      found.push({ kind: 'fault', reason, line: parser.line });
      return true;
    },
    end: () => {
      attempt(() => {
        if (looked.isEmpty) throw new Broken('empty');
        if (!looked.begun || tree.paths.length > 0) throw new Broken('cut off');
        parser.close();
      });
    },
  };
}

/** Where the last tag ended, and how many attributes the present one has. */
type Looked = { lastTag: number; attributes: number; isEmpty: boolean; begun: boolean };

type Parser = SaxesParser;

function listen(parser: Parser, tree: Tree, looked: Looked): void {
  parser.on('error', (error) => {
    throw new Broken(/undefined entity|entity/.test(error.message) ? 'an entity of its own' : 'not XML');
  });
  parser.on('doctype', () => {
    throw new Broken('a DOCTYPE');
  });
  parser.on('xmldecl', ({ encoding = 'utf-8' }) => {
    if (!/^(?:utf-?8|us-ascii|ascii)$/i.test(encoding)) throw new Broken('another encoding');
  });
  parser.on('opentagstart', () => {
    looked.attributes = 0;
    looked.lastTag = parser.position;
  });
  parser.on('attribute', () => {
    looked.attributes += 1;
    if (looked.attributes > tree.limits.attributes) throw new Broken('too many attributes');
  });
  parser.on('opentag', (tag) => {
    looked.begun = true;
    openElement(tree, tag, parser.line, parser.position);
  });
  parser.on('text', (text) => addText(tree, text));
  parser.on('cdata', (text) => addText(tree, text));
  parser.on('closetag', () => {
    looked.lastTag = parser.position;
    closeElement(tree);
  });
}

type Growing = {
  readonly name: string;
  readonly attributes: Record<string, string>;
  text: string;
  readonly elements: Growing[];
};

/** Where a document stands: the paths of the elements open, and of the record under way its elements. */
type Tree = {
  readonly isRecord: (path: string) => boolean;
  readonly limits: XmlLimits;
  readonly found: XmlPiece[];
  readonly paths: string[];
  readonly open: Growing[];
  record: { readonly path: string; readonly line: number; readonly position: number };
  value: string;
};

const longestName = 200; // a path holds as many of them as its depth
const betweenRecords = { path: '', line: 1, position: Number.POSITIVE_INFINITY };

function openElement(tree: Tree, { name, attributes }: SaxesTagPlain, line: number, position: number): void {
  const local = localName(name);
  const above = tree.paths.at(-1);
  if (above === undefined) tree.found.push({ kind: 'root', name: local });
  const path = above === undefined ? local : `${above}/${local}`;
  tree.paths.push(path);
  tree.value = '';
  if (tree.paths.length > tree.limits.deepest) throw new Broken('nested too deep');
  if (name.length > longestName) throw new Broken('too long');
  const element = { name: local, attributes, text: '', elements: [] };
  if (tree.open.length === 0 && tree.isRecord(path)) tree.record = { path, line, position };
  tree.open.at(-1)?.elements.push(element);
  if (tree.record !== betweenRecords) tree.open.push(element);
}

function addText(tree: Tree, text: string): void {
  const here = tree.open.at(-1);
  if (here === undefined) tree.value += text;
  else here.text += text;
}

function closeElement(tree: Tree): void {
  const path = tree.paths.pop() ?? '';
  const element = tree.open.pop();
  const text = tree.value.trim();
  tree.value = '';
  if (element === undefined) {
    if (text !== '') tree.found.push({ kind: 'value', path, text });
  } else if (tree.open.length === 0) {
    tree.found.push({ kind: 'record', path: tree.record.path, element, line: tree.record.line });
    tree.record = betweenRecords;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
