import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseCsv } from '../../src/domain/csv.ts';
import type { LinkageField, LinkageRecord } from '../../src/domain/linkage/record.ts';
import { WrongUse } from '../../scripts/named-command.ts';

/** Records of one or more files, and who each is of, as the file itself says. */
export type LinkageFile = {
  readonly records: readonly LinkageRecord[];
  /** The person of each record; undefined where nobody knows. */
  readonly truth: readonly (string | undefined)[];
  /** Twin set of each record, where the file tells. */
  readonly twins: readonly (string | undefined)[];
  /** What else is told of who the record is of, for figures apart: origin of name, mover, new-born. */
  readonly groups: readonly (readonly string[])[];
};

/** Reads CSV files, gzip or not; columns are known by their headers. `truth` names the column that says who a record is of. */
export function readLinkageFiles(paths: readonly string[], truth: string): LinkageFile {
  const files = paths.map((path, source) => readOne(path, source, truth));
  return {
    records: files.flatMap(({ records }) => records),
    truth: files.flatMap((file) => file.truth),
    twins: files.flatMap(({ twins }) => twins),
    groups: files.flatMap(({ groups }) => groups),
  };
}

// What files call their columns, folded. The first that is there stands.
const columnsOf: Readonly<Record<LinkageField, readonly string[]>> = {
  'given name': ['givenname', 'firstname', 'forename', 'given', 'first'],
  'middle names': ['middle', 'middlename', 'middlenames', 'secondname'],
  'family name': ['familyname', 'surname', 'lastname', 'family', 'last'],
  'date of birth': ['dateofbirth', 'dob', 'birthdate', 'born'],
  sex: ['sex', 'gender'],
  number: ['nhsnumber', 'socsecid', 'ssn', 'nationalid', 'upn', 'nino'],
  house: ['house', 'housenumber', 'streetnumber', 'number'],
  flat: ['flat'],
  street: ['street', 'address1', 'addressline1', 'streetname', 'address'],
  locality: ['locality', 'address2', 'addressline2'],
  town: ['town', 'city', 'suburb'],
  postcode: ['postcode', 'postcodefake', 'zip', 'zipcode'],
  region: ['region', 'state', 'county'],
  parent: ['parent1', 'parent2', 'mother', 'father', 'parents'],
  email: ['email', 'emailaddress'],
  telephone: ['telephone', 'phone', 'phonenumber', 'mobile'],
  birthplace: ['birthplace', 'placeofbirth'],
  occupation: ['occupation'],
  supplier: ['src', 'source', 'supplier'],
};

function readOne(path: string, source: number, truth: string): LinkageFile {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  // FEBRL's files have a space after each comma, which is not part of the value.
  const rows = parseCsv(text).flatMap((row) =>
    row.ok ? [row.value.fields.map((field) => field.trim())] : [],
  );
  const [header = [], ...rest] = rows;
  const folded = header.map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  const columnOf = (name: string): number => folded.indexOf(name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  const truthAt = columnOf(truth);
  if (truthAt < 0) throw new WrongUse(`${path} has no column ${truth}`);
  const places = fieldPlaces(folded, truthAt);
  return {
    records: rest.map((row) => ({ source, values: valuesOf(row, places) })),
    truth: rest.map((row) => personOf(row[truthAt])),
    twins: rest.map((row) => orUndefined(row[columnOf('twin')])),
    groups: rest.map(() => []),
  };
}

type Places = readonly (readonly [LinkageField, readonly number[]])[];

function fieldPlaces(folded: readonly string[], truthAt: number): Places {
  const isField = (word: string): word is LinkageField => Object.hasOwn(columnsOf, word);
  return Object.keys(columnsOf)
    .filter(isField)
    .map((field) => {
      const found = columnsOf[field]
        .map((name) => folded.indexOf(name))
        .filter((at) => at >= 0 && at !== truthAt);
      return [field, field === 'parent' ? found : found.slice(0, 1)] as const;
    });
}

function valuesOf(row: readonly string[], places: Places): LinkageRecord['values'] {
  const values: Partial<Record<LinkageField, string>> = {};
  for (const [field, found] of places) {
    const written = found
      .map((at) => row[at] ?? '')
      .filter((value) => value !== '')
      .join('|');
    if (written !== '') values[field] = written;
  }
  return values;
}

// FEBRL names a person in the record's own name: rec-17-org and rec-17-dup-0 are of person 17.
function personOf(written: string | undefined): string | undefined {
  const febrl = /^(rec-\d+)-(?:org|dup-\d+)$/.exec(written ?? '');
  return febrl?.[1] ?? orUndefined(written);
}

function orUndefined(written: string | undefined): string | undefined {
  return written === undefined || written === '' ? undefined : written;
}
