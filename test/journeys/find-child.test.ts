import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { realDay } from '../../src/domain/calendar.ts';
import { soundFamilyBorn, soundGivenBorn, soundsYear } from '../../src/domain/search-keys.ts';
import { asTyped, chooseChild } from './children.ts';
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
  await arrangeNamesakes(21);
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
  assert.match(shown, /former surname/);
});

/** So many children of one name, born on different days of 2016, each with what it is found by. */
async function arrangeNamesakes(count: number): Promise<void> {
  for (let place = 1; place <= count; place += 1) {
    const born = realDay(2016, 3, place);
    await product.sql(
      `with made as (
        insert into child (child_id, contactpoint_number, given_names, family_name, date_of_birth, gender, whereabouts, leaves_on)
        values ($1, $2, 'Mohammed', 'Namesake', $3, 'male', 'no known address', '2034-03-31')
      )
      insert into search_entry (child_id, entry_no, kind, date_of_birth, sound_given_born, sound_family_born, sounds_year,
        gender, given_names, family_name)
      values ($1, 1, 'present', $3, $4, $5, $6, 'male', 'Mohammed', 'Namesake')`,
      [
        place,
        `NAMESAKE${place}`,
        born,
        soundGivenBorn('Mohammed', born),
        soundFamilyBorn('Namesake', born),
        soundsYear('Mohammed', 'Namesake', 2016),
      ],
    );
  }
}
