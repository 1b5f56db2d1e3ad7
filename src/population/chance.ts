import type { Chance } from './sampler.ts';

/** A source of chance that can be set back to where any household begins. */
export type Dice = {
  /** Begins again for one thing of one kind: the same three numbers, the same draws. */
  readonly begin: (seed: number, kind: number, index: number) => void;
  /** From 0 up to but not including 1. */
  readonly unit: Chance;
  /** A whole number from 0 up to but not including the limit. */
  readonly below: (limit: number) => number;
  readonly happens: (probability: number) => boolean;
};

/** Dice on Doty-Humphrey's sfc32, seeded for each thing alone, so that any household can be made without those before it. */
export function makeDice(): Dice {
  const state = new Int32Array(4);
  const next = (): number => {
    const [a = 0, b = 0, c = 0, counter = 0] = state;
    const sum = (((a + b) | 0) + counter) | 0;
    state[3] = (counter + 1) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  const unit = (): number => next() / 2 ** 32;
  return {
    unit,
    below: (limit) => Math.floor(unit() * limit),
    happens: (probability) => unit() < probability,
    begin: (seed, kind, index) => {
      state[0] = seed;
      state[1] = kind;
      state[2] = index;
      state[3] = 1;
      for (let warming = 0; warming < 12; warming += 1) next(); // PractRand's own advice for sfc32
    },
  };
}

/** A 32-bit number that is always the same for the same two (MurmurHash3's finaliser over both). */
export function mixed(value: number, key: number): number {
  let bits = Math.imul(value ^ Math.imul(key, 0x9e3779b1), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  bits ^= Math.imul(key ^ (bits >>> 16), 0x27d4eb2f);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/**
 * Scatters 0…2^(2·halfBits)−1 over itself without a clash, for up to 26: a Feistel network of four rounds, so that no list
 * of used numbers is kept.
 */
export function scattered(index: number, halfBits: number, key: number): number {
  const half = 2 ** halfBits;
  let left = Math.floor(index / half);
  let right = index % half;
  for (let round = 0; round < 4; round += 1) {
    const turned = left ^ (mixed(right, key + round) >>> (32 - halfBits));
    left = right;
    right = turned;
  }
  return left * half + right;
}

/** A scattering of 0…size−1 over itself, for sizes under 2^27: one multiplication, by a number that shares no factor with the size. */
export function shuffled(size: number, key: number): (index: number) => number {
  let step = Math.floor(size * 0.618) + (mixed(key, 7) % Math.ceil(size / 10));
  while (commonFactor(step, size) !== 1) step += 1;
  const start = mixed(key, 11) % size;
  return (index) => (multiplyModulo(index, step, size) + start) % size;
}

// Both factors stay under 2^27 here, so the high half's product is exact.
function multiplyModulo(a: number, b: number, size: number): number {
  const high = Math.floor(b / 4096);
  return (((a * high) % size) * 4096 + a * (b % 4096)) % size;
}

function commonFactor(a: number, b: number): number {
  return b === 0 ? a : commonFactor(b, a % b);
}
