import type { Rarity } from './model.ts';
import type { ReadyRecord } from './record.ts';
import type { Schema } from './schemas.ts';

/** What rarity adds for one pair, given how its comparisons turned out. */
export type Rarities = (a: ReadyRecord, b: ReadyRecord, levels: Int8Array) => Rarity;

const smoothing = 400; // records: in a file of a thousand a name seen twice is no rarer than one seen five times
const nearShare = 0.5; // of the bits, where a name agrees nearly: an uncommon name has fewer neighbours, but not none
const most = 8; // bits either way

/** Counts how often each name and place stands in the records: where two records share a rare one, strangers would seldom. */
export function raritiesOf({ comparisons }: Schema, records: readonly ReadyRecord[]): Rarities {
  const tables = comparisons.map((comparison) => {
    const { term } = comparison;
    if (term === undefined) return undefined;
    const counts = new Map<number, number>();
    let whole = 0;
    for (const record of records) {
      const found = term(record);
      if (found === undefined) continue;
      counts.set(found.id, (counts.get(found.id) ?? 0) + 1);
      whole += 1;
    }
    const usual = [...counts.values()].reduce((sum, count) => sum + (count / whole) ** 2, 0);
    const isNear = comparison.of === 'given name' || comparison.of === 'family name';
    const ofPerson = comparison.belongsTo === 'person';
    // Against the usual chance that two records share a value, weighted by how many they are.
    const bitsOf = (id: number): number => {
      const share = ((counts.get(id) ?? 0) + smoothing * usual) / (whole + smoothing);
      return Math.max(-most, Math.min(most, Math.log2(usual / share)));
    };
    return { term, bitsOf, isNear, ofPerson };
  });
  return (a, b, levels) => {
    let strangers = 0;
    let household = 0;
    for (let at = 0; at < tables.length; at += 1) {
      const table = tables[at];
      const level = levels[at] ?? -1;
      if (table === undefined || level < 0 || level > (table.isNear ? 3 : 0)) continue;
      const [one, other] = [table.term(a), table.term(b)];
      if (one === undefined || other === undefined) continue;
      const bits = Math.min(table.bitsOf(one.id), table.bitsOf(other.id)) * (level === 0 ? 1 : nearShare);
      strangers += bits;
      if (table.ofPerson) household += bits;
    }
    return { strangers, household };
  };
}
