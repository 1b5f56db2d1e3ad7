import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One kept-alive connection to the pages, one request at a time. Its own small client: the machine is shared with what it measures. */
export type Connection = {
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  readonly close: () => void;
};

export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly cookie?: string;
  readonly form?: Readonly<Record<string, string>>;
};

export type HttpAnswer = {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
};

/** Connects to a port of this machine. */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const receive = receiver(socket);
  return {
    send: (request) => {
      const answer = receive();
      socket.write(requestText(request));
      return answer;
    },
    close: () => socket.destroy(),
  };
}

/** The value of a header; undefined where it is not there. */
export function headerOf({ head }: HttpAnswer, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();
}

/** The cookies that an answer sets, as the next request sends them. */
export function cookiesOf({ head }: HttpAnswer): readonly string[] {
  return [...head.matchAll(/^set-cookie: ([^;]+)/gim)].map(([, pair = '']) => pair);
}

function requestText({ method, path, cookie, form }: HttpRequest): string {
  const body = form === undefined ? '' : new URLSearchParams(form).toString();
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    ...(cookie === undefined ? [] : [`cookie: ${cookie}`]),
    ...(form === undefined
      ? []
      : ['content-type: application/x-www-form-urlencoded', `content-length: ${Buffer.byteLength(body)}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

type Waiting = {
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: Error) => void;
};

const closed = new Error('The connection was closed before its answer');

function receiver(socket: Socket): () => Promise<HttpAnswer> {
  let received: Buffer = Buffer.alloc(0);
  let waiting: Waiting | undefined;
  const fail = (): void => waiting?.reject(closed);
  socket.on('error', fail);
  socket.on('close', fail);
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = answerIn(received);
    if (answer === undefined) return;
    received = Buffer.alloc(0);
    waiting?.resolve(answer);
    waiting = undefined;
  });
  return () =>
    new Promise<HttpAnswer>((resolve, reject) => {
      if (socket.destroyed) reject(closed);
      else waiting = { resolve, reject };
    });
}

/** The whole answer, once it is all there. */
function answerIn(received: Buffer): HttpAnswer | undefined {
  const headEnds = received.indexOf('\r\n\r\n');
  if (headEnds < 0) return undefined;
  const head = received.toString('latin1', 0, headEnds);
  const rest = received.subarray(headEnds + 4);
  const body = /^transfer-encoding: chunked/im.test(head) ? unchunked(rest) : whole(rest, head);
  return body === undefined ? undefined : { status: Number(head.slice(9, 12)), head, body };
}

function whole(rest: Buffer, head: string): Buffer | undefined {
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  return rest.length < length ? undefined : rest;
}

// Each chunk: its length in hexadecimal, a line end, the bytes, a line end; the last is empty (RFC 9112, 7.1).
function unchunked(rest: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnds = rest.indexOf('\r\n', at);
    if (lineEnds < 0) return undefined;
    const length = Number.parseInt(rest.toString('latin1', at, lineEnds), 16);
    const begins = lineEnds + 2;
    if (rest.length < begins + length + 2) return undefined;
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(rest.subarray(begins, begins + length));
    at = begins + length + 2;
  }
}
