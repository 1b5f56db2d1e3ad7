/** One thing that took a time, and which of two kinds it was. */
export type Timed = { readonly ms: number; readonly isFirst: boolean };

/** How often the time tells which of two kinds it was: by the best threshold of one half, tried on the other. */
export type Guessing = {
  readonly tries: number;
  readonly guessedRight: number;
  /** The 95 % interval of that rate. */
  readonly from: number;
  readonly to: number;
  readonly includesOneHalf: boolean;
  /** How often one of the first kind took longer than one of the second, over all pairs: 0.5 where time tells nothing. */
  readonly areaUnderCurve: number;
};

/** Learns from every second one, and guesses the others. */
export function guessByTime(tries: readonly Timed[]): Guessing {
  const learnt = ruleOf(tries.filter((_one, at) => at % 2 === 0));
  const held = tries.filter((_one, at) => at % 2 === 1);
  const right = held.filter(
    ({ ms, isFirst }) => ms > learnt.threshold === (learnt.slowerIsFirst === isFirst),
  ).length;
  const [from, to] = intervalOf(right, held.length);
  return {
    tries: tries.length,
    guessedRight: right / held.length,
    from,
    to,
    includesOneHalf: from <= 0.5 && to >= 0.5,
    areaUnderCurve: areaUnderCurve(tries),
  };
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

type Rule = { readonly threshold: number; readonly slowerIsFirst: boolean };

// Every threshold between two of the times, either way round.
function ruleOf(learning: readonly Timed[]): Rule {
  const sorted = learning.toSorted((a, b) => a.ms - b.ms);
  const firsts = sorted.filter(({ isFirst }) => isFirst).length;
  let best: Rule & { readonly right: number } = { threshold: 0, slowerIsFirst: true, right: 0 };
  let firstsBelow = 0;
  for (const [below, { ms, isFirst }] of sorted.entries()) {
    if (isFirst) firstsBelow += 1;
    const secondsBelow = below + 1 - firstsBelow;
    const right = secondsBelow + firsts - firstsBelow;
    if (right > best.right) best = { threshold: ms, slowerIsFirst: true, right };
    const wrong = sorted.length - right;
    if (wrong > best.right) best = { threshold: ms, slowerIsFirst: false, right: wrong };
  }
  return best;
}

// Wilson's interval of a share, at 95 %.
function intervalOf(right: number, of: number): readonly [number, number] {
  const z = 1.96;
  const share = right / of;
  const middle = share + (z * z) / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return [(middle - reach) / scale, (middle + reach) / scale];
}

// By ranks (Mann and Whitney, 1947).
function areaUnderCurve(tries: readonly Timed[]): number {
  const sorted = tries.toSorted((a, b) => a.ms - b.ms);
  const firsts = sorted.filter(({ isFirst }) => isFirst).length;
  const ranks = sorted.reduce((sum, { isFirst }, at) => (isFirst ? sum + at + 1 : sum), 0);
  return (ranks - (firsts * (firsts + 1)) / 2) / (firsts * (tries.length - firsts));
}
