import { foldName, soundOf, tokensOf } from '../names.ts';

/** A name made ready for comparing: folded, in its parts, and as it sounds. */
export type ComparedName = {
  readonly folded: string;
  /** The parts, folded; never empty. */
  readonly tokens: readonly string[];
  readonly first: string;
  readonly soundOfFirst: string;
  readonly isNoEvidence: boolean;
};

// What stands where a name is not given yet (NHS birth notifications), with the mother's family name: facts.md, pseudo-identity.
const notYetNamed: ReadonlySet<string> = new Set(
  'baby babyboy babygirl boy girl infant newborn twin twinone twintwo twini twinii triplet unknown unnamed notknown'.split(
    ' ',
  ),
);

// Names repeat: 12 million children have some 200,000. Emptied when full, so that no search can fill memory.
const mostRemembered = 50_000;
const longestRemembered = 120; // characters
const remembered = new Map<string, ComparedName>();

/** Makes a recorded or typed name ready for comparing. */
export function comparedName(name: string): ComparedName {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const ready = readied(name);
  if (name.length > longestRemembered) return ready;
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(name, ready);
  return ready;
}

/** Whether a given name stands only until there is one: "Baby", "Twin 1", "Baby Girl". */
export function isNotYetNamed(name: string): boolean {
  return comparedName(name).isNoEvidence;
}

function readied(name: string): ComparedName {
  const folded = foldName(name);
  const tokens = tokensOf(name);
  const first = tokens[0] ?? folded;
  const words = tokens.filter((token) => !/^(?:\d+|of|one|two|i+|a|b)$/.test(token));
  return {
    folded,
    tokens: tokens.length === 0 ? [folded] : tokens,
    first,
    soundOfFirst: soundOf(first),
    isNoEvidence:
      notYetNamed.has(folded) || (words.length > 0 && words.every((word) => notYetNamed.has(word))),
  };
}
