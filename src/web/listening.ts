import { getRequestListener } from '@hono/node-server';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { answerUnreadable } from './unreadable.ts';

export type RunningServer = {
  readonly url: string;
  /** Takes no new request, lets those under way finish, and closes. */
  readonly stop: () => Promise<void>;
};

export type Listening = {
  readonly host: string;
  readonly port: number;
  /** Answers a request; `errorHandler` what could not be read as one. */
  readonly fetch: Parameters<typeof getRequestListener>[0];
  readonly errorHandler: (error: unknown) => Response;
  /** Told that the server will stop: from here on a balancer is answered that it is not ready. */
  readonly onStopping?: () => void;
  /** How long it goes on answering after that, so that the balancer has time to notice. */
  readonly drainMs?: number;
};

// Bounded against slow and endless clients; honest pages are answered in milliseconds.
const limits = {
  requestTimeout: 0, // a file comes for hours: arriving-body.ts bounds each request by itself
  headersTimeout: 10_000,
  connectionsCheckingInterval: 5_000, // how often slow headers are looked for
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16_384,
  requireHostHeader: false, // what lacks it is refused with a page of ours
};

const mostConnections = 5_000; // each takes some memory even where nothing comes of it; past these, new ones are refused

/** Starts answering. Port 0 takes any that is free. Throws one line that says what to do where the port cannot be had. */
export async function listen(listening: Listening): Promise<RunningServer> {
  const { host, port, fetch, errorHandler, onStopping, drainMs = 0 } = listening;
  const listener = getRequestListener(fetch, { errorHandler });
  let stopping = false;
  const server = createServer(limits, (incoming, outgoing) => {
    if (stopping) sayLast(outgoing);
    void listener(incoming, outgoing);
  });
  server.maxConnections = mostConnections;
  answerUnreadable(server);
  await begin(server, host, port);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const stop = async (): Promise<void> => {
    stopping = true;
    onStopping?.();
    await pause(drainMs);
    await close(server);
  };
  return { url: `http://${host === '127.0.0.1' ? 'localhost' : host}:${actual}`, stop };
}

// A client that is told so does not send its next request on a connection that is about to close.
function sayLast(outgoing: ServerResponse): void {
  outgoing.setHeader('connection', 'close');
  outgoing.shouldKeepAlive = false;
}

async function begin(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(portSays(error, port), { cause: error });
  }
}

function portSays(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use: stop what uses it, or choose another with PORT=${port + 1}`;
  if (code === 'EACCES') return `Port ${port} is not ours to use: choose one above 1023 with PORT`;
  return `Cannot listen on port ${port}: choose another with PORT`;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const forced = setTimeout(() => server.closeAllConnections(), 5_000); // what is not done in 5 s will not be missed
  await closed;
  clearTimeout(forced);
}
