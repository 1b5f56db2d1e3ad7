import type { Html } from './views/html.ts';
import { markupOf } from './views/html.ts';

/** What a route answers, before the server adds the headers that every answer has. */
export type Reply = {
  readonly status: 200 | 202 | 303 | 307 | 400 | 401 | 403 | 404 | 405 | 413 | 415 | 429 | 500 | 503;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
};

const noCookies: readonly string[] = [];

/** A page. Nothing that answers a person is stored by a browser or on the way. */
export function pageReply(page: Html, status: Reply['status'] = 200): Reply {
  return {
    status,
    body: markupOf(page),
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    cookies: noCookies,
  };
}

/** Sends the browser on, as after every form. Only to a path of our own. */
export function goTo(path: `/${string}`, cookies: readonly string[] = noCookies): Reply {
  return { status: 303, body: '', headers: { location: path, 'cache-control': 'no-store' }, cookies };
}

/** Sends the same form on to where it was first sent. Only to a path of our own. */
export function sendOn(path: `/${string}`, cookies: readonly string[]): Reply {
  return { ...goTo(path, cookies), status: 307 };
}

/** The same reply with cookies set. */
export function withCookies(reply: Reply, cookies: readonly string[]): Reply {
  return { ...reply, cookies: [...reply.cookies, ...cookies] };
}

/** The same reply with headers added. */
export function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
