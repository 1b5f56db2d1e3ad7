import { randomBytes } from 'node:crypto';

/** The session's secret; given at sign-in. */
export const sessionCookie = '__Host-session';
/** The secret of a browser that nobody has signed in with: it ties the sign-in forms to that browser. */
export const visitCookie = '__Host-visit';
/** Between the password page and the token page. */
export const attemptCookie = '__Host-attempt';

/** Between the activation code and the first sign-in. */
export const activationCookie = '__Host-activation';

/** A family's session, and the setting up before it: never a user's. */
export const familyCookie = '__Host-family';
export const familySetupCookie = '__Host-family-setup';

/** The cookies that a request carries. A name sent twice counts as not sent: one of the two was planted. */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  for (const pair of (header ?? '').slice(0, 4096).split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 1) continue;
    const name = pair.slice(0, equals).trim();
    if (found.has(name)) twice.add(name);
    found.set(name, pair.slice(equals + 1).trim());
  }
  for (const name of twice) found.delete(name);
  return found;
}

/** A cookie for this host only, hidden from scripts, kept until the browser closes. */
export function setCookie(name: string, value: string): string {
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict`;
}

export function dropCookie(name: string): string {
  return `${setCookie(name, '')}; Max-Age=0`;
}

/** 256 random bits, as they stand in a cookie. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
