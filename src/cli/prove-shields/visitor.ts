/** One user's browser, without a screen: keeps cookies, follows nothing by itself. */
export type Visitor = {
  readonly userName: string;
  /** How they and their team are reached. */
  readonly own: readonly string[];
  readonly get: (path: string) => Promise<Answered>;
  readonly post: (path: string, fields: Readonly<Record<string, string>>) => Promise<Answered>;
};

/** One answer, as it came. */
export type Answered = {
  readonly status: number;
  readonly location: string;
  /** Everything of it that reaches a browser: headers and body. */
  readonly whole: string;
  readonly body: string;
};

/** What an invented user types to sign in. */
export type Factors = {
  readonly userName: string;
  readonly password: string;
  readonly pin: string;
  readonly own: readonly string[];
  readonly code: () => Promise<string>;
};

/** Signs a user in at an address; throws where they are not let in. */
export async function signIn(url: string, factors: Factors): Promise<Visitor> {
  const cookies = new Map<string, string>();
  const ask = async (method: 'GET' | 'POST', path: string, fields?: Readonly<Record<string, string>>) => {
    const response = await patiently(() =>
      fetch(new URL(path, url), {
        method,
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(fields !== undefined && { body: new URLSearchParams(fields) }),
      }),
    );
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const body = await response.text();
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      whole: `${headers}\n\n${body}`,
      body,
    };
  };
  const token = async () => ({ 'form-token': tokenIn((await ask('GET', '/sign-in')).body) });
  const { userName, password, pin } = factors;
  await ask('POST', '/sign-in', { 'user-name': userName, password, pin, ...(await token()) });
  const entered = await ask('POST', '/sign-in/code', { code: await factors.code(), ...(await token()) });
  if (entered.location !== '/') throw new Error(`${userName} was not let in`);
  const sessionToken = await token();
  return {
    userName,
    own: factors.own,
    get: (path) => ask('GET', path),
    post: (path, fields) => ask('POST', path, { ...fields, ...sessionToken }),
  };
}

// A kept connection that the server ended at that moment breaks the request: fetch tells it as a TypeError.
async function patiently(ask: () => Promise<Response>): Promise<Response> {
  for (let left = 3; left > 0; left -= 1)
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  return ask();
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/;\s*max-age=0/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

function tokenIn(body: string): string {
  return /name="form-token" value="([^"]+)"/.exec(body)?.[1] ?? '';
}

/** What a page says, as a person reads it: no markup, entities resolved. */
export function textIn(body: string): string {
  const plain = body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  return plain.replaceAll(/&(?:lt|gt|quot|amp|#39);/g, (entity) => entities[entity] ?? entity);
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&amp;': '&',
  '&#39;': "'",
};
