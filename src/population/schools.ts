import type { AreaRegisters } from '../store/area-registers.ts';

export type School = AreaRegisters['schools'][number];
export type Sex = 'female' | 'male';

/** How a school is run, as far as the generator needs it. */
export type SchoolSort = 'state' | 'special' | 'independent' | 'college' | 'nursery' | 'other';

/** The schools of a sort that take those of an age on 1 September, and of a sex. The same schools are the same list. */
export type SchoolsFor = (sort: SchoolSort, age: number, sex: Sex) => readonly School[];

/** Sorts an area's schools once, for all its neighbourhoods. */
export function schoolsFor(schools: readonly School[]): SchoolsFor {
  const lists = new Map<string, readonly School[]>();
  const known = {
    female: new Map<SchoolSort, (readonly School[])[]>(),
    male: new Map<SchoolSort, (readonly School[])[]>(),
  };
  const choose: SchoolsFor = (sort, age, sex) => {
    const fitting = schools.filter((one) => sortOf(one) === sort && takes(one, age, sex));
    const key = fitting.map(({ urn }) => urn).join();
    const list = lists.get(key) ?? fitting;
    lists.set(key, list);
    return list;
  };
  return (sort, age, sex) => {
    const ages = known[sex].get(sort) ?? [];
    known[sex].set(sort, ages);
    return (ages[age] ??= choose(sort, age, sex));
  };
}

const sorts = new WeakMap<School, SchoolSort>();

/** How a school is run, by its type in the register or, where that is empty, its name. */
export function sortOf(school: School): SchoolSort {
  const known = sorts.get(school);
  if (known !== undefined) return known;
  const sort = readSort(school);
  sorts.set(school, sort);
  return sort;
}

function readSort({ school_type: type, name, is_primary, is_secondary, is_post16 }: School): SchoolSort {
  if (type === null && !is_primary && !is_secondary && !is_post16)
    return /\bnurser/i.test(name) ? 'nursery' : 'other';
  if (type === null) return 'state';
  if (/special (school|academy)|special$/i.test(type)) return 'special';
  if (/independent/i.test(type)) return 'independent';
  if (/referral|\bAP\b|Service children/i.test(type)) return 'other';
  if (/college|16-19|sixth form/i.test(type) && !/technology|technical/i.test(type)) return 'college';
  return 'state';
}

function takes(school: School, age: number, sex: Sex): boolean {
  if (school.admits === (sex === 'male' ? 'Girls' : 'Boys')) return false;
  const [low, high] = agesOf(school);
  return age >= low && age < high;
}

/** The ages, on 1 September, from and below which a school takes pupils. */
export function agesOf(school: School): readonly [number, number] {
  if (sortOf(school) === 'nursery') return [2, 4];
  if (sortOf(school) === 'college') return [16, 18];
  const low = school.age_low ?? (school.is_primary ? 4 : school.is_secondary ? 11 : 16);
  const high = school.age_high ?? (school.is_post16 ? 18 : school.is_secondary ? 16 : 11);
  // Reception takes children of four, though some registers say five, the age at which school must begin.
  return [low === 5 ? 4 : low, high];
}
