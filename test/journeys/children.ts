import type { Product } from '../support/product.ts';
import type { Typed } from './page-objects/find-child.ts';

/** An invented child of the population, with what a person would type to find it. */
export type Chosen = { readonly childId: number; readonly name: string; readonly typed: Typed };

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
    `select child_id, given_names, family_name, ${asTyped}
    from child
    where closed_on is null
      and not exists (select from shield where shield.child_id = child.child_id)
      and ${condition}
    order by child_id
    limit 1`,
  );
  const [childId = '', givenNames = '', familyName = '', born = ''] = row?.map((value) => value ?? '') ?? [];
  if (childId === '') throw new Error(`No invented child is so: ${condition}`);
  return {
    childId: Number(childId),
    name: `${givenNames} ${familyName}`,
    typed: { givenName: givenNames.split(' ')[0] ?? '', familyName, born },
  };
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
