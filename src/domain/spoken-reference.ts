import { contactPointNumberFrom, parseContactPointNumber, showContactPointNumber } from './identifiers.ts';
import { plainCharacters } from './check-characters.ts';
import { failed, done, type Outcome } from './outcome.ts';

/** The reference of an opening, to be spoken aloud: 40 random bits of its event's id and a check character, as a ContactPoint number is. */
export function spokenReference(eventId: string): string {
  return showContactPointNumber(
    contactPointNumberFrom(parseInt(eventId.replaceAll('-', '').slice(0, 10), 16)),
  );
}

/** The first and the last event id that a spoken reference can stand for. */
export function readSpokenReference(typed: string): Outcome<{ readonly from: string; readonly to: string }> {
  const read = parseContactPointNumber(typed.length > 30 ? '' : typed);
  if (!read.ok) return failed({ kind: 'invalid', field: 'reference', says: like });
  let bits = 0;
  for (const character of read.value.slice(0, 8)) bits = bits * 32 + plainCharacters.indexOf(character);
  const hex = bits.toString(16).padStart(10, '0');
  return done({ from: uuid(hex, '0'), to: uuid(hex, 'f') });
}

const like =
  'Enter the reference that they read to you, like 79FH-S797-E: nine letters and digits, the last of which checks the others';

function uuid(begins: string, filler: string): string {
  const hex = begins.padEnd(32, filler);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
