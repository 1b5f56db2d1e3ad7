// How alike two folded names are. Called for thousands of candidates a second, so nothing is allocated: the two arrays
// below are used again by each call, which never waits for another.
const longestCompared = 128; // UTF-16 units: three given names of 35 are 107; of longer texts the beginnings are compared
const matchedInA = new Uint8Array(longestCompared);
const matchedInB = new Uint8Array(longestCompared);

/** From 0, nothing alike, to 1, equal: the share of letters found near their place, more for a common beginning (Winkler 1990). */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  // The first of equal matches is taken, so who is first could matter by a hair: always the same one is.
  const jaro = a < b ? jaroOf(a, b) : jaroOf(b, a);
  if (jaro <= 0.7) return jaro; // Winkler's threshold: a common beginning says little where the rest disagrees
  const most = Math.min(4, a.length, b.length);
  let prefix = 0;
  while (prefix < most && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function jaroOf(a: string, b: string): number {
  const lengthOfA = Math.min(a.length, longestCompared);
  const lengthOfB = Math.min(b.length, longestCompared);
  const matches = markMatches(a, lengthOfA, b, lengthOfB);
  if (matches === 0) return 0;
  const inOrder = matches - outOfPlace(a, b, matches) / 2;
  return (matches / lengthOfA + matches / lengthOfB + inOrder / matches) / 3;
}

// Marks, in both, the letters of a that b has within half the longer length of their place; and counts them.
function markMatches(a: string, lengthOfA: number, b: string, lengthOfB: number): number {
  matchedInA.fill(0, 0, lengthOfA);
  matchedInB.fill(0, 0, lengthOfB);
  const reach = Math.max(0, Math.floor(Math.max(lengthOfA, lengthOfB) / 2) - 1);
  let matches = 0;
  for (let at = 0; at < lengthOfA; at += 1) {
    const found = unmatchedIn(
      b,
      a.charCodeAt(at),
      Math.max(0, at - reach),
      Math.min(lengthOfB, at + reach + 1),
    );
    if (found < 0) continue;
    matchedInA[at] = 1;
    matchedInB[found] = 1;
    matches += 1;
  }
  return matches;
}

function unmatchedIn(b: string, letter: number, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    if (matchedInB[at] === 0 && b.charCodeAt(at) === letter) return at;
  }
  return -1;
}

// How many of the matched letters, read in order in each, are not the same.
function outOfPlace(a: string, b: string, matches: number): number {
  let different = 0;
  let inA = 0;
  let inB = 0;
  for (let count = 0; count < matches; count += 1) {
    while (matchedInA[inA] === 0) inA += 1;
    while (matchedInB[inB] === 0) inB += 1;
    if (a.charCodeAt(inA) !== b.charCodeAt(inB)) different += 1;
    inA += 1;
    inB += 1;
  }
  return different;
}

/** What `typingErrors` answers where there are more than two. */
export const tooManyErrors = 3;

/**
 * How many letters were typed wrong, left out, put in or exchanged with their neighbour, to make one of the other: 0, 1, 2, or 3 for
 * more than two (optimal string alignment, Damerau 1964). With so few, trying each costs less than filling a table.
 */
export function typingErrors(a: string, b: string): number {
  return Math.min(tooManyErrors, errorsFrom(a, 0, b, 0, tooManyErrors - 1));
}

// The fewest errors in the rest of both; more than are left, whatever number, where those are not enough.
function errorsFrom(a: string, fromA: number, b: string, fromB: number, left: number): number {
  let atA = fromA;
  let atB = fromB;
  while (atA < a.length && atB < b.length && a.charCodeAt(atA) === b.charCodeAt(atB)) {
    atA += 1;
    atB += 1;
  }
  const restOfA = a.length - atA;
  const restOfB = b.length - atB;
  if (restOfA === 0 || restOfB === 0) return restOfA + restOfB;
  if (left === 0 || Math.abs(restOfA - restOfB) > left) return left + 1;
  const wrong = errorsFrom(a, atA + 1, b, atB + 1, left - 1);
  const extra = errorsFrom(a, atA + 1, b, atB, left - 1);
  const missing = errorsFrom(a, atA, b, atB + 1, left - 1);
  const exchanged = areExchanged(a, atA, b, atB) ? errorsFrom(a, atA + 2, b, atB + 2, left - 1) : left;
  return 1 + Math.min(wrong, extra, missing, exchanged);
}

function areExchanged(a: string, atA: number, b: string, atB: number): boolean {
  if (atA + 1 >= a.length || atB + 1 >= b.length) return false;
  return a.charCodeAt(atA) === b.charCodeAt(atB + 1) && a.charCodeAt(atA + 1) === b.charCodeAt(atB);
}
