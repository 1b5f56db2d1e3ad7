import { isDay, type Day } from '../../src/domain/calendar.ts';
import { isGender, type Gender } from '../../src/domain/gender.ts';
import type { Dice } from '../../src/population/chance.ts';
import type { Owner } from './database.ts';
import { diceFor } from './dice.ts';
import {
  mistakeDate,
  mistypeFamily,
  mistypeGiven,
  respellFamily,
  respellGiven,
  swapNames,
  type Asked,
  type Mistake,
  type World,
} from './errors.ts';
import { readSpellings } from './spellings.ts';

/** A child as the record has them, whom a row is made of. */
export type RowTarget = {
  readonly childId: number;
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: Day;
  readonly gender: Gender;
  readonly nhsNumber: string;
  readonly line: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
  readonly formerFamilyName: string | null;
};

/** A row of a feed with its truth: of whom it is, or nobody who is here. */
export type FeedRow = {
  readonly childId: number | null;
  readonly says: Readonly<Record<string, unknown>>;
};

/** So many children drawn evenly, shielded ones alone or any. */
export async function drawRowTargets(
  owner: Owner,
  count: number,
  among: 'all' | 'shielded',
): Promise<readonly RowTarget[]> {
  const shielded = `exists (select from shield where shield.child_id = child.child_id and lifted_on is null)`;
  const rows = await owner.rows(
    `select child.child_id, child.given_names, child.family_name, child.date_of_birth, child.gender, nhs_number,
        address_line, town, postcode,
        (select entry.family_name from search_entry as entry
          where entry.child_id = child.child_id and kind = 'former name' order by entry_no limit 1)
      from child
      left join child_address on child_address.child_id = child.child_id and standing = 'current'
      where nhs_number is not null and closed_on is null and ${among === 'shielded' ? shielded : 'true'}
      order by child.child_id # 1234567
      limit $1`,
    [count],
  );
  return rows.map(readTarget);
}

function readTarget(row: readonly (string | null)[]): RowTarget {
  const [id, givenNames, familyName, born = '', gender = '', nhsNumber, line, town, postcode, former] = row;
  if (born === null || !isDay(born) || gender === null || !isGender(gender)) throw new Error('Not a child');
  return {
    childId: Number(id),
    givenNames: givenNames ?? '',
    familyName: familyName ?? '',
    dateOfBirth: born,
    gender,
    nhsNumber: nhsNumber ?? '',
    line: line ?? null,
    town: town ?? null,
    postcode: postcode ?? null,
    formerFamilyName: former ?? null,
  };
}

// How often each mistake stands in a supplier's row: those of bench/support/linkage-population.ts.
const mistakes: readonly (readonly [Mistake, number])[] = [
  [mistypeGiven, 0.02],
  [mistypeFamily, 0.02],
  [respellGiven, 0.04],
  [respellFamily, 0.02],
  [mistakeDate, 0.015],
  [swapNames, 0.006],
];
const moved = 0.06; // live elsewhere than the record has it
const placeless = 0.02;
const unknown = 0.02; // nobody who is here

const rowKind = 110; // of what the dice begin for
const shieldedKind = 111;

/** A supplier's rows of these children; `numbered` is the share that gives the NHS number. */
export function makeFeedRows(
  targets: readonly RowTarget[],
  numbered: number,
  today: Day,
  seed: number,
): readonly FeedRow[] {
  const world = worldOf(targets, today);
  return targets.map((target, index) => {
    const dice = diceFor(seed, rowKind, index);
    const other = targets[dice.below(targets.length)] ?? target;
    const third = targets[dice.below(targets.length)] ?? target;
    if (dice.happens(unknown)) return { childId: null, says: strange(target, other, third, index) };
    let asked = askedOf(target, target.familyName);
    for (const [mistake, share] of mistakes)
      if (dice.happens(share)) asked = mistake(dice, asked, world) ?? asked;
    const home = dice.happens(moved) ? other : target;
    const hasHome = !dice.happens(placeless);
    const number = dice.happens(numbered) ? { nhsNumber: target.nhsNumber } : {};
    return {
      childId: target.childId,
      says: { ...saidOf(asked, target, index), ...homeOf(hasHome ? home : undefined), ...number },
    };
  });
}

/**
 * Rows that resemble shielded children, who have fled: no number, another home or theirs, a former name, one or two mistakes, or a
 * stranger in their home.
 */
export function makeShieldedRows(
  targets: readonly RowTarget[],
  homes: readonly RowTarget[],
  count: number,
  today: Day,
  seed: number,
): readonly FeedRow[] {
  const world = worldOf(homes, today);
  const all = mistakes.map(([mistake]) => mistake);
  return Array.from({ length: count }, (_, index) => {
    const dice = diceFor(seed, shieldedKind, index);
    const target = targets[dice.below(targets.length)];
    const other = homes[dice.below(homes.length)];
    if (target === undefined || other === undefined) throw new Error('There are no shielded children');
    if (target.line !== null && dice.happens(0.1))
      return {
        childId: null,
        says: { ...strange(other, homes[index % homes.length] ?? other, other, index), ...homeOf(target) },
      };
    const familyName =
      target.formerFamilyName !== null && dice.happens(0.5) ? target.formerFamilyName : target.familyName;
    let asked = askedOf(target, familyName);
    const errors = dice.below(3);
    for (let made = 0; made < errors; made += 1)
      asked = all[dice.below(all.length)]?.(dice, asked, world) ?? asked;
    const home = dice.happens(0.2) ? target : dice.happens(0.9) ? other : undefined;
    return { childId: target.childId, says: { ...saidOf(asked, target, index), ...homeOf(home) } };
  });
}

function worldOf(targets: readonly RowTarget[], today: Day): World {
  const any = (dice: Dice): RowTarget | undefined => targets[dice.below(targets.length)];
  return {
    spellings: readSpellings(),
    today,
    otherPostcode: (dice) => any(dice)?.postcode ?? undefined,
    otherFamilyName: (dice) => any(dice)?.familyName,
  };
}

function askedOf({ givenNames, dateOfBirth }: RowTarget, familyName: string): Asked {
  return { givenName: givenNames, familyName, dateOfBirth, postcode: undefined };
}

function saidOf(asked: Asked, { givenNames, dateOfBirth, gender }: RowTarget, index: number) {
  return {
    supplierKey: `bench ${index}`,
    givenNames: asked.givenName ?? givenNames,
    familyName: asked.familyName,
    dateOfBirth: asked.dateOfBirth ?? dateOfBirth,
    gender,
    restricted: false,
  };
}

// One child's given name, another's family name and birth, a third's home: nobody.
function strange(one: RowTarget, other: RowTarget, third: RowTarget, index: number) {
  const nobody = { ...other, givenNames: one.givenNames, familyName: third.familyName };
  return { ...saidOf(askedOf(nobody, nobody.familyName), nobody, index), ...homeOf(one) };
}

function homeOf(target: RowTarget | undefined): Readonly<Record<string, unknown>> {
  if (target === undefined || target.line === null) return {};
  const { line, town, postcode } = target;
  return {
    address: { line, ...(town === null ? {} : { town }), ...(postcode === null ? {} : { postcode }) },
  };
}
