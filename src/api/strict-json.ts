/** A JSON value, read strictly. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

const deepest = 24; // no FHIR resource of ours nests half as deep

/**
 * Reads JSON where two readers could not differ about what it says: undefined for a name given twice, for nesting without end,
 * for half a character, a number beyond what is exact, or a name that JavaScript takes for something else.
 */
export function readStrictJson(text: string): Json | undefined {
  if (!text.isWellFormed()) return undefined;
  try {
    const reader = { text, at: 0 };
    const value = readValue(reader, 0);
    skipSpace(reader);
    return reader.at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** Whether a JSON value is an object. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** Whether a JSON value is a list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

type Reader = { readonly text: string; at: number };

class Unreadable extends Error {}

function readValue(reader: Reader, depth: number): Json {
  if (depth > deepest) throw new Unreadable();
  skipSpace(reader);
  const first = reader.text[reader.at];
  if (first === '{') return readObject(reader, depth);
  if (first === '[') return readArray(reader, depth);
  return first === '"' ? readString(reader) : readWord(reader);
}

function readObject(reader: Reader, depth: number): JsonObject {
  const entries = new Map<string, Json>();
  reader.at += 1;
  if (took(reader, '}')) return {};
  do {
    skipSpace(reader);
    const name = readString(reader);
    if (name === '__proto__' || name === 'constructor' || entries.has(name)) throw new Unreadable();
    if (!took(reader, ':')) throw new Unreadable();
    entries.set(name, readValue(reader, depth + 1));
  } while (took(reader, ','));
  if (!took(reader, '}')) throw new Unreadable();
  return Object.fromEntries(entries);
}

function readArray(reader: Reader, depth: number): readonly Json[] {
  const items: Json[] = [];
  reader.at += 1;
  if (took(reader, ']')) return items;
  do items.push(readValue(reader, depth + 1));
  while (took(reader, ','));
  if (!took(reader, ']')) throw new Unreadable();
  return items;
}

function readString(reader: Reader): string {
  const value = parsed(taken(reader, /"(?:[^"\\]|\\.)*"/y));
  if (typeof value !== 'string' || !value.isWellFormed() || value.includes('\0')) throw new Unreadable();
  return value;
}

function readWord(reader: Reader): null | boolean | number {
  const value = parsed(taken(reader, /[-+.\w]+/y));
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  throw new Unreadable();
}

function parsed(token: string): unknown {
  try {
    return JSON.parse(token);
  } catch {
    throw new Unreadable();
  }
}

function taken(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at;
  const [token] = pattern.exec(reader.text) ?? [];
  if (token === undefined) throw new Unreadable();
  reader.at += token.length;
  return token;
}

function took(reader: Reader, sign: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== sign) return false;
  reader.at += 1;
  return true;
}

function skipSpace(reader: Reader): void {
  while (' \t\r\n'.includes(reader.text[reader.at] ?? '.')) reader.at += 1;
}
