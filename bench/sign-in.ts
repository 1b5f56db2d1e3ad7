import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { practicePassword, practicePin, practiceUsers } from '../src/population/practice-users.ts';
import { cookiesOf, headerOf, openConnection, type HttpRequest } from './support/http-connection.ts';
import { openProduct, type Product } from './support/product.ts';
import { median, quantile } from './support/quantiles.ts';

/** `npm run bench -- sign-in`: what a crowd signing in does to somebody who is working. */
export const signInBench: NamedCommand = {
  name: 'sign-in',
  summary: '200 people signing in at once, and what another user’s page takes meanwhile',
  help: `npm run bench -- sign-in [--at-once N] [--seconds N] [--rounds N] [--json]

Measures a practitioner's start page while nobody signs in, then while so many people go through both pages of signing
in at once, each beginning again when answered, and a person who is turned away waiting as told. Every try is judged in
full; its code is wrong, so that nobody's session is ended. The median of the rounds counts.

  --at-once N      people signing in at the same time (200)
  --seconds N      how long each round (10)
  --rounds N       rounds (5)
  --children N     how many invented children (2000)
  --url URL        a product that runs already, on the database of DATABASE_OWNER_URL; only a practice copy will do`,
  options: {
    'at-once': { type: 'string' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    children: { type: 'string' },
    url: { type: 'string' },
  },
  run: async (asked) => {
    const wanted = { kind: 'children', children: asked.number('children', 2000) } as const;
    const product = await openProduct(wanted, asked.text('url'), asked.say);
    try {
      return await measure(product, asked);
    } finally {
      await product.owner.rows(`delete from sign_in_throttle`);
      await product.stop();
    }
  },
};

type Tries = { judged: number; refused503: number };
type Round = Tries & {
  readonly seconds: number;
  readonly alone: readonly number[];
  readonly loaded: readonly number[];
};

async function measure(product: Product, asked: Asked): Promise<Figures> {
  const cookie = await sessionOf(product, 'helen.fairclough');
  await pagesFor(product.port, cookie, 1000); // until the program and the database are warm
  const rounds: Round[] = [];
  for (let round = 1; round <= asked.number('rounds', 5); round += 1) {
    asked.say(`Round ${round}`);
    rounds.push(
      await measureRound(product, cookie, asked.number('at-once', 200), asked.number('seconds', 10)),
    );
  }
  const over = (of: (round: Round) => number): number => median(rounds.map(of));
  return {
    atOnce: asked.number('at-once', 200),
    signInsPerSecond: over(({ judged, seconds }) => judged / seconds),
    pageP50: over(({ alone }) => median(alone)),
    pageP50Loaded: over(({ loaded }) => median(loaded)),
    pageP99: over(({ alone }) => quantile(alone, 0.99)),
    pageP99Loaded: over(({ loaded }) => quantile(loaded, 0.99)),
    pagesLoaded: rounds.reduce((sum, { loaded }) => sum + loaded.length, 0),
    refused503: rounds.reduce((sum, { refused503 }) => sum + refused503, 0),
    ratio: over(({ alone, loaded }) => quantile(loaded, 0.99) / median(alone)),
  };
}

async function measureRound(
  { owner, port }: Product,
  cookie: string,
  atOnce: number,
  seconds: number,
): Promise<Round> {
  await owner.rows('delete from sign_in_throttle');
  await owner.rows('update session set seen_at = now() where ended_at is null');
  const alone = await pagesFor(port, cookie, 2000);
  const form = await signInForm(port);
  const tries: Tries = { judged: 0, refused503: 0 };
  const began = performance.now();
  const until = began + seconds * 1000;
  const people = Array.from({ length: atOnce }, (_one, place) => keepTrying(port, form, place, until, tries));
  const loaded = await pagesFor(port, cookie, seconds * 1000);
  const took = (performance.now() - began) / 1000;
  const judged = tries.judged;
  await Promise.all(people);
  return { judged, refused503: tries.refused503, seconds: took, alone, loaded };
}

/** How long each look at the start page took, in ms, one after the other, for so long. */
async function pagesFor(port: number, cookie: string, forMs: number): Promise<readonly number[]> {
  const took: number[] = [];
  const until = performance.now() + forMs;
  const connection = await openConnection(port);
  while (performance.now() < until) {
    const began = performance.now();
    const answer = await connection.send({ method: 'GET', path: '/', cookie });
    took.push(performance.now() - began);
    if (answer.status !== 200) throw new Error(`The start page was answered ${answer.status}`);
    await pause(5); // a person does not ask without a breath, and the machine is shared with what it measures
  }
  connection.close();
  return took;
}

type Form = { readonly cookie: string; readonly token: string };

async function keepTrying(
  port: number,
  form: Form,
  place: number,
  until: number,
  tries: Tries,
): Promise<void> {
  const { userName } = practiceUsers[place % practiceUsers.length] ?? { userName: '' };
  const { cookie, token } = form;
  while (performance.now() < until) {
    const factors = {
      'form-token': token,
      'user-name': userName,
      password: practicePassword,
      pin: practicePin,
    };
    const first = await once(port, { method: 'POST', path: '/sign-in', cookie, form: factors });
    if (first.status === 503) {
      tries.refused503 += 1;
      await pause(Math.min(Number(headerOf(first, 'retry-after') ?? 1) * 1000, until - performance.now()));
      continue;
    }
    const attempt = [cookie, ...cookiesOf(first)].join('; ');
    const code = { 'form-token': token, code: '000000' };
    await once(port, { method: 'POST', path: '/sign-in/code', cookie: attempt, form: code });
    tries.judged += 1;
  }
}

async function once(port: number, request: HttpRequest) {
  const connection = await openConnection(port);
  try {
    return await connection.send(request);
  } finally {
    connection.close();
  }
}

async function signInForm(port: number): Promise<Form> {
  const page = await once(port, { method: 'GET', path: '/sign-in' });
  const token = /name="form-token" value="([^"]+)"/.exec(page.body.toString())?.[1] ?? '';
  return { cookie: cookiesOf(page).join('; '), token };
}

async function sessionOf({ owner }: Product, userName: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(secret).digest('hex');
  await owner.rows(
    `update session set ended_at = now()
      where ended_at is null and account_id = (select account_id from account where user_name = $1)`,
    [userName],
  );
  await owner.rows(
    `insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, failures_before)
      select decode($1, 'hex'), account_id, now(), now(), now(), 0 from account where user_name = $2`,
    [hash, userName],
  );
  return `__Host-session=${secret}`;
}
