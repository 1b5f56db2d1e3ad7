/** A source of chance: each call answers a number from 0 up to but not including 1. */
export type Chance = () => number;

/** Draws one item by weight; the same source of chance draws the same items. */
export type Sampler<Item> = (chance: Chance) => Item;

/**
 * A sampler over items by weight, in constant time and with one draw of chance each (Vose's alias method, 1991).
 * Throws on an empty list or on weights that are negative or sum to nothing.
 */
export function sampler<Item>(items: readonly Item[], weights: readonly number[]): Sampler<Item> {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (
    items.length === 0 ||
    items.length !== weights.length ||
    !(total > 0) ||
    weights.some((weight) => weight < 0)
  ) {
    throw new Error('A sampler needs as many weights as items, none negative and not all zero');
  }
  const { keep, alias } = aliasTable(weights, total);
  return (chance) => {
    const place = chance() * items.length;
    const column = Math.floor(place);
    const chosen = place - column < (keep[column] ?? 1) ? column : (alias[column] ?? column);
    const item = items[chosen];
    if (item === undefined) throw new Error('A source of chance must stay from 0 up to but not including 1');
    return item;
  };
}

function aliasTable(weights: readonly number[], total: number): { keep: Float64Array; alias: Uint32Array } {
  const size = weights.length;
  const keep = Float64Array.from(weights, (weight) => (weight * size) / total);
  const alias = new Uint32Array(size);
  const poor: number[] = [];
  const rich: number[] = [];
  keep.forEach((share, column) => (share < 1 ? poor : rich).push(column));
  for (let giver = rich.at(-1); giver !== undefined; giver = rich.at(-1)) {
    const needy = poor.pop();
    if (needy === undefined) break;
    alias[needy] = giver;
    const left = (keep[giver] ?? 0) + (keep[needy] ?? 0) - 1;
    keep[giver] = left;
    if (left < 1) poor.push(...rich.splice(-1));
  }
  // What is left in `poor` falls short of a whole share by rounding only.
  for (const column of poor) keep[column] = 1;
  return { keep, alias };
}
