import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { isDay, type Day } from '../../src/domain/calendar.ts';
import { isPostcode } from '../../src/domain/identifiers.ts';
import type { SourceChild } from '../../src/domain/source-row.ts';
import { acceptMove } from '../../src/services/accept-move.ts';
import { decideItem } from '../../src/services/decide-desk-item.ts';
import { seeQueue } from '../../src/services/desk.ts';
import { seeItem } from '../../src/services/desk-item.ts';
import { takeChildren } from '../../src/services/feed-children.ts';
import { fillDesk } from '../../src/services/fill-desk.ts';
import { randomNumbers } from '../../src/services/new-numbers.ts';
import { actorOf } from '../support/actors.ts';
import { openProduct } from '../support/product.ts';

const product = await openProduct({ after });
const { services } = product.site;
const rachel = await actorOf(product.database, 'rachel.stone');

test('the round puts on the desk what is not right, and takes off what is put right', async () => {
  const children = await product.sql(
    `select child_id from child where date_of_birth < '2017-01-01' and date_of_birth > '2011-01-01' order by child_id limit 1`,
  );
  const childId = children[0]?.[0] ?? '';
  const kept = await product.sql(
    `delete from education where child_id = $1 returning kind, urn, started_on`,
    [childId],
  );
  await fillDesk(services, 100_000);
  assert.deepEqual(await openQueues(childId, 'no school or GP'), [['no school or GP']]);
  for (const [kind, urn, started] of kept)
    await product.sql(
      `insert into education (child_id, education_no, kind, urn, started_on) values ($1, 1, $2, $3, $4)`,
      [childId, kind, urn, started],
    );
  await wholeRound();
  assert.deepEqual(await openQueues(childId, 'no school or GP'), []);
});

test('children of a school that closes are on the desk, unless the register names who follows it', async () => {
  const [row] = await product.sql(
    `select child_id, education.urn, (select min(urn) from school where is_open and urn <> education.urn)
      from education
      join child using (child_id)
      where education.urn is not null and ended_on is null and date_of_birth between '2012-01-01' and '2016-12-31'
        and (select count(*) from education as other where other.child_id = education.child_id and other.ended_on is null) = 1
        and exists (select from gp_registration where gp_registration.child_id = education.child_id and ended_on is null)
      order by child_id limit 1`,
  );
  const [childId, urn, successor] = [row?.[0] ?? '', row?.[1], row?.[2]];
  await product.sql(`update school set is_open = false where urn = $1`, [urn]);
  await wholeRound();
  assert.deepEqual(await openQueues(childId, 'no school or GP'), [['no school or GP']]);
  await product.sql(`insert into school_successor (urn, successor_urn) values ($1, $2)`, [urn, successor]);
  await wholeRound();
  assert.deepEqual(await openQueues(childId, 'no school or GP'), []);
  await product.sql(`delete from school_successor where urn = $1`, [urn]);
  await product.sql(`update school set is_open = true where urn = $1`, [urn]);
});

test('nothing of another council’s desk is shown or decided, and each try is written down', async () => {
  const [row] = await product.sql(
    `insert into desk_item (child_id, queue, other, council_code, found_on, due_on)
      select child_id, 'disagreeing facts', 0, (select min(council_code) from council where council_code <> 350), '2026-11-20', '2026-12-04'
      from child order by child_id desc limit 1 returning item_id`,
  );
  const itemId = Number(row?.[0]);
  const seen = await seeItem(services, rachel, itemId);
  const decided = await decideItem(services, rachel, itemId, { decision: 'right as it is' });
  assert.deepEqual([seen.ok, decided.ok], [false, false]);
  const logged = await product.sql(
    `select act, body::json ->> 'outcome' from log_entry where act in ('see desk item', 'decide desk item') order by act`,
  );
  assert.deepEqual(logged, [
    ['decide desk item', 'refused'],
    ['see desk item', 'refused'],
  ]);
  const queue = await seeQueue(services, rachel, 'disagreeing facts', 1);
  assert.ok(queue.ok && queue.value.rows.every((one) => one.item_id !== itemId));
});

test('a child in a council’s care stays that council’s, wherever the address is', async () => {
  await product.sql(
    `insert into postcode (postcode, council_code, latitude, longitude)
      select 'M1 1AE', min(council_code), 53.4, -2.2 from council where council_code <> 350`,
  );
  const [here] = await product.sql(`select min(postcode) from postcode where council_code = 350`);
  await take({ ...said('placed 1'), ...homeIn('M1 1AE') });
  const [row] = await product.sql(`select child_id from child where family_name = 'Quillfeather'`);
  const childId = row?.[0] ?? '';
  await take({ ...said('placed 1'), ...homeIn(here?.[0] ?? '') });
  const [item] = await product.sql(
    `select item_id, from_council from desk_item join council_move using (child_id)
      where child_id = $1 and queue = 'border move' and council_code = 350`,
    [childId],
  );
  await product.sql(
    `insert into carer (child_id, carer_no, council_code, relationship, parental_responsibility) values ($1, 90, $2, 'council', 'yes')`,
    [childId, item?.[1]],
  );
  const taken = await acceptMove(services, rachel, Number(item?.[0]), 'to');
  assert.equal(taken.ok ? '' : taken.fault.kind, 'invalid');
  assert.ok((await acceptMove(services, rachel, Number(item?.[0]), 'from')).ok);
  const [accepted] = await product.sql(`select responsible_council from child where child_id = $1`, [
    childId,
  ]);
  assert.equal(accepted?.[0], item?.[1]);
});

async function wholeRound(): Promise<void> {
  await fillDesk(services, 100_000); // the end of a round begins it anew
  await fillDesk(services, 100_000);
}

async function openQueues(childId: string, queue: string) {
  return product.sql(
    `select queue from desk_item where child_id = $1 and queue = $2 and settled_at is null`,
    [childId, queue],
  );
}

function said(supplierKey: string): SourceChild {
  return {
    supplierKey,
    givenNames: 'Peregrine',
    familyName: 'Quillfeather',
    dateOfBirth: day('2016-05-06'),
    gender: 'not specified',
    restricted: false,
  };
}

function homeIn(postcode: string) {
  if (!isPostcode(postcode)) throw new Error('Not a postcode');
  return { address: { line: '1 Elm Row', postcode } };
}

function day(text: string): Day {
  if (!isDay(text)) throw new Error('Not a day');
  return text;
}

async function take(child: SourceChild): Promise<void> {
  const feed = {
    supplier: 'nhs-pds',
    supplierId: 1,
    today: day('2026-11-23'),
    numbers: randomNumbers,
  } as const;
  await product.database.application.transact((tx) => takeChildren(tx, feed, [{ child }]));
}
