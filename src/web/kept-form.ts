import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { FormFields } from './form.ts';

/** What somebody was about to do when they were asked for their token. */
export type KeptForm = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly fields: FormFields;
};

const keptMs = 10 * 60_000; // ours: time to fetch a key from another room

/**
 * Seals a form for the page that asks for a token: what was typed, secrets too, goes through the browser unread, and
 * comes back from this session only, and unchanged. So it stands for the form's own token as well.
 */
export function sealForm(key: Buffer, handleSecret: string, kept: KeptForm, now: Date): string {
  const { method, path, fields } = kept;
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key, handleSecret), nonce);
  const plain = JSON.stringify([now.getTime() + keptMs, method, path, ...[...fields].flat()]);
  return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

/** Opens a kept form; undefined where it is not of this session, was changed, or is too old. */
export function openForm(key: Buffer, handleSecret: string, sealed: string, now: Date): KeptForm | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 28) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key, handleSecret), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    return formIn(JSON.parse(plain.toString('utf8')), now);
  } catch {
    return undefined; // GCM refuses whatever was not sealed here
  }
}

function formIn(parts: unknown, now: Date): KeptForm | undefined {
  if (!Array.isArray(parts)) return undefined;
  const list: readonly unknown[] = parts;
  const [goodUntil, method, path, ...flat] = list;
  if (typeof goodUntil !== 'number' || goodUntil < now.getTime() || !isOwnPath(path)) return undefined;
  const words = flat.filter((word) => typeof word === 'string');
  const pairs = words.flatMap((word, at): [string, string][] =>
    at % 2 === 0 ? [[word, words[at + 1] ?? '']] : [],
  );
  return { method: method === 'POST' ? 'POST' : 'GET', path, fields: new Map(pairs) };
}

function isOwnPath(path: unknown): path is string {
  return typeof path === 'string' && /^\/(?![/\\])/.test(path);
}

function sealingKey(key: Buffer, handleSecret: string): Buffer {
  return createHmac('sha256', key).update(`kept form\0${handleSecret}`).digest();
}
