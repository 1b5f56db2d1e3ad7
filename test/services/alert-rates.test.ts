import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ratesByOrigin } from '../../src/domain/misuse/alert-rates.ts';
import { alertRatesByNameOrigin } from '../../src/services/alert-rates.ts';
import { nameOrigins } from '../../src/services/name-origins.ts';
import { asOwner } from '../support/accounts.ts';
import { dayOfTests, withPopulatedDatabase } from '../support/population.ts';
import { employ } from '../support/usage.ts';

const database = await withPopulatedDatabase({ after });

test('alert rates are told by the custom of naming, and the service that shows them can read them', async () => {
  for (const fullName of Array.from(
    { length: 12 },
    (_, place) => `Amina ${place < 11 ? 'Khan' : 'Kowalczyk'}`,
  )) {
    const account = await employ(database, { fullName });
    await asOwner(database, `insert into usage_day values ($1, '2026-11-23', 90, 10, 100, 0, 0, -6)`, [
      account,
    ]);
  }
  await asOwner(
    database,
    `insert into misuse_alert (account_id, day, score, raised_at, accesses, explained, event_ids, findings)
      select min(account_id), '2026-11-23', 1, now(), 100, 99, '{}', '[]' from account where full_name = 'Amina Khan' and user_name like 'employed.%'`,
  );
  const rates = await database.application.transact((tx) =>
    alertRatesByNameOrigin(tx, dayOfTests, dayOfTests),
  );
  assert.deepEqual(
    rates.map(({ origin, accounts, alerts }) => [origin, accounts, alerts]),
    [
      ['pakistani', 11, 1],
      ['other customs', 1, 0],
    ],
  );
});

test('a rate comes with what chance alone allows', async () => {
  const people = Array.from({ length: 10 }, () => ({ fullName: 'Ann Smith', accesses: 1000, alerts: 1 }));
  const [rate] = ratesByOrigin(people, await nameOrigins());
  assert.equal(rate?.rate, 10);
  // Exact Poisson bounds for 10: 4.8 and 18.4.
  assert.ok(Math.abs((rate?.from ?? 0) - 4.8) < 0.1 && Math.abs((rate?.to ?? 0) - 18.4) < 0.1);
});
