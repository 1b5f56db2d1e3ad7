import { randomInt } from 'node:crypto';
import { addYears, isDay, type Day } from '../../src/domain/calendar.ts';
import { searchKeysOf } from '../../src/domain/search-keys.ts';
import type { Product } from '../support/product.ts';
import type { Typed } from './page-objects/find-child.ts';

/** An invented child of the population, with what a person would type to find it. */
export type Chosen = {
  readonly childId: number;
  readonly name: string;
  readonly born: Day;
  readonly typed: Required<Pick<Typed, 'givenName' | 'familyName' | 'born'>>;
};

/** Somebody on a child's record, and the number that reaches them, in digits. */
export type Reached = { readonly who: string; readonly telephone: string };

/** A child at school with two parents who can be rung, a school nurse and a social worker. */
export async function supportedChild(
  product: Product,
): Promise<Chosen & { readonly people: readonly Reached[] }> {
  const child = await chooseChild(
    product,
    `date_of_birth between '2011-09-01' and '2021-08-31'
    and (
      select count(*) from carer
      where carer.child_id = child.child_id and relationship in ('mother', 'father') and telephone is not null
    ) = 2
    and exists (${worker('school nursing')})
    and exists (${worker('social care')})`,
  );
  const people = await product.sql(
    `select concat_ws(' ', given_names, family_name), telephone from carer
      where child_id = $1 and relationship in ('mother', 'father')
    union all
    select practitioner.name, coalesce(practitioner.telephone, team.telephone)
      from involvement
      join team using (team_id)
      join practitioner using (practitioner_id)
      where child_id = $1 and ended_on is null and service_kind in ('school nursing', 'social care')`,
    [child.childId],
  );
  return {
    ...child,
    people: people.map(([who, number]) => ({ who: who ?? '', telephone: number?.replaceAll(' ', '') ?? '' })),
  };
}

/** A child for whom the condition on `child` holds, whose record is open and not shielded. */
export async function chooseChild(product: Product, condition: string): Promise<Chosen> {
  const [row] = await product.sql(
    `select child_id, given_names, family_name, ${asTyped}, date_of_birth
    from child
    where closed_on is null
      and not exists (select from shield where shield.child_id = child.child_id)
      and ${condition}
    order by child_id
    limit 1`,
  );
  const [childId = '', givenNames = '', familyName = '', typedDay = '', born = ''] =
    row?.map((value) => value ?? '') ?? [];
  if (!isDay(born)) throw new Error(`No invented child is so: ${condition}`);
  return {
    childId: Number(childId),
    name: `${givenNames} ${familyName}`,
    born,
    typed: { givenName: givenNames.split(' ')[0] ?? '', familyName, born: typedDay },
  };
}

/** A child who is in the population only to be found, with what it is found by and no more. */
export async function addChild(
  product: Product,
  {
    givenName,
    familyName,
    born,
  }: { readonly givenName: string; readonly familyName: string; readonly born: Day },
): Promise<void> {
  const keys = searchKeysOf({
    kind: 'present',
    givenNames: givenName,
    familyName,
    dateOfBirth: born,
    postcode: null,
  });
  const childId = randomInt(2 ** 40);
  await product.sql(
    `with made as (
      insert into child (child_id, contactpoint_number, given_names, family_name, date_of_birth, gender, whereabouts, leaves_on)
      values ($1, $9, $2, $3, $4, 'male', 'no known address', $10)
    )
    insert into search_entry (child_id, entry_no, kind, given_names, family_name, date_of_birth, gender, sound_given_born,
      sound_family_born, initials_born, sounds_year)
    values ($1, 1, 'present', $2, $3, $4, 'male', $5, $6, $7, $8)`,
    [
      childId,
      givenName,
      familyName,
      born,
      keys.soundGivenBorn,
      keys.soundFamilyBorn,
      keys.initialsBorn,
      keys.soundsYear,
      `TEST${childId}`,
      addYears(born, 18),
    ],
  );
}

/** Shields a child, as the service does it: on the child, and in what it is found by. */
export async function shield(product: Product, { childId }: Chosen): Promise<void> {
  await product.sql(
    `with shielded as (
      insert into shield (child_id, shield_no, because, raised_on) values ($1, 9, 'domestic abuse', '2026-11-01')
    )
    update search_entry set is_shielded = true where child_id = $1`,
    [childId],
  );
}

/** A date of birth in SQL as it is typed into three boxes. */
export const asTyped = `to_char(date_of_birth, 'FMDD FMMM YYYY')`;

/** A worker of a kind, on the child's record now. */
export function worker(serviceKind: string): string {
  return `select from involvement
    join team using (team_id)
    where involvement.child_id = child.child_id and ended_on is null and practitioner_id is not null
      and service_kind = '${serviceKind}'`;
}
