import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isDay } from '../domain/calendar.ts';
import { parseCsv } from '../domain/csv.ts';
import type { Database, Transaction } from '../store/connection.ts';
import { copyValue } from '../store/copy.ts';
import { bringRegister, loadedRegisters, rememberRegister } from '../store/registers.ts';
import type { RegisterTable } from '../store/registers.ts';

const folder = new URL('../../data/registers/', import.meta.url);

export type RegisterLoading = {
  readonly owner: Database;
  /** Only this council's part of the registers, for tests. Left out: all of England. */
  readonly onlyCouncil?: number;
  /** Told what is being brought. */
  readonly progress?: (doing: string) => void;
};

// The day that each file describes: data/README.md.
const sources = {
  council: { file: 'councils.csv', asAt: '2025-10-22' },
  school: { file: 'schools.csv.gz', asAt: '2025-07-11' },
  school_successor: { file: 'school_successors.csv.gz', asAt: '2025-04-22' },
  gp_practice: { file: 'gp_practices.csv.gz', asAt: '2023-11-01' },
  nhs_trust: { file: 'nhs_trusts.csv', asAt: '2022-03-31' },
  postcode: { file: 'postcodes.csv.gz', asAt: '2025-10-22' },
} as const satisfies Readonly<Record<RegisterTable, { readonly file: string; readonly asAt: string }>>;

const openGovernment = 'Contains public sector information licensed under the Open Government Licence v3.0';
const attributions = {
  council: openGovernment,
  school: `${openGovernment} (Department for Education)`,
  school_successor: `${openGovernment} (Department for Education)`,
  gp_practice: `${openGovernment} (NHS England)`,
  nhs_trust: `${openGovernment} (NHS England)`,
  postcode:
    'Contains OS data © Crown copyright and database right 2025. Contains Royal Mail data © Royal Mail copyright and ' +
    'database right 2025. Contains National Statistics data © Crown copyright and database right 2025.',
} as const satisfies Readonly<Record<RegisterTable, string>>;

const tables: readonly RegisterTable[] = [
  'council',
  'school',
  'school_successor',
  'gp_practice',
  'nhs_trust',
  'postcode',
];

/** Brings the public registers that came with the program, unless the same are there. Answers the tables that it brought. */
export async function loadRegisters({
  owner,
  onlyCouncil,
  progress,
}: RegisterLoading): Promise<readonly RegisterTable[]> {
  return owner.transact(async (tx) => {
    const wanted = await missingOf(tx, onlyCouncil);
    for (const table of wanted) {
      progress?.(`Loading the register: ${table.replaceAll('_', ' ')}`);
      await bringRegister(tx, table, blocksOf(linesOf[table](onlyCouncil)));
      await note(tx, table, onlyCouncil);
    }
    return wanted;
  });
}

async function missingOf(
  tx: Transaction,
  onlyCouncil: number | undefined,
): Promise<readonly RegisterTable[]> {
  const loaded = await loadedRegisters(tx);
  return tables.filter(
    (table) =>
      !loaded.some(
        (one) =>
          one.name === table &&
          one.asAt === sources[table].asAt &&
          (one.onlyCouncil === null || one.onlyCouncil === onlyCouncil),
      ),
  );
}

async function note(tx: Transaction, table: RegisterTable, onlyCouncil: number | undefined): Promise<void> {
  const { asAt } = sources[table];
  if (!isDay(asAt)) throw new Error(`The register ${table} has no day that it describes`);
  const part = table === 'council' || table === 'nhs_trust' ? null : (onlyCouncil ?? null);
  await rememberRegister(tx, { name: table, asAt, attribution: attributions[table], onlyCouncil: part });
}

type Lines = (onlyCouncil: number | undefined) => Iterable<string>;
type Field = (column: string) => string;

const linesOf: Readonly<Record<RegisterTable, Lines>> = {
  council: () =>
    mapRows('council', (row) => [
      row('dfe_code'),
      row('gss_code'),
      row('name'),
      row('official_name'),
      row('region'),
      row('lat'),
      row('long'),
    ]),
  school: (onlyCouncil) =>
    mapRows('school', (row) => (isElsewhere(row, onlyCouncil) ? undefined : schoolFields(row))),
  school_successor: (onlyCouncil) => successorLines(onlyCouncil),
  gp_practice: (onlyCouncil) =>
    mapRows('gp_practice', (row) => (isElsewhere(row, onlyCouncil) ? undefined : practiceFields(row))),
  nhs_trust: () =>
    mapRows('nhs_trust', (row) => [
      row('code'),
      row('name'),
      row('postcode'),
      orNull(row('la_code')),
      orNull(row('close_date')),
    ]),
  postcode: postcodeLines,
};

