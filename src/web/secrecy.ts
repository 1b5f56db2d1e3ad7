import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { freshBytes } from '../domain/fresh-bytes.ts';

/** The token that a form carries back: only a page of ours, in this browser, knows it. */
export function formToken(key: Buffer, browserSecret: string): string {
  return derived(key, `form\0${browserSecret}`).export().toString('base64url');
}

/** Whether a form carried the token that this browser was given. */
export function isFormToken(wantedToken: string, sent: string): boolean {
  const wanted = Buffer.from(wantedToken);
  const given = Buffer.from(sent);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * A child's name in a URL of one session: random, unguessable, and meaningless in any other.
 * AES-256-GCM under a key of the session: 12 bytes of nonce, 8 of child id, 16 of tag, in base64url.
 */
export function childHandle(key: Buffer, handleSecret: string, childId: number): string {
  return handleOf(handleKey(key, 'child', handleSecret), childId);
}

/** The child that a handle names in this session; undefined for any handle not made for it. */
export function childOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'child', handleSecret), handle);
}

/** An account's name in a URL of one session, made as a child's is; neither is ever taken for the other. */
export function accountHandle(key: Buffer, handleSecret: string, accountId: number): string {
  return handleOf(handleKey(key, 'account', handleSecret), accountId);
}

/** The account that a handle names in this session; undefined for any handle not made for it. */
export function accountOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'account', handleSecret), handle);
}

/** One of a user's own sessions in a URL of the present one, by when it began. */
export function sessionHandle(key: Buffer, handleSecret: string, begunAt: Date): string {
  return handleOf(handleKey(key, 'session', handleSecret), begunAt.getTime());
}

/** When the session began that a handle names; undefined for any handle not made for it. */
export function begunAtOfHandle(key: Buffer, handleSecret: string, handle: string): Date | undefined {
  const began = idOfHandle(handleKey(key, 'session', handleSecret), handle);
  return began === undefined ? undefined : new Date(began);
}

/** An organisation's name in a URL of one session, made as a child's is. */
export function organisationHandle(key: Buffer, handleSecret: string, organisationId: number): string {
  return handleOf(handleKey(key, 'organisation', handleSecret), organisationId);
}

/** The organisation that a handle names in this session; undefined for any handle not made for it. */
export function organisationOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'organisation', handleSecret), handle);
}

/** The name of a list of people in a URL of one session, made as a child's is. */
export function peopleListHandle(key: Buffer, handleSecret: string, peopleListId: number): string {
  return handleOf(handleKey(key, 'people list', handleSecret), peopleListId);
}

/** The list that a handle names in this session; undefined for any handle not made for it. */
export function peopleListOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'people list', handleSecret), handle);
}

/** A case's name in a URL of one session, made as a child's is. */
export function caseHandle(key: Buffer, sessionSecret: string, caseId: number): string {
  return handleOf(handleKey(key, 'case', sessionSecret), caseId);
}

/** The case that a handle names in this session; undefined for any handle not made for it. */
export function caseOfHandle(key: Buffer, sessionSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'case', sessionSecret), handle);
}

/** A shield's name in a URL of one session, made as a child's is. */
export function shieldHandle(key: Buffer, handleSecret: string, protectionId: number): string {
  return handleOf(handleKey(key, 'shield', handleSecret), protectionId);
}

/** The shield that a handle names in this session; undefined for any handle not made for it. */
export function shieldOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'shield', handleSecret), handle);
}

/** An opening in an emergency, as its review names it in a URL of one session. */
export function emergencyHandle(key: Buffer, handleSecret: string, emergencyId: number): string {
  return handleOf(handleKey(key, 'emergency', handleSecret), emergencyId);
}

/** The opening that a handle names in this session; undefined for any handle not made for it. */
export function emergencyOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'emergency', handleSecret), handle);
}

/** What is counted within one child's record, and named in URLs and forms of one session. */
type Counted = 'work' | 'hand-over' | 'consent' | 'whom to ask' | 'contact request';

/** The name of something counted within a child's record: it does not tell how many others there are. */
export function numberHandle(
  key: Buffer,
  handleSecret: string,
  { of, childId, no }: { readonly of: Counted; readonly childId: number; readonly no: number },
): string {
  return handleOf(derived(key, `${of}\0${childId}\0${handleSecret}`), no);
}

