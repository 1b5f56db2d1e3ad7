import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fc } from '../support/property.ts';
import { isDay, partsOf, type Day } from '../../src/domain/calendar.ts';
import { parseCriteria, type SearchCriteria } from '../../src/domain/criteria.ts';
import { isGender, type Gender } from '../../src/domain/gender.ts';
import type { Postcode } from '../../src/domain/identifiers.ts';
import { chanceOf, type Chance } from '../../drills/support/chance.ts';
import { searchByPlace } from '../../drills/support/searches.ts';
import { searchKeysOf } from '../../src/domain/search-keys.ts';
import { mostShown, type Ranking } from '../../src/domain/search-ranking.ts';
import { nameKnowledge } from '../../src/services/name-tables.ts';
import { findMatches } from '../../src/services/searching.ts';
import { issueTicket } from '../../src/store/issue-ticket.ts';
import { followShields } from '../../src/store/search-entries.ts';
import { listChildren } from '../../src/store/search.ts';
import { asOwner } from '../support/accounts.ts';
import { grantFor } from '../support/grants.ts';
import { name, postcode } from '../support/names.ts';
import { dayOfTests, withPopulatedDatabase } from '../support/population.ts';

type Sought = {
  readonly childId: number;
  readonly givenName: string;
  readonly familyName: string;
  readonly dateOfBirth: Day;
  readonly gender: Gender;
  readonly postcode: Postcode;
  readonly nhsNumber: string;
};

const database = await withPopulatedDatabase({ after });
const ticket = issueTicket(grantFor('find child'), { kind: 'search' });
const children = await childrenAtHome();

test('each child is found by what the record says, before anybody else', async () => {
  for (const child of children.slice(0, 40)) {
    const ranking = await search(wholeOf(child));
    assert.deepEqual(firstOf(ranking), [child.childId, true, []]);
  }
});

test('given and family name exchanged find the same child first', async () => {
  for (const child of children.slice(0, 40)) {
    const { givenName, familyName, ...rest } = wholeOf(child);
    const ranking = await search({ ...rest, givenName: familyName, familyName: givenName });
    assert.equal(firstOf(ranking)?.[0], child.childId);
  }
});

test('a slip in both names, a day and month exchanged, a year out: the child is found, and told why', async () => {
  for (const child of children.slice(0, 40)) {
    const { dateOfBirth, ...names } = wholeOf(child);
    const { year, month, dayOfMonth } = partsOf(dateOfBirth);
    const slipped = {
      ...wholeOf(child),
      givenName: slip(child.givenName),
      familyName: slip(child.familyName),
    };
    const dates = [typedDay(dayOfMonth, month, year), typedDay(dayOfMonth, month + 1, year)];
    const mistaken = dates.flatMap((day) => (day === undefined ? [] : [{ ...names, dateOfBirth: day }]));
    for (const asked of [slipped, ...mistaken]) {
      const [found, agrees, why] = firstOf(await search(asked)) ?? [];
      assert.equal(found, child.childId);
      assert.equal(agrees, why?.length === 0);
    }
  }
});

test('no search with a place answers a shielded child, and one without a place does, with no postcode', async () => {
  const shielded = children.slice(50, 110);
  await shield(shielded.map((child) => child.childId));
  const ids = new Set(shielded.map((child) => child.childId));
  // The searches of `npm run drill -- shielded-by-place`, which makes ten thousand of them over HTTP.
  const chance = chanceOf(1);
  let answered = 0;
  for (let search_ = 0; search_ < 400; search_ += 1) {
    const [child, other] = [anyOf(chance, shielded), anyOf(chance, children)];
    const typed = searchByPlace(chance, soughtOf(child), other.postcode);
    const criteria = parseCriteria(typed, dayOfTests);
    if (!criteria.ok) continue; // a slip that left no name
    const ranking = await search(criteria.value);
    assert.ok(!idsOf(ranking).some((id) => ids.has(id)));
    answered += 1;
  }
  assert.ok(answered > 300);
  for (const child of shielded.slice(0, 20)) {
    assert.equal(firstOf(await search(wholeOf(child)))?.[0], child.childId);
    const [listed] = await list([child.childId], false);
    assert.equal(listed?.postcode, null);
  }
});

