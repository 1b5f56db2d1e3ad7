import type { Day } from '../domain/calendar.ts';
import { ratesByOrigin, type OriginRate } from '../domain/misuse/alert-rates.ts';
import { readUsageOfAccounts } from '../store/alert-rates.ts';
import type { Transaction } from '../store/connection.ts';
import { nameOrigins } from './name-origins.ts';

/**
 * How often staff are asked about, by the custom of naming that their family name is mostly found with (data/names), between
 * two days, both counted: so that a rare name does not become suspicion of those who bear such names. For reviewers; the
 * caller asks whether they may.
 */
export async function alertRatesByNameOrigin(
  tx: Transaction,
  from: Day,
  to: Day,
): Promise<readonly OriginRate[]> {
  const usage = await readUsageOfAccounts(tx, from, to);
  return ratesByOrigin(
    usage.map(({ full_name: fullName, accesses, alerts }) => ({ fullName, accesses, alerts })),
    await nameOrigins(),
  );
}
