import { foldName } from '../names.ts';
import type { NameOrigin, NameOrigins } from './name-origins.ts';

/** What one account did, and how often it was asked about. */
export type AccountUsage = {
  readonly fullName: string;
  readonly accesses: number;
  readonly alerts: number;
};

/** How often people whose family names are mostly found with one custom of naming are asked about. */
export type OriginRate = {
  readonly origin: NameOrigin;
  readonly accounts: number;
  readonly accesses: number;
  readonly alerts: number;
  /** Alerts for each 10,000 accesses, and the bounds between which it lies with 95 % confidence (Byar's, for a Poisson count). */
  readonly rate: number;
  readonly from: number;
  readonly to: number;
};

export const fewAccounts = 10; // fewer would be told apart: they count among "other customs"

/** Alert rates by origin of the family name, most accesses first. Groups of fewer than ten accounts stand together. */
export function ratesByOrigin(usage: readonly AccountUsage[], origins: NameOrigins): readonly OriginRate[] {
  const byOrigin = Map.groupBy(usage, ({ fullName }) => originOfFullName(fullName, origins));
  const large = [...byOrigin].filter(([, accounts]) => accounts.length >= fewAccounts);
  const small = [...byOrigin]
    .filter(([, accounts]) => accounts.length < fewAccounts)
    .flatMap(([, all]) => all);
  const groups: readonly (readonly [NameOrigin, readonly AccountUsage[]])[] =
    small.length === 0 ? large : [...large, ['other customs', small]];
  return groups.map(([origin, accounts]) => rateOf(origin, accounts)).sort((a, b) => b.accesses - a.accesses);
}

function originOfFullName(fullName: string, { originOf }: NameOrigins): NameOrigin {
  return originOf(foldName(fullName.trim().split(/\s+/).at(-1) ?? ''));
}

function rateOf(origin: NameOrigin, accounts: readonly AccountUsage[]): OriginRate {
  const accesses = accounts.reduce((sum, one) => sum + one.accesses, 0);
  const alerts = accounts.reduce((sum, one) => sum + one.alerts, 0);
  const per = 10_000 / Math.max(1, accesses);
  return {
    origin,
    accounts: accounts.length,
    accesses,
    alerts,
    rate: alerts * per,
    from: alerts === 0 ? 0 : byar(alerts, -1) * per,
    to: byar(alerts + 1, 1) * per,
  };
}

function byar(count: number, side: 1 | -1): number {
  return count * (1 - 1 / (9 * count) + (side * 1.96) / (3 * Math.sqrt(count))) ** 3;
}
