import type { Dice } from './chance.ts';

// Families with dependent children by how many they have (ONS, Families and households: 45, 40 and 15 per cent with one,
// two, and three or more), as one thousand households whose order is shuffled once: so the number of children before
// any household is known without making those before it.
const sizesInThousand = [450, 380, 124, 34, 9, 3] as const;

export type Sizes = {
  readonly childrenOf: (household: number) => number;
  readonly childrenBefore: (household: number) => number;
  /** How many households hold so many children. */
  readonly householdsFor: (children: number) => number;
};

/** How many children each household has. */
export const sizes: Sizes = sizesOf(shuffledSizes());

// So that about 3 children in 100 are of a multiple birth (ONS, Birth characteristics: 1.5 maternities in 100).
const multipleBirths = 0.048;
const triplets = 0.03;

/** How long ago each child of a household was born, the eldest first: spread evenly over childhood, some at the same birth. */
export function birthsAgo(dice: Dice, count: number, childhood: number): readonly number[] {
  const anchor = dice.below(childhood);
  if (count === 1) return [anchor];
  const gaps = gapsOf(dice, count);
  const fixed = dice.below(count);
  const times: number[] = [];
  let time = anchor;
  for (let child = fixed; child >= 0; child -= 1)
    times[child] = time += child === fixed ? 0 : (gaps[child] ?? 0);
  time = anchor;
  for (let child = fixed + 1; child < count; child += 1) times[child] = time -= gaps[child - 1] ?? 0;
  return apart(
    times.map((ago) => folded(ago, childhood)).sort((a, b) => b - a),
    childhood,
  );
}

function gapsOf(dice: Dice, count: number): number[] {
  const spread = count > 3 ? 600 : 1300;
  const gaps = Array.from({ length: count - 1 }, () => 400 + dice.below(spread));
  if (!dice.happens(multipleBirths)) return gaps;
  const at = dice.below(gaps.length);
  gaps[at] = 0;
  if (at + 1 < gaps.length && dice.happens(triplets)) gaps[at + 1] = 0;
  return gaps;
}

// Folding back at both ends, rather than drawing again, keeps every age as likely as any other.
function folded(ago: number, childhood: number): number {
  if (ago < 0) return Math.min(childhood - 1, -ago - 1);
  return ago < childhood ? ago : Math.max(0, 2 * childhood - 1 - ago);
}

const leastBetween = 290; // days between two births of one mother

// Folding may bring two births too near each other: the elder is moved back in time, and where childhood leaves no room
// for that the younger forward. Those of one birth stay at one birth.
function apart(times: readonly number[], childhood: number): readonly number[] {
  const least = times.slice(1).map((ago, at) => (times[at] === ago ? 0 : leastBetween));
  const back = [...times];
  for (let child = times.length - 2; child >= 0; child -= 1)
    back[child] = atLeast(back[child], (back[child + 1] ?? 0) + (least[child] ?? 0), least[child] === 0);
  const kept = back.map((ago) => Math.min(childhood - 1, ago));
  for (let child = 1; child < times.length; child += 1)
    kept[child] = -atLeast(
      -(kept[child] ?? 0),
      (least[child - 1] ?? 0) - (kept[child - 1] ?? 0),
      least[child - 1] === 0,
    );
  return kept;
}

function atLeast(value = 0, bound: number, exactly: boolean): number {
  return exactly ? bound : Math.max(value, bound);
}

function shuffledSizes(): readonly number[] {
  const list = sizesInThousand.flatMap((households, place) =>
    Array.from({ length: households }, () => place + 1),
  );
  // 619 shares no factor with 1,000, so this visits each place once.
  return list.map((_, place) => list[(place * 619) % 1000] ?? 1);
}

function sizesOf(pattern: readonly number[]): Sizes {
  const before = [0];
  for (const size of pattern) before.push((before.at(-1) ?? 0) + size);
  const inThousand = before[1000] ?? 0;
  const childrenBefore = (household: number): number =>
    Math.floor(household / 1000) * inThousand + (before[household % 1000] ?? 0);
  return {
    childrenOf: (household) => pattern[household % 1000] ?? 1,
    childrenBefore,
    householdsFor: (children) => {
      let households = Math.floor(children / inThousand) * 1000;
      while (childrenBefore(households) < children) households += 1;
      return households;
    },
  };
}
