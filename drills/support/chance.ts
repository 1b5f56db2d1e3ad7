/** A number from 0 up to 1, the next of a row that its seed decides. */
export type Chance = () => number;

/** The same seed, the same row (mulberry32, Tommy Ettinger 2017, public domain). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Any one of these. */
export function oneOf<Value>(chance: Chance, first: Value, ...others: readonly Value[]): Value {
  return [first, ...others][Math.floor(chance() * (others.length + 1))] ?? first;
}

/** All of them in another order. */
export function shuffled<Value>(chance: Chance, values: readonly Value[]): readonly Value[] {
  const placed = values.map((value) => ({ value, at: chance() }));
  return placed.sort((one, other) => one.at - other.at).map(({ value }) => value);
}
