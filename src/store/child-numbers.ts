import { arrayOf, bigint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const childrenOfNumbers = statement({
  name: 'children-of-numbers',
  text: `select number, child_id
    from child_number
    where number_kind = $1 and number = any ($2)
    order by number
    limit 100000`,
  takes: [text, arrayOf(text)],
  gives: { number: text, child_id: bigint },
});

const addNumbers = statement({
  name: 'add-child-numbers',
  text: `insert into child_number (number_kind, number, child_id)
    select * from unnest($1::text[], $2::text[], $3::bigint[])
    on conflict (number, number_kind) do nothing`,
  takes: [arrayOf(text), arrayOf(text), arrayOf(bigint)],
  gives: {},
});

/** Which child each of these numbers leads to; numbers that lead to none are left out. */
export async function findChildrenByNumber(
  tx: Transaction,
  kind: 'nhs' | 'upn' | 'contactpoint',
  numbers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (numbers.length === 0) return new Map();
  const rows = await childrenOfNumbers.rows(tx, kind, numbers);
  return new Map(rows.map((row) => [row.number, row.child_id]));
}

export type NumberRow = {
  readonly kind: 'nhs' | 'upn' | 'contactpoint';
  readonly number: string;
  readonly childId: number;
};

// A number that leads to a child already goes on leading there: two children with one number are for a person to look at.
/** Lets numbers lead to children. */
export async function addChildNumbers(tx: Transaction, numbers: readonly NumberRow[]): Promise<void> {
  if (numbers.length === 0) return;
  await addNumbers.rows(
    tx,
    numbers.map((one) => one.kind),
    numbers.map((one) => one.number),
    numbers.map((one) => one.childId),
  );
}
