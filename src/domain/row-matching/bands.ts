import type { SupplierCode } from '../standing.ts';

/** From where a row of a feed is linked by itself, where a person is asked, and what is expected of the feed. */
export type FeedBands = {
  /** Bits of odds from which a row is linked by itself. */
  readonly byItself: number;
  /** Bits from which a person is asked; below, a candidate is none. */
  readonly aPerson: number;
  /** Bits by which the likeliest candidate must lead the next. */
  readonly lead: number;
  /** The share of the feed's children who are in the index: the prior of a match. */
  readonly known: number;
};

// 10 bits is one wrong in a thousand at the threshold and far fewer above it; −4 is one right in 17 (docs/matching.md, Bands).
const usual: FeedBands = { byItself: 10, aPerson: -4, lead: 7, known: 0.95 };

/** The bands of each kind of supplier. */
export const feedBands: Readonly<Record<SupplierCode, FeedBands>> = {
  // Nearly every row has its number. Those without are new births and arrivals: one in ten of them is new to the index.
  'nhs-pds': { ...usual, known: 0.9 },
  // Pupils are children whom the NHS has told of before, but for those who have just come to England.
  'school-census': usual,
  // A case system's link shows a service on the record, and a wrong one shows it on another child's: two bits more.
  council: { ...usual, byItself: 12 },
  // A person typed it while looking: still no reason to link on likeness alone.
  'record-keeper': usual,
};

/**
 * Bits, the home left aside, from which a row that would make a record resembles a shielded child: those who flee live
 * elsewhere. So far below the other bands because here a miss shows where somebody is; what it costs is the false-shield rate of
 * docs/benchmarks.md.
 */
export const resemblesFrom = -12;
