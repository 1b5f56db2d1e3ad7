import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { ask } from './support/asking.ts';
import { openBrowser, type Browser } from './support/browser.ts';
import { childrenAtHome } from './support/children.ts';
import { quantile } from './support/figures.ts';
import { install, type Installation, type Sql } from './support/installation.ts';
import { peopleFor } from './support/people.ts';
import { searchByName, type Sought } from './support/searches.ts';

/** `npm run drill -- leaving`: a day's leavers go from a running product, and none comes back. */
export const leavingDrill: NamedCommand = {
  name: 'leaving',
  summary:
    'a day’s leavers are removed while people search; nothing of them is found, and no late file brings one back',
  help: `npm run drill -- leaving [--children N] [--leavers N] [--seed N] [--json]

Makes a council of invented children and lets so many of them leave today: nineteen in twenty come of age, the others died a year
ago. The leaving job removes them while people search without a break. Then every table is searched for their numbers,
and a file with all of them is imported.

  left          how many were removed
  tracesFound   how many values of theirs are anywhere in the database
  inFreeSpace   how often a word of theirs stands in the free space of the database's files, which no statement reads
  inFiles       the same after "contactpoint leave --rewrite"
  cameBack      how many are there after the late file
  slowdown      the median search while the job ran, against the median of the same searches before it

  --children N   how many invented children (12000)
  --leavers N    how many leave (2000)
  --seed N       the same seed draws the same leavers (1)`,
  options: { children: { type: 'string' }, leavers: { type: 'string' }, seed: { type: 'string' } },
  run: async (asked) => {
    const installation = await install(asked.say, asked.number('children', 12_000));
    try {
      return await drill(installation, asked);
    } finally {
      await installation.remove();
    }
  },
};

async function drill(installation: Installation, asked: Asked): Promise<Figures | undefined> {
  const { sql, port } = installation;
  const wanted = asked.number('leavers', 2000);
  const children = (await childrenAtHome(sql, asked.number('seed', 1))).filter(
    ({ nhsNumber }) => nhsNumber !== '',
  );
  const [leavers, others] = [children.slice(0, wanted), children.slice(wanted)];
  asked.say(`${leavers.length} of ${children.length} leave`);
  await letLeave(sql, leavers);
  const browser = openBrowser(port);
  const load = await loadOf(sql, browser, others);
  const before = await load(searchesBefore);
  asked.say('Removing them while people search');
  let isOver = false;
  const began = performance.now();
  const removing = installation.run(['leave', '--go-on', '--json']).finally(() => {
    isOver = true;
  });
  const during = await load(mostSearches, () => isOver);
  const left = countIn(await removing);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  browser.close();
  const remains = await lookForThem(installation, leavers, asked.say);
  const slowdown = rounded(middle(during) / middle(before));
  const worst = rounded(quantile(during, 0.99) / middle(during));
  return {
    left,
    ...remains,
    slowdown,
    searches: during.length,
    seconds,
    medianMs: rounded(middle(before)),
    worst,
  };
}

/** Looks for them everywhere, and sends them once more. */
async function lookForThem(installation: Installation, leavers: readonly Sought[], say: Asked['say']) {
  const { sql, run } = installation;
  const tracesFound = await tracesOf(sql, leavers, say);
  const inFreeSpace = await bytesWith(sql);
  await run(['leave', '--rewrite', '--json']);
  const inFiles = await bytesWith(sql);
  const cameBack = await bringBack(installation, leavers);
  return { tracesFound, inFreeSpace, inFiles, cameBack };
}

const searchesBefore = 400;
const mostSearches = 6000;

/** Searches one after the other, each by somebody who has searched little, until so many or until told; each one's milliseconds. */
async function loadOf(sql: Sql, browser: Browser, children: readonly Sought[]) {
  const nextPerson = await peopleFor(sql, browser, searchesBefore + mostSearches);
  let next = 0;
  return async (most: number, isOver = (): boolean => false): Promise<readonly number[]> => {
    const took: number[] = [];
    while (took.length < most && !isOver()) {
      const child = children[next++ % children.length];
      if (child === undefined) throw new Error('There is nobody to search for');
      took.push((await ask(browser, nextPerson(), searchByName(child))).ms);
    }
    return took;
  };
}

