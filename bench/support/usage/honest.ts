import { pick, pickByShare } from '../dice.ts';
import { minuteOf, newId, open, search, usualReason, type Act, type Doing } from './acts.ts';
import type { Child, Work } from './world.ts';

/** Why somebody looks a child up, honestly. */
type Cause =
  | 'own child'
  | 'cover'
  | 'household'
  | 'register'
  | 'new-born'
  | 'transfer'
  | 'record keeping'
  | 'coming work'
  | 'nobody known';

// Shares by sort of worker: ours, so that about one opening in sixteen is of a child whom nothing ties to the reader, as in
// hospitals (Fabbri and LeFevre explained 94 %). Emergency nurses and response officers mostly meet children unknown.
const causes = {
  caseload: [
    ['own child', 68],
    ['cover', 15],
    ['household', 6],
    ['transfer', 4],
    ['coming work', 2.5],
    ['nobody known', 2.5],
  ],
  'new-borns too': [
    ['own child', 66],
    ['cover', 18],
    ['household', 4],
    ['new-born', 6],
    ['transfer', 3],
    ['nobody known', 1.5],
  ],
  setting: [
    ['register', 90],
    ['transfer', 6],
    ['nobody known', 2.5],
  ],
  emergency: [
    ['own child', 5],
    ['cover', 15],
    ['new-born', 10],
    ['nobody known', 65],
  ],
  'record keeping': [
    ['record keeping', 93],
    ['nobody known', 5],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [Cause, number])[]>>;

/** All that somebody does on one day. */
export function honestDay(doing: Doing, accesses: number): readonly Act[] {
  const acts: Act[] = [];
  for (let access = 0; access < accesses; access += 1) acts.push(...honestAccess(doing));
  return acts;
}

function honestAccess(doing: Doing): readonly Act[] {
  const { dice } = doing;
  const minute = minuteOf(doing);
  const cause = pickByShare(dice, causes[sortOf(doing)]);
  const child = childFor(cause, doing);
  if (child === undefined) return dice.happens(0.3) ? [searchForNobody(doing, minute)] : [];
  // A look at the list can be enough: whether it is the right one, or who else bears the name.
  if (dice.happens(0.05)) return [search(doing, child, minute)];
  const emergencies = sortOf(doing) === 'emergency' ? 0.45 : cause === 'nobody known' ? 0.08 : 0.01;
  const usual = usualReason(doing, emergencies);
  const said = cause === 'transfer' ? { ...usual, reason: 'transition between services' } : usual;
  const bySearch = cause !== 'own child' || dice.happens(0.25);
  const opened = open(doing, child, minute, said, bySearch);
  return bySearch && dice.happens(0.008) ? [...wrongClick(doing, child, minute, said), ...opened] : opened;
}

// Somebody else on the list, closed at once.
function wrongClick(doing: Doing, child: Child, minute: number, said: Parameters<typeof open>[3]) {
  const other = pick(doing.dice, doing.world.byName.get(child.familyName.toLowerCase()) ?? []);
  return other === undefined ? [] : open(doing, other, minute - 0.2, said, false);
}

function searchForNobody(doing: Doing, minute: number): Act {
  const { dice, worker, day } = doing;
  const terms = { familyName: 'Unheardofname', year: '2015', number: '' };
  const found = { children: [], reason: null, footing: null, refused: false, act: 'find child' as const };
  return { ...found, eventId: newId(dice), worker, day, minute, terms };
}

function sortOf({ worker }: Doing): keyof typeof causes {
  if (worker.role === 'record keeper') return 'record keeping';
  if (worker.organisationKind === 'school' || worker.organisationKind === 'GP practice') return 'setting';
  if (worker.shift === 'round the clock' && worker.role !== 'social worker') return 'emergency';
  return worker.role === 'health visitor' || worker.role === 'hospital nurse' ? 'new-borns too' : 'caseload';
}

type Drawing = (doing: Doing) => Child | undefined;

const drawings: Readonly<Record<Cause, Drawing>> = {
  'own child': (doing) => atWork(doing, ownWorks(doing)) ?? drawings.cover(doing),
  cover: (doing) => atWork(doing, doing.world.byTeam.get(doing.worker.teamId ?? 0)),
  household: (doing) => {
    const child = atWork(doing, ownWorks(doing));
    return pick(doing.dice, doing.world.siblings.get(child?.id ?? 0) ?? []);
  },
  register: (doing) => atWork(doing, doing.world.byRegister.get(doing.worker.registerCode ?? '')),
  'new-born': (doing) => bornWithin(doing, 40),
  transfer: (doing) =>
    near(doing, ({ since, born }) => since > born + 60 && doing.day >= since && doing.day - since < 50),
  'record keeping': (doing) => bornWithin(doing, 25),
  'coming work': comingWork,
  'nobody known': anybody,
};

function childFor(cause: Cause, doing: Doing): Child | undefined {
  return drawings[cause](doing);
}

function ownWorks({ world, worker }: Doing): readonly Work[] | undefined {
  return world.byPractitioner.get(worker.practitionerId ?? 0);
}

function atWork({ dice, day }: Doing, works: readonly Work[] = []): Child | undefined {
  for (let tries = 0; tries < 12; tries += 1) {
    const work = pick(dice, works);
    // Some is written up after it ended.
    if (work !== undefined && work.from <= day && day <= work.to + 60 && work.child.born <= day)
      return work.child;
  }
  return undefined;
}

// A referral: looked up before the team's work began.
function comingWork({ dice, world, worker, day }: Doing): Child | undefined {
  const works = world.byTeam.get(worker.teamId ?? 0) ?? [];
  for (let tries = 0; tries < 40; tries += 1) {
    const work = pick(dice, works);
    if (work !== undefined && work.from > day && work.from <= day + 14) return work.child;
  }
  return undefined;
}

function near(doing: Doing, fits: (child: Child) => boolean): Child | undefined {
  const children = doing.world.byCouncil.get(doing.worker.council) ?? [];
  for (let tries = 0; tries < 400; tries += 1) {
    const child = pick(doing.dice, children);
    if (child !== undefined && child.born <= doing.day && fits(child)) return child;
  }
  return undefined;
}

// Most who are met unknown live here, and one in twelve does not.
function anybody(doing: Doing): Child | undefined {
  const { dice, world, worker, day } = doing;
  const here = dice.happens(11 / 12) ? world.byCouncil.get(worker.council) : undefined;
  const child = pick(dice, here ?? world.children);
  return child !== undefined && child.born <= day ? child : undefined;
}

/** A child of the worker's council born in so many days before. */
function bornWithin({ dice, world, worker, day }: Doing, days: number): Child | undefined {
  const first = firstBornAfter(world.byBirth, day - days);
  const recent = world.byBirth.slice(first, first + 2000).filter(({ born }) => born <= day);
  return pick(
    dice,
    recent.filter(({ council }) => council === worker.council),
  );
}

function firstBornAfter(byBirth: readonly Child[], day: number): number {
  let [low, high] = [0, byBirth.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((byBirth[middle]?.born ?? 0) > day) high = middle;
    else low = middle + 1;
  }
  return low;
}
