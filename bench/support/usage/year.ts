import type { Dice } from '../../../src/population/chance.ts';
import { diceFor, pick } from '../dice.ts';
import type { Act } from './acts.ts';
import { honestDay } from './honest.ts';
import { plant, plantedKinds, type Incident, type Planting } from './planted.ts';
import type { Worker } from './staff.ts';
import type { DayNumber, World } from './world.ts';

/** A year of work and of misuse among it. */
export type Year = {
  readonly acts: readonly Act[]; // in time
  readonly incidents: readonly Incident[];
};

export type YearWanted = {
  readonly world: World;
  readonly staff: readonly Worker[];
  readonly today: DayNumber;
  readonly accesses: number;
  readonly canaries: readonly number[];
  readonly seed: number;
};

const days = 365;
const honestKind = 200; // of what the dice begin for
const plantedKind = 201;
const plantedShare = 0.0005; // pieces of misuse for each access

/** Simulates the year up to yesterday. */
export function simulateYear(wanted: YearWanted): Year {
  const dice = diceFor(wanted.seed, plantedKind, 0);
  const incidents = plantAll(wanted, dice);
  const quiet = new Map(
    incidents
      .filter(({ kind }) => kind === 'after months away')
      .flatMap(({ acts: [first] }) => (first === undefined ? [] : [[first.worker, first.day] as const])),
  );
  const acts: Act[] = incidents.flatMap((incident) => incident.acts);
  const pace = paceOf(wanted);
  for (const [place, worker] of wanted.staff.entries()) {
    const own = diceFor(wanted.seed, honestKind, place);
    for (let day = wanted.today - days; day < wanted.today; day += 1) {
      const leftAt = quiet.get(worker) ?? Number.POSITIVE_INFINITY;
      if ((day < leftAt && day > leftAt - 80) || !isWorking(own, worker, day)) continue;
      acts.push(
        ...honestDay({ dice: own, world: wanted.world, worker, day }, arrivals(own, pace * worker.pace)),
      );
    }
  }
  return { acts: acts.sort((a, b) => a.day - b.day || a.minute - b.minute), incidents };
}

function plantAll(wanted: YearWanted, dice: Dice): readonly Incident[] {
  const { world, staff, today, canaries, accesses } = wanted;
  const wellKnown = Array.from({ length: 20 }, () => pick(dice, world.children)).filter(
    (one) => one !== undefined,
  );
  const planted: Incident[] = [];
  const busy = new Set<Worker>(); // one piece each, so that what is found is that one
  for (let number = 0; planted.length < accesses * plantedShare && number < accesses; number += 1) {
    const kind = plantedKinds[planted.length % plantedKinds.length];
    const worker = pick(dice, staff);
    if (kind === undefined || worker === undefined || busy.has(worker)) continue;
    const day = today - 1 - dice.below(days - 110); // after some months, in which there is a habit
    const planting: Planting = { dice, world, worker, day, canaries, wellKnown, staff, today };
    const found = plant(kind, planting);
    if (found === undefined) continue;
    busy.add(worker);
    planted.push(kind === 'well-known family' ? listed(found) : found);
  }
  return planted;
}

function listed(incident: Incident): Incident {
  const children = incident.acts.flatMap(({ children: shown, act }) => (act === 'find child' ? [] : shown));
  const sql = `insert into well_known_child (child_id, added_by, added_at)
    select $1, (select min(account_id) from account), now() on conflict do nothing`;
  return { ...incident, changes: [...incident.changes, ...children.map((child) => [sql, [child]] as const)] };
}

// So that all of them together do as much in the year as is wanted. A planted year is no busier.
function paceOf({ staff, accesses }: YearWanted): number {
  const workingDays = staff.reduce(
    (sum, { pace, shift }) => sum + pace * (shift === 'round the clock' ? 182 : 232),
    0,
  );
  return accesses / workingDays;
}

function isWorking(dice: Dice, { away, shift }: Worker, day: DayNumber): boolean {
  if (away.some(([from, to]) => day >= from && day < to)) return false;
  if (shift === 'round the clock') return dice.happens(0.5);
  const weekday = (day + 4) % 7; // day 0 was a Thursday; 0 is Sunday here
  return weekday !== 0 && weekday !== 6 && dice.happens(0.92);
}

// As many as come by chance at a rate (Knuth), and now and then a heavy day.
function arrivals(dice: Dice, rate: number): number {
  const limit = Math.exp(-rate * (dice.happens(0.01) ? 6 : 1));
  let [count, product] = [0, dice.unit()];
  while (product > limit) {
    count += 1;
    product *= dice.unit();
  }
  return count;
}
