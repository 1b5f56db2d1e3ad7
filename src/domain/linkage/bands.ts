import { birthsCompared } from './comparisons.ts';
import type { ReadyRecord } from './record.ts';

/** What is to be done about two records. */
export type Band = 'by itself' | 'a person decides' | 'no match';

/** Bits of odds from which records are linked by themselves, and from which a person is asked: docs/matching.md, Bands. */
export const bandsFrom = { byItself: 10, aPerson: -4 } as const;

/** The band of a pair; what is doubtful for another reason is for a person, however much the pair weighs. */
export function bandOf(bits: number, isDoubtful: boolean): Band {
  if (bits < bandsFrom.aPerson) return 'no match';
  return bits >= bandsFrom.byItself && !isDoubtful ? 'by itself' : 'a person decides';
}

/**
 * Whether two dates of birth are too far apart, or missing, for records of children to be linked by themselves: brothers and sisters
 * are given each other's names in another order, and live together.
 */
export function bornApart(a: ReadyRecord, b: ReadyRecord): boolean {
  return !oneMistakeApart.includes(births.compare(a, b));
}

const births = birthsCompared();
const oneMistakeApart: readonly number[] = [0, 1];

/**
 * Whether two records of one home and one date of birth, whose given names are not the same, may be of twins: unless the register, whose
 * supplier has every child once, shows one child of that date there and no second.
 */
export function twinSuspects(
  records: readonly ReadyRecord[],
  register: string | undefined,
): (a: ReadyRecord, b: ReadyRecord) => boolean {
  const together = new Map<string, ReadyRecord[]>();
  for (const record of records) {
    const place = bornAt(record);
    if (place === undefined) continue;
    const there = together.get(place) ?? [];
    there.push(record);
    together.set(place, there);
  }
  return (a, b) => {
    if (a.born?.text !== b.born?.text || a.given?.text === b.given?.text) return false;
    const there = new Set([a, b].flatMap((record) => together.get(bornAt(record) ?? '') ?? [record]));
    const inRegister = [...there].filter(({ texts }) => texts.supplier?.text === register);
    if (inRegister.length > 0) return inRegister.length > 1;
    return [...there].some(
      ({ given }) => given !== undefined && given.text !== a.given?.text && given.text !== b.given?.text,
    );
  };
}

function bornAt({ born, texts }: ReadyRecord): string | undefined {
  const { house, postcode, street } = texts;
  if (born === undefined || house === undefined) return undefined;
  const place = postcode ?? street;
  return place === undefined ? undefined : `${born.text} ${house.text} ${place.text}`;
}
