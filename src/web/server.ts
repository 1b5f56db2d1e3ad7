import { getRequestListener, RequestError, type HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { databaseFault } from '../services/installation.ts';
import { answer, type Arrived } from './guard.ts';
import { newNonce, securityHeaders } from './headers.ts';
import { assetReply } from './pages/asset.ts';
import {
  brokenReply,
  noPageReply,
  unavailableReply,
  unreadableReply,
  wrongMethodReply,
} from './pages/faults.ts';
import type { Reply } from './reply.ts';
import { routes, type Route } from './routes.ts';
import { answerUnreadable } from './unreadable.ts';
import type { Site } from './visit.ts';
import { withoutDetail } from './without-detail.ts';

type Transport = { Bindings: HttpBindings };

export type RunningServer = {
  readonly url: string;
  /** Takes no new request, lets those under way finish, and closes. */
  readonly stop: () => Promise<void>;
};

/** Starts answering. Port 0 takes any that is free. Throws one line that says what to do where the port cannot be had. */
export async function startServer(site: Site, host: string, port: number): Promise<RunningServer> {
  const listener = getRequestListener(surface(site).fetch, {
    errorHandler: (error) => sendFault(site, (on) => errorReply(on, error)),
  });
  const server = createServer(limits, (incoming, outgoing) => void listener(incoming, outgoing));
  answerUnreadable(server);
  await listen(server, host, port);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return { url: `http://${host === '127.0.0.1' ? 'localhost' : host}:${actual}`, stop: () => stop(server) };
}

// Bounded against slow and endless clients; honest pages are answered in milliseconds.
const limits = {
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16_384,
  requireHostHeader: false, // what lacks it is refused with a page of ours
};

/** All the ways in, on the transport: nothing else answers. */
function surface(site: Site): Hono<Transport> {
  const app = new Hono<Transport>();
  for (const route of routes) app.on(route.method, route.path, (c) => reach(site, route, c));
  app.get('/assets/:name', (c) =>
    send(assetReply(site.assets, c.req.param('name'), c.req.header('accept-encoding')), newNonce()),
  );
  app.get('/health', () => send(wellReply, newNonce()));
  for (const [path, methods] of methodsByPath())
    app.all(path, () => sendFault(site, (on) => wrongMethodReply(on, methods)));
  app.notFound(() => sendFault(site, noPageReply));
  app.onError((error) => sendFault(site, (fault) => errorReply(fault, error)));
  return app;
}

function methodsByPath(): ReadonlyMap<string, readonly string[]> {
  const reads = ['GET', 'HEAD'];
  const found = new Map<string, readonly string[]>([
    ['/assets/:name', reads],
    ['/health', reads],
  ]);
  for (const { method, path } of routes)
    found.set(path, [...(found.get(path) ?? []), ...(method === 'GET' ? reads : [method])]);
  return found;
}

const wellReply: Reply = {
  status: 200,
  body: 'well',
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  cookies: [],
};

function sendFault(site: Site, reply: (fault: { site: Site; nonce: string }) => Reply): Response {
  const nonce = newNonce();
  return send(reply({ site, nonce }), nonce);
}

async function reach(site: Site, route: Route, c: Context<Transport>): Promise<Response> {
  const { incoming } = c.env;
  const arrived: Arrived = {
    address: c.req.path,
    params: c.req.param(),
    query: c.req.query(),
    nonce: newNonce(),
    publicUrl: site.publicUrl ?? `http://localhost:${incoming.socket.localPort}`,
    source: incoming.socket.remoteAddress ?? 'unknown',
    cookieHeader: incoming.headers.cookie,
    userAgent: incoming.headers['user-agent'],
    madeAt: c.req.header('sec-fetch-site'),
    body: { contentType: incoming.headers['content-type'] ?? '', bytes: incoming },
  };
  return send(await answer(site, route, arrived), arrived.nonce);
}

function send({ status, body, headers, cookies }: Reply, nonce: string): Response {
  const all = { ...securityHeaders(nonce), ...headers };
  if (cookies.length === 0) return new Response(body, { status, headers: all }); // Headers take long to make
  const withCookies = new Headers(all);
  for (const cookie of cookies) withCookies.append('set-cookie', cookie);
  return new Response(body, { status, headers: withCookies });
}

/** The one place that an unexpected error reaches: one line in the log without its message, and one plain page. */
function errorReply(on: { site: Site; nonce: string }, error: unknown): Reply {
  if (error instanceof RequestError) return unreadableReply(on);
  const fault = databaseFault(error);
  on.site.log({ level: 'error', event: 'broke', ...withoutDetail(error) });
  if (fault === 'unreachable' || fault === 'full' || fault === 'timed out') return unavailableReply(on);
  return brokenReply(on);
}

async function listen(server: Server, host: string, port: number): Promise<void> {
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

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const forced = setTimeout(() => server.closeAllConnections(), 5_000); // what is not done in 5 s will not be missed
  await closed;
  clearTimeout(forced);
}
