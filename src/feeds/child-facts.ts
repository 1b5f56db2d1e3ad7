import { isDay, type Day } from '../domain/calendar.ts';
import type { Gender } from '../domain/gender.ts';
import { parseUpn, type Upn } from '../domain/identifiers.ts';
import { foldName, parseName } from '../domain/names.ts';
import type { PersonName, SourceAddress, SourceChild } from '../domain/source-row.ts';
import { readBirthDate, readPersonName, readPlace, type Read } from './facts.ts';

/** What a file may say of a child or a carer, by our own names; a layout or a mapping says where each stands. */
export type ChildFact =
  | 'upn'
  | 'family name'
  | 'given name'
  | 'middle names'
  | 'preferred family name'
  | 'preferred given name'
  | 'former family name'
  | 'former given name'
  | 'date of birth'
  | 'gender'
  | 'flat'
  | 'house'
  | 'street'
  | 'locality'
  | 'town'
  | 'post town'
  | 'postcode'
  | `line ${1 | 2 | 3 | 4 | 5}`;

/** The facts of one child, and what each is called in the file. */
export type WrittenChild = {
  readonly facts: ReadonlyMap<string, string>;
  readonly named: (fact: ChildFact) => string;
  /** Elements that came and could not be kept are added here. */
  readonly dropped: string[];
};

/** What every file of children says: who the child is and where they live. The key is left to the supplier's own reader. */
export function readIdentity(written: WrittenChild, today: Day): Read<Omit<SourceChild, 'supplierKey'>> {
  const { facts, named } = written;
  const dateOfBirth = readBirthDate(named('date of birth'), dayText(facts.get('date of birth')), today);
  if (!dateOfBirth.ok) return dateOfBirth;
  const name = nameOf(written, '', middleNames(facts.get('middle names')));
  if (!name.ok) return name;
  const upn = readUpn(written);
  const address = readAddress(written);
  return {
    ok: true,
    value: {
      ...name.value,
      ...preferredName(written, name.value),
      ...formerNames(written, name.value),
      dateOfBirth: dateOfBirth.value,
      gender: genderOf(facts.get('gender')),
      ...(upn === undefined ? {} : { upn }),
      ...(address === undefined ? {} : { address }),
      restricted: false,
    },
  };
}

/** A key for a child of whom the supplier gave no number: whoever has this name and this birthday there. */
export function keyWithoutNumber({
  givenNames,
  familyName,
  dateOfBirth,
}: PersonName & { dateOfBirth: Day }): string {
  return `${dateOfBirth} ${foldName(givenNames)} ${foldName(familyName)}`;
}

/** A date as files write it: 2014-03-27, with or without a time, or 27/03/2014. What is neither comes back as it was. */
export function dayText(text: string | undefined): string | undefined {
  const british = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text ?? '');
  if (british === null) return text?.replace(/[T ][\d:.]+(?:Z|[+-][\d:]+)?$/, '');
  const [, day = '', month = '', year = ''] = british;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The day on which a file says that it was written; nothing where it does not say. */
export function writtenOn(text: string | undefined): { readonly writtenOn?: Day } {
  const day = text?.slice(0, 10) ?? '';
  return isDay(day) ? { writtenOn: day } : {};
}

/** A day that need not be there; one that is no day is added to `dropped`. */
export function readOptionalDay(
  element: string,
  text: string | undefined,
  dropped: string[],
): Day | undefined {
  const day = dayText(text);
  if (day === undefined || isDay(day)) return day;
  dropped.push(`${element} (not a real date)`);
  return undefined;
}

/** Who somebody is by the facts of one of their names. */
export function nameOf(
  { facts, named }: WrittenChild,
  which: '' | 'former ' = '',
  middle: readonly string[] = [],
): Read<PersonName> {
  const elements = { family: named(`${which}family name`), given: named(`${which}given name`) };
  const given = facts.get(`${which}given name`) ?? facts.get('given name') ?? '';
  return readPersonName(elements, facts.get(`${which}family name`) ?? facts.get('family name') ?? '', [
    given,
    ...middle,
  ]);
}

/** Where somebody lives, by a British Standard 7666 address or by lines. */
export function readAddress({ facts, named, dropped }: WrittenChild): SourceAddress | undefined {
  const part = (fact: ChildFact): string => facts.get(fact) ?? '';
  const structured = [part('flat'), joined(part('house'), part('street')), part('locality')];
  const lines = (['line 1', 'line 2', 'line 3', 'line 4', 'line 5'] as const).map(part);
  const isStructured = structured.some((one) => one !== '');
  const town = part('town') === '' ? part('post town') : part('town');
  const postcode = facts.get('postcode');
  const chosen = (isStructured ? structured : lines).filter((one) => one !== '');
  if (chosen.length === 0 && town === '' && postcode === undefined) return undefined;
  const names = { line: named(isStructured ? 'street' : 'line 1'), postcode: named('postcode') };
  return readPlace({ lines: chosen, town, postcode }, names, dropped);
}

// "12 High Street", but "Rose Cottage, High Street".
function joined(house: string, street: string): string {
  if (house === '' || street === '') return house + street;
  return /^\d+\w?$/.test(house) ? `${house} ${street}` : `${house}, ${street}`;
}

function middleNames(text = ''): readonly string[] {
  return text.split(/\s+/).filter((one) => one !== '');
}

function readUpn({ facts, named, dropped }: WrittenChild): Upn | undefined {
  const text = facts.get('upn');
  if (text === undefined) return undefined;
  const upn = parseUpn(text);
  if (upn.ok) return upn.value;
  dropped.push(`${named('upn')} (not a pupil number: its letter does not check the rest)`);
  return undefined;
}

// DfE common basic data set: M and F; children in need: 1 and 2. Whatever else stands there is somebody who did not say.
function genderOf(text = ''): Gender {
  if (/^(?:m|male|1)$/i.test(text)) return 'male';
  return /^(?:f|female|2)$/i.test(text) ? 'female' : 'not specified';
}

function preferredName(
  { facts, named, dropped }: WrittenChild,
  name: PersonName,
): { preferredName?: string } {
  const given = facts.get('preferred given name') ?? '';
  const family = facts.get('preferred family name') ?? '';
  const isOtherFamily = family !== '' && foldName(family) !== foldName(name.familyName);
  const [first = ''] = name.givenNames.split(' ');
  if (!isOtherFamily && (given === '' || foldName(given) === foldName(first))) return {};
  const read = parseName(isOtherFamily ? `${given === '' ? first : given} ${family}` : given);
  if (read.ok) return { preferredName: read.value };
  dropped.push(named('preferred given name'));
  return {};
}

function formerNames(written: WrittenChild, name: PersonName): { formerNames?: readonly PersonName[] } {
  const { facts, named, dropped } = written;
  if (!facts.has('former family name') && !facts.has('former given name')) return {};
  const former = nameOf(written, 'former ');
  if (!former.ok) {
    dropped.push(named('former family name'));
    return {};
  }
  const isSame =
    foldName(former.value.familyName) === foldName(name.familyName) && !facts.has('former given name');
  return isSame ? {} : { formerNames: [former.value] };
}
