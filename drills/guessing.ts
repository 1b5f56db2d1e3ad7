import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { openBrowser } from './support/browser.ts';
import { install, type Installation, type Sql } from './support/installation.ts';
import { practiceSecrets, tryOnce, type Typed } from './support/signing-in.ts';

/** `npm run drill -- guessing`: ten thousand guesses at one account, and one at each of ten thousand. */
export const guessingDrill: NamedCommand = {
  name: 'guessing',
  summary: 'guess ten thousand times at one account, and once at each of ten thousand',
  help: `npm run drill -- guessing [--guesses N] [--json]

Makes a thousand invented children and those who work with them. Guesses the code of one user N times (10000), password and
PIN right, each time from another place; then guesses once at each of N names from one place. Nobody gets in, every guess is
answered alike and is an entry in the log; of the guesses at one account at most ten in any five minutes are judged, and of
those from one place at most a hundred. Afterwards the user gets in with the right code, once an administrator has lifted the
stop of a hundred in a row.

  --guesses N   guesses of each kind (10000)`,
  options: { guesses: { type: 'string' } },
  run: async (asked) => {
    const installation = await install(asked.say, 1000);
    try {
      return await drill(installation, asked);
    } finally {
      await installation.remove();
    }
  },
};

const hands = 4; // guesses under way at once
// What each page draws anew: nonces, form tokens, challenges, and the ids of keys, which differ from name to name.
const drawnAnew = /nonce="[^"]+"|value="[^"]*"|&quot;(?:challenge|id)&quot;:&quot;[\w-]+&quot;/g;
const windowMs = 5 * 60_000; // what the limits are counted in: docs/sign-in.md
const somebody = { userName: 'helen.fairclough', ...practiceSecrets } as const;

type Guess = { readonly typed: Typed; readonly code: string; readonly place: string };
type Guessed = { readonly letIn: number; readonly answers: number; readonly minutes: number };

async function drill({ port, sql, run }: Installation, asked: Asked): Promise<Figures> {
  const guesses = asked.number('guesses', 10_000);
  asked.say(`Guessing ${guesses} times at one account`);
  const one = await guess(port, guesses, (at) => ({ typed: somebody, code: codeAt(at), place: placeAt(at) }));
  const ofOne = await logged(sql);
  await sql('delete from sign_in_throttle');
  asked.say(`Guessing once at each of ${guesses} names`);
  const many = await guess(port, guesses, (at) => ({
    typed: { ...somebody, userName: `somebody.${at}` },
    code: codeAt(at),
    place: '203.0.113.50',
  }));
  const ofAll = await logged(sql);
  await sql('delete from sign_in_throttle');
  const code = (await run(['token', somebody.userName])).trim();
  const right = await tryOnce(openBrowser(port), somebody, code);
  return {
    guesses: 2 * guesses,
    letIn: one.letIn + many.letIn,
    logged: ofAll.tries,
    differentAnswers: Math.max(one.answers, many.answers),
    judgedOfOne: ofOne.judged,
    mayBeJudgedOfOne: 10 * windows(one.minutes),
    judgedOfMany: ofAll.judged - ofOne.judged,
    mayBeJudgedOfMany: 100 * windows(many.minutes),
    rightGetsIn: right.status === 303,
  };
}

/** Tries to sign in that the log tells of, and how many of them were judged rather than turned away. */
async function logged(sql: Sql): Promise<{ readonly tries: number; readonly judged: number }> {
  const [row] = await sql(
    `select count(*), count(*) filter (where body::json ->> 'why' = 'not proven') from log_entry where act = 'sign in'`,
  );
  return { tries: Number(row?.[0]), judged: Number(row?.[1]) };
}

/** Guesses with several hands; how many were let in, and how many different answers there were. */
async function guess(port: number, guesses: number, guessAt: (at: number) => Guess): Promise<Guessed> {
  const answers = new Set<string>();
  let [next, letIn] = [0, 0];
  const began = Date.now();
  const hand = async (): Promise<void> => {
    let place = '';
    const browser = openBrowser(port, () => place);
    for (let at = next++; at < guesses; at = next++) {
      const { typed, code, place: from } = guessAt(at);
      place = from;
      const { status, body } = await tryOnce(browser, typed, code);
      if (status === 303) letIn += 1;
      answers.add(`${status} ${body.replaceAll(drawnAnew, '')}`);
    }
    browser.close();
  };
  await Promise.all(Array.from({ length: hands }, hand));
  return { letIn, answers: answers.size, minutes: (Date.now() - began) / 60_000 };
}

function codeAt(at: number): string {
  return String((at * 7919) % 1_000_000).padStart(6, '0');
}

// Of the block that RFC 2544 sets aside for tests.
function placeAt(at: number): string {
  return `198.18.${Math.floor(at / 250) % 250}.${at % 250}`;
}

function windows(minutes: number): number {
  return Math.floor((minutes * 60_000) / windowMs) + 1;
}
