import { foldName } from '../domain/names.ts';
import type { ParentalResponsibility, Relationship } from '../domain/relationships.ts';
import type { SourceCarer } from '../domain/source-row.ts';
import { nameOf, readAddress } from './child-facts.ts';
import { isEmail, isTelephone, plainText } from './facts.ts';
import type { Said } from './said.ts';
import type { SchoolFact } from './school-layouts.ts';

// DfE common basic data set, relationship to pupil, by what they are in our closed list. Also as plain words.
const relationships: ReadonlyMap<string, Relationship> = new Map([
  ['PAM', 'mother'],
  ['PAF', 'father'],
  ['PAR', 'parent'],
  ['STP', 'step-parent'],
  ['GPA', 'grandparent'],
  ['GRP', 'grandparent'],
  ['FOS', 'foster carer'],
  ['FOP', 'foster carer'],
  ['GDN', 'guardian'],
  ['CAR', 'other carer'],
  ['MOTHER', 'mother'],
  ['FATHER', 'father'],
  ['PARENT', 'parent'],
  ['STEP PARENT', 'step-parent'],
  ['GRANDPARENT', 'grandparent'],
  ['FOSTER CARER', 'foster carer'],
  ['GUARDIAN', 'guardian'],
  ['SPECIAL GUARDIAN', 'special guardian'],
  ['CARER', 'other carer'],
]);

// People whom a school may ring, and who do not bring up the child: doctor, social worker, childminder, teacher, a brother's school…
const notCarers: ReadonlySet<string> = new Set([
  'DOC',
  'SWR',
  'CHM',
  'TEA',
  'HEA',
  'REL',
  'RLG',
  'OTH',
  'FAM',
  'AGN',
  'LWO',
]);

/** The carers among the contacts of a pupil. Others, and ones without a name, are added to `dropped`: they are no part of a record. */
export function readSchoolCarers(
  contacts: readonly Said<SchoolFact>[],
  supplierKey: string,
  pupil: string,
  dropped: string[],
): readonly SourceCarer[] {
  const carers = new Map<string, SourceCarer>();
  for (const contact of contacts) {
    const carer = carerOf(contact, supplierKey, `${pupil}.Contacts.Contact`, dropped);
    if (carer !== undefined) carers.set(carer.carerKey, carer);
  }
  return [...carers.values()];
}

function carerOf(
  { facts, groups, saidTwice }: Said<SchoolFact>,
  supplierKey: string,
  element: string,
  dropped: string[],
): SourceCarer | undefined {
  const code = (facts.get('relationship') ?? '').toUpperCase().replaceAll(/[^A-Z]+/g, ' ');
  if (saidTwice !== undefined || notCarers.has(code)) {
    dropped.push(`${element} (${saidTwice === undefined ? 'not a carer' : 'said twice'})`);
    return undefined;
  }
  const written = { facts, named: (fact: string): string => `${element} (${fact})`, dropped };
  const name = nameOf(written);
  if (!name.ok) {
    dropped.push(`${element} (without a usable name)`);
    return undefined;
  }
  const address = readAddress(written);
  return {
    supplierKey,
    carerKey: `${foldName(name.value.givenNames)} ${foldName(name.value.familyName)}`, // the file has no key of its own
    ...name.value,
    relationship: relationships.get(code) ?? 'other carer',
    parentalResponsibility: responsibilityOf(facts.get('responsibility')),
    ...reachOf(facts, groups.get('phones') ?? [], element, dropped),
    ...(address === undefined ? {} : { address }),
  };
}

// "Not known" is kept apart from "no" (2007 Regulations).
function responsibilityOf(text = ''): ParentalResponsibility {
  if (/^(?:t|true|y|yes|1)$/i.test(text)) return 'yes';
  return /^(?:f|false|n|no|0)$/i.test(text) ? 'no' : 'not known';
}

const kindsInOrder = ['M', 'H', 'D', 'W']; // mobile, home, day, work (DfE common basic data set)

function reachOf(
  facts: ReadonlyMap<SchoolFact, string>,
  phones: readonly Said<SchoolFact>[],
  element: string,
  dropped: string[],
): Pick<SourceCarer, 'telephone' | 'email'> {
  const rank = (phone: Said<SchoolFact>): number => {
    const at = kindsInOrder.indexOf((phone.facts.get('telephone kind') ?? '').toUpperCase());
    return at < 0 ? kindsInOrder.length : at;
  };
  const given = phones
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((one) => one.facts.get('telephone') ?? []);
  const telephone = given.flatMap((one) => plainText(one) ?? []).find(isTelephone);
  if (given.length > 0 && telephone === undefined) dropped.push(`${element}.Phones (not a telephone number)`);
  const email = plainText(facts.get('email') ?? '');
  const isKept = email !== undefined && isEmail(email);
  if (email !== undefined && !isKept) dropped.push(`${element}.Email (not an e-mail address)`);
  return { ...(telephone === undefined ? {} : { telephone }), ...(isKept ? { email } : {}) };
}
