import { isOdsPracticeCode, type OdsPracticeCode } from '../domain/identifiers.ts';
import type { AreaRegisters } from '../store/area-registers.ts';
import { kilometresBetween, type Point } from './distance.ts';
import { sampler, type Sampler } from './sampler.ts';
import { schoolsFor, type School, type SchoolSort, type SchoolsFor, type Sex } from './schools.ts';

/** The schools and GP practices that a family of one neighbourhood chooses among. */
export type Settings = {
  /** `age` is that on 1 September of the school year. Undefined where none of the sort takes that age. */
  readonly school: (sort: SchoolSort, age: number, sex: Sex) => Sampler<School> | undefined;
  readonly practice: Sampler<OdsPracticeCode> | undefined;
};

/** What an area has to choose among, worked out once for all its neighbourhoods. */
export type Choices = {
  readonly schoolsFor: SchoolsFor;
  readonly practices: readonly (Point & { readonly code: OdsPracticeCode })[];
};

const usualPupils = 280; // the mean of open state schools; independent schools have no number, and colleges none or 0
const considered = 8; // schools or practices: nobody goes past eight nearer ones

/** The choices of an area. */
export function choicesOf({ schools, practices }: Pick<AreaRegisters, 'schools' | 'practices'>): Choices {
  const coded = practices.flatMap(({ practice_code: code, latitude, longitude }) =>
    isOdsPracticeCode(code) ? [{ code, latitude, longitude }] : [],
  );
  return { schoolsFor: schoolsFor(schools), practices: coded };
}

/** What is near a place: schools weighted by size and nearness, practices by nearness. Made when first asked for. */
export function settingsNear(place: Point, { schoolsFor: fitting, practices }: Choices): Settings {
  const known = new Map<readonly School[], Sampler<School> | undefined>();
  const practice = nearSampler(place, practices, () => 1);
  return {
    school: (sort, age, sex) => {
      const schools = fitting(sort, age, sex);
      if (!known.has(schools))
        known.set(
          schools,
          nearSampler(place, schools, (one) => one.pupils || usualPupils),
        );
      return known.get(schools);
    },
    practice: practice && ((chance) => practice(chance).code),
  };
}

function nearSampler<Item extends Point>(place: Point, items: readonly Item[], size: (item: Item) => number) {
  const nearest = items
    .map((item) => ({ item, distance: kilometresBetween(place, item) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, considered);
  if (nearest.length === 0) return undefined;
  return sampler(
    nearest.map(({ item }) => item),
    nearest.map(({ item, distance }) => size(item) / (0.3 + distance * distance)),
  );
}
