import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { newNonce, securityHeaders } from './headers.ts';

/** Answers what never became a request, with the same headers as every page: Node would answer a bare line. */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error, socket) => end(socket, statusOf(error)));
  server.on('connect', (_incoming, socket) => end(socket, 405)); // we are nobody's proxy
  server.on('checkExpectation', ({ socket }) => end(socket, 417));
}

function statusOf(error: Error): number {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}

function end(socket: Duplex, status: number): void {
  if (!socket.writable) return void socket.destroy();
  const body = 'That request could not be read.\n';
  const headers = {
    ...securityHeaders(newNonce()),
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': String(body.length),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
}