test('a shielded child whose entries were left where a place finds them is still not listed', async () => {
  const [child] = children.slice(120);
  assert.ok(child !== undefined);
  await asOwner(database, `insert into shield values ($1, 9, 'domestic abuse', null, '2026-01-01', null)`, [
    child.childId,
  ]);
  assert.deepEqual(await list([child.childId], true), []);
  assert.equal((await list([child.childId], false)).length, 1);
});

test('a lifted shield lets a place find the child again', async () => {
  const [child] = children.slice(130);
  assert.ok(child !== undefined);
  await shield([child.childId]);
  const byPlace = { ...wholeOf(child), postcode: child.postcode };
  assert.ok(!idsOf(await search(byPlace)).includes(child.childId));
  await asOwner(database, `update shield set lifted_on = '2026-11-20' where child_id = $1`, [child.childId]);
  await database.owner.transact((tx) => followShields(tx, [child.childId]));
  assert.equal(firstOf(await search(byPlace))?.[0], child.childId);
});

test('over twenty who agree with all of it are too many, without a row; with more detail one is found', async () => {
  const born = '2014-01-01';
  await asOwner(
    database,
    `with made as (
      insert into child (child_id, contactpoint_number, given_names, family_name, date_of_birth, gender, whereabouts, leaves_on)
      select 7000 + at, 'T' || at, 'Zebedee', 'Quillfeather', $1, 'male', 'no known address', '2032-01-01'
      from generate_series(1, 25) as at
      returning child_id
    )
    insert into search_entry (child_id, entry_no, date_of_birth, sound_given_born, sound_family_born, initials_born, sounds_year,
      kind, gender, given_names, family_name)
    select child_id, 1, $1, $2, $3, $4, $5, 'present', 'male', 'Zebedee', 'Quillfeather'
    from made`,
    [born, ...keysOf('Zebedee', 'Quillfeather', born)],
  );
  const asked = { givenName: name('Zebedee'), familyName: name('Quillfeather'), yearOfBirth: 2014 };
  assert.deepEqual(await search(asked), { kind: 'too many' });
});

test('the commonest name and birthday, with many hundreds of children behind it, is answered in bounded work', async () => {
  const born = '2015-01-01';
  await asOwner(
    database,
    `with made as (
      insert into child (child_id, contactpoint_number, given_names, family_name, date_of_birth, gender, whereabouts, leaves_on)
      select 8000 + at, 'U' || at, 'Muhammad', 'Ahmed', $1, 'male', 'no known address', '2033-01-01'
      from generate_series(1, 1500) as at
      returning child_id
    )
    insert into search_entry (child_id, entry_no, date_of_birth, sound_given_born, sound_family_born, initials_born, sounds_year,
      kind, gender, given_names, family_name)
    select child_id, 1, $1, $2, $3, $4, $5, 'present', 'male', 'Muhammad', 'Ahmed'
    from made`,
    [born, ...keysOf('Muhammad', 'Ahmed', born)],
  );
  const names = { givenName: name('Muhammad'), familyName: name('Ahmed') };
  assert.ok(isDay(born));
  for (const asked of [
    { ...names, dateOfBirth: born },
    { ...names, yearOfBirth: 2015 },
    { familyName: name('Ahmed'), dateOfBirth: born },
  ])
    assert.deepEqual(await search(asked), { kind: 'too many' });
  for (const slipped of ['Muhamad', 'Mohammed', 'Muhammda']) {
    const ranking = await search({ ...names, givenName: name(slipped), dateOfBirth: born });
    assert.equal(ranking.kind === 'found' && ranking.matches.length, mostShown);
  }
});

test('whatever is typed, the answer is bounded', async () => {
  const words = fc.constantFrom(
    'Baby',
    'Twin 1',
    'Muhammad',
    'Ali',
    'Khan',
    '李',
    'محمد',
    'O',
    'van',
    'x'.repeat(35),
  );
  await fc.assert(
    fc.asyncProperty(words, words, fc.option(fc.constant('BL1 1AA')), async (given, family, place) => {
      const typed = { givenName: given, familyName: family, day: '1', month: '1', year: '2014' };
      const rest = { gender: '', postcode: place ?? '', number: '' };
      const criteria = parseCriteria({ ...typed, ...rest }, dayOfTests);
      if (!criteria.ok) return;
      const ranking = await search(criteria.value);
      assert.ok(ranking.kind === 'too many' || ranking.matches.length <= mostShown);
    }),
    { numRuns: 60 },
  );
});

