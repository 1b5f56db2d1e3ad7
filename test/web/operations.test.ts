import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { watchVitalSigns } from '../../src/services/vital-signs.ts';
import { newMeters } from '../../src/web/meters.ts';
import { operatorPage } from '../../src/web/pages/operator.ts';
import { startOperations } from '../../src/web/operations.ts';
import { desktop, openJourneys, phone } from '../journeys/journey.ts';
import { checkAccessibility } from '../support/browser.ts';
import { sessionOf, tokenOf } from '../support/sessions.ts';
import { newWire, textIn } from '../support/wire.ts';

const { product, newTab } = await openJourneys({ after });
const operations = await startOperations(product.site, '127.0.0.1', 0);
after(operations.stop);
const balancer = newWire(product.url);
const scraper = newWire(operations.url);
const nurse = await sessionOf(product, 'amina.khan');
const token = await tokenOf(nurse);

test('what is counted is counted by route, and holds no word that anybody typed', async () => {
  const asked = { ...token, familyName: 'Ashworthington', givenName: 'Adam', 'dateOfBirth-year': '2015' };
  await nurse.post('/searches', asked);
  await nurse.send('GET', '/searches/guessed-handle');
  const { status, body } = await scraper.send('GET', '/metrics');
  assert.equal(status, 200);
  assert.match(
    body,
    /contactpoint_request_seconds_count\{route="\/searches\/:search",method="GET",status="404"\} 1/,
  );
  assert.match(body, /contactpoint_database_answers 1/);
  assert.match(body, /contactpoint_log_entries_waiting \d+\n/);
  assert.doesNotMatch(body, /Ashworthington|guessed-handle|Amina|amina/);
});

test('figures are not to be had where the pages are, nor pages where the figures are', async () => {
  assert.equal((await balancer.send('GET', '/metrics')).status, 404);
  assert.equal((await scraper.send('GET', '/sign-in')).status, 404);
  assert.equal((await scraper.send('POST', '/metrics')).status, 404);
});

for (const [where, options] of [
  ['at a desk', desktop],
  ['on a phone', phone],
] as const)
  test(`an operator sees at a glance that all is well, and what took how long, ${where}`, async () => {
    await nurse.send('GET', '/');
    const { page } = await newTab(options);
    await page.goto(operations.url);
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'All is well');
    assert.match(
      (await page.getByRole('img', { name: /requests/ }).getAttribute('aria-label')) ?? '',
      /At most \d+/,
    );
    assert.ok(await page.getByRole('cell', { name: /\d\.\d/ }).count());
    assert.deepEqual(await checkAccessibility(page), []);
  });

test('a file that did not come is counted by the day, and who waits is seen on the page', async () => {
  await product.sql(`
    insert into supplier_terms (supplier_id, organisation_id, formats, fields, faults_at_most, known_at_least, every_days,
      agreed_by, agreed_at)
    select supplier_id, (select min(organisation_id) from organisation), '{csv}', '{}', 0, 0, 1,
      (select min(account_id) from account), timestamptz '2026-11-13 09:00:00Z'
    from supplier where code = 'council'`);
  const signs = watchVitalSigns({
    database: product.site.services.database,
    log: { reading: product.site.services.database, now: product.now },
  });
  const meters = newMeters(signs, product.now, () => 7);
  await meters.look();
  const figures = await meters.text();
  assert.match(figures, /contactpoint_feed_late_days 9\n/); // due on the 14th
  assert.match(figures, /contactpoint_feeds_late 1\n/);
  assert.match(figures, /contactpoint_requests_waiting 7\n/);
  const page = operatorPage({ site: product.site, nonce: 'n' }, meters, await signs());
  assert.match(textIn(String(page.body)), /At most 7 requests were seen waiting at once/);
});

test('a balancer is told to send nobody while the database takes no writing, and an operator that it is away', async () => {
  assert.deepEqual(
    [(await balancer.send('GET', '/ready')).status, textIn((await balancer.send('GET', '/ready')).body)],
    [200, 'ready'],
  );
  await refuseWriting();
  await new Promise((resolve) => setTimeout(resolve, 1_100)); // what was read a second ago still stands until then
  const { status, body } = await balancer.send('GET', '/ready');
  assert.deepEqual([status, body], [503, 'the database is away']);
  assert.equal((await balancer.send('GET', '/health')).status, 200);
  assert.match(textIn((await scraper.send('GET', '/')).body), /The database is away/);
  assert.match((await scraper.send('GET', '/metrics')).body, /contactpoint_database_answers 0/);
});

async function refuseWriting(): Promise<void> {
  const [[name = ''] = []] = await product.sql('select current_database()');
  await product.sql(`alter database ${name} set default_transaction_read_only = on`);
  await product.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()`,
    [name],
  );
}
