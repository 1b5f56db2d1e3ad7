import { isOdsPracticeCode, type OdsPracticeCode } from '../domain/identifiers.ts';
import type { AreaRegisters } from '../store/area-registers.ts';
import { kilometresBetween, type Point } from './distance.ts';
import { sampler, type Sampler } from './sampler.ts';

export type School = AreaRegisters['schools'][number];
export type Sex = 'female' | 'male';

/** How a school is run, as far as the generator needs it. */
export type SchoolSort = 'state' | 'special' | 'independent' | 'college' | 'nursery' | 'other';

/** The schools and GP practices that a family of one neighbourhood chooses among. */
export type Settings = {
  /** `age` is that on 1 September of the school year. Undefined where none of the sort takes that age. */
  readonly school: (sort: SchoolSort, age: number, sex: Sex) => Sampler<School> | undefined;
  readonly practice: Sampler<OdsPracticeCode> | undefined;
};

const usualPupils = 280; // the mean of open state schools; independent schools have no number, and colleges none or 0

/** What is near a place: schools weighted by size and nearness, practices by nearness. Lists are made when first asked for. */
export function settingsNear(place: Point, { schools, practices }: AreaRegisters): Settings {
  const known: Readonly<Record<SchoolSort, (Sampler<School> | null)[]>> = {
    state: [],
    special: [],
    independent: [],
    college: [],
    nursery: [],
    other: [],
  };
  const choose = (sort: SchoolSort, age: number, sex: Sex): Sampler<School> | null => {
    const fitting = schools.filter((one) => sortOf(one) === sort && takes(one, age, sex));
    return nearSampler(place, fitting, (one) => one.pupils || usualPupils) ?? null;
  };
  const school = (sort: SchoolSort, age: number, sex: Sex): Sampler<School> | undefined => {
    const key = sex === 'male' ? 2 * age + 1 : 2 * age;
    const found = known[sort][key];
    if (found !== undefined) return found ?? undefined;
    const chosen = choose(sort, age, sex);
    known[sort][key] = chosen;
    return chosen ?? undefined;
  };
  const knownPractices = practices.flatMap(codedPractice);
  const nearPractice = nearSampler(place, knownPractices, () => 1);
  return { school, practice: nearPractice && ((chance) => nearPractice(chance).code) };
}

function codedPractice({ practice_code: code, latitude, longitude }: AreaRegisters['practices'][number]) {
  return isOdsPracticeCode(code) ? [{ code, latitude, longitude }] : [];
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

function nearSampler<Item extends Point>(place: Point, items: readonly Item[], size: (item: Item) => number) {
  const nearest = items
    .map((item) => ({ item, distance: kilometresBetween(place, item) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 8);
  if (nearest.length === 0) return undefined;
  return sampler(
    nearest.map(({ item }) => item),
    nearest.map(({ item, distance }) => size(item) / (0.3 + distance * distance)),
  );
}
