import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { shield, supportedChild } from './children.ts';
import { openJourneys } from './journey.ts';
import { findPage } from './page-objects/find-child.ts';
import { concern } from './page-objects/reason.ts';
import { recordPage } from './page-objects/record.ts';
import { emptyResultsPage, resultsPage } from './page-objects/results.ts';

const { product, signedInTab } = await openJourneys({ after });

const child = await supportedChild(product);
await shield(product, child);
const [place] = await product.sql(
  `select address_line, postcode from child_address where child_id = $1 and standing = 'current'`,
  [child.childId],
);
const [line = '', postcode = ''] = place?.map((value) => value ?? '') ?? [];

test('a shielded child is found by name and date of birth, its place not shown', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/find');
  await (await findPage(tab)).search(child.typed);
  const results = await resultsPage(tab, '1 child matches what you asked for');
  assert.match(await results.row(child.name), /Place not shown/);
});

test('a shielded child is not found by anyone who gives its postcode', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/find');
  await (await findPage(tab)).search({ ...child.typed, postcode });
  await emptyResultsPage(tab, 'Nobody found');
});

test('a shielded record says what can be done now, and holds no place and nobody who supports the child', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/find');
  await (await findPage(tab)).search(child.typed);
  const results = await resultsPage(tab, '1 child matches what you asked for');
  await (await results.open(child.name)).openFor(...concern);
  const record = await recordPage(tab, child.name);

  assert.match(await record.text(), /Some details are not shown/);
  const source = await record.source();
  const kept = [line, postcode, ...(await whatPlacesTheChild(child.childId))];
  assert.ok(kept.length > 8);
  for (const secret of kept) assert.ok(!source.includes(secret), `"${secret}" stands in the page`);
  const desks = await product.sql(
    `select name from team where is_desk and council_code = 350 or service_kind = 'contact relay' order by name collate "C"`,
  );
  assert.deepEqual((await record.cards()).toSorted(), desks.flat());
});

/** Carers, workers, school and surgery, by name, number and e-mail. */
async function whatPlacesTheChild(childId: number): Promise<readonly string[]> {
  const rows = await product.sql(
    `select given_names || ' ' || family_name, telephone, email from carer where child_id = $1 and family_name is not null
    union all
    select practitioner.name, practitioner.telephone, practitioner.email
      from involvement join practitioner using (practitioner_id) where child_id = $1
    union all
    select team.name, team.telephone, team.email from involvement join team using (team_id) where child_id = $1
    union all
    select school.name, null, null from education join school using (urn) where child_id = $1
    union all
    select practice_code, gp_practice.name, null from gp_registration join gp_practice using (practice_code) where child_id = $1`,
    [childId],
  );
  return rows.flat().filter((value) => value !== null);
}
