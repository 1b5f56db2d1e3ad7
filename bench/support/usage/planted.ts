import { pick } from '../dice.ts';
import { newId, open, search, usualReason, type Act, type Doing } from './acts.ts';
import type { Worker } from './staff.ts';
import type { Child, DayNumber, World } from './world.ts';

/** What is done to the database so that what is planted is what it seems: somebody's home, name or family. */
export type Change = readonly [sql: string, values: readonly unknown[]];

/** One piece of misuse: what was done, and what had to be true. */
export type Incident = {
  readonly kind: PlantedKind;
  readonly acts: readonly Act[];
  readonly changes: readonly Change[];
};

export type PlantedKind = keyof typeof plants;

/** What those who look for a victim know. */
export type Planting = Doing & {
  readonly canaries: readonly number[];
  readonly wellKnown: readonly Child[];
  readonly staff: readonly Worker[];
  readonly today: DayNumber;
};

type Plant = (planting: Planting) => Omit<Incident, 'kind'> | undefined;

const plants = {
  'own child': ({ world, worker, ...rest }) => {
    const own = world.carers.find(({ personId }) => personId === worker.person.personId);
    return looks({ world, worker, ...rest }, own === undefined ? [] : [own.child]);
  },
  'own address': (planting) => {
    const child = stranger(planting);
    return child && looks(planting, [child], [moveIn(planting.worker, child.line, child.postcode)]);
  },
  'former partner’s child': (planting) => {
    const { world, worker } = planting;
    const own = world.carers.find(({ personId }) => personId === worker.person.personId);
    const other = world.carers.find((one) => one.child === own?.child && one.personId !== own?.personId);
    const child = stranger(planting);
    if (other === undefined || child === undefined) return undefined;
    return looks(planting, [child], [addCarer(child, other.personId, other.givenName, other.familyName)]);
  },
  // The maiden name is the child's, and the families live beside each other, as sisters may.
  'sister’s child': (planting) => {
    const child = stranger(planting);
    if (child === undefined) return undefined;
    const renamed: Change = [
      `update account_personal set former_names = $2, home_line = '300 Family Road', home_postcode = $3 where account_id = $1`,
      [planting.worker.accountId, child.familyName, child.postcode],
    ];
    return looks(planting, [child], [renamed]);
  },
  'own name': (planting) => {
    const { dice, world, worker } = planting;
    const child = pick(dice, world.byName.get(worker.person.familyName.toLowerCase()) ?? []);
    return child && looks(planting, [child]);
  },
  'former name': (planting) => {
    const { dice, world, worker } = planting;
    const child = pick(dice, world.byName.get(worker.person.formerName?.toLowerCase() ?? '') ?? []);
    return child && looks(planting, [child]);
  },
  neighbour: (planting) => {
    const { dice, world, worker } = planting;
    const child = pick(dice, world.byPostcode.get(worker.person.homePostcode) ?? []);
    return child === undefined || child.line === worker.person.homeLine
      ? undefined
      : looks(planting, [child]);
  },
  'colleague’s child': (planting) => {
    const { dice, staff, worker, world } = planting;
    const beside = staff.filter(
      (one) =>
        one.teamId === worker.teamId && one !== worker && one.teamId !== null && one.person.personId !== null,
    );
    const colleague = pick(dice, beside);
    const child = world.carers.find(({ personId }) => personId === colleague?.person.personId)?.child;
    return child && looks(planting, [child]);
  },
  'well-known family': (planting) => {
    const child = pick(planting.dice, planting.wellKnown);
    return child && looks(planting, [child]);
  },
  canary: (planting) => {
    const canary = pick(planting.dice, planting.canaries);
    const [first] = planting.world.children;
    return canary === undefined || first === undefined
      ? undefined
      : looks(planting, [{ ...first, id: canary }]);
  },
  'shielded probing': (planting) =>
    looks(planting, some(planting, planting.world.shielded, 2 + planting.dice.below(3))),
  'along a street': (planting) => {
    const start = stranger(planting);
    const street = streetOf(start);
    const homes = (planting.world.byCouncil.get(start?.council ?? 0) ?? []).filter(
      (one) => streetOf(one) === street,
    );
    const walked = [...new Map(homes.map((one) => [one.line, one])).values()].slice(
      0,
      5 + planting.dice.below(4),
    );
    return walked.length < 5 ? undefined : looks(planting, walked);
  },
  'down the alphabet': (planting) => {
    const drawn = some(planting, planting.world.children, 9 + planting.dice.below(6));
    return looks(
      planting,
      [...drawn].sort((a, b) => (a.familyName < b.familyName ? -1 : 1)),
    );
  },
  'number by number': (planting) => numberByNumber(planting),
  'many in a day': (planting) =>
    looks(planting, some(planting, planting.world.children, 14 + planting.dice.below(20))),
  'at night': (planting) => {
    const drawn = some(planting, planting.world.children, 1 + planting.dice.below(3));
    return planting.worker.shift === 'round the clock'
      ? undefined
      : looks(planting, drawn, [], 60 + planting.dice.below(200));
  },
  'far away': (planting) => {
    const { world, worker } = planting;
    const far = world.children.filter(({ council }) => council !== worker.council);
    return worker.council === 0
      ? undefined
      : looks(planting, some(planting, far, 1 + planting.dice.below(4)));
  },
  'lists without opening': (planting) => {
    const drawn = some(planting, planting.world.children, 9 + planting.dice.below(10));
    const acts = drawn.map((child, place) => search(planting, child, 600 + place * 2));
    return { acts, changes: [] };
  },
  'openings without work': (planting) => {
    const drawn = some(planting, planting.world.children, 14);
    const acts = drawn.flatMap((child, place) => {
      const day = planting.day - (drawn.length - 1 - place) * 4;
      return open({ ...planting, day }, child, 600 + place * 7, usualReason(planting), true);
    });
    return { acts, changes: [] };
  },
  'after months away': (planting) =>
    looks(planting, some(planting, planting.world.children, 1 + planting.dice.below(3))),
  'called an emergency': (planting) => {
    const drawn = some(planting, planting.world.children, 9);
    const acts = drawn.flatMap((child, place) =>
      open(
        { ...planting, day: planting.day - (drawn.length - 1 - place) * 3 },
        child,
        600 + place * 11,
        { reason: 'emergency', footing: 'urgent' },
        true,
      ),
    );
    return { acts, changes: [] };
  },
} as const satisfies Readonly<Record<string, Plant>>;

