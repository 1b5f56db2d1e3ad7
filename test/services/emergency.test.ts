import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  openInEmergency,
  reviewEmergency,
  seeEmergencies,
  seeInEmergency,
} from '../../src/services/emergency.ts';
import { asOwner } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { testSecrets, withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
let present = new Date('2026-11-27T22:00:00Z'); // a Friday night
const context = { database: database.application, secrets: testSecrets, now: () => present };
const sql = (text: string, values: readonly unknown[] = []) => asOwner(database, text, values);

const constable = await actorOf(database, 'tom.ashworth');
const worker = await actorOf(database, 'daniel.hughes');
const nurse = await actorOf(database, 'amina.khan');
const reviewer = await actorOf(database, 'anna.whitfield');
const shielded = await childWhere('exists');
const open = await childWhere('not exists');

test('a shielded record opens for fifteen minutes to those with that permission, and each look is written down', async () => {
  assert.equal(kindOf(await seeInEmergency(context, constable, shielded)), 'refused');
  assert.ok((await openInEmergency(context, constable, shielded, 'child is missing')).ok);
  const seen = await seeInEmergency(context, constable, shielded);
  assert.ok(seen.ok && seen.value.record.kind === 'open');
  assert.ok(seen.value.record.homes.length + seen.value.record.carers.length > 0);
  present = new Date(present.getTime() + 15 * 60_000 - 1000);
  assert.equal(kindOf(await seeInEmergency(context, constable, shielded)), 'done');
  present = new Date(present.getTime() + 1000);
  assert.equal(kindOf(await seeInEmergency(context, constable, shielded)), 'refused');
  const acts = await sql(
    `select act, body::json ->> 'outcome', body::json ->> 'reason' from log_entry where act like '%shielded record'
      order by recorded_at`,
  );
  assert.deepEqual(
    acts.map((row) => row.join(' ')),
    [
      'see shielded record refused ',
      'open shielded record done emergency',
      'see shielded record done ',
      'see shielded record done ',
      'see shielded record refused ',
    ],
  );
});

test('nobody else has it opened by that, and nobody without the permission opens it', async () => {
  assert.ok((await openInEmergency(context, constable, shielded, 'life in danger')).ok);
  assert.equal(kindOf(await seeInEmergency(context, worker, shielded)), 'refused');
  assert.equal(kindOf(await openInEmergency(context, nurse, shielded, 'life in danger')), 'refused');
  const stale = { ...constable, proof: { ...constable.proof, fresh: false } };
  assert.equal(kindOf(await openInEmergency(context, stale, shielded, 'life in danger')), 'refused');
  const byCode = { ...constable, proof: { ...constable.proof, tokenKind: 'code' } as const };
  assert.equal(kindOf(await openInEmergency(context, byCode, shielded, 'life in danger')), 'refused');
});

test('an emergency is one of the list, and a record without a shield is opened as any other', async () => {
  assert.equal(kindOf(await openInEmergency(context, constable, shielded, 'curiosity')), 'invalid');
  assert.equal(kindOf(await openInEmergency(context, constable, open, 'life in danger')), 'stale');
  assert.equal(kindOf(await seeInEmergency(context, constable, open)), 'refused');
});

test('each opening waits for a reviewer by the next working day, who says whether the family is told', async () => {
  const seen = await seeEmergencies(context, reviewer, 1);
  assert.ok(seen.ok && seen.value.rows.length === 2);
  const [first] = seen.value.rows;
  assert.ok(first);
  assert.equal(first.reviewDueOn, '2026-11-30'); // a Monday
  assert.ok(!JSON.stringify(first).includes(String(shielded)));
  const wrong = await reviewEmergency(context, reviewer, first.emergencyId, { finding: '', family: '' });
  assert.ok(!wrong.ok && wrong.faults?.length === 2);
  const found = { finding: 'was right', family: 'held' };
  const reviews = await Promise.all(
    [1, 2, 3].map(() => reviewEmergency(context, reviewer, first.emergencyId, found)),
  );
  assert.equal(reviews.filter(({ ok }) => ok).length, 1);
  assert.deepEqual(
    await sql(`select family from emergency_opening where emergency_id = $1`, [first.emergencyId]),
    [['held']],
  );
});

test('what has to be asked about becomes a case', async () => {
  const seen = await seeEmergencies(context, reviewer, 1);
  assert.ok(seen.ok);
  const [waiting] = seen.value.rows;
  assert.ok(waiting);
  const found = { finding: 'to be asked', family: 'to be told' };
  const own = { ...reviewer, organisationId: constable.organisationId };
  assert.equal(kindOf(await reviewEmergency(context, own, waiting.emergencyId, found)), 'refused');
  assert.ok((await reviewEmergency(context, reviewer, waiting.emergencyId, found)).ok);
  assert.deepEqual(await sql(`select account_id, origin from misuse_case join case_source using (case_id)`), [
    [String(constable.accountId), 'emergency opening'],
  ]);
});

async function childWhere(shield: 'exists' | 'not exists'): Promise<number> {
  const [[childId = '0'] = []] = await sql(
    `select child_id from child where closed_on is null and ${shield} (select from shield where shield.child_id = child.child_id)
      and exists (select from carer where carer.child_id = child.child_id and family_name is not null)
      order by child_id limit 1`,
  );
  return Number(childId);
}

function kindOf(outcome: { readonly ok: boolean; readonly fault?: { readonly kind: string } }): string {
  return outcome.ok ? 'done' : (outcome.fault?.kind ?? '');
}
