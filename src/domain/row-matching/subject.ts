import type { Day } from '../calendar.ts';
import type { Gender } from '../gender.ts';
import type { NhsNumber } from '../identifiers.ts';
import { termTables, type ReadyRecord } from '../linkage/record.ts';
import { comparedName, isNotYetNamed } from '../matching/compared-name.ts';
import type { PersonName, SourceAddress, SourceChild } from '../source-row.ts';

/** Somebody as they are compared: each name that they bear or bore, and each home. */
export type Subject = {
  /** The present one first. */
  readonly names: readonly PersonName[];
  readonly dateOfBirth: Day;
  readonly gender: Gender;
  readonly homes: readonly Home[];
  /** Given names of those who care for them. */
  readonly parents: readonly string[];
};

export type Home = Pick<SourceAddress, 'line' | 'postcode'>;

/** A child whom the index holds, as a candidate for a row. */
export type CandidateChild = Subject & {
  readonly childId: number;
  readonly nhsNumber: NhsNumber | undefined;
  readonly isShielded: boolean;
};

/** A row as it is compared. */
export function subjectOfRow(says: SourceChild): Subject {
  const { givenNames, familyName, preferredName, formerNames = [] } = says;
  const preferred = preferredName === undefined ? [] : [{ givenNames: preferredName, familyName }];
  return {
    names: [{ givenNames, familyName }, ...preferred, ...formerNames],
    dateOfBirth: says.dateOfBirth,
    gender: says.gender,
    homes: says.address === undefined ? [] : [says.address],
    parents: [],
  };
}

/** One name and one home of somebody, ready for comparing. */
export type Readier = (subject: Subject, name: PersonName, home: Home | undefined) => ReadyRecord;

const mostReadied = 100_000; // subjects: then the tables of texts begin anew, so that no file fills memory

const unheard = (): string => ''; // sounds are for finding pairs: a row is given its candidates

/** Makes subjects ready, each text once. */
export function subjectReadier(): Readier {
  let tables = termTables(unheard);
  let readied = 0;
  return ({ dateOfBirth, gender, parents }, { givenNames, familyName }, home) => {
    readied += 1;
    if (readied % mostReadied === 0) tables = termTables(unheard);
    const { nameTerm, textTerm } = tables;
    const space = isNotYetNamed(givenNames) ? -1 : givenNames.indexOf(' ');
    const first = space < 0 ? givenNames : givenNames.slice(0, space);
    const place = home === undefined ? nowhere : placeOf(home);
    const sex = gender === 'not specified' ? undefined : textTerm(gender.slice(0, 1));
    const house = textTerm(place.house);
    const street = textTerm(place.street);
    const postcode = textTerm(place.postcode);
    return {
      source: 0,
      given: nameTerm(first),
      middle:
        space < 0
          ? []
          : givenNames
              .slice(space + 1)
              .split(' ')
              .map((name) => comparedName(name).folded),
      family: nameTerm(familyName),
      born: textTerm(dateOfBirth.replaceAll('-', '')),
      parents: parents.flatMap((name) => nameTerm(name) ?? []),
      texts: {
        ...(sex === undefined ? {} : { sex }),
        ...(house === undefined ? {} : { house }),
        ...(street === undefined ? {} : { street }),
        ...(postcode === undefined ? {} : { postcode }),
      },
    };
  };
}

/** A home in its parts, folded; empty where the line does not say. */
export type PlaceParts = { readonly house: string; readonly street: string; readonly postcode: string };

const nowhere: PlaceParts = { house: '', street: '', postcode: '' };

/** The house with its flat, the street and the postcode. */
export function placeOf({ line, postcode }: Home): PlaceParts {
  const found = numbered.exec(line);
  const code = postcode === undefined ? '' : postcode.replace(' ', '').toLowerCase();
  if (found === null) return { house: fold(line), street: '', postcode: code };
  const [, number = '', street = ''] = found;
  const flat = line.slice(0, found.index);
  return { house: fold(`${flat} ${number}`), street: fold(street), postcode: code };
}

const numbered = /(\d+[A-Za-z]?),?\s+([A-Za-z][^,]*)$/;

function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
