import { readTable, writeTable } from './tables.ts';
import { readableTitle } from './readable.ts';
import type { SourceRow } from './tables.ts';

/** Writes the GP practices and NHS trusts, without their telephone numbers; answers the rows of each. */
export function trimHealth(from: string, to: string): Readonly<Record<string, number>> {
  const practices = readTable(`${from}/gp_practices_england.csv.gz`).map((row) => [
    ...place(row),
    row('status'),
  ]);
  const trusts = readTable(`${from}/nhs_trusts.csv`).map((row) => [
    ...place(row),
    row('close_date') === '' ? 'active' : 'closed',
  ]);
  const columns = ['code', 'name', 'address', 'postcode', 'la_code', 'open_date', 'close_date', 'status'];
  return {
    'registers/gp_practices.csv.gz': writeTable(`${to}/gp_practices.csv.gz`, columns, practices),
    'registers/nhs_trusts.csv': writeTable(`${to}/nhs_trusts.csv`, columns, trusts),
  };
}

function place(row: SourceRow): readonly string[] {
  const address = [1, 2, 3, 4, 5]
    .map((line) => readableTitle(row(`address${line}`)))
    .filter((line) => line !== '');
  return [
    row('code'),
    readableTitle(row('name')),
    address.join(', '),
    row('postcode'),
    row('la_code'),
    row('open_date'),
    row('close_date'),
  ];
}
