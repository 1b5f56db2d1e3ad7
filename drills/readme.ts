import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NamedCommand } from '../scripts/named-command.ts';
import { startIn, stopStarted } from './support/newcomer.ts';
import { tourByRole } from './support/tour.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));
const firstLimitSeconds = 180; // the promise to newcomers: within 3 minutes

type Say = (line: string) => void;

/** `npm run drill -- readme`: does what README says, and nothing else. */
export const readmeDrill: NamedCommand = {
  name: 'readme',
  summary: 'clones, and does all that README says: both commands, the tour, each command',
  help: `npm run drill -- readme [--without-tests] [--json]

Clones the last commit of this checkout into a temporary folder and does there what README says, word by word: npm start,
the tour by role in a browser, each documented command (what measures or breaks things for long is asked for its help),
npm test (10 minutes; not with --without-tests), and looks whether each link within the checkout leads somewhere. Links to
other places are counted, and not asked: nothing here leaves the machine.`,
  options: { 'without-tests': { type: 'boolean' } },
  run: async ({ say, flag }) => {
    const folder = mkdtempSync(join(tmpdir(), 'contactpoint-drill-'));
    try {
      execFileSync('git', ['clone', '--quiet', checkout, folder]);
      return await follow(folder, !flag('without-tests'), say);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function follow(folder: string, withTests: boolean, say: Say) {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const [start = '', test = ''] = blocksUnder(readme, 'Two commands');
  assert.deepEqual([start, test], ['npm start', 'npm test']);
  const started = await startIn(folder, firstLimitSeconds * 4, say); // the drill start holds it to its time
  try {
    const pages = await tourByRole(started.url, readme, (user) => tokenOf(folder, readme, user), say);
    const commands = documented(folder);
    const failed = commands.filter((command) => !runs(folder, command, say));
    const { within, elsewhere } = linksIn(folder);
    const dead = within.filter(({ target }) => !existsSync(target)).map(({ said }) => said);
    const tests = withTests ? runs(folder, test, say) : 'left out';
    return {
      startSeconds: started.seconds,
      pagesOfTheTour: pages,
      commands: commands.length,
      failed: failed.join('; ') || 'none',
      links: within.length,
      dead: dead.join(' ') || 'none',
      linksElsewhere: elsewhere,
      tests,
      passed: failed.length === 0 && dead.length === 0 && tests !== false,
    };
  } finally {
    await stopStarted(started.process, 'SIGINT');
  }
}

function blocksUnder(readme: string, heading: string): readonly string[] {
  const part = readme.split(/^## /m).find((one) => one.startsWith(heading)) ?? '';
  return [...part.matchAll(/^```\n([^]*?)\n```/gm)].map(([, block = '']) => block);
}

/** The present code of an invented user's token, by the command that README gives for it. */
function tokenOf(folder: string, readme: string, user: string): string {
  const [command = ''] = blocksUnder(readme, 'Look round');
  assert.match(command, /^npm run -s contactpoint -- token [\w.]+$/);
  const args = [...command.split(' ').slice(1, -1), user];
  return /\d{6}/.exec(execFileSync('npm', args, { cwd: folder, encoding: 'utf8' }))?.[0] ?? '';
}

/** Each command that README documents, as it is run here: what takes long, or needs a file, is asked for its help. */
function documented(folder: string): readonly string[] {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const table = readme.split(/^## /m).find((part) => part.startsWith('Commands')) ?? '';
  const verbs = [...(table.split('| setting |')[0] ?? '').matchAll(/^\| `([a-z-]+)[^|]*\|/gm)].flatMap(
    ([row]) =>
      [...row.matchAll(/`([a-z-]+)/g)].map(([, verb = '']) => `npm run -s contactpoint -- ${verb} --help`),
  );
  const long = [...namesIn(folder, 'bench'), ...namesIn(folder, 'drill')];
  const scripts = ['check', 'pictures'].filter((name) => readme.includes(`\`npm run ${name}\``));
  return [...new Set([...verbs, ...long, ...scripts.map((name) => `npm run -s ${name}`)])];
}

function namesIn(folder: string, group: 'bench' | 'drill'): readonly string[] {
  const page = readFileSync(join(folder, `docs/${group === 'bench' ? 'benchmarks' : 'drills'}.md`), 'utf8');
  const named = page.matchAll(new RegExp(`npm run ${group} -- ([a-z-]+)`, 'g'));
  const rows = group === 'drill' ? page.matchAll(/^\| `([a-z-]+)` \|/gm) : [];
  const names = [...named, ...rows].map(([, name = '']) => name);
  return [...new Set(names)].map((name) => `npm run -s ${group} -- ${name} --help`);
}

function runs(folder: string, command: string, say: Say): boolean {
  const [program = '', ...args] = command.split(' ');
  const { status, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  say(`${command}: ${status === 0 ? 'done' : `${status} ${stderr.slice(-300)}`}`);
  return status === 0;
}

function linksIn(folder: string) {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...globSync('docs/**/*.md', { cwd: folder }),
  ];
  const links = pages.flatMap((page) => {
    const prose = readFileSync(join(folder, page), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
    return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => ({ page, link }));
  });
  const isElsewhere = ({ link }: { readonly link: string }): boolean => /^[a-z]+:/.test(link);
  const within = links
    .filter((one) => !isElsewhere(one) && !one.link.startsWith('#'))
    .map(({ page, link }) => ({
      said: `${page}: ${link}`,
      target: join(folder, dirname(page), link.split('#')[0] ?? ''),
    }));
  return { within, elsewhere: links.filter(isElsewhere).length };
}
