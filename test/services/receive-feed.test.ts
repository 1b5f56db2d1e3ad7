import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fc } from '../support/property.ts';
import type { FeedReport } from '../../src/services/feed-report.ts';
import { UnreadableFile } from '../../src/domain/unreadable-file.ts';
import { withDatabase, type TestDatabase } from '../support/database.ts';
import { ask, dump, everything, facts, importFiles } from '../support/feeds.ts';
import { day, patient, practice, relatedPerson, sampleDay, searchset } from '../support/pds.ts';

const samplesFolder = new URL('../data/pds/', import.meta.url);
const samples = Object.fromEntries(
  readdirSync(samplesFolder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => [file, readFileSync(new URL(file, samplesFolder), 'utf8')]),
);
const expected: unknown = JSON.parse(
  readFileSync(new URL('../expected/pds-samples.json', import.meta.url), 'utf8'),
);

const shared = await withDatabase({ after });

test('every sample message is imported, refused with a reason or named as not taken', async () => {
  const outcomes: Record<string, readonly string[]> = {};
  for (const [name, file] of Object.entries(samples))
    outcomes[name] = outcomesOf(await importFiles(shared.application, { [name]: file }));
  assert.equal(Object.keys(outcomes).length, 82);
  assert.deepEqual(outcomes, expected);
});

test('the same files twice change nothing', async () => {
  const before = await dump(shared, ['log_', 'feed_']);
  const report = await importFiles(shared.application, samples);
  assert.equal(taken(report), 0);
  assert.deepEqual(await dump(shared, ['log_', 'feed_']), before);
});

test('on a later day the same files move only the day last seen', async () => {
  const before = await dump(shared, ['log_', 'source_', 'feed_']);
  const report = await importFiles(shared.application, samples, day('2026-11-23'));
  assert.equal(taken(report), 0);
  assert.deepEqual(await dump(shared, ['log_', 'source_', 'feed_']), before);
  const days = await ask(shared, `select distinct first_seen_on, last_seen_on from source_row`);
  assert.deepEqual(days, [['2026-11-22', '2026-11-23']]);
});

test('the restricted sample patient has no address and no practice, and is shielded', async () => {
  const found = await ask(
    shared,
    `select
        (select count(*) from child_address as one where one.child_id = child.child_id),
        (select count(*) from gp_registration as one where one.child_id = child.child_id),
        (select count(*) from search_entry as one where one.child_id = child.child_id and postcode_key is not null),
        (select because from shield as one where one.child_id = child.child_id and lifted_on is null)
      from child where nhs_number = 9000000025`,
  );
  assert.deepEqual(found, [['0', '0', '0', 'restricted by the NHS']]);
});

test('nothing clinical and nothing else that was dropped is anywhere in the database', async () => {
  const stored = await everything(shared);
  const found = [...droppedValues()].filter((value) => stored.includes(value));
  assert.deepEqual(found, []);
  assert.ok(stored.includes('HUNTERS CROFT')); // the search does find what was taken
});

test('each file is one entry in the log, with counts and no child', async (t) => {
  const database = await withDatabase(t);
  await importFiles(database.application, {
    'a.json': searchset(patient(), patient({ birthDate: '1990-01-01' })),
  });
  const [[body = ''] = [], ...more] = await ask(database, `select body from log_entry`);
  assert.equal(more.length, 0);
  const written = (body ?? '').replace(/"event":"[\da-f-]{36}",/, ''); // another each time
  assert.deepEqual(JSON.parse(written), {
    act: 'import',
    account: null,
    outcome: 'done',
    at: '2026-11-22T12:00:00.000Z',
    counts: { batch: 1, read: 2, linked: 0, new: 1, waiting: 0, unchanged: 0, refused: 1, 'not taken': 0 },
    parts: [],
  });
});

test('a carer may stand before the child, in another file', async (t) => {
  const database = await withDatabase(t);
  const address = [{ use: 'home', line: ['2 Low Street'], postalCode: 'BL1 2BB' }];
  const report = await importFiles(database.application, {
    'carers.json': searchset(relatedPerson(), relatedPerson({ id: 'R2', relationship: [], address })),
    'children.json': patient(),
  });
  assert.deepEqual([taken(report), report.counts.refused], [3, 0]);
  const carers = await ask(
    database,
    `select carer_key, relationship, telephone, address_line
      from carer left join child_address using (child_id, address_no) order by carer_no`,
  );
  assert.deepEqual(carers, [
    ['R1', 'mother', '07700 900123', null],
    ['R2', 'other carer', '07700 900123', '2 Low Street'],
  ]);
});

test('a carer of a child who is not here is refused and not stored', async (t) => {
  const database = await withDatabase(t);
  const report = await importFiles(database.application, { 'carers.json': relatedPerson() });
  assert.deepEqual(outcomesOf(report), ['refused: RelatedPerson.patient: the patient is not here']);
  assert.deepEqual(await ask(database, `select from source_carer`), []);
});

