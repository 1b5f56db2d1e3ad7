import type { Source, Topic } from '../../domain/child-record.ts';
import { boolean, day, nullable, smallint, text } from '../columns.ts';
import { part, type PartRow } from '../part.ts';

/** The suppliers' rows behind the child: who says what, and since when. */
export const sourcesOfChild = part({
  text: `select supplier.name as supplier, first_seen_on, last_seen_on,
      address_line is not null as says_address, practice_code is not null as says_practice,
      school_urn is not null as says_school,
      coalesce('schoolUrn' = any (fields), supplier.standing in ('school-census', 'council')) as may_say_school,
      coalesce('practiceCode' = any (fields), supplier.standing = 'nhs-pds') as may_say_practice,
      every_days, (agreed_at at time zone 'Europe/London')::date as agreed_on,
      case
        when every_days is not null
          then (select read_on from feed_batch
            where feed_batch.supplier_id = source_row.supplier_id and state = 'done'
            order by batch_id desc limit 1)
      end as last_file_on
    from link
    join source_row using (source_row_id)
    join supplier using (supplier_id)
    left join supplier_terms using (supplier_id)
    where child_id = $1
    order by last_seen_on desc, source_row_id
    limit 20`,
  gives: {
    supplier: text,
    first_seen_on: day,
    last_seen_on: day,
    says_address: boolean,
    says_practice: boolean,
    says_school: boolean,
    may_say_school: boolean,
    may_say_practice: boolean,
    every_days: nullable(smallint),
    agreed_on: nullable(day),
    last_file_on: nullable(day),
  },
});

/** A supplier’s row as the record names it. */
export function toSource(row: PartRow<typeof sourcesOfChild>): Source {
  const says = [
    'name and date of birth',
    ...(row.says_address ? ['address'] : []),
    ...(row.says_practice ? ['GP practice'] : []),
    ...(row.says_school ? ['school'] : []),
  ];
  const maySay: readonly Topic[] = [
    ...(row.may_say_practice ? ['GP practice' as const] : []),
    ...(row.may_say_school ? ['school' as const] : []),
  ];
  const rhythm = { everyDays: row.every_days, lastOn: row.last_file_on, since: row.agreed_on };
  const { supplier, first_seen_on: firstSeenOn, last_seen_on: lastSeenOn } = row;
  return { supplier, says, firstSeenOn, lastSeenOn, maySay, rhythm };
}
