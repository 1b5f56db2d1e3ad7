import { createHmac, timingSafeEqual } from 'node:crypto';

/** How a token makes its codes. */
export type CodeShape = { readonly hash: 'sha1' | 'sha256' | 'sha512'; readonly digits: 6 | 8 };

/** What the tokens that we issue do, as nearly every OATH token and phone app does. */
export const ourTokens: CodeShape = { hash: 'sha1', digits: 6 };

export const secondsPerStep = 30; // RFC 6238 section 5.2: the recommended step

// RFC 6238 section 5.2: "at most one time step is allowed as the network delay", on either side of the token's drift.
const stepsAccepted = [-1, 0, 1] as const;

// RFC 6238 section 6 wants a limit on the drift kept; five minutes is ours: a token further out needs replacing.
const mostDrift = 10;

/** The time step that an instant lies in, counted from 1970 (RFC 6238). */
export function stepAt(instant: Date): number {
  return Math.floor(instant.getTime() / 1000 / secondsPerStep);
}

/** The code of one step: the HOTP value of RFC 4226 with the step as its counter. */
export function codeAt(seed: Buffer, step: number, { hash, digits }: CodeShape = ourTokens): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(hash, seed).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const truncated = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(truncated % 10 ** digits).padStart(digits, '0');
}

/**
 * The step whose code was given, one either side of the token's drift; undefined where none fits. All three are
 * always worked out and compared in constant time, so that the time taken tells nothing.
 */
export function matchingStep(
  seed: Buffer,
  code: string,
  now: Date,
  driftSteps: number,
  shape: CodeShape = ourTokens,
): number | undefined {
  const present = stepAt(now) + driftSteps;
  const fitting = stepsAccepted
    .map((away) => Math.max(0, present + away))
    .filter((step) => isSameCode(codeAt(seed, step, shape), code));
  return fitting.at(-1);
}

/** How far the token's clock is from ours, learnt from the step that it used; kept within five minutes. */
export function driftOf(step: number, now: Date): number {
  return Math.min(mostDrift, Math.max(-mostDrift, step - stepAt(now)));
}

function isSameCode(expected: string, given: string): boolean {
  const wanted = Buffer.from(expected);
  const sent = Buffer.from(given);
  return sent.length === wanted.length && timingSafeEqual(wanted, sent);
}
