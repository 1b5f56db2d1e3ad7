import { setImmediate } from 'node:timers/promises';
import type { Day } from '../domain/calendar.ts';
import { addYears } from '../domain/calendar.ts';
import { readAreaRegisters, readTrusts, type CouncilSize, type TrustPlace } from '../store/area-registers.ts';
import type { Database } from '../store/connection.ts';
import { bringChildren, bringWorkforce, type RowCounts } from '../store/population-load.ts';
import { drawArea, type Area } from './area.ts';
import { atOnce } from './at-once.ts';
import { sizes } from './births.ts';
import { makeDice } from './chance.ts';
import { kilometresBetween } from './distance.ts';
import type { Share } from './extent.ts';
import { generateArea, householdMaker, type AreaPlan, type Block, type Population } from './generate.ts';
import { newFounding, type Founding } from './founding.ts';
import { foundOrganisations } from './organisations.ts';
import type { Home } from './people.ts';
import { hirePracticeUsers, type Hired } from './practice-accounts.ts';
import { workforceTexts } from './workforce-lines.ts';

export type Loading = {
  readonly owner: Database;
  readonly today: Day;
  readonly progress?: (progress: {
    readonly doing: string;
    readonly done: number;
    readonly of: number;
  }) => void;
};

/** What was loaded, as far as what comes after needs it. */
export type Loaded = {
  readonly founding: Founding;
  readonly hired: readonly Hired[];
  readonly children: number;
};

const childrenPerBlock = 10_000;
const blocksAtOnce = 2; // one on its way into the database while the next is made
const practiceCouncil = 350; // Bolton, where it is among them
const foundingKind = 3; // of what the dice begin for
const organisationsLast = 2; // years for which they are accredited

/** Makes and brings one area after another. */
export async function loadAreas(
  loading: Loading,
  population: Population,
  shares: readonly Share[],
  councils: readonly CouncilSize[],
  counts: RowCounts,
): Promise<Loaded> {
  const { owner } = loading;
  const trusts = await owner.transact(readTrusts);
  const founding = newFounding();
  const all: All = { areaOf: areaReader(owner), population, councils, trusts, founding };
  const total = shares.reduce((sum, one) => sum + one.children, 0);
  const practiceArea = shares.find(({ council }) => council.council_code === practiceCouncil) ?? shares[0];
  let hired: readonly Hired[] = [];
  let [childrenBefore, householdsBefore] = [0, 0];
  for (const share of shares) {
    const plan = await planArea(share, { childrenBefore, householdsBefore }, all);
    const households = sizes.householdsFor(plan.children);
    if (share === practiceArea) hired = hirePracticeUsers(hiringFor(population, plan, founding, households));
    const texts = workforceTexts(plan.organisations, addYears(loading.today, organisationsLast));
    await owner.transact((tx) => bringWorkforce(tx, texts, counts));
    await bringArea(loading, population, plan, total, counts);
    childrenBefore += plan.children;
    householdsBefore += households;
  }
  return { founding, hired, children: childrenBefore };
}

async function bringArea(
  { owner, progress }: Loading,
  population: Population,
  plan: AreaPlan,
  total: number,
  counts: RowCounts,
): Promise<void> {
  const bringing = atOnce(blocksAtOnce);
  let brought = plan.childrenBefore;
  const bring = async ({ texts, children }: Block): Promise<void> => {
    await owner.transact((tx) => bringChildren(tx, texts, counts));
    brought += children;
    progress?.({ doing: 'Inventing families', done: brought, of: total });
  };
  for (const block of generateArea(population, plan, childrenPerBlock)) {
    await setImmediate(); // or nothing would be sent while children are made
    if (block !== undefined) await bringing.start(() => bring(block));
  }
  await bringing.end();
}

async function planArea(share: Share, before: Before, all: All): Promise<AreaPlan> {
  const { areaOf, population, councils, trusts, founding } = all;
  const { council, children } = share;
  const { names, seed } = population;
  const area = await areaOf(council);
  const neighbours = nearest(councils, council);
  const dice = makeDice();
  dice.begin(seed, foundingKind, council.council_code);
  const organisations = foundOrganisations({ area, children, trusts, founding, names: names.worker, dice });
  const placements = await placementsIn(areaOf, neighbours[0]);
  return { area, organisations, neighbours, placements, children, ...before };
}

type Before = Pick<AreaPlan, 'childrenBefore' | 'householdsBefore'>;

/** What all areas have in common. */
type All = {
  readonly areaOf: AreaOf;
  readonly population: Population;
  readonly councils: readonly CouncilSize[];
  readonly trusts: readonly TrustPlace[];
  readonly founding: Founding;
};

type AreaOf = (council: CouncilSize) => Promise<Area>;

const areasKept = 12; // a council's neighbours are mostly near it in the list

/** Reads areas, and keeps the last few: a council is drawn once as a neighbour and once for itself. */
function areaReader(owner: Database): AreaOf {
  const kept = new Map<number, Area>();
  return async (council) => {
    const known = kept.get(council.council_code);
    if (known !== undefined) return known;
    const registers = await owner.transact((tx) => readAreaRegisters(tx, council.council_code));
    const area = drawArea(council, registers);
    kept.set(council.council_code, area);
    const [oldest] = kept.keys();
    if (kept.size > areasKept && oldest !== undefined) kept.delete(oldest);
    return area;
  };
}

function nearest(councils: readonly CouncilSize[], to: CouncilSize): readonly CouncilSize[] {
  return councils
    .filter((one) => one !== to)
    .sort((a, b) => kilometresBetween(a, to) - kilometresBetween(b, to))
    .slice(0, 3);
}

// Foster homes of the nearest council; none where only one council's registers are here.
async function placementsIn(areaOf: AreaOf, neighbour: CouncilSize | undefined): Promise<readonly Home[]> {
  if (neighbour === undefined) return [];
  const { homes } = await areaOf(neighbour);
  return Array.from(
    { length: Math.min(60, homes.length) },
    (_, place) => homes[place * Math.floor(homes.length / 60)],
  )
    .filter((home) => home !== undefined)
    .map(({ street, town, postcode, neighbourhood }, place) => ({
      line: `${place + 1} ${street}`,
      town,
      postcode,
      councilCode: neighbour.council_code,
      neighbourhood,
    }));
}

function hiringFor(population: Population, plan: AreaPlan, founding: Founding, households: number) {
  const { area, organisations } = plan;
  const { almanac, seed, names } = population;
  const household = householdMaker(population, plan);
  return { area, organisations, founding, almanac, seed, household, households, names: names.worker };
}
