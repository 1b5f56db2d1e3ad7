import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { realDay } from '../../src/domain/calendar.ts';
import { addChild, asTyped, chooseChild } from './children.ts';
import { openJourneys, phone } from './journey.ts';
import { findPage } from './page-objects/find-child.ts';
import { emptyResultsPage, resultsPage } from './page-objects/results.ts';

const { product, signedInTab } = await openJourneys({ after });

test('a search with too little says what to add, and keeps what was typed', async () => {
  const tab = await signedInTab('amina.khan', phone);
  await tab.page.goto('/find');
  await (await findPage(tab)).search({ givenName: 'Aisha', postcode: 'BL1 1AA' });
  const again = await findPage(tab);
  const [says, ...others] = await again.errors();
  assert.match(says ?? '', /not enough to search by\. Add the .*family name/);
  assert.deepEqual(others, []);
  const { givenName, postcode } = await again.typed();
  assert.deepEqual({ givenName, postcode }, { givenName: 'Aisha', postcode: 'BL1 1AA' });
});

test('a date that is none is told beside its boxes, and keeps what was typed', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/find');
  await (await findPage(tab)).search({ familyName: 'Khan', born: '29 2 2015' });
  const again = await findPage(tab);
  assert.equal((await again.errors()).length, 1);
  assert.deepEqual(await again.typed(), {
    givenName: '',
    familyName: 'Khan',
    born: '29 2 2015',
    number: '',
    postcode: '',
  });
});

test('where nobody is found, the page says what to change and whom to ring, and keeps what was typed', async () => {
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/find');
  await (await findPage(tab)).search({ givenName: 'Zebedee', familyName: 'Quillfeather', yearBorn: '2015' });
  const nobody = await emptyResultsPage(tab, 'Nobody found');
  assert.match(await nobody.says(), /Check the spelling/);
  assert.equal(await nobody.rows(), 0);
  assert.ok((await nobody.desks()).some((desk) => /emergency duty team/.test(desk)));
  assert.deepEqual(await nobody.typedUnder(), {
    givenName: 'Zebedee',
    familyName: 'Quillfeather',
    year: '2015',
  });
});

test('where more than twenty match, none is shown and nothing is counted', async () => {
  for (let day = 1; day <= 21; day += 1)
    await addChild(product, { givenName: 'Mohammed', familyName: 'Namesake', born: realDay(2016, 3, day) });
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/find');
  await (await findPage(tab)).search({ givenName: 'Mohammed', familyName: 'Namesake', yearBorn: '2016' });
  const many = await emptyResultsPage(tab, 'Too many children match');
  assert.equal(await many.rows(), 0);
  assert.match(await many.says(), /Add detail/);
  assert.doesNotMatch(await many.says(), /\b21\b/);
});

test('twins are both shown, told apart by their given names', async () => {
  const [row] = await product.sql(
    `select family_name, ${asTyped}, array_to_json(array_agg(given_names || ' ' || family_name order by given_names))
    from child
    group by family_name, date_of_birth
    having count(*) = 2 and not bool_or(exists (select from shield where shield.child_id = child.child_id))
    order by 1, 2
    limit 1`,
  );
  const [familyName = '', born = '', names = '[]'] = row?.map((value) => value ?? '') ?? [];
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/find');
  await (await findPage(tab)).search({ familyName, born });
  const results = await resultsPage(tab, '2 children match what you asked for');
  assert.deepEqual((await results.names()).toSorted(), JSON.parse(names));
});

test('a name spelt differently comes under close matches, below the child who is so called', async () => {
  const child = await chooseChild(product, `length(family_name) > 5`);
  const { typed } = child;
  const near = { ...typed, familyName: `${typed.familyName.slice(0, -1)}x` };
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/find');
  await (await findPage(tab)).search(near);
  const alone = await resultsPage(tab, '1 close match');
  assert.equal(await tab.page.getByRole('heading', { name: 'Close matches' }).count(), 0);
  assert.match(await alone.row(child.name), /Why Family name: one letter differs/);

  await addChild(product, { givenName: typed.givenName, familyName: near.familyName, born: child.born });
  await alone.searchAgain(near);
  const both = await resultsPage(tab, '1 child matches what you asked for');
  assert.equal((await both.names()).length, 2);
  assert.equal(await tab.page.getByRole('heading', { name: 'Close matches' }).count(), 1);
});

test('a child is found by a surname it used to have, and the row says so', async () => {
  const child = await chooseChild(
    product,
    `exists (
      select from search_entry
      where search_entry.child_id = child.child_id and kind = 'former name' and search_entry.family_name <> child.family_name
    )`,
  );
  const [row] = await product.sql(
    `select family_name from search_entry where child_id = $1 and kind = 'former name'`,
    [child.childId],
  );
  const formerly = row?.[0] ?? '';
  const tab = await signedInTab('amina.khan');
  await tab.page.goto('/find');
  await (await findPage(tab)).search({ ...child.typed, familyName: formerly });
  const results = await resultsPage(tab, '1 close match');
  const shown = await results.row(child.name);
  assert.match(shown, /Why Former surname/);
});

const nearSearches = [
  {
    by: 'a nickname',
    typed: { givenName: 'Lizzie', familyName: 'Quillington', born: '9 4 2015' },
    why: /Given name: a short or other form/,
  },
  {
    by: 'day and month exchanged',
    typed: { givenName: 'Elizabeth', familyName: 'Wetherspoke', born: '4 9 2015' },
    why: /Date of birth: day and month swapped/,
  },
] as const;

for (const { by, typed, why } of nearSearches)
  test(`a child is found by ${by}, and the row says so`, async () => {
    const { familyName } = typed;
    await addChild(product, { givenName: 'Elizabeth', familyName, born: realDay(2015, 4, 9) });
    const tab = await signedInTab('amina.khan', phone);
    await tab.page.goto('/find');
    await (await findPage(tab)).search(typed);
    const results = await resultsPage(tab, '1 close match');
    assert.match(await results.row(`Elizabeth ${familyName}`), why);
  });
