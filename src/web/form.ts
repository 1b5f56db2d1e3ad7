import { done, failed, type Outcome } from '../domain/outcome.ts';

/** What a form sent: one value a name, as typed. */
export type FormFields = ReadonlyMap<string, string>;

// The longest honest form is under 2 kB. 100 kB leaves room to answer an overlong name in that field's own words.
const mostBytes = 100_000;
const mostFields = 50;
// Read and thrown away past that, so that the browser gets its answer and not a broken connection.
const mostBytesDrained = 20_000_000;

/** A request's body, not read yet. */
export type Body = { readonly contentType: string; readonly bytes: AsyncIterable<Uint8Array> };

export const emptyForm: FormFields = new Map();

/** Reads a form's body: bounded, well-formed, each name once. */
export async function readForm({ contentType, bytes }: Body): Promise<Outcome<FormFields>> {
  const kind = contentType.split(';')[0]?.trim().toLowerCase();
  if (kind !== 'application/x-www-form-urlencoded')
    return failed({ kind: 'invalid', says: 'Send the form from its own page.', field: 'content-type' });
  const body = await readBounded(bytes);
  if (body === undefined) return failed(tooLong);
  return fieldsOf(body);
}

export const tooLong = {
  kind: 'too-many',
  says: 'What you sent is far too long. Go back, shorten it and send it again.',
} as const;

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes <= mostBytes) chunks.push(chunk);
    if (bytes > mostBytesDrained) break;
  }
  if (bytes > mostBytes) return undefined;
  return Buffer.concat(chunks).toString('utf8');
}

function fieldsOf(body: string): Outcome<FormFields> {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (fields.has(name) || fields.size >= mostFields)
      return failed({
        kind: 'invalid',
        says: 'The form was not sent as its page made it. Go back and try again.',
      });
    fields.set(name, value);
  }
  return done(fields);
}
