import { RequestError, type HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { databaseFault } from '../services/installation.ts';
import { arrivingFile, boundInTime } from './arriving-body.ts';
import { machineRoutes, type MachineRequest } from './feed-door.ts';
import { answer, type Arrived } from './guard.ts';
import { newNonce, securityHeaders } from './headers.ts';
import { listen, type RunningServer } from './listening.ts';
import { assetReply } from './pages/asset.ts';
import {
  brokenReply,
  noPageReply,
  unavailableReply,
  unreadableReply,
  wrongMethodReply,
} from './pages/faults.ts';
import { policyReportsPath, takePolicyReports } from './policy-reports.ts';
import type { Reply } from './reply.ts';
import { routes, type Route } from './routes.ts';
import type { Site } from './visit.ts';
import { withoutDetail } from './without-detail.ts';

type Transport = { Bindings: HttpBindings };

/** Starts answering. Port 0 takes any that is free. Throws one line that says what to do where the port cannot be had. */
export async function startServer(
  site: Site,
  host: string,
  port: number,
  drainMs = 0,
): Promise<RunningServer> {
  const state = { stopping: false };
  return listen({
    host,
    port,
    drainMs,
    fetch: surface(site, state).fetch,
    errorHandler: (error) => sendFault(site, (on) => errorReply(on, error)),
    onStopping: () => {
      state.stopping = true;
    },
  });
}

/** All the ways in, on the transport: nothing else answers. */
function surface(site: Site, state: { readonly stopping: boolean }): Hono<Transport> {
  const app = new Hono<Transport>();
  for (const route of routes) app.on(route.method, route.path, (c) => reach(site, route, c));
  for (const route of machineRoutes)
    app.on(route.method, route.path, (c) => reachByMachine(site, route.action, c));
  app.get('/assets/:name', (c) =>
    send(assetReply(site.assets, c.req.param('name'), c.req.header('accept-encoding')), newNonce()),
  );
  const takeReport = takePolicyReports(site.log, site.services.now);
  app.post(policyReportsPath, async (c) => {
    boundInTime(c.env.incoming);
    return send(await takeReport(c.env.incoming), newNonce());
  });
  app.all(`${systemsAt}/*`, (c) => reachBySystem(site, c));
  app.get('/health', () => send(plainReply(200, 'well'), newNonce()));
  app.get('/ready', async () => send(await readyReply(site, state), newNonce()));
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
    ['/ready', reads],
    [policyReportsPath, ['POST']],
  ]);
  for (const { method, path } of [...routes, ...machineRoutes])
    found.set(path, [...(found.get(path) ?? []), ...(method === 'GET' ? reads : [method])]);
  return found;
}

// For a balancer: whether to send people here. Health says that the process answers, readiness that it can show a child.
async function readyReply(site: Site, { stopping }: { readonly stopping: boolean }): Promise<Reply> {
  if (stopping) return plainReply(503, 'stopping');
  const signs = await site.signs();
  if (site.isOlderCopy()) return plainReply(503, 'the database is an older copy');
  return signs === undefined ? plainReply(503, 'the database is away') : plainReply(200, 'ready');
}

function plainReply(status: 200 | 503, body: string): Reply {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  return { status, body, headers, cookies: [] };
}

function sendFault(site: Site, reply: (fault: { site: Site; nonce: string }) => Reply): Response {
  const nonce = newNonce();
  return send(reply({ site, nonce }), nonce);
}

async function reach(site: Site, route: Route, c: Context<Transport>): Promise<Response> {
  const began = performance.now();
  const { incoming } = c.env;
  const takesFile = 'takes' in route && route.takes === 'file';
  if (!takesFile) boundInTime(incoming);
  const arrived: Arrived = {
    address: c.req.path,
    params: c.req.param(),
    query: c.req.query(),
    nonce: newNonce(),
    publicUrl: site.publicUrl ?? `http://localhost:${incoming.socket.localPort}`,
    source: sourceOf(site, incoming),
    cookieHeader: incoming.headers.cookie,
    userAgent: incoming.headers['user-agent'],
    madeAt: c.req.header('sec-fetch-site'),
    body: {
      contentType: incoming.headers['content-type'] ?? '',
      bytes: takesFile ? arrivingFile(incoming) : incoming,
    },
  };
  const reply = await answered(site, route, arrived);
  noteAnswer(site, route, reply.status, performance.now() - began);
  return send(reply, arrived.nonce);
}

// Anybody can send the header: only a balancer of ours is believed, and of what it hands on the last address, which it added itself.
function sourceOf({ trustedProxies }: Site, { socket, headers }: IncomingMessage): string {
  const from = socket.remoteAddress ?? 'unknown';
  if (!trustedProxies.includes(from.replace(/^::ffff:/, ''))) return from;
  const said = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? '';
  return isIP(said) === 0 ? from : said;
}

// By the route, never the address: an address names what was asked for.
function noteAnswer(site: Site, { path: route, method }: Route, status: number, ms: number): void {
  site.meters.note({ route, method, status, seconds: ms / 1000 });
  if (site.logRequests)
    site.log({ level: 'info', event: 'request', route, method, status, ms: Math.round(ms) });
}

async function answered(site: Site, route: Route, arrived: Arrived): Promise<Reply> {
  if (site.isOlderCopy()) return unavailableReply({ site, nonce: arrived.nonce });
  try {
    return await answer(site, route, arrived);
  } catch (error) {
    return errorReply({ site, nonce: arrived.nonce }, error);
  }
}

async function reachByMachine(
  site: Site,
  action: (request: MachineRequest) => Promise<Reply>,
  c: Context<Transport>,
): Promise<Response> {
  const { incoming } = c.env;
  if (site.isOlderCopy()) return send(plainReply(503, 'the database is an older copy'), newNonce());
  const header = (name: string): string | undefined => c.req.header(name);
  const bytes = (): AsyncIterable<Uint8Array> => arrivingFile(incoming);
  return send(await action({ site, params: c.req.param(), header, bytes }), newNonce());
}

const systemsAt = '/fhir/R4';

async function reachBySystem(site: Site, c: Context<Transport>): Promise<Response> {
  const { incoming } = c.env;
  boundInTime(incoming);
  const origin = site.publicUrl ?? `http://localhost:${incoming.socket.localPort}`;
  const { body, headers, status } = await site.systems({
    method: c.req.method,
    path: c.req.path.slice(systemsAt.length),
    hasQuery: incoming.url?.includes('?') ?? false,
    base: `${origin}${systemsAt}`,
    header: (name) => c.req.header(name),
    bytes: () => arrivingFile(incoming),
  });
  return new Response(body, { status, headers: { ...securityHeaders(newNonce()), ...headers } });
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
