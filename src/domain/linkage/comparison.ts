import type { ReadyRecord, Term } from './record.ts';

/** What `compare` answers where either record says nothing. */
export const noEvidence = -1;

/** One way to hold two records against each other. */
export type Comparison = {
  readonly of: string;
  /** How it may turn out, nearest first. */
  readonly levels: readonly string[];
  /**
   * How it turns out among those who are not the same: a person's own differ as among strangers; a household's are shared by
   * brothers and sisters; a home's are shared too, and change where a family moves; of births only twins share one.
   */
  readonly belongsTo: 'person' | 'household' | 'home' | 'birth' | 'orientation';
  /** An index into `levels`, or `noEvidence`. */
  readonly compare: (a: ReadyRecord, b: ReadyRecord) => number;
  /** What is shared where the first level holds: a rare one is worth more. */
  readonly term?: (record: ReadyRecord) => Term | undefined;
};

/** Holds two texts against each other where both are there. */
export function levelOf<Compared extends Term>(
  between: (a: Compared, b: Compared) => number,
  a: Compared | undefined,
  b: Compared | undefined,
): number {
  return a === undefined || b === undefined ? noEvidence : between(a, b);
}

const slots = 2 ** 19;

/** Compares each pair of texts once or a few times, since records share them: a later pair takes an earlier one's slot. */
export function remembered<Compared extends Term>(
  compare: (a: Compared, b: Compared) => number,
): (a: Compared, b: Compared) => number {
  const firsts = new Int32Array(slots).fill(-1);
  const seconds = new Int32Array(slots);
  const levels = new Int8Array(slots);
  return (a, b) => {
    const [first, second] = a.id < b.id ? [a, b] : [b, a];
    const slot = (Math.imul(first.id, 0x9e3779b1) ^ Math.imul(second.id, 0x85ebca6b)) & (slots - 1);
    if (firsts[slot] === first.id && seconds[slot] === second.id) return levels[slot] ?? noEvidence;
    const level = compare(first, second);
    firsts[slot] = first.id;
    seconds[slot] = second.id;
    levels[slot] = level;
    return level;
  };
}

/** Answers the same two records again without asking. */
export function lastOnly<Asked>(answer: (a: Asked, b: Asked) => number): (a: Asked, b: Asked) => number {
  let last: { readonly a: Asked; readonly b: Asked; readonly answer: number } | undefined;
  return (a, b) => {
    if (last === undefined || last.a !== a || last.b !== b) last = { a, b, answer: answer(a, b) };
    return last.answer;
  };
}