async function search(criteria: SearchCriteria): Promise<Ranking> {
  const knowledge = await nameKnowledge();
  return database.application.transact((tx) => findMatches(tx, ticket, criteria, knowledge, dayOfTests));
}

async function list(childIds: readonly number[], byPlace: boolean) {
  return database.application.transact((tx) => listChildren(tx, ticket, childIds, byPlace, dayOfTests));
}

function firstOf(ranking: Ranking): readonly [number, boolean, readonly string[]] | undefined {
  if (ranking.kind === 'too many') return undefined;
  const [first] = ranking.matches;
  return first && [first.childId, first.agrees, first.why];
}

function idsOf(ranking: Ranking): readonly number[] {
  return ranking.kind === 'too many' ? [] : ranking.matches.map((match) => match.childId);
}

function wholeOf({ givenName, familyName, dateOfBirth, gender }: Sought) {
  return { givenName: name(givenName), familyName: name(familyName), dateOfBirth, gender };
}

function anyOf(chance: Chance, some: readonly Sought[]): Sought {
  const one = some[Math.floor(chance() * some.length)];
  assert.ok(one !== undefined);
  return one;
}

function soughtOf({ dateOfBirth, ...child }: Sought) {
  const { year, month, dayOfMonth } = partsOf(dateOfBirth);
  return {
    ...child,
    day: String(dayOfMonth),
    month: String(month),
    year: String(year),
    nhsNumber: child.nhsNumber,
  };
}

// Two letters in the middle exchanged.
function slip(text: string) {
  const at = Math.max(1, Math.floor(text.length / 2) - 1);
  return name(text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2));
}

function typedDay(month: number, dayOfMonth: number, year: number): Day | undefined {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
  return isDay(text) ? text : undefined;
}

async function shield(childIds: readonly number[]): Promise<void> {
  await asOwner(
    database,
    `insert into shield (child_id, shield_no, because, raised_on)
    select child_id, 8, 'risk of violence', '2026-01-01' from unnest($1::bigint[]) as child_id`,
    [childIds],
  );
  await database.owner.transact((tx) => followShields(tx, childIds));
}

// Given names of one family name and day may be borne twice: those who are alike are left out, so that the first is the one.
async function childrenAtHome(): Promise<readonly Sought[]> {
  const rows = await asOwner(
    database,
    `select child.child_id, split_part(given_names, ' ', 1), family_name, date_of_birth, gender, child_address.postcode,
      coalesce(nhs_number::text, '')
    from child
    join child_address on child_address.child_id = child.child_id and standing = 'current'
    where whereabouts = 'current' and given_names !~ '^(Baby|Twin|Abd)' and length(split_part(given_names, ' ', 1)) > 4
      and length(family_name) > 4 and given_names !~ '-' and family_name !~ '[- ]'
      and not exists (select from shield where shield.child_id = child.child_id)
      and not exists (
        select from child as twin
        where twin.child_id <> child.child_id and twin.date_of_birth = child.date_of_birth
          and twin.family_name = child.family_name
      )
    order by child.child_id`,
  );
  return rows.flatMap(([id, givenName, familyName, dateOfBirth, gender, place, nhs]) => {
    if (!givenName || !familyName || !dateOfBirth || !gender || !place) return [];
    if (!isDay(dateOfBirth) || !isGender(gender)) return [];
    const numbers = { childId: Number(id), nhsNumber: nhs ?? '' };
    return [{ ...numbers, givenName, familyName, dateOfBirth, gender, postcode: postcode(place) }];
  });
}

function keysOf(givenNames: string, familyName: string, born: string): readonly (number | null)[] {
  assert.ok(isDay(born));
  const keys = searchKeysOf({ kind: 'present', givenNames, familyName, dateOfBirth: born, postcode: null });
  return [keys.soundGivenBorn, keys.soundFamilyBorn, keys.initialsBorn, keys.soundsYear];
}
