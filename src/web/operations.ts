import { Hono } from 'hono';
import { newNonce, securityHeaders } from './headers.ts';
import { listen, type RunningServer } from './listening.ts';
import { assetReply } from './pages/asset.ts';
import { noPageReply } from './pages/faults.ts';
import { operatorPage } from './pages/operator.ts';
import type { Reply } from './reply.ts';
import type { Site } from './visit.ts';

/**
 * A listener of its own for those who run the service: figures for Prometheus and a page to look at. Nobody signs in to it, so it
 * belongs on an address that only they reach; it knows no person and no child.
 */
export async function startOperations(site: Site, host: string, port: number): Promise<RunningServer> {
  const app = new Hono();
  app.get('/', async () => {
    const nonce = newNonce();
    return answer(operatorPage({ site, nonce }, site.meters, await site.signs()), nonce);
  });
  app.get('/metrics', async () => answer(await metricsReply(site), newNonce()));
  app.get('/assets/:name', (c) =>
    answer(assetReply(site.assets, c.req.param('name'), c.req.header('accept-encoding')), newNonce()),
  );
  const nothingHere = (): Response => {
    const nonce = newNonce();
    return answer(noPageReply({ site, nonce }), nonce);
  };
  app.notFound(nothingHere);
  return listen({ host, port, fetch: app.fetch, errorHandler: nothingHere });
}

async function metricsReply({ meters }: Site): Promise<Reply> {
  const headers = { 'content-type': meters.contentType, 'cache-control': 'no-store' };
  return { status: 200, body: await meters.text(), headers, cookies: [] };
}

function answer({ status, body, headers }: Reply, nonce: string): Response {
  return new Response(body, { status, headers: { ...securityHeaders(nonce), ...headers } });
}
