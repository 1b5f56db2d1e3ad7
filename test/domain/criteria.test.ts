import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { realDay } from '../../src/domain/calendar.ts';
import { isTypedSearch, minimumFault, parseCriteria } from '../../src/domain/criteria.ts';
import type { SearchCriteria, TypedSearch } from '../../src/domain/criteria.ts';

const today = realDay(2026, 11, 24);
const nothing: TypedSearch = {
  givenName: '',
  familyName: '',
  day: '',
  month: '',
  year: '',
  gender: '',
  postcode: '',
  number: '',
};
const born = { day: '27', month: '3', year: '2014' };
const parts: readonly Partial<TypedSearch>[] = [
  { givenName: 'Ann' },
  { familyName: 'Lee' },
  born,
  { year: '2014' },
  { gender: 'female' },
  { postcode: 'bl1 1aa' },
];

test('a search is read into what each box means', () => {
  const typed = {
    ...nothing,
    ...born,
    givenName: ' Zoe\u0308 ',
    familyName: 'O’Brien',
    gender: 'female',
    postcode: 'bl11aa',
    number: '999 000 0018',
  };
  assert.deepEqual(parseCriteria(typed, today), {
    ok: true,
    value: {
      givenName: 'Zoë',
      familyName: 'O’Brien',
      dateOfBirth: '2014-03-27',
      gender: 'female',
      postcode: 'BL1 1AA',
      number: { kind: 'nhs', number: '9990000018' },
    },
  });
});

test('a year alone is a year of birth', () => {
  const parsed = parseCriteria({ ...nothing, givenName: 'Ann', familyName: 'Lee', year: '2014' }, today);
  assert.deepEqual(parsed, { ok: true, value: { givenName: 'Ann', familyName: 'Lee', yearOfBirth: 2014 } });
  assert.deepEqual(saysOf({ year: '14', familyName: 'Lee', givenName: 'Ann' }), [
    'dateOfBirth: Year of birth must be four digits, from 2001 to 2026',
  ]);
});

test('a number is enough, and so are exactly the sets of criteria of the rule', () => {
  assert.deepEqual(saysOf({ number: 'T999400126001' }), []);
  fc.assert(
    fc.property(fc.subarray([...parts]), (chosen) => {
      const typed = chosen.reduce<TypedSearch>((all, part) => ({ ...all, ...part }), nothing);
      const [given, family, dated] = [typed.givenName !== '', typed.familyName !== '', typed.day !== ''];
      const [year, gender, place] = [typed.year !== '', typed.gender !== '', typed.postcode !== ''];
      const enough =
        (family && dated) ||
        (given && dated && (gender || place)) ||
        (family && given && (dated || year || place));
      return parseCriteria(typed, today).ok === enough;
    }),
  );
});

test('too little says what to add', () => {
  const more = 'That is not enough to search by. Add the ';
  assert.deepEqual(saysOf({}), ['familyName: Enter a number, or a family name and a date of birth']);
  assert.deepEqual(saysOf({ familyName: 'Lee' }), [
    `dateOfBirth: ${more}date of birth, or the given name and year of birth, or the given name and postcode`,
  ]);
  assert.deepEqual(saysOf({ givenName: 'Ann', ...born }), [
    `familyName: ${more}family name, or the gender, or the postcode`,
  ]);
  assert.deepEqual(saysOf({ givenName: 'Ann', familyName: 'Lee' }), [
    `dateOfBirth: ${more}date of birth, or the year of birth, or the postcode`,
  ]);
  assert.deepEqual(saysOf(born), [
    `familyName: ${more}family name, or the given name and gender, or the given name and postcode`,
  ]);
  assert.deepEqual(saysOf({ givenName: 'Ann', postcode: 'BL1 1AA' }), [
    `dateOfBirth: ${more}date of birth, or the family name`,
  ]);
});

