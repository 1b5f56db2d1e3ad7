import type { Fault } from './outcome.ts';

/** What a new user types to set their password and PIN: each twice. */
export type SecretsTyped = {
  readonly password: string;
  readonly passwordAgain: string;
  readonly pin: string;
  readonly pinAgain: string;
};

// NIST SP 800-63B-4 section 3.1.1.2: 15 characters alone, 8 where it is one factor of several; a token always is another.
const shortest = 8;
const longest = 128; // ours; NIST asks for 64 at least

/** All that is wrong with chosen secrets. `isCommon` knows the passwords that everybody tries first. */
export function faultsInSecrets(
  { password, passwordAgain, pin, pinAgain }: SecretsTyped,
  userName: string,
  isCommon: (password: string) => boolean,
): readonly Fault[] {
  const faults = [passwordFault(password, userName, isCommon), pinFault(pin)];
  if (faults[0] === undefined && password !== passwordAgain)
    faults.push({ kind: 'invalid', field: 'passwordAgain', says: 'Type the same password twice' });
  if (faults[1] === undefined && pin !== pinAgain)
    faults.push({ kind: 'invalid', field: 'pinAgain', says: 'Type the same PIN twice' });
  return faults.filter((fault) => fault !== undefined);
}

function passwordFault(
  password: string,
  userName: string,
  isCommon: (password: string) => boolean,
): Fault | undefined {
  const plain = password.normalize('NFKC');
  const wrong = (says: string): Fault => ({ kind: 'invalid', field: 'password', says });
  if (plain === '') return wrong('Enter a password');
  if (!plain.isWellFormed() || /\p{Cc}/u.test(plain))
    return wrong('Password has a character that cannot be read: choose another');
  const length = Array.from(plain).length;
  if (length < shortest) return wrong(`Password must be ${shortest} characters or more`);
  if (length > longest) return wrong(`Password must be ${longest} characters or fewer`);
  const folded = plain.toLowerCase();
  if (isCommon(folded)) return wrong('That password is one of those tried first: choose another');
  if (folded.includes('contactpoint') || folded.includes(userName))
    return wrong('Password must not hold your user name or the name of the service');
  return new Set(folded).size < 4 ? wrong('Password must have at least 4 different characters') : undefined;
}

function pinFault(pin: string): Fault | undefined {
  const wrong = (says: string): Fault => ({ kind: 'invalid', field: 'pin', says });
  if (pin === '') return wrong('Enter a PIN');
  if (!/^[0-9]{6,8}$/.test(pin)) return wrong('PIN must be 6 to 8 digits');
  return isRun(pin) || isRepeat(pin)
    ? wrong('PIN must not be a run such as 123456, or a repeat such as 111111 or 121212')
    : undefined;
}

function isRun(pin: string): boolean {
  const steps = new Set(
    Array.from(pin)
      .slice(1)
      .map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10),
  );
  return steps.size === 1 && (steps.has(1) || steps.has(9));
}

function isRepeat(pin: string): boolean {
  return [1, 2, 3, 4].some((length) => pin.length >= 2 * length && isMadeOf(pin, pin.slice(0, length)));
}

function isMadeOf(pin: string, part: string): boolean {
  return part.repeat(Math.ceil(pin.length / part.length)).slice(0, pin.length) === pin;
}
