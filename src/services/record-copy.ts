import { londonDay, parseDay, showDay } from '../domain/calendar.ts';
import { everythingHeld } from '../domain/held.ts';
import { isNhsNumber, showNhsNumber } from '../domain/identifiers.ts';
import {
  columnInWords,
  copiedColumns,
  type CopyPart,
  type CopyReader,
  type CopyRow,
} from '../domain/record-copy.ts';
import type { Transaction } from '../store/connection.ts';
import {
  readEverythingHeld,
  readLooksForCopy,
  readNamesForCopy,
  type HeldRow,
} from '../store/record-copy.ts';

type Names = Awaited<ReturnType<typeof readNamesForCopy>>;

/** Everything that is held of a child and this reader may have, in the order and the words of the privacy notice. */
export async function copyRecord(
  tx: Transaction,
  childId: number,
  reader: CopyReader,
): Promise<readonly CopyPart[]> {
  const held = await readEverythingHeld(tx, childId);
  const names = await readNamesForCopy(tx, namedIn(held));
  const looks = await readLooksForCopy(tx, childId);
  return everythingHeld.flatMap((one) => {
    const columns = copiedColumns(one, reader);
    if (columns.length === 0) return [];
    const rows =
      one.table === 'log_part'
        ? looks.map(lookRow)
        : (held.get(one.table) ?? [])
            .filter((row) => reader === 'young person' || !namesSensitive(row, names))
            .map((row) => columns.flatMap((column) => valueIn(row, column, names)));
    return [{ what: one.what, rows: rows.filter((row) => row.length > 0) }];
  });
}

const kindOf: Readonly<Record<string, string>> = {
  team_id: 'team',
  to_team_id: 'team',
  practitioner_id: 'practitioner',
  to_practitioner_id: 'practitioner',
  urn: 'school',
  school_urn: 'school',
  practice_code: 'practice',
  council_code: 'council',
  responsible_council: 'council',
  from_council: 'council',
  to_council: 'council',
  supplier_id: 'supplier',
};

function namedIn(held: ReadonlyMap<string, readonly HeldRow[]>) {
  const found = { team: new Set<string>(), practitioner: new Set<string>(), school: new Set<string>() };
  const more = { practice: new Set<string>(), council: new Set<string>(), supplier: new Set<string>() };
  const all: Readonly<Record<string, Set<string>>> = { ...found, ...more };
  for (const row of [...held.values()].flat())
    for (const [column, kind] of Object.entries(kindOf)) {
      const value = row[column];
      if (typeof value === 'number' || typeof value === 'string') all[kind]?.add(String(value));
    }
  const numbers = (set: ReadonlySet<string>): readonly number[] => [...set].map(Number);
  return {
    teams: numbers(found.team),
    practitioners: numbers(found.practitioner),
    schools: numbers(found.school),
    practices: [...more.practice],
    councils: numbers(more.council),
  };
}

// On paper that others may read, nothing stands of a sensitive service, not even that it is there.
function namesSensitive(row: HeldRow, names: Names): boolean {
  return ['team_id', 'to_team_id'].some(
    (column) => names.get(`team ${String(row[column])}`)?.isSensitive === true,
  );
}

function valueIn(row: HeldRow, column: string, names: Names): CopyRow {
  const value = row[column];
  if (value === null || value === undefined || value === '') return [];
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  const kind = kindOf[column];
  const said = kind === undefined ? inWords(written, column) : names.get(`${kind} ${written}`)?.name;
  return [{ name: columnInWords(column), value: said ?? written }];
}

function inWords(written: string, column: string): string {
  if (written === 'true') return 'Yes';
  if (written === 'false') return 'No';
  if (column === 'nhs_number') return isNhsNumber(written) ? showNhsNumber(written) : written;
  const day = parseDay(written);
  if (day.ok) return showDay(day.value);
  return isInstant.test(written) ? showDay(londonDay(new Date(written))) : written;
}

const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function lookRow(look: Awaited<ReturnType<typeof readLooksForCopy>>[number]): CopyRow {
  const who = look.by_person ? [look.role, look.organisation] : ['the program itself'];
  return [
    { name: 'When', value: showDay(londonDay(look.recorded_at)) },
    { name: 'Who', value: who.filter((one) => one !== null).join(', ') },
    { name: 'What', value: look.outcome === 'done' ? look.act : `${look.act} (${look.outcome ?? ''})` },
    ...(look.reason === null ? [] : [{ name: 'Why', value: look.reason }]),
  ];
}
