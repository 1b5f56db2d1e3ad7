import type { Dice } from '../../../src/population/chance.ts';
import { pick, pickByShare } from '../dice.ts';
import type { Worker } from './staff.ts';
import type { Child, DayNumber, World } from './world.ts';

/** Something that somebody did, before it is written into the log. */
export type Act = {
  readonly eventId: string;
  readonly worker: Worker;
  readonly day: DayNumber;
  readonly minute: number; // of the day
  readonly act: 'find child' | 'open child record';
  readonly refused: boolean;
  readonly children: readonly number[];
  readonly reason: string | null;
  readonly footing: string | null;
  readonly terms: Readonly<Record<string, string>> | null;
};

export type Doing = {
  readonly dice: Dice;
  readonly world: World;
  readonly worker: Worker;
  readonly day: DayNumber;
};

/** An id as the product's are made, but from the dice: the same seed makes the same year. */
export function newId(dice: Dice): string {
  const hex = Array.from({ length: 4 }, () =>
    dice
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Opens a record, from the caseload or after a search for the child. */
export function open(
  doing: Doing,
  child: Child,
  minute: number,
  said: Said,
  bySearch: boolean,
): readonly Act[] {
  const { dice, worker, day } = doing;
  const opening: Act = {
    eventId: newId(dice),
    worker,
    day,
    minute,
    act: 'open child record',
    refused: false,
    children: [child.id],
    reason: said.reason,
    footing: said.footing,
    terms: null,
  };
  if (!bySearch) return [opening];
  return [search(doing, child, minute - 0.5), opening];
}

/** A search for a child, whose list shows others of the name. */
export function search({ dice, world, worker, day }: Doing, child: Child, minute: number): Act {
  const others = world.byName.get(child.familyName.toLowerCase()) ?? [];
  const shown = new Set([child.id]);
  const more = dice.happens(0.5) ? 0 : Math.min(dice.below(9), others.length - 1);
  for (let tries = 0; shown.size <= more && tries < 20; tries += 1)
    shown.add(pick(dice, others)?.id ?? child.id);
  return {
    eventId: newId(dice),
    worker,
    day,
    minute,
    act: 'find child',
    refused: false,
    children: [...shown],
    reason: null,
    footing: null,
    terms: { familyName: child.familyName, year: '', number: '' },
  };
}

type Said = { readonly reason: string; readonly footing: string };

const footings = [
  ['parent agreed', 6],
  ['child agreed', 1],
  ['not asked yet', 2],
  ['asking puts child at risk', 0.3],
] as const;

/** What somebody of the role gives as a reason, and on what footing. */
export function usualReason({ dice, worker }: Doing, emergencies = 0.01): Said {
  if (dice.happens(emergencies)) return { reason: 'emergency', footing: 'urgent' };
  const footing = pickByShare(dice, footings);
  if (worker.role === 'record keeper') return { reason: 'accuracy of the record', footing };
  const reason = pickByShare(dice, [
    ['arranging support', 5],
    ['concern about the child', 3],
    ['the family asked', 1],
  ]);
  return { reason, footing };
}

/** When in the day somebody works. Rotas turn; others are called now and then in the evening. */
export function minuteOf({ dice, worker, day }: Doing): number {
  if (worker.shift === 'round the clock') {
    const turn = (Math.floor(day / 4) + worker.accountId) % 3; // four days each of early, late and night
    return ((turn === 0 ? 7 : turn === 1 ? 14 : 22) * 60 + dice.below(8 * 60)) % 1440;
  }
  if (dice.happens(0.012)) return 18 * 60 + dice.below(5 * 60);
  const [from, to] = worker.shift === 'school' ? [8, 16] : [8.5, 17.5];
  return from * 60 + ((dice.unit() + dice.unit()) / 2) * (to - from) * 60;
}
