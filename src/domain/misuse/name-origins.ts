import { foldName } from '../names.ts';
import type { NameRarity } from './usage.ts';

/** A custom of naming as data/names has it: "general" for most. Says what a name is mostly found with, never what a person is. */
export type NameOrigin = string;

export type OriginTables = {
  /** Every family name, how many of a million bear it, and the custom it is mostly found with, empty for most. */
  readonly all: readonly (readonly [name: string, perMillion: number, origin: NameOrigin])[];
  readonly ofCommunities: readonly (readonly [origin: NameOrigin, name: string, perMillion: number])[];
};

export type NameOrigins = {
  readonly originOf: (folded: string) => NameOrigin;
  /** How often one would meet a name. */
  readonly share: NameRarity;
};

// A community lives closer together than evenly over the country: where its names are met, it may be this share of those
// whom one meets. Without it a name common in Bolton's mosques would count as rare there, and chance as suspicion.
const atHome = 0.15;
const unheardOf = 1 / 120_000; // as in matching/name-knowledge.ts

/** Puts the tables in order for asking. */
export function nameOriginsOf({ all, ofCommunities }: OriginTables): NameOrigins {
  const shares = new Map<string, number>();
  const origins = new Map<string, { readonly origin: NameOrigin; readonly perMillion: number }>();
  const general = new Set(all.flatMap(([name, , origin]) => (origin === '' ? [foldName(name)] : [])));
  for (const [name, perMillion] of all) raise(shares, foldName(name), perMillion / 1e6);
  const totals = totalsOf(ofCommunities);
  for (const [origin, name, perMillion] of ofCommunities) {
    const folded = foldName(name);
    raise(shares, folded, perMillion / 1e6);
    raise(shares, folded, (atHome * perMillion) / (totals.get(origin) ?? perMillion));
    const known = origins.get(folded);
    if (general.has(folded)) continue;
    if (known === undefined || known.perMillion < perMillion) origins.set(folded, { origin, perMillion });
  }
  return {
    originOf: (folded) => origins.get(folded)?.origin ?? 'general',
    share: (folded) => shares.get(folded) ?? unheardOf,
  };
}

function totalsOf(rows: OriginTables['ofCommunities']): ReadonlyMap<NameOrigin, number> {
  const totals = new Map<NameOrigin, number>();
  for (const [origin, , perMillion] of rows) totals.set(origin, (totals.get(origin) ?? 0) + perMillion);
  return totals;
}

function raise(shares: Map<string, number>, name: string, share: number): void {
  shares.set(name, Math.max(shares.get(name) ?? 0, share));
}
