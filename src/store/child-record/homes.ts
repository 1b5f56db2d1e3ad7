import type { Home } from '../../domain/child-record.ts';
import { day, nullable, oneOf, smallint, text } from '../columns.ts';
import { part, type PartRow } from '../part.ts';

const isHomeStanding = (word: string): word is Home['standing'] =>
  word === 'current' || word === 'last known' || word === 'carer';

/** The addresses that are somebody's home now: the child's own, and carers' elsewhere. */
export const homesOfChild = part({
  text: `select address_no, standing, address_line as line, town, postcode, council.name as council, council_code, since
    from child_address
    left join council using (council_code)
    where child_id = $1 and standing <> 'former'
    order by address_no
    limit 20`,
  gives: {
    address_no: smallint,
    standing: oneOf(isHomeStanding),
    line: text,
    town: nullable(text),
    postcode: nullable(text),
    council: nullable(text),
    council_code: nullable(smallint),
    since: nullable(day),
  },
});

/** An address as the record holds it. */
export function toHome({
  address_no,
  standing,
  line,
  town,
  postcode,
  council,
  since,
}: PartRow<typeof homesOfChild>): Home {
  return { addressNo: address_no, standing, line, town, postcode, council, since };
}
