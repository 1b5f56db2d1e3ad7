import type { Almanac } from './almanac.ts';
import type { Area } from './area.ts';
import type { Dice } from './chance.ts';
import type { FamilyName, Names } from './names.ts';
import type { Numbers } from './numbers.ts';
import type { Home, HouseholdKind } from './people.ts';

/** What a household is made from. */
export type Making = {
  readonly dice: Dice;
  readonly names: Names;
  readonly numbers: Numbers;
  readonly almanac: Almanac;
  readonly area: Area;
  /** Councils nearby, and homes there, for children placed away from their own. */
  readonly neighbours: readonly Area['council'][];
  readonly placements: readonly Home[];
};

/** Where a household stands: `index` over the whole population, its first child's place, and how many it has. */
export type Standing = { readonly index: number; readonly firstPlace: number; readonly children: number };

/** What is settled of a household before its people are made. */
export type Family = {
  readonly making: Making;
  readonly standing: Standing;
  readonly kind: HouseholdKind;
  readonly births: readonly number[];
  readonly father: FamilyName;
  readonly mother: FamilyName;
};
