import type { Asked, NamedCommand } from '../scripts/named-command.ts';
import { openBrowser, type Browser } from './support/browser.ts';
import { chanceOf, shuffled, type Chance } from './support/chance.ts';
import { median } from './support/guessing.ts';
import { install, type Installation } from './support/installation.ts';
import { letTryAgain, practiceSecrets, tryOnce } from './support/signing-in.ts';

/** `npm run drill -- sign-in-timing`: whether the time of an answer tells which factor was wrong. */
export const signInTimingDrill: NamedCommand = {
  name: 'sign-in-timing',
  summary: 'sign in wrongly in every way, and ask the clock which way it was',
  help: `npm run drill -- sign-in-timing [--tries N] [--seed N] [--json]

Makes a thousand invented children and those who work with them, and goes through both pages of signing in with each wrong combination of user
name, password, PIN and code, as a name that nobody has and at a locked account, in an order drawn by lot. For each way
the ratio of its median time to the median of all the others is bootstrapped: its 95 % interval has 1 in it. Of 17 such
intervals one misses 1 by chance in more than half of all runs: \`outside\` names those that did, and \`outsideOfAll\` those
that miss it at the level that all 17 together keep at 95 %.

  --tries N   tries of each way (200)
  --seed N    the same seed draws the same order (1)`,
  options: { tries: { type: 'string' }, seed: { type: 'string' } },
  run: async (asked) => {
    const installation = await install(asked.say, 1000); // signing in reads accounts alone
    const browser = openBrowser(installation.port);
    try {
      return await tryAll(installation, browser, asked);
    } finally {
      browser.close();
      await installation.remove();
    }
  },
};

type Way = {
  readonly name: string;
  readonly userName: string;
  readonly password: string;
  readonly pin: string;
  readonly rightCode: boolean;
};

const somebody = 'helen.fairclough';
const right = { userName: somebody, ...practiceSecrets } as const;
const somebodyElse = 'daniel.hughes'; // a wrong user name that exists
const locked = 'martin.shaw';
const warmingTries = 20;

async function tryAll({ sql, run }: Installation, browser: Browser, asked: Asked) {
  const codes = codeReader(run);
  const ways = waysToBeWrong();
  for (let time = 0; time < 10; time += 1)
    await tryOnce(browser, { ...right, userName: locked, pin: '970531' }, '000000');
  const keep = await sql('select subject from sign_in_throttle order by failures_in_a_row desc limit 1');

  const chance = chanceOf(asked.number('seed', 1));
  const times = new Map<string, number[]>(ways.map(({ name }) => [name, []]));
  const tries = asked.number('tries', 200);
  for (let round = -Math.ceil(warmingTries / ways.length); round < tries; round += 1) {
    if (round % 20 === 0) asked.say(`Round ${round} of ${tries}`);
    for (const way of shuffled(chance, ways)) {
      await letTryAgain(sql, keep[0]?.[0] ?? '');
      const code = way.rightCode ? await codes(way.userName === locked ? locked : somebody) : '000000';
      const { ms, status } = await tryOnce(browser, way, code);
      if (status !== 400) throw new Error(`${way.name} was answered ${status}`);
      if (round >= 0) times.get(way.name)?.push(ms);
    }
  }
  await sql('delete from sign_in_throttle');
  const letIn = await tryOnce(browser, right, await codes(somebody));
  return figuresOf(times, chance, letIn.status === 303);
}

function waysToBeWrong(): readonly Way[] {
  const combinations = Array.from({ length: 15 }, (_one, at): Way => {
    const wrong = (part: number): boolean => ((at + 1) & (1 << part)) !== 0;
    const names = ['user name', 'password', 'PIN', 'code'].filter((_name, part) => wrong(part));
    return {
      name: `wrong ${names.join(', ')}`,
      userName: wrong(0) ? somebodyElse : right.userName,
      password: wrong(1) ? 'not the password at all' : right.password,
      pin: wrong(2) ? '970531' : right.pin,
      rightCode: !wrong(3),
    };
  });
  const unknown: Way = { ...right, name: 'unknown', userName: 'nobody.atall', rightCode: true };
  return [...combinations, unknown, { ...right, name: 'locked', userName: locked, rightCode: true }];
}

/** The code that a token shows, asked for anew when its thirty seconds are over. */
function codeReader(run: Installation['run']): (userName: string) => Promise<string> {
  const known = new Map<string, { readonly step: number; readonly code: string }>();
  return async (userName) => {
    const step = Math.floor(Date.now() / 30_000);
    const last = known.get(userName);
    if (last?.step === step) return last.code;
    const code = (await run(['token', userName])).trim();
    known.set(userName, { step, code });
    return code;
  };
}

function figuresOf(times: ReadonlyMap<string, readonly number[]>, chance: Chance, rightGetsIn: boolean) {
  const rows = [...times].map(([name, own]) => {
    const others = [...times].flatMap(([other, its]) => (other === name ? [] : its));
    return { name, median: median(own), ...intervalsOf(own, others, chance, times.size) };
  });
  const outside = (which: 'each' | 'all') =>
    rows.filter((row) => row[which][0] > 1 || row[which][1] < 1).map(({ name }) => name);
  return {
    ...Object.fromEntries(
      rows.map(({ name, median: ms, ratio, each }) => [name, { ms, ratio, interval95: each }]),
    ),
    outside: outside('each'),
    outsideOfAll: outside('all'),
    rightGetsIn,
  };
}

const resamples = 2000; // ours: the ends of a 95 % interval then rest on fifty values each

function intervalsOf(own: readonly number[], others: readonly number[], chance: Chance, ways: number) {
  const drawn = (from: readonly number[], size: number): number =>
    median(Array.from({ length: size }, () => from[Math.floor(chance() * from.length)] ?? 0));
  const size = Math.min(others.length, 1000);
  const ratios = Array.from({ length: resamples }, () => drawn(own, own.length) / drawn(others, size));
  ratios.sort((one, other) => one - other);
  const between = (level: number): readonly [number, number] => {
    const cut = Math.floor(((1 - level) / 2) * resamples);
    return [ratios[cut] ?? 0, ratios[resamples - 1 - cut] ?? 0];
  };
  return { ratio: median(own) / median(others), each: between(0.95), all: between(1 - 0.05 / ways) };
}
