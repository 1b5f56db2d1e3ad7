import { makeDice, type Dice } from '../../src/population/chance.ts';

/** Dice for one thing of one kind: the same three numbers, the same draws. */
export function diceFor(seed: number, kind: number, index: number): Dice {
  const dice = makeDice();
  dice.begin(seed, kind, index);
  return dice;
}

/** Any one of these; undefined where there is none. */
export function pick<Value>(dice: Dice, values: readonly Value[]): Value | undefined {
  return values[dice.below(values.length)];
}

/** One of these by its share. The shares need not sum to 1. */
export function pickByShare<Value>(dice: Dice, shares: readonly (readonly [Value, number])[]): Value {
  const [first] = shares;
  if (first === undefined) throw new RangeError('There is nothing to pick');
  let left = dice.unit() * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [value, share] of shares) {
    left -= share;
    if (left < 0) return value;
  }
  return first[0];
}

/** All of them in another order. */
export function shuffle<Value>(dice: Dice, values: readonly Value[]): readonly Value[] {
  return values
    .map((value) => ({ value, at: dice.unit() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value);
}
