import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Finding } from '../../src/domain/misuse/finding.ts';
import { connect } from '../../src/store/connection.ts';
import {
  countAlertsByKind,
  findAlert,
  listAlertsOf,
  listNewAlerts,
  moveAlertOn,
  raiseAlert,
  readEventsOfAlert,
} from '../../src/store/misuse-alerts.ts';
import { enrol, serviceAt } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';
import { dayOfTests } from '../support/population.ts';

const database = await withDatabase({ after });
const { application, ownerUrl } = database;
const misuse = connect({
  url: ownerUrl,
  role: 'contactpoint_misuse',
  connections: 1,
  statementTimeoutMs: 10_000,
});
after(() => misuse.close());
const nurse = await enrol(database, serviceAt(database, '2026-11-23T09:00:00Z'));

const found: Finding = { kind: 'own name', weight: 5, says: 'in words', events: [] };
const alert = {
  accountId: nurse.accountId,
  day: dayOfTests,
  score: 2,
  raisedAt: new Date('2026-11-23T10:00:00Z'),
  randomDip: false,
  state: 'new' as const,
  accesses: 3,
  explained: 2,
  eventIds: ['6f6d4c0e-0d5c-4b6e-9a57-0d3d2a3c9e11'],
  findings: [found],
};

test('a day’s alert is raised once, brought up to date, and left alone when it is in a case', async () => {
  await misuse.transact((tx) => raiseAlert(tx, { ...alert, state: 'held' }));
  assert.deepEqual(await application.transact((tx) => listNewAlerts(tx, 10)), []);

  await misuse.transact((tx) => raiseAlert(tx, { ...alert, score: 3 }));
  const [raised] = await application.transact((tx) => listNewAlerts(tx, 10));
  assert.deepEqual(raised, { alertId: raised?.alertId, ...alert, score: 3 });
  const alertId = raised.alertId;
  assert.equal(await application.transact((tx) => moveAlertOn(tx, alertId, 'new', 'in a case')), true);
  assert.equal(await application.transact((tx) => moveAlertOn(tx, alertId, 'new', 'in a case')), false);

  await misuse.transact((tx) => raiseAlert(tx, { ...alert, score: 9 }));
  assert.equal((await application.transact((tx) => findAlert(tx, alertId)))?.score, 3);
  assert.equal(
    (await application.transact((tx) => listAlertsOf(tx, nurse.accountId, dayOfTests, 10))).length,
    1,
  );
  assert.deepEqual(await application.transact((tx) => countAlertsByKind(tx, dayOfTests, dayOfTests)), [
    { kind: 'own name', alerts: 1 },
  ]);
  assert.deepEqual(await application.transact((tx) => readEventsOfAlert(tx, alertId, 10)), []);
});
