// COPY's binary format: https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4
// Read in place, a row at a time: some millions are read when the log is checked, and keeping them costs more than hashing them.

/** Rows as COPY sent them, and where a reader stands among them: where the next row begins, and each field of this one. */
export type CopiedRows = {
  readonly bytes: Buffer;
  /** Over the same: numbers are read through it in a third of the time. */
  readonly view: DataView;
  next: number;
  /** A null begins at -1. */
  readonly begins: number[];
  readonly ends: number[];
};

/** A reader before the first row. */
export function readCopied(bytes: Buffer): CopiedRows {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, next: fixedHeader + view.getUint32(fixedHeader - 4), begins: [], ends: [] };
}

const fixedHeader = 19; // signature 11, flags 4, length of what follows 4
const endOfRows = -1;

/** Goes on to the next row; false where there is none. */
export function nextRow(rows: CopiedRows): boolean {
  const { view, begins, ends } = rows;
  const fields = view.getInt16(rows.next);
  if (fields === endOfRows) return false;
  let at = rows.next + 2;
  for (let field = 0; field < fields; field += 1) {
    const length = view.getInt32(at);
    at += 4;
    begins[field] = length < 0 ? -1 : at;
    if (length > 0) at += length;
    ends[field] = at;
  }
  rows.next = at;
  return true;
}

/** An int8 that the product keeps within 53 bits. */
export function copiedBigint({ view, begins }: CopiedRows, field: number): number {
  const at = begins[field] ?? -1;
  return view.getInt32(at) * 4_294_967_296 + view.getUint32(at + 4);
}

/** An instant, in microseconds since 1970: PostgreSQL counts them from the year 2000. */
export function copiedInstant(rows: CopiedRows, field: number): number {
  return copiedBigint(rows, field) + 946_684_800_000_000;
}

/** An int4. */
export function copiedInteger({ view, begins }: CopiedRows, field: number): number {
  return view.getInt32(begins[field] ?? -1);
}

/** An int2. */
export function copiedSmallint({ view, begins }: CopiedRows, field: number): number {
  return view.getInt16(begins[field] ?? -1);
}

/** A character for each byte: for words of our own lists, and for bytes that are only compared. */
export function copiedCharacters({ bytes, begins, ends }: CopiedRows, field: number): string {
  return bytes.toString('latin1', begins[field], ends[field]);
}

/** Bytes in hex. */
export function copiedHex({ bytes, begins, ends }: CopiedRows, field: number): string {
  return bytes.toString('hex', begins[field], ends[field]);
}

/** Bytes, still where they came. */
export function copiedBytes({ bytes, begins, ends }: CopiedRows, field: number): Buffer {
  return bytes.subarray(begins[field], ends[field]);
}

/** Whether nothing stands there. */
export function isNull({ begins }: CopiedRows, field: number): boolean {
  return begins[field] === -1;
}

/** A field and the one after it as one: the first is moved up to the second, over the length that stands between them. */
export function copiedTogether({ bytes, begins, ends }: CopiedRows, field: number): Buffer {
  const [begin, end] = [begins[field] ?? 0, ends[field] ?? 0];
  const moved = (begins[field + 1] ?? end) - (end - begin);
  bytes.copyWithin(moved, begin, end);
  return bytes.subarray(moved, ends[field + 1]);
}

/** How long a field is, in bytes. */
export function lengthOf({ begins, ends }: CopiedRows, field: number): number {
  return (ends[field] ?? 0) - (begins[field] ?? 0);
}
