import { isDay } from '../../src/domain/calendar.ts';
import type { Owner } from './database.ts';
import { diceFor } from './dice.ts';
import type { Target } from './searches.ts';

const pointKind = 100; // of what the dice begin for

/**
 * So many children drawn evenly, the same for the same seed and population. Only those whom a search by place may find:
 * no shielded child, none whose record is closed, none without a present address.
 */
export async function drawTargets(owner: Owner, count: number, seed: number): Promise<readonly Target[]> {
  const [[least, most] = []] = await owner.rows('select min(child_id), max(child_id) from child');
  const dice = diceFor(seed, pointKind, 0);
  const [from, to] = [Number(least), Number(most)];
  const points = Array.from({ length: count }, () => from + Math.floor(dice.unit() * (to - from)));
  const rows = await owner.rows(nearestChildren, [points]);
  const found = new Map<number, Target>();
  for (const [id, givenNames = null, familyName = null, dateOfBirth = null, postcode = null] of rows) {
    if (givenNames === null || familyName === null || dateOfBirth === null || postcode === null) continue;
    if (!isDay(dateOfBirth)) throw new Error('A date of birth is none');
    const childId = Number(id);
    found.set(childId, { childId, givenNames, familyName, dateOfBirth, postcode });
  }
  return [...found.values()];
}

// Child ids are scattered evenly, so the next one after any point is any child.
const nearestChildren = `
  select found.child_id, found.given_names, found.family_name, found.date_of_birth, child_address.postcode
  from unnest($1::bigint[]) with ordinality as point (child_id, position)
  cross join lateral (
    select child_id, given_names, family_name, date_of_birth, whereabouts, closed_on
    from child
    where child.child_id >= point.child_id
    order by child_id
    limit 1
  ) as found
  join child_address on child_address.child_id = found.child_id and standing = 'current'
  where whereabouts = 'current'
    and closed_on is null
    and not exists (select from shield where shield.child_id = found.child_id and lifted_on is null)
  order by position`;
