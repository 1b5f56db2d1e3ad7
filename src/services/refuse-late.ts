import { londonDay, type Day } from '../domain/calendar.ts';
import { marksOf } from '../domain/leaving-mark.ts';
import { isGrownUp } from '../domain/retention.ts';
import type { RowFault } from '../domain/source-row.ts';
import type { Transaction } from '../store/connection.ts';
import { readLeavingClock } from '../store/leaving-clock.ts';
import { findMarks } from '../store/leaving-marks.ts';
import type { RefusedRow, StagedRow } from '../store/staged-rows.ts';

/** What rows are held against: whose they are, and the key of the marks of who has left. */
export type Lateness = { readonly supplierId: number; readonly now: Date; readonly markKey: Buffer };

/**
 * Parts the rows of children who may come in from those of whoever has left: by date of birth, as midnight may have passed since
 * the file was read, else by a mark.
 */
export async function refuseLate(
  tx: Transaction,
  { supplierId, now, markKey }: Lateness,
  rows: readonly StagedRow[],
): Promise<{ readonly kept: readonly StagedRow[]; readonly refused: readonly RefusedRow[] }> {
  const today = latest(londonDay(now), (await readLeavingClock(tx)).closedTo);
  const marks = rows.map(({ item }) =>
    item.kind === 'child' ? marksOf(factsOf(item.child, supplierId), markKey) : [],
  );
  const known = await findMarks(tx, marks.flat());
  const kept: StagedRow[] = [];
  const refused: RefusedRow[] = [];
  for (const [at, row] of rows.entries()) {
    const isMarked = marks[at]?.some((mark) => known.has(mark.toString('hex'))) === true;
    const fault = faultOf(row, today, isMarked);
    if (fault === undefined) kept.push(row);
    else refused.push({ rowNo: row.rowNo, fault, place: `row ${row.rowNo}` });
  }
  return { kept, refused };
}

function factsOf(
  { address, ...child }: Extract<StagedRow['item'], { readonly kind: 'child' }>['child'],
  supplierId: number,
) {
  return { ...child, supplierId, postcode: address?.postcode ?? null };
}

function faultOf({ item }: StagedRow, today: Day, isMarked: boolean): RowFault | undefined {
  if (item.kind !== 'child') return undefined;
  if (isGrownUp(item.child.dateOfBirth, today)) return grownUp;
  return isMarked ? hasLeft : undefined;
}

const grownUp: RowFault = {
  element: 'the date of birth',
  reason: '18 or over by now',
  wanted: 'somebody under 18',
};

// The same words whether the child died, left England or asked to leave: a supplier need not learn which.
const hasLeft: RowFault = {
  element: 'the child',
  reason: 'is not kept here any more',
  wanted: 'nothing: take this child out of the file',
};

function latest(a: Day, b: Day): Day {
  return a > b ? a : b;
}
