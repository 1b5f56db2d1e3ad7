import { isPostcode } from '../domain/identifiers.ts';
import { readCsv } from './csv.ts';
import type { Postcode } from '../domain/identifiers.ts';
import type { Cells, RegisterRows } from './csv.ts';

/** A postcode, the middle of it in degrees (WGS84, to about 10 metres), and its council's three digits. */
export type PostcodeRow = {
  readonly postcode: Postcode;
  readonly latitude: number;
  readonly longitude: number;
  readonly council: number;
};

/** Streams postcodes.csv.gz, whose rows are written as differences: data/README.md, Postcodes. */
export function readPostcodes(path: string): RegisterRows<PostcodeRow> {
  // After a fault nothing more can be known, so it is the last.
  return readCsv(path, {
    columns: ['postcode', 'lat', 'long', 'la_code'],
    rowOf: undoing(),
    endsAtFault: true,
  });
}

function undoing(): (cells: Cells) => PostcodeRow {
  let sector = '';
  let north = 0;
  let east = 0;
  let council = 0;
  return (cells) => {
    const written = cells.text('postcode');
    const postcode = written.length === 2 ? sector + written : written;
    if (!isPostcode(postcode)) return cells.wrong('postcode', 'a postcode, or the last two letters of one');
    sector = postcode.slice(0, -2);
    north += cells.number('lat');
    east += cells.number('long');
    if (!cells.isEmpty('la_code')) council = cells.number('la_code');
    return { postcode, latitude: north / 10_000, longitude: east / 10_000, council };
  };
}