export const plantedKinds: readonly PlantedKind[] = Object.keys(plants).filter(isPlantedKind);

/** Plants one piece of misuse by this worker about this day; undefined where it does not fit them. */
export function plant(kind: PlantedKind, planting: Planting): Incident | undefined {
  const found = plants[kind](planting);
  return found === undefined || found.acts.length === 0 ? undefined : { kind, ...found };
}

function looks(
  planting: Planting,
  children: readonly Child[],
  changes: readonly Change[] = [],
  from = 9 * 60 + planting.dice.below(420),
): Omit<Incident, 'kind'> {
  const step = 1.2 + planting.dice.unit() * 3;
  const acts = children.flatMap((child, place) => {
    const minute = Math.min(1439, from + place * step);
    return open(planting, child, minute, usualReason(planting), planting.dice.happens(0.7));
  });
  return { acts, changes };
}

/** A child whom the worker's team has nothing to do with. */
function stranger(planting: Planting): Child | undefined {
  const { dice, world, worker } = planting;
  const known = new Set((world.byTeam.get(worker.teamId ?? 0) ?? []).map(({ child }) => child.id));
  for (let tries = 0; tries < 50; tries += 1) {
    const child = pick(dice, world.byCouncil.get(worker.council) ?? world.children);
    if (child !== undefined && !known.has(child.id) && child.born < planting.day - 90) return child;
  }
  return undefined;
}

function some({ dice, day }: Planting, children: readonly Child[], count: number): readonly Child[] {
  const drawn = new Set<Child>();
  for (let tries = 0; drawn.size < count && tries < count * 20; tries += 1) {
    const child = pick(dice, children);
    if (child !== undefined && child.born < day) drawn.add(child);
  }
  return [...drawn];
}

function numberByNumber(planting: Planting): Omit<Incident, 'kind'> {
  const drawn = some(planting, planting.world.children, 5 + planting.dice.below(5));
  const start = 999_000_000 + planting.dice.below(900_000);
  const acts = drawn.map((child, place) => ({
    ...search(planting, child, 660 + place),
    eventId: newId(planting.dice),
    children: place % 2 === 0 ? [child.id] : [],
    terms: { number: `${start + place * (1 + planting.dice.below(3))}0` },
  }));
  return { acts, changes: [] };
}

function moveIn(worker: Worker, line: string, postcode: string): Change {
  const sql = 'update account_personal set home_line = $2, home_postcode = $3 where account_id = $1';
  return [sql, [worker.accountId, line, postcode]];
}

function addCarer(child: Child, personId: number, givenNames: string, familyName: string): Change {
  const sql = `insert into carer (child_id, carer_no, person_id, given_names, family_name, relationship, parental_responsibility)
    values ($1, 60, $2, $3, $4, 'father', 'yes') on conflict do nothing`;
  return [sql, [child.id, personId, givenNames, familyName]];
}

function streetOf(child: World['children'][number] | undefined): string {
  return `${child?.line.replace(/^(?:Flat \d+, )?\d+ /, '')} ${child?.postcode.split(' ')[0]}`;
}

function isPlantedKind(word: string): word is PlantedKind {
  return Object.hasOwn(plants, word);
}
