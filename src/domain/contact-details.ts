import type { Fault } from './outcome.ts';

const longest = 100;

/** What is wrong with one line of words, such as a name; undefined where nothing is. */
export function wordsFault(field: string, typed: string, what: string): Fault | undefined {
  const words = typed.trim();
  if (words === '') return boxFault(field, `Enter ${what}`);
  if (words.length > longest)
    return boxFault(field, `${sentence(what)} must be ${longest} characters or fewer`);
  // A name of a person or a body has letters; what cannot be shown, or looks like markup or a formula, is a mistake.
  if (/[\p{Cc}\p{Cf}\p{Cs}<>=|{}]/u.test(words) || !/\p{L}/u.test(words))
    return boxFault(field, `${sentence(what)} must be words, like on a letter`);
  return undefined;
}

/** What is wrong with a telephone number of the United Kingdom. */
export function telephoneFault(field: string, typed: string): Fault | undefined {
  if (typed.trim() === '') return boxFault(field, 'Enter a telephone number');
  const digits = typed.replaceAll(/[ ()-]/g, '').replace(/^\+44/, '0');
  if (typed.length <= 30 && /^0\d{9,10}$/.test(digits)) return undefined;
  return boxFault(field, 'Enter a telephone number, like 01632 960 001');
}

/** What is wrong with an e-mail address. */
export function emailFault(field: string, typed: string): Fault | undefined {
  const email = typed.trim();
  if (email === '') return boxFault(field, 'Enter an e-mail address');
  // RFC 5321: at most 254; the shape is the plain one that people have at work.
  if (email.length <= 254 && /^[\w.+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(email)) return undefined;
  return boxFault(field, 'Enter an e-mail address, like name@example.com');
}

function boxFault(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}

function sentence(what: string): string {
  const bare = what.replace(/^(the|a) /, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}
