import type { Asked, NamedCommand } from '../scripts/named-command.ts';
import { ask } from './support/asking.ts';
import { openBrowser, type Browser } from './support/browser.ts';
import { chanceOf, oneOf } from './support/chance.ts';
import { childrenAtHome, settle, shield, unshield } from './support/children.ts';
import { install, type Sql } from './support/installation.ts';
import { peopleFor, refresh, type Person } from './support/people.ts';
import { searchByPlace, type Sought, type Typed } from './support/searches.ts';

/** `npm run drill -- shielded-by-place`: thousands of searches with a place, none of which may answer a shielded child. */
export const shieldedByPlaceDrill: NamedCommand = {
  name: 'shielded-by-place',
  summary: 'search for shielded children by place, in thousands of ways, and read in the log who was shown',
  help: `npm run drill -- shielded-by-place [--searches N] [--seed N] [--json]

Makes a council of invented children, shields some, and searches for these over HTTP with a place and whatever else, as
recorded and with mistakes. Then reads in the access log which children were shown: none of them may be shielded. Last
the shields are lifted and some of the searches made once more: as control, most of them find their child now.

  --searches N   how many searches (10000)
  --seed N       the same seed makes the same searches (1)`,
  options: { searches: { type: 'string' }, seed: { type: 'string' } },
  run: async (asked) => {
    const { port, sql, remove } = await install(asked.say);
    const browser = openBrowser(port);
    try {
      return await searchAll(sql, browser, asked);
    } finally {
      browser.close();
      await remove();
    }
  },
};

const shieldedChildren = 1_000;
const controls = 500;

type Aimed = { readonly child: Sought; readonly typed: Typed };

async function searchAll(sql: Sql, browser: Browser, asked: Asked) {
  const wanted = asked.number('searches', 10_000);
  const seed = asked.number('seed', 1);
  const children = await childrenAtHome(sql, seed);
  const shielded = children.slice(0, shieldedChildren);
  const aimed = aim(wanted, seed, shielded, children);
  asked.say('Putting people into the database');
  const nextPerson = await peopleFor(sql, browser, wanted + controls);
  await shield(sql, shielded);
  await settle(sql);
  asked.say(`${wanted} searches by place`);
  const shown = await shownBy(sql, browser, nextPerson, aimed);
  const ids = new Set(shielded.map((child) => child.childId));
  const shieldedShown = shown.filter(({ childId }) => ids.has(childId)).length;

  await unshield(sql, shielded);
  asked.say(`${controls} of them once more, the shields lifted`);
  const again = aimed.slice(0, controls);
  const shownNow = await shownBy(sql, browser, nextPerson, again);
  const foundNow = again.filter(({ child }, at) =>
    shownNow.some((one) => one.search === at && one.childId === child.childId),
  ).length;
  return {
    searches: wanted,
    shieldedChildren: shielded.length,
    childrenShown: shown.length,
    shieldedShown,
    controls: again.length,
    controlsFound: foundNow / again.length,
  };
}

function aim(
  wanted: number,
  seed: number,
  shielded: readonly Sought[],
  children: readonly Sought[],
): readonly Aimed[] {
  const chance = chanceOf(seed);
  const [first, ...others] = shielded;
  const [home, ...homes] = children.slice(0, 2 * shieldedChildren).map((child) => child.postcode);
  if (first === undefined || home === undefined) throw new Error('There are no children to search for');
  return Array.from({ length: wanted }, () => {
    const child = oneOf(chance, first, ...others);
    return { child, typed: searchByPlace(chance, child, oneOf(chance, home, ...homes)) };
  });
}

type Shown = { readonly search: number; readonly childId: number };

/** Makes the searches, and answers who the log says was shown, by which of them. */
async function shownBy(
  sql: Sql,
  browser: Browser,
  nextPerson: () => Person,
  aimed: readonly Aimed[],
): Promise<readonly Shown[]> {
  await refresh(sql);
  const [[since] = []] = await sql('select clock_timestamp()');
  for (const { typed } of aimed) await ask(browser, nextPerson(), typed);
  const rows = await sql(
    `select search, part.child_id
    from (
      select event_id, row_number() over (order by recorded_at) - 1 as search
      from log_entry
      where act = 'find child' and recorded_at >= $1
    ) as entry
    join log_part as part on part.event_id = entry.event_id and part.kind = 'child'
    where part.recorded_at >= $1`,
    [since],
  );
  const [[entries] = []] = await sql(
    `select count(*) from log_entry where act = 'find child' and recorded_at >= $1`,
    [since],
  );
  if (Number(entries) !== aimed.length)
    throw new Error(`${aimed.length} searches left ${entries ?? 0} entries`);
  return rows.map(([search, childId]) => ({ search: Number(search), childId: Number(childId) }));
}
