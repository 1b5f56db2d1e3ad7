import { fileURLToPath } from 'node:url';
import type { RegisterRows } from '../feeds/csv.ts';
import {
  readCouncils,
  readPractices,
  readSchools,
  readSuccessors,
  readTrusts,
  type CouncilRow,
  type PracticeRow,
  type SchoolRow,
  type TrustRow,
} from '../feeds/register-csv.ts';
import { readRegisterDays, type RegisterDay } from '../feeds/register-days.ts';
import { readPostcodes, type PostcodeRow } from '../feeds/register-postcodes.ts';
import type { Database, Transaction } from '../store/connection.ts';
import { copyValue } from '../store/copy.ts';
import { bringRegister, loadedRegisters, rememberRegister } from '../store/registers.ts';
import type { RegisterTable } from '../store/registers.ts';

const folder = fileURLToPath(new URL('../../data/registers/', import.meta.url));

export type RegisterLoading = {
  readonly owner: Database;
  /** Only this council's part of the registers, for tests. Left out: all of England. */
  readonly onlyCouncil?: number;
  /** Told what is being brought. */
  readonly progress?: (doing: string) => void;
};

// In the order in which they refer to each other.
const order: readonly RegisterTable[] = [
  'council',
  'school',
  'school_successor',
  'gp_practice',
  'nhs_trust',
  'postcode',
];

/** Brings the public registers that came with the program, unless the same are there. Answers those that it brought. */
export async function loadRegisters({
  owner,
  onlyCouncil,
  progress,
}: RegisterLoading): Promise<readonly RegisterTable[]> {
  const days = await readRegisterDays(`${folder}as-at.json`);
  return owner.transact(async (tx) => {
    const brought: RegisterTable[] = [];
    for (const table of order) {
      const day = days.find(({ register }) => register === table);
      if (day === undefined)
        throw new Error(`data/registers/as-at.json does not say which day ${table} describes`);
      if (await isThere(tx, day, onlyCouncil)) continue;
      progress?.(`Loading the register: ${table.replaceAll('_', ' ')}`);
      await bringRegister(tx, table, linesOf(table, `${folder}${day.file}`, onlyCouncil));
      await rememberRegister(tx, { name: table, ...day, onlyCouncil: partOf(table, onlyCouncil) });
      brought.push(table);
    }
    return brought;
  });
}

async function isThere(
  tx: Transaction,
  { register, asAt }: RegisterDay,
  onlyCouncil?: number,
): Promise<boolean> {
  const loaded = await loadedRegisters(tx);
  const found = loaded.find((one) => one.name === register && one.asAt === asAt);
  return found !== undefined && (found.onlyCouncil === null || found.onlyCouncil === onlyCouncil);
}

// Councils and trusts are few, and always all there.
function partOf(table: RegisterTable, onlyCouncil: number | undefined): number | null {
  return table === 'council' || table === 'nhs_trust' ? null : (onlyCouncil ?? null);
}

function linesOf(table: RegisterTable, path: string, onlyCouncil: number | undefined): AsyncIterable<string> {
  const isHere = (row: { readonly council: number | null }): boolean =>
    onlyCouncil === undefined || row.council === onlyCouncil;
  const readers: Readonly<Record<RegisterTable, () => AsyncIterable<string>>> = {
    council: () => lines(readCouncils(path), councilLine),
    school: () => lines(readSchools(path), (row) => (isHere(row) ? schoolLine(row) : '')),
    school_successor: () => successorLines(path, onlyCouncil),
    gp_practice: () => lines(readPractices(path), (row) => (isHere(row) ? practiceLine(row) : '')),
    nhs_trust: () => lines(readTrusts(path), trustLine),
    postcode: () => lines(readPostcodes(path), (row) => (isHere(row) ? postcodeLine(row) : '')),
  };
  return readers[table]();
}

function councilLine({
  council,
  gssCode,
  name,
  officialName,
  region,
  latitude,
  longitude,
}: CouncilRow): string {
  return line(council, gssCode, name, officialName, region, latitude, longitude);
}

function schoolLine(row: SchoolRow): string {
  const { urn, name, council, dfeNumber, type, isPrimary, isSecondary, isPost16, ageLow, ageHigh, admits } =
    row;
  const { street, town, postcode, pupils, closedOn, status } = row;
  const kind = [
    urn,
    name,
    council,
    dfeNumber,
    type,
    isPrimary,
    isSecondary,
    isPost16,
    ageLow,
    ageHigh,
    admits,
  ];
  return line(...kind, street, town, postcode, pupils, closedOn, status !== 'closed');
}

function practiceLine({ code, name, address, postcode, council, closedOn, status }: PracticeRow): string {
  return line(code, name, address, postcode, council, closedOn, status === 'active');
}

function trustLine({ code, name, postcode, council, closedOn }: TrustRow): string {
  return line(code, name, postcode, council, closedOn);
}

// Nothing here needs escaping, and there are 1.5 million.
function postcodeLine({ postcode, council, latitude, longitude }: PostcodeRow): string {
  return `${postcode}\t${council}\t${latitude}\t${longitude}\n`;
}

async function* successorLines(path: string, onlyCouncil: number | undefined): AsyncGenerator<string> {
  const here = onlyCouncil === undefined ? undefined : await urnsOf(onlyCouncil);
  const isHere = (urn: number): boolean => here === undefined || here.has(urn);
  yield* lines(readSuccessors(path), ({ urn, successor, since }) =>
    isHere(urn) && isHere(successor) ? line(urn, successor, since) : '',
  );
}

async function urnsOf(council: number): Promise<ReadonlySet<number>> {
  const urns = new Set<number>();
  for await (const rows of readSchools(`${folder}schools.csv.gz`)) {
    const own = rows.filter((row) => row.ok && row.value.council === council);
    for (const row of own) if (row.ok) urns.add(row.value.urn);
  }
  return urns;
}

function line(...values: readonly (string | number | boolean | null)[]): string {
  return `${values.map(copyValue).join('\t')}\n`;
}

// COPY takes few large writes faster than many small ones.
const charactersAtOnce = 262_144;

/** The rows as lines of COPY's text format. The registers came with the program: a row that is wrong stops everything. */
async function* lines<Row>(blocks: RegisterRows<Row>, lineOf: (row: Row) => string): AsyncGenerator<string> {
  let text = '';
  for await (const rows of blocks) {
    for (const row of rows) {
      if (!row.ok) throw new Error(`data/registers: ${row.fault.says}`);
      text += lineOf(row.value);
    }
    if (text.length < charactersAtOnce) continue;
    yield text;
    text = '';
  }
  yield text;
}
