import { Agent, request, type IncomingMessage } from 'node:http';

/** One kept-alive connection to the pages, without their scripts. */
export type Browser = {
  readonly get: (path: string, cookie: string) => Promise<Answer>;
  readonly post: (path: string, cookie: string, form: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly close: () => void;
};

export type Answer = {
  readonly status: number;
  readonly location: string | undefined;
  /** The cookies that it sets, as the next request sends them. */
  readonly cookies: readonly string[];
  readonly body: string;
  /** From the request to the last byte of its answer. */
  readonly ms: number;
};

/**
 * Opens one connection to a port of this machine, whose requests go one after the other; or so many. With `place`, as a proxy in
 * front of the pages would pass on a request from there.
 */
export function openBrowser(
  port: number,
  place: () => string | undefined = () => undefined,
  connections = 1,
): Browser {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask = async (method: string, path: string, cookie: string, body: string): Promise<Answer> => {
    const type = body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const from = place();
    const passedOn = from === undefined ? {} : { 'x-forwarded-for': from };
    const began = performance.now();
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request({ agent, port, method, path, headers: { cookie, ...type, ...passedOn } }, resolve);
      sent.on('error', reject);
      sent.end(body);
    });
    answer.setEncoding('utf8');
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    const ms = performance.now() - began;
    const { statusCode: status = 0, headers } = answer;
    const cookies = (headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');
    return { status, location: headers.location, cookies, body: text, ms };
  };
  return {
    get: (path, cookie) => ask('GET', path, cookie, ''),
    post: (path, cookie, form) => ask('POST', path, cookie, new URLSearchParams(form).toString()),
    close: () => agent.destroy(),
  };
}
