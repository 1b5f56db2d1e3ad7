/** A browser without a screen: keeps cookies, follows redirects, sends forms as their page made them. */
export type Client = {
  readonly get: (path: string) => Promise<Answer>;
  /** Sends the form of a page that has all the fields named, with these values in place of its own. */
  readonly submit: (page: Answer, fields: Fields, action?: string) => Promise<Answer>;
  /** One request as told, and no other: no redirect is followed. */
  readonly request: (method: 'GET' | 'POST', path: string, fields?: Fields) => Promise<Answer>;
  /** What it was given to keep, to go on elsewhere as the same person. */
  readonly cookies: () => ReadonlyMap<string, string>;
};

export type Answer = {
  readonly status: number;
  /** Where it came from, after redirects. */
  readonly path: string;
  readonly body: string;
  readonly headers: Headers;
};

export type Fields = Readonly<Record<string, string>>;

/** A client of the service at an address, with no cookies yet. */
export function newClient(url: string): Client {
  const cookies = new Map<string, string>();
  const request: Client['request'] = async (method, path, fields) => {
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(method === 'POST' && { body: new URLSearchParams(fields) }),
    });
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    return { status: response.status, path, body: await response.text(), headers: response.headers };
  };
  const follow = async (answer: Answer): Promise<Answer> => {
    const location = answer.headers.get('location');
    return location === null ? answer : follow(await request('GET', location));
  };
  return {
    request,
    cookies: () => cookies,
    get: async (path) => follow(await request('GET', path)),
    submit: async (page, fields, action) => {
      const form = formOf(page, Object.keys(fields), action);
      return follow(await request('POST', form.action, { ...form.fields, ...fields }));
    },
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/;\s*max-age=0/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

type Form = { readonly action: string; readonly fields: Fields };

function formOf({ body, path }: Answer, names: readonly string[], action?: string): Form {
  const forms = [...body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag = '', inside = '']) => ({
    action: attribute(tag, 'action') ?? '',
    inside,
  }));
  const form = forms.find(
    ({ action: to, inside }) =>
      (action === undefined || to === action) &&
      names.every((name) => new RegExp(`name="${name}"`).test(inside)),
  );
  if (form === undefined) throw new Error(`No form at ${path} has ${names.join(', ')}`);
  const inputs = [...form.inside.matchAll(/<input\b([^>]*)>/g)].map(([, tag = '']) => tag);
  return { action: form.action, fields: Object.fromEntries(inputs.flatMap(sentWith)) };
}

function sentWith(tag: string): readonly (readonly [string, string])[] {
  const name = attribute(tag, 'name');
  const isChoice = /type="(?:radio|checkbox)"/.test(tag);
  if (name === undefined || (isChoice && !/\bchecked\b/.test(tag))) return [];
  return [[name, attribute(tag, 'value') ?? '']];
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`(?<![-\\w])${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replace(/&#39;|&(?:quot|lt|gt|amp);/g, (entity) => entities[entity] ?? entity);
}

const entities: Readonly<Record<string, string>> = {
  '&#39;': `'`,
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};
