// The letters that a check character may be: those of the DfE's unique pupil number, without I, O and S.
const pupilLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/** The 32 characters of Crockford's base 32: no I, L or O, which are read as digits, and no U, which spells. */
export const plainCharacters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Whether the tenth digit checks the nine before it (NHS Data Dictionary, NHS NUMBER, modulus 11). */
export function nhsNumberChecks(tenDigits: string): boolean {
  let sum = 0;
  for (let at = 0; at < 9; at += 1) sum += Number(tenDigits[at]) * (10 - at);
  const check = (11 - (sum % 11)) % 11;
  return check === Number(tenDigits[9]); // a check of 10 is no digit: such a number is never issued
}

/** Whether the first letter of a unique pupil number checks the twelve characters after it (DfE, UPN guide). */
export function upnChecks(upn: string): boolean {
  let sum = 0;
  for (let at = 1; at < upn.length; at += 1) sum += pupilValue(upn.charAt(at)) * (at + 1);
  return pupilLetters[sum % 23] === upn[0];
}

function pupilValue(character: string): number {
  const value = pupilLetters.indexOf(character);
  return value < 0 ? Number(character) : value;
}

/**
 * The check character of a text of plain characters: its Reed-Solomon sum over the field of 32 elements. It finds every single
 * wrong character and every two that changed places, wherever they stand, up to 30 characters.
 */
export function plainCheck(text: string): string {
  let sum = 0;
  for (const character of text) sum = doubled(sum ^ plainCharacters.indexOf(character));
  return plainCharacters.charAt(sum);
}

// Times x in GF(2^5) with the primitive polynomial x^5 + x^2 + 1: each position's weight is another power of x.
function doubled(element: number): number {
  const shifted = element << 1;
  return shifted > 31 ? shifted ^ 0b100101 : shifted;
}