test('a carer whose relationship is over is no longer a carer', async (t) => {
  const database = await withDatabase(t);
  await importFiles(database.application, { 'a.json': searchset(patient(), relatedPerson()) });
  const ended = relatedPerson({ period: { end: '2026-11-22' } });
  await importFiles(database.application, { 'b.json': ended }, day('2026-11-23'));
  assert.deepEqual(await ask(database, `select from carer`), []);
});

test('a child who moves and is renamed is found by what was, and shown by what is', async (t) => {
  const database = await withDatabase(t);
  await importFiles(database.application, { 'a.json': searchset(patient(), relatedPerson()) });
  const moved = patient({
    meta: { versionId: '4' },
    name: [{ use: 'usual', given: ['Amina'], family: 'Khan' }],
    address: [{ use: 'home', line: ['9 New Street'], postalCode: 'BL9 9ZZ' }],
    generalPractitioner: [practice('P82002')],
  });
  const report = await importFiles(database.application, { 'b.json': moved }, day('2026-11-30'));
  assert.equal(taken(report), 1);
  assert.deepEqual(await ask(database, `select family_name from child`), [['Khan']]);
  assert.deepEqual(await ask(database, `select standing, address_line from child_address order by 1`), [
    ['current', '9 New Street'],
    ['former', '1 High Street, Bolton'],
  ]);
  assert.deepEqual(await ask(database, `select practice_code, ended_on from gp_registration order by 1`), [
    ['P82001', '2026-11-22'],
    ['P82002', null],
  ]);
  assert.deepEqual(
    await ask(database, `select kind, family_name, postcode from search_entry order by entry_no`),
    [
      ['present', 'Khan', 'BL9 9ZZ'],
      ['former name', 'Begum', 'BL9 9ZZ'],
      ['former address', 'Khan', 'BL1 1AA'],
    ],
  );
});

test('a child who comes to be restricted loses every address and practice, and the carers’ too', async (t) => {
  const database = await withDatabase(t);
  const withAddress = relatedPerson({ address: patient()['address'] });
  await importFiles(database.application, { 'a.json': searchset(patient(), withAddress) });
  const restricted = patient({ meta: { versionId: '4', security: [{ code: 'R' }] } });
  const files = { 'b.json': searchset(restricted, relatedPerson({ id: 'R2' })) };
  await importFiles(database.application, files, day('2026-11-23'));
  assert.deepEqual(await ask(database, `select from child_address`), []);
  assert.deepEqual(await ask(database, `select from gp_registration`), []);
  assert.deepEqual(await ask(database, `select from search_entry where postcode is not null`), []);
  assert.deepEqual(
    await ask(database, `select carer_key, telephone, email, address_no from carer order by 1`),
    [
      ['R1', null, null, null],
      ['R2', null, null, null],
    ],
  );
  assert.deepEqual(await ask(database, `select because from shield`), [['restricted by the NHS']]);
});

test('a shield that two people lifted is not raised again by the same word', async (t) => {
  const database = await withDatabase(t);
  const restricted = patient({ meta: { versionId: '4', security: [{ code: 'R' }] } });
  await importFiles(database.application, { 'a.json': restricted });
  await liftAll(database, '2026-11-25');
  const renamed = { ...restricted, name: [{ use: 'usual', given: ['Amina'], family: 'Khan' }] };
  await importFiles(database.application, { 'b.json': renamed }, day('2026-11-26'));
  assert.deepEqual(await ask(database, `select count(*) from shield`), [['1']]);
});

test('a row whose NHS number is known joins that child and makes no second one', async (t) => {
  const database = await withDatabase(t);
  await importFiles(database.application, { 'a.json': patient() });
  await ask(database, `update source_row set supplier_id = 3, supplier_key = 'case 7'`); // as if the council had said it
  await importFiles(database.application, { 'b.json': searchset(patient()) });
  assert.deepEqual(await ask(database, `select decided_by from link order by source_row_id`), [
    ['new child'],
    ['number'],
  ]);
  assert.deepEqual(await ask(database, `select count(*) from child`), [['1']]);
});

test('two imports of the same files at once make one record of each child', async (t) => {
  const database = await withDatabase(t);
  const files = { 'a.json': searchset(patient(), relatedPerson()) };
  await Promise.all([importFiles(database.application, files), importFiles(database.application, files)]);
  assert.deepEqual(await ask(database, `select count(*) from child`), [['1']]);
  assert.deepEqual(await ask(database, `select count(*) from carer`), [['1']]);
});

test('a file that cannot be read is refused and stops no other', async (t) => {
  const database = await withDatabase(t);
  const report = await importFiles(database.application, {
    'missing.json': () => {
      throw new UnreadableFile('not there');
    },
    'broken.json': '{"resourceType":',
    'empty.json': '',
    'good.json': patient(),
  });
  assert.deepEqual(
    report.files.flatMap(({ file, refused }) =>
      refused.map(({ element, reason }) => [file, element, reason]),
    ),
    [
      ['missing.json', 'the file', 'not there'],
      ['broken.json', 'the file', 'cut off before its end'],
      ['empty.json', 'the file', 'empty'],
    ],
  );
  assert.equal(taken(report), 1);
});

