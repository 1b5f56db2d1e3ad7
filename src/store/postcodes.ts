import type { Postcode } from '../domain/identifiers.ts';
import { arrayOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const councilsOfPostcodes = statement({
  name: 'councils-of-postcodes',
  text: `select postcode, council_code from postcode where postcode = any ($1) order by postcode limit 100000`,
  takes: [arrayOf(text)],
  gives: { postcode: text, council_code: smallint },
});

/** The councils of postcodes that the register has. */
export async function findCouncils(
  tx: Transaction,
  postcodes: readonly Postcode[],
): Promise<ReadonlyMap<string, number>> {
  if (postcodes.length === 0) return new Map();
  const rows = await councilsOfPostcodes.rows(tx, postcodes);
  return new Map(rows.map((row) => [row.postcode, row.council_code]));
}