function schoolFields(row: Field): readonly (string | null)[] {
  return [
    row('urn'),
    row('name'),
    orNull(row('la_code')),
    orNull(row('laestab')),
    orNull(row('type')),
    ...['is_primary', 'is_secondary', 'is_post16'].map((column) => (row(column) === '1' ? 't' : 'f')),
    ...['age_low', 'age_high', 'gender', 'street', 'town', 'postcode', 'pupils', 'close_date'].map((column) =>
      orNull(row(column)),
    ),
    row('status') === 'closed' ? 'f' : 't',
  ];
}

function practiceFields(row: Field): readonly (string | null)[] {
  return [
    row('code'),
    row('name'),
    row('address'),
    row('postcode'),
    orNull(row('la_code')),
    orNull(row('close_date')),
    row('status') === 'active' ? 't' : 'f',
  ];
}

function successorLines(onlyCouncil: number | undefined): Iterable<string> {
  const here = onlyCouncil === undefined ? undefined : urnsOf(onlyCouncil);
  const isHere = (urn: string): boolean => here === undefined || here.has(urn);
  return mapRows('school_successor', (row) =>
    isHere(row('urn')) && isHere(row('successor_urn'))
      ? [row('urn'), row('successor_urn'), orNull(row('on'))]
      : undefined,
  );
}

function urnsOf(council: number): ReadonlySet<string> {
  const urns = new Set<string>();
  for (const row of rowsOf('school')) if (row('la_code') === String(council)) urns.add(row('urn'));
  return urns;
}

// Each row is written as its difference from the one above: data/README.md.
function* postcodeLines(onlyCouncil: number | undefined): Iterable<string> {
  const wanted = onlyCouncil === undefined ? undefined : String(onlyCouncil);
  let [postcode, latitude, longitude, council] = ['', 0, 0, ''];
  for (const line of textOf('postcode').split('\n').slice(1)) {
    if (line === '') continue;
    const [written = '', north = '', east = '', newCouncil = ''] = line.split(',');
    postcode = written.length === 2 ? postcode.slice(0, -2) + written : written;
    latitude += Number(north);
    longitude += Number(east);
    if (newCouncil !== '') council = newCouncil;
    if (wanted === undefined || wanted === council)
      yield `${postcode}\t${council}\t${latitude / 10_000}\t${longitude / 10_000}\n`;
  }
}

function* mapRows(
  table: RegisterTable,
  fieldsOf: (row: Field) => readonly (string | null)[] | undefined,
): Iterable<string> {
  for (const row of rowsOf(table)) {
    const fields = fieldsOf(row);
    if (fields !== undefined) yield `${fields.map(copyValue).join('\t')}\n`;
  }
}

function* rowsOf(table: RegisterTable): Iterable<Field> {
  const [header, ...records] = parseCsv(textOf(table));
  if (header?.ok !== true) throw new Error(`The register ${table} is empty`);
  const places = new Map(header.value.fields.map((column, place) => [column, place]));
  for (const record of records) {
    if (!record.ok) throw new Error(`The register ${table}, line ${record.fault.line}: ${record.fault.says}`);
    yield (column) => record.value.fields[places.get(column) ?? -1] ?? '';
  }
}

// COPY takes a few large writes faster than many small ones.
function* blocksOf(lines: Iterable<string>): Iterable<string> {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < 262_144) continue;
    yield block;
    block = '';
  }
  yield block;
}

function textOf(table: RegisterTable): string {
  const { file } = sources[table];
  const bytes = readFileSync(new URL(file, folder));
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

function isElsewhere(row: Field, onlyCouncil: number | undefined): boolean {
  return onlyCouncil !== undefined && row('la_code') !== String(onlyCouncil);
}

function orNull(field: string): string | null {
  return field === '' ? null : field;
}