test('a supplier without a feed is refused', async () => {
  const { receiveFeed } = await import('../../src/services/receive-feed.ts');
  const { randomNumbers } = await import('../../src/services/new-numbers.ts');
  const markKey = Buffer.alloc(32);
  const asked = { files: [], today: sampleDay, now: () => new Date(), numbers: randomNumbers, markKey };
  for (const supplier of ['school-census', 'nobody', '__proto__'])
    assert.equal((await receiveFeed(shared.application, { ...asked, supplier })).ok, false);
});

test('the order of files and of what stands in them does not matter', async (t) => {
  const version = (number: number, changes: object): object =>
    patient({ meta: { versionId: String(number), security: [{ code: 'U' }] }, ...changes });
  const resources = [
    patient(),
    version(2, { birthDate: '2015-03-28', generalPractitioner: [practice('P82002')] }),
    version(5, { name: [{ use: 'usual', given: ['Amina'], family: 'Khan' }], address: undefined }),
    version(6, {
      name: [{ use: 'usual', given: ['Amina'], family: 'Shah' }],
      generalPractitioner: undefined,
    }),
    relatedPerson(),
    relatedPerson({ id: 'R2', relationship: [], address: patient()['address'] }),
    relatedPerson({ id: 'R3', address: [{ use: 'home', line: ['3 Side Street'] }] }),
    relatedPerson({ id: 'R3', active: false }),
  ];
  const inOrder = async (ordered: readonly object[], cut: number): Promise<unknown> => {
    const database = await withDatabase(t);
    await importFiles(database.application, {
      'a.json': searchset(...ordered.slice(0, cut)),
      'b.json': ordered
        .slice(cut)
        .map((resource) => JSON.stringify(resource))
        .join('\n'),
    });
    return facts(database);
  };
  const first = await inOrder(resources, 3);
  const shuffled = fc.shuffledSubarray(resources, { minLength: resources.length });
  await fc.assert(
    fc.asyncProperty(shuffled, fc.integer({ min: 1, max: 7 }), async (ordered, cut) => {
      assert.deepEqual(await inOrder(ordered, cut), first);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

/** How many rows told something new. */
function taken({ counts }: FeedReport): number {
  return counts.linked + counts.created;
}

function outcomesOf(report: FeedReport): readonly string[] {
  const imported = taken(report);
  const { unchanged } = report.counts;
  const refused = report.files.flatMap((file) => file.refused);
  const notTaken = report.files.flatMap((file) => file.notTaken);
  const times = (count: number): string => (count === 1 ? '' : `, ${count} times`);
  return [
    ...(imported === 0 ? [] : [`imported${times(imported)}`]),
    ...(unchanged === 0 ? [] : [`unchanged${times(unchanged)}`]),
    ...refused.map(({ element, reason, count }) => `refused: ${element}: ${reason}${times(count)}`),
    ...notTaken.map(({ name, count }) => `not taken: ${name}${times(count)}`),
  ];
}

const droppedMembers = new Set([
  'extension',
  'telecom',
  'contact',
  'managingOrganization',
  'prefix',
  'suffix',
  'text',
  'valueQuantity',
  'valueInteger',
  'code',
]);

/** Whatever the samples say in elements that are not kept; short words, which might stand anywhere, left out. */
async function liftAll(database: TestDatabase, on: string): Promise<void> {
  await ask(database, `insert into organisation (kind, name) values ('council services', 'Bolton Council')`);
  await ask(
    database,
    `insert into account (user_name, full_name, organisation_id, role, state)
      select who, who, organisation_id, 'social worker', 'active' from organisation, unnest(array['one', 'two']) as who`,
  );
  await ask(database, `update shield set lifted_on = '${on}', lift_asked_by = 1, lifted_by = 2`);
  await ask(
    database,
    `update protection set lift_asked_by = 1, lift_asked_at = '${on}', lift_because = 'danger is over', lifted_by = 2,
      lifted_at = '${on}'`,
  );
}

function droppedValues(): ReadonlySet<string> {
  const values = new Set<string>();
  const collect = (value: unknown, isDropped: boolean): void => {
    if (typeof value === 'string' && isDropped && value.length > 5 && !/^\d{4}-\d{2}-\d{2}/.test(value))
      values.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [member, under] of Object.entries(value))
      collect(under, isDropped || droppedMembers.has(member));
  };
  for (const file of Object.values(samples)) collect(JSON.parse(file), false);
  for (const code of ['Y12345', 'Y23456', 'Y34567', 'RGS', '364589006', 'Braille', '01632960587'])
    values.add(code);
  values.delete('Organization'); // also the name of a message that was not taken
  return values;
}
