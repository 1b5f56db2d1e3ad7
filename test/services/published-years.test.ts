import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { publishYear, readPublished } from '../../src/services/published-years.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { withPopulatedDatabase } from '../support/population.ts';
import { employ, logActs } from '../support/usage.ts';

const database = await withPopulatedDatabase({ after });
const anna = await actorOf(database, 'anna.whitfield');
const samuel = await actorOf(database, 'samuel.osei');

test('a year is published once, from 1 March, without what an appeal overturned, and stands', async () => {
  const first = await closedCase({ at: '2026-11-23T10:00:00Z', did: 'dismissed' });
  await closedCase({ at: '2026-12-31T23:30:00Z' });
  await closedCase({ at: '2027-01-01T00:30:00Z' });
  await closedCase({ at: '2026-11-24T10:00:00Z', appeal: 'overturned' });
  await logActs(database, [{ account: first, act: 'find child', at: '2026-11-23T09:00:00Z', children: [] }]);

  await publishYear(serviceAt(database, '2027-02-28T12:00:00Z'));
  assert.deepEqual(await readPublished(serviceAt(database, '2027-02-28T12:00:00Z')), []);
  const march = serviceAt(database, '2027-03-01T00:30:00Z');
  await Promise.all([publishYear(march), publishYear(march)]);
  const published = await readPublished(march);
  assert.deepEqual(published, [
    {
      year: 2026,
      publishedOn: '2027-03-01',
      punishments: [
        { kind: 'NHS trust', by: 'reviewers', punishment: 'access ended', people: 2 },
        { kind: 'NHS trust', by: 'reviewers', punishment: 'employer told', people: 2 },
        { kind: 'NHS trust', by: 'employer', punishment: 'dismissed', people: 1 },
      ],
    },
  ]);

  await closedCase({ at: '2026-11-25T10:00:00Z' });
  await publishYear(serviceAt(database, '2027-03-02T12:00:00Z'));
  assert.deepEqual(await readPublished(march), published);
});

async function closedCase({
  at,
  did = null,
  appeal = null,
}: {
  readonly at: string;
  readonly did?: string | null;
  readonly appeal?: string | null;
}): Promise<number> {
  const account = await employ(database);
  await asOwner(
    database,
    `insert into misuse_case (account_id, day, opened_at, state, deliberate, outcomes, family, proposed_by, proposed_at,
        decided_by, decided_at, employer_did, appeal_result)
      values ($1, '2026-11-01', $2, 'closed', true, '{access ended, employer told}', 'told', $3, $2, $4, $2, $5, $6)`,
    [account, at, anna.accountId, samuel.accountId, did, appeal],
  );
  return account;
}