/** Nineteen in twenty are 18 today; the others died a year ago, and are remembered by a mark. */
async function letLeave(sql: Sql, leavers: readonly Sought[]): Promise<void> {
  const grown = leavers.filter((_, at) => at % 20 !== 0).map(({ childId }) => childId);
  const dead = leavers.filter((_, at) => at % 20 === 0).map(({ childId }) => childId);
  const today = `(now() at time zone 'Europe/London')::date`;
  const born = `(${today} - interval '18 years')::date`;
  await sql(
    `update source_row set date_of_birth = ${born} where source_row_id in (select source_row_id from link where child_id = any ($1::bigint[]))`,
    [grown],
  );
  await sql(
    `update child set date_of_birth = ${born}, birth_standing = 'registered', leaves_on = ${today} where child_id = any ($1::bigint[])`,
    [grown],
  );
  await sql(
    `update child set closed_on = ${today} - 366, closed_because = 'died', leaves_on = ${today} where child_id = any ($1::bigint[])`,
    [dead],
  );
  await sql(`update child set preferred_name = '${markWord}' where child_id = any ($1::bigint[])`, [
    [...grown, ...dead],
  ]);
  await sql(
    `update source_row set preferred_name = '${markWord}' where source_row_id in (select source_row_id from link where child_id = any ($1::bigint[]))`,
    [[...grown, ...dead]],
  );
  await sql('vacuum analyze child');
}

function countIn(printed: string): number {
  const said: unknown = JSON.parse(printed.trim().split('\n').at(-1) ?? '{}');
  return typeof said === 'object' && said !== null && 'left' in said ? Number(said.left) : 0;
}

const markWord = 'Vanishwort';

/** How often what the leavers were called stands in the files of tables and indexes, by the bytes. */
async function bytesWith(sql: Sql): Promise<number> {
  await sql('checkpoint');
  const [[folder] = []] = await sql('show data_directory');
  const files = globSync(join(folder ?? '', 'base', '**'), { withFileTypes: true });
  let found = 0;
  for (const one of files.filter((each) => each.isFile())) {
    const bytes = readFileSync(join(one.parentPath, one.name));
    for (let at = bytes.indexOf(markWord); at !== -1; at = bytes.indexOf(markWord, at + 1)) found += 1;
  }
  return found;
}

/** Each number of a leaver, and each child id outside what the log keeps, wherever it stands. */
async function tracesOf(sql: Sql, leavers: readonly Sought[], say: Asked['say']): Promise<number> {
  const tables = await sql(
    `select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'departure' and relname not like 'log_part%'
        and relname not in ('postcode', 'school', 'gp_practice', 'leaving_mark')`,
  );
  const ids = leavers.flatMap(({ childId, nhsNumber }) => [String(childId), nhsNumber]);
  let found = 0;
  for (const [table = ''] of tables) {
    const [[count] = []] = await sql(
      `select count(*) from ${table} as held
        cross join lateral regexp_split_to_table(held::text, '[^0-9]+') as word
        where word = any ($1)`,
      [ids],
    );
    if (Number(count) > 0) say(`${count} in ${table}`);
    found += Number(count);
  }
  return found;
}

/** Sends all of them again, as a supplier who is late; answers how many are there then. */
async function bringBack({ sql, run }: Installation, leavers: readonly Sought[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'contactpoint-late-'));
  try {
    const file = join(folder, 'late.json');
    const [[born = ''] = []] = await sql(
      `select ((now() at time zone 'Europe/London')::date - interval '18 years')::date`,
    );
    const entry = leavers.map((child, at) => ({
      resource: patient(child, at % 20 === 0 ? bornOn(child) : (born ?? '')),
    }));
    writeFileSync(file, JSON.stringify({ resourceType: 'Bundle', type: 'searchset', entry }));
    await run(['import', file]);
    const [[back] = []] = await sql(`select count(*) from child where nhs_number = any ($1::bigint[])`, [
      leavers.map(({ nhsNumber }) => nhsNumber),
    ]);
    return Number(back);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function bornOn({ year, month, day }: Sought): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function patient({ nhsNumber, givenName, familyName, gender, postcode }: Sought, birthDate: string): object {
  return {
    resourceType: 'Patient',
    id: nhsNumber,
    meta: { versionId: '99', security: [{ code: 'U' }] },
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber }],
    name: [{ use: 'usual', given: [givenName], family: familyName }],
    gender: gender === 'female' || gender === 'male' ? gender : 'unknown',
    birthDate,
    address: [{ use: 'home', line: ['1 Late Street', '', 'Bolton'], postalCode: postcode }],
  };
}

function middle(times: readonly number[]): number {
  return quantile(times, 0.5);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