/** The number that such a name stands for, for this child in this session; undefined for any name not made for it. */
export function numberOfHandle(
  key: Buffer,
  handleSecret: string,
  { of, childId }: { readonly of: Counted; readonly childId: number },
  handle: string,
): number | undefined {
  return idOfHandle(derived(key, `${of}\0${childId}\0${handleSecret}`), handle);
}

/** A supplier's name in a URL of one session, made as a child's is. */
export function supplierHandle(key: Buffer, handleSecret: string, supplierId: number): string {
  return handleOf(handleKey(key, 'supplier', handleSecret), supplierId);
}

/** The supplier that a handle names in this session; undefined for any handle not made for it. */
export function supplierOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'supplier', handleSecret), handle);
}

/** A batch's name in a URL of one session, made as a child's is. */
export function batchHandle(key: Buffer, handleSecret: string, batchId: number): string {
  return handleOf(handleKey(key, 'batch', handleSecret), batchId);
}

/** The batch that a handle names in this session; undefined for any handle not made for it. */
export function batchOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'batch', handleSecret), handle);
}

/** A child on the list of well-known families in a URL of one session. It opens no record: it is no child's handle. */
export function listedHandle(key: Buffer, handleSecret: string, childId: number): string {
  return handleOf(handleKey(key, 'listed', handleSecret), childId);
}

/** The child on that list whom a handle names in this session; undefined for any handle not made for it. */
export function listedOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'listed', handleSecret), handle);
}

/** An item of the desk in a URL of one session, made as a child's is. */
export function deskItemHandle(key: Buffer, handleSecret: string, itemId: number): string {
  return handleOf(handleKey(key, 'desk item', handleSecret), itemId);
}

/** The item that a handle names in this session; undefined for any handle not made for it. */
export function deskItemOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'desk item', handleSecret), handle);
}

/** A merge in a URL of one session, by the record that it made. */
export function mergeHandle(key: Buffer, handleSecret: string, childId: number): string {
  return handleOf(handleKey(key, 'merge', handleSecret), childId);
}

/** The merge that a handle names in this session; undefined for any handle not made for it. */
export function mergeOfHandle(key: Buffer, handleSecret: string, handle: string): number | undefined {
  return idOfHandle(handleKey(key, 'merge', handleSecret), handle);
}

function handleOf(key: KeyObject, id: number): string {
  const nonce = freshBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const plain = Buffer.alloc(8);
  plain.writeBigUInt64BE(BigInt(id));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

function idOfHandle(key: KeyObject, handle: string): number | undefined {
  const sealed = Buffer.from(handle, 'base64url');
  if (sealed.length !== 36) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(20));
  try {
    const plain = Buffer.concat([decipher.update(sealed.subarray(12, 20)), decipher.final()]);
    return Number(plain.readBigUInt64BE());
  } catch {
    return undefined; // GCM refuses whatever was not sealed here
  }
}

function handleKey(
  key: Buffer,
  of:
    | 'child'
    | 'account'
    | 'organisation'
    | 'session'
    | 'case'
    | 'shield'
    | 'emergency'
    | 'supplier'
    | 'batch'
    | 'listed'
    | 'people list'
    | 'desk item'
    | 'merge',
  handleSecret: string,
): KeyObject {
  return derived(key, `${of}\0${handleSecret}`);
}

// Each page of a session asks for the same few. Emptied when full. Never a Buffer as a key: Node tries whether it is one of two
// kinds of object first, and throws and catches an error for each, which takes longer than a statement of the database.
const mostRemembered = 10_000;
const longestRemembered = 100; // characters: secrets made here are shorter, but a cookie may hold anything
const remembered = new WeakMap<Buffer, Map<string, KeyObject>>();

function derived(key: Buffer, text: string): KeyObject {
  const known = remembered.get(key) ?? new Map<string, KeyObject>();
  const before = known.get(text);
  if (before !== undefined) return before;
  const made = createSecretKey(createHmac('sha256', createSecretKey(key)).update(text).digest());
  if (text.length > longestRemembered) return made;
  if (known.size >= mostRemembered) known.clear();
  remembered.set(key, known.set(text, made));
  return made;
}
