import type { Fault } from './outcome.ts';

// No letter or digit that can be taken for another: a code is read off paper. 12 of 32 are 60 random bits, where 20 would
// do for a code that is throttled (NIST SP 800-63B-4 section 3.2.2).
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLetters = 12;
const hour = 3_600_000;

export const codeLastsMs = 72 * hour; // trust.md, Sign-in 3
export const activationLastsMs = hour; // from the code to the token; ours

/** An activation code of random bytes, as it is printed: K7QF-2M9X-T4WD. */
export function codeFrom(random: Uint8Array): string {
  const code = Array.from(random.subarray(0, codeLetters), (byte) => letters[byte % 32]).join('');
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** A code as it is compared: however it was typed. O is taken for 0, I and L for 1, as Crockford's base 32 has it. */
export function tidyActivationCode(typed: string): string {
  const plain = typed
    .slice(0, 40)
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '');
  return plain.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** The steps of activating an account, each done once, in this order. */
export type ActivationStep = 'agreement' | 'secrets' | 'token' | 'done';

/** What an account has already of what signing in takes. */
export type Activated = {
  readonly signed: boolean;
  readonly hasSecrets: boolean;
  readonly hasToken: boolean;
};

/** The step that comes next: the first that is missing. */
export function nextStep({ signed, hasSecrets, hasToken }: Activated): ActivationStep {
  if (!signed) return 'agreement';
  if (!hasSecrets) return 'secrets';
  return hasToken ? 'done' : 'token';
}

/** One answer for an unknown name, a wrong code and one that ran out. */
export const activationRefused: Fault = {
  kind: 'refused',
  says: 'Your user name or activation code is wrong, or the code was used or is more than 72 hours old. Ask your account administrator for a new one.',
};

export const activationOver: Fault = {
  kind: 'stale',
  says: 'Activating takes an hour at most, in one browser. Ask your account administrator for a new code, and start again.',
};