test('what is asked for is enough once it is added', () => {
  const full: Required<Omit<SearchCriteria, 'number'>> = realCriteria();
  const byWords = new Map<string, keyof typeof full>([
    ['given name', 'givenName'],
    ['family name', 'familyName'],
    ['date of birth', 'dateOfBirth'],
    ['year of birth', 'yearOfBirth'],
    ['gender', 'gender'],
    ['postcode', 'postcode'],
  ]);
  fc.assert(
    fc.property(fc.subarray([...byWords.values()]), (kept) => {
      const criteria = only(full, kept);
      const asked = /Add the (.*)$/.exec(minimumFault(criteria)?.says ?? '')?.[1]?.split(', or the ') ?? [];
      return asked.every((set) => {
        const added = set.split(' and ').flatMap((word) => byWords.get(word) ?? []);
        return minimumFault(only(full, [...kept, ...added])) === undefined;
      });
    }),
  );
});

test('wildcards are refused in every box, in words', () => {
  for (const box of ['givenName', 'familyName', 'day', 'postcode', 'number'] as const) {
    for (const text of ['An*', 'Sm?th', '%', '_nn'])
      assert.match(saysOf({ [box]: text }).join(), /Leave out \*, \?, % and _/);
  }
});

test('each box that is wrong has its own fault, and nothing is said of what to add meanwhile', () => {
  const typed = {
    givenName: 'a'.repeat(10_000_000),
    familyName: 'A\0',
    day: '29',
    month: '2',
    year: '2015',
    gender: 'x',
    postcode: 'BL1',
    number: '1',
  };
  assert.deepEqual(
    saysOf(typed).map((said) => said.split(':')[0]),
    ['number', 'givenName', 'familyName', 'dateOfBirth', 'gender', 'postcode'],
  );
});

test('a birth in the future or over 25 years ago is refused, and so is a postcode that is no place', () => {
  assert.match(
    saysOf({ familyName: 'Lee', day: '25', month: '11', year: '2026' }).join(),
    /today or in the past/,
  );
  assert.match(
    saysOf({ familyName: 'Lee', day: '1', month: '1', year: '1990' }).join(),
    /24 November 2001 or later/,
  );
  assert.match(saysOf({ postcode: 'ZZ99 3VZ' }).join(), /postcode of a place/);
});

test('whatever is typed gives criteria or faults', () => {
  const text = fc.string({ unit: 'binary', maxLength: 50 });
  const typed = fc.record({
    givenName: text,
    familyName: text,
    day: text,
    month: text,
    year: text,
    gender: text,
    postcode: text,
    number: text,
  });
  fc.assert(
    fc.property(
      typed,
      (search) => isTypedSearch(search) && (parseCriteria(search, today).ok || saysOf(search).length > 0),
    ),
  );
});

test('what is not a typed search is known', () => {
  assert.ok(isTypedSearch({ ...nothing }));
  assert.deepEqual([undefined, null, 'Ann', {}, { ...nothing, number: 1 }, []].filter(isTypedSearch), []);
});

function saysOf(typed: Partial<TypedSearch>): readonly string[] {
  const parsed = parseCriteria({ ...nothing, ...typed }, today);
  return parsed.ok ? [] : parsed.faults.map(({ field, says }) => `${field}: ${says}`);
}

function realCriteria(): Required<Omit<SearchCriteria, 'number'>> {
  const parsed = parseCriteria(
    { ...nothing, ...born, givenName: 'Ann', familyName: 'Lee', gender: 'female', postcode: 'BL1 1AA' },
    today,
  );
  assert.ok(parsed.ok);
  const { givenName, familyName, dateOfBirth, gender, postcode } = parsed.value;
  assert.ok(givenName && familyName && dateOfBirth && gender && postcode);
  return { givenName, familyName, dateOfBirth, gender, postcode, yearOfBirth: 2014 };
}

function only(full: SearchCriteria, kept: readonly string[]): SearchCriteria {
  return Object.fromEntries(Object.entries(full).filter(([criterion]) => kept.includes(criterion)));
}
