import { connect } from 'node:net';

/** A client that says on the wire exactly what it is told, in form or not, and keeps cookies as a browser does. */
export type Wire = {
  readonly cookies: Map<string, string>;
  readonly send: (method: string, path: string, sent?: Sent) => Promise<WireAnswer>;
  /** Sends a form: fields to be encoded, or a body as it is to stand on the wire. */
  readonly post: (path: string, form: Form, headers?: Lines) => Promise<WireAnswer>;
  /** Sends these bytes and nothing else. */
  readonly raw: (bytes: string | Buffer) => Promise<WireAnswer>;
};

export type WireAnswer = { readonly status: number; readonly headers: Headers; readonly body: string };
type Sent = { readonly headers?: Lines; readonly body?: string | Buffer };
type Lines = Readonly<Record<string, string>>;
type Form = Lines | string | Buffer;

const patience = 30_000; // ms: no honest answer takes so long

/** A client of the service at an address. */
export function newWire(url: string): Wire {
  const { hostname, port, host } = new URL(url);
  const cookies = new Map<string, string>();
  const raw: Wire['raw'] = async (bytes) => {
    const answer = parse(await exchange(hostname, Number(port), bytes));
    for (const line of answer.headers.getSetCookie()) keep(cookies, line);
    return answer;
  };
  const send: Wire['send'] = (method, path, { headers = {}, body = '' } = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const length =
      method === 'GET' && body.length === 0 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const all = { host, connection: 'close', ...(cookie === '' ? {} : { cookie }), ...length, ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    const head = [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
    return raw(Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]));
  };
  const post: Wire['post'] = (path, form, headers = {}) =>
    send('POST', path, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: typeof form === 'string' || Buffer.isBuffer(form) ? form : new URLSearchParams(form).toString(),
    });
  return { cookies, raw, send, post };
}

/** The token that a page's forms carry. */
export function tokenIn({ body }: WireAnswer): string {
  return /name="form-token" value="([^"]+)"/.exec(body)?.[1] ?? '';
}

/** What a page says, as a person reads it: no markup, entities resolved. */
export function textIn(body: string): string {
  const plain = body.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
  return plain.replaceAll(/&(?:lt|gt|quot|amp|#39);/g, (entity) => entities[entity] ?? entity);
}

const entities: Lines = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

async function exchange(host: string, port: number, bytes: string | Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    const chunks: Buffer[] = [];
    socket.setTimeout(patience, () => socket.destroy(new Error('No answer came')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => (chunks.length > 0 ? resolve(Buffer.concat(chunks)) : reject(error)));
    socket.on('close', () => resolve(Buffer.concat(chunks)));
    socket.write(bytes);
  });
}

function parse(answer: Buffer): WireAnswer {
  const end = answer.indexOf('\r\n\r\n');
  const [first = '', ...lines] = answer.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Headers();
  for (const line of lines)
    headers.append(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim());
  const body = answer.subarray(end + 4);
  const whole = headers.get('transfer-encoding') === 'chunked' ? dechunked(body) : body;
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0),
    headers,
    body: whole.toString('utf8'),
  };
}

function dechunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, lineEnd).toString('latin1'), 16);
    if (lineEnd === -1 || !(size > 0)) return Buffer.concat(parts);
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/;\s*max-age=0/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}
