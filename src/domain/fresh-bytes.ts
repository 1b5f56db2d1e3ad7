import { randomBytes } from 'node:crypto';

// Asking the system for each salt and nonce by itself took 3 % of a page: so some hundreds are drawn at once.
const poolBytes = 4096;
let pool = Buffer.alloc(0);
let taken = 0;

/** Random bytes from the system's generator, none of them given twice: for salts and nonces, of at most a few dozen bytes. */
export function freshBytes(count: number): Buffer {
  if (taken + count > pool.length) {
    pool = randomBytes(Math.max(poolBytes, count));
    taken = 0;
  }
  taken += count;
  return pool.subarray(taken - count, taken);
}
