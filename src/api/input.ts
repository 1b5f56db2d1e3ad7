import { failed, done, type Fault, type Outcome } from '../domain/outcome.ts';
import type { ApiRequest } from './call.ts';
import { isJsonObject, isList, readStrictJson, type JsonObject } from './strict-json.ts';

/** What a call sends: the fields of a search form, or the parts of a Parameters resource, each once. */
export type Input = ReadonlyMap<string, string | JsonObject>;

const longest = 65_536; // bytes: the longest honest call has under two thousand

/** The whole body as text; a fault where it is too long or not UTF-8. */
export async function readBody({ bytes }: ApiRequest): Promise<Outcome<string>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes()) {
    length += part.length;
    if (length > longest) return failed(tooLong);
    parts.push(part);
  }
  try {
    return done(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)));
  } catch {
    return failed(unreadable);
  }
}

/** Reads a body by its type: a search form, or JSON. */
export function readInput(contentType: string | undefined, body: string): Outcome<Input> {
  const [type = ''] = (contentType ?? '').split(';');
  const kind = type.trim().toLowerCase();
  if (kind === 'application/x-www-form-urlencoded') return readForm(body);
  if (kind === 'application/fhir+json' || kind === 'application/json') return readParameters(body);
  return failed(wrongType);
}

function readForm(body: string): Outcome<Input> {
  const read = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (read.has(name)) return failed(twice(name));
    if (value.includes('\0') || value.includes('\uFFFD')) return failed(unreadable);
    read.set(name, value);
  }
  return done(read);
}

function readParameters(body: string): Outcome<Input> {
  const json = readStrictJson(body);
  if (!isJsonObject(json)) return failed(unreadable);
  const list = json['parameter'];
  if (json['resourceType'] !== 'Parameters' || !isList(list)) return failed(noParameters);
  const read = new Map<string, string | JsonObject>();
  for (const one of list) {
    const { name } = isJsonObject(one) ? one : {};
    if (!isJsonObject(one) || typeof name !== 'string') return failed(noParameters);
    if (read.has(name)) return failed(twice(name));
    const value = valueOf(one);
    if (value === undefined) return failed(noParameters);
    read.set(name, value);
  }
  return done(read);
}

function valueOf(one: JsonObject): string | JsonObject | undefined {
  const given = Object.entries(one).filter(([name]) => name === 'resource' || name.startsWith('value'));
  const [, value] = given[0] ?? [];
  if (given.length !== 1 || value === undefined) return undefined;
  if (isJsonObject(value)) return value;
  return isList(value) || value === null ? undefined : String(value);
}

/** A field as text; empty where it was not sent, or is no text. */
export function textIn(input: Input, name: string): string {
  const value = input.get(name);
  return typeof value === 'string' ? value : '';
}

/** The id of the child that a reference names. */
export function patientIn(input: Input): number {
  const value = input.get('patient');
  const reference = isJsonObject(value) ? value['reference'] : value;
  const [, id] = /^(?:Patient\/)?([1-9]\d{0,15})$/.exec(typeof reference === 'string' ? reference : '') ?? [];
  return id === undefined || !Number.isSafeInteger(Number(id)) ? 0 : Number(id);
}

const tooLong: Fault = { kind: 'too-many', says: 'The body is too long: send at most 64 KB.' };
const unreadable: Fault = {
  kind: 'invalid',
  says: 'The body cannot be read: send UTF-8, and JSON in which no name is given twice.',
};
const wrongType: Fault = {
  kind: 'invalid',
  says: 'Send application/fhir+json, or for a search application/x-www-form-urlencoded.',
};
const noParameters: Fault = {
  kind: 'invalid',
  says: 'Send a Parameters resource, each parameter with a name and one value.',
};
const twice = (name: string): Fault => ({
  kind: 'invalid',
  field: /^[\w-]{1,40}$/.test(name) ? name : 'parameter',
  says: 'Send each parameter once.',
});
