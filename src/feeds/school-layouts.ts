import type { ChildFact } from './child-facts.ts';
import { isGroup, type Taken } from './said.ts';

/** What may be taken from a school's files. */
export type SchoolFact =
  | ChildFact
  | 'started on'
  | 'ended on'
  | 'council'
  | 'establishment'
  | 'relationship'
  | 'responsibility'
  | 'telephone kind'
  | 'telephone'
  | 'email';

/** One kind of school file: its root, where its pupils and its school stand, and what is taken of a pupil. */
export type SchoolLayout = {
  readonly name: string;
  readonly root: string;
  readonly records: readonly string[];
  readonly council: string;
  readonly establishment: string;
  readonly writtenAt: string;
  readonly pupil: Taken<SchoolFact>;
};

// No official schema was at hand: the layouts are as public programs read and write them (Common Transfer File 19 to 25, school census
// to 2025). When a real one differs, this table is where to change it. Both carry addresses as British Standard 7666 has them, or as lines.
const bs7666: Taken<SchoolFact> = {
  SAON: 'flat',
  PAON: 'house',
  Street: 'street',
  Locality: 'locality',
  Town: 'town',
  PostTown: 'post town',
  PostCode: 'postcode',
};
const lines: Taken<SchoolFact> = {
  AddressLine1: 'line 1',
  AddressLine2: 'line 2',
  AddressLine3: 'line 3',
  AddressLine4: 'line 4',
  AddressLine5: 'line 5',
  PostCode: 'postcode',
};
const address: Taken<SchoolFact> = { ...bs7666, ...lines, BS7666Address: bs7666, AddressLines: lines };
const otherNames: Taken<SchoolFact> = {
  MiddleNames: 'middle names',
  PreferredSurname: 'preferred family name',
  PreferredForename: 'preferred given name',
  FormerSurname: 'former family name',
  FormerForename: 'former given name',
};
const identity: Taken<SchoolFact> = {
  UPN: 'upn',
  Surname: 'family name',
  Forename: 'given name',
  DOB: 'date of birth',
  Gender: 'gender',
  Sex: 'gender',
};
const phones: Taken<SchoolFact> = {
  Phone: ['phones', { TelephoneType: 'telephone kind', PhoneNo: 'telephone' }],
};
const history: Taken<SchoolFact> = {
  School: [
    'schools',
    { LEA: 'council', Estab: 'establishment', EntryDate: 'started on', LeavingDate: 'ended on' },
  ],
};
const contact: Taken<SchoolFact> = {
  Surname: 'family name',
  Forename: 'given name',
  Relationship: 'relationship',
  Responsibility: 'responsibility',
  Address: address,
  Phones: phones,
  Email: 'email',
};

// The child's own telephone and e-mail are not in it: they are never kept (product.md section 1).
export const transferFile: SchoolLayout = {
  name: 'Common Transfer File',
  root: 'CTfile',
  records: ['CTfile/CTFpupilData/Pupil'],
  council: 'CTfile/Header/SourceSchool/LEA',
  establishment: 'CTfile/Header/SourceSchool/Estab',
  writtenAt: 'CTfile/Header/DateTime',
  pupil: {
    ...identity,
    BasicDetails: otherNames,
    Address: address,
    Contacts: { Contact: ['carers', contact] },
    SchoolHistory: history,
  },
};

const pupilOfCensus: Taken<SchoolFact> = {
  PupilIdentifiers: { ...identity, ...otherNames },
  PupilStatus: { EntryDate: 'started on', LeavingDate: 'ended on' },
  HomeInformation: { Address: address },
};

export const schoolCensus: SchoolLayout = {
  name: 'school census',
  root: 'Message',
  records: [
    'Message/Pupils/PupilsOnRoll/PupilOnRoll',
    'Message/Pupils/PupilsNoLongerOnRoll/PupilNoLongerOnRoll',
  ],
  council: 'Message/Header/Source/LEA',
  establishment: 'Message/Header/Source/Estab',
  writtenAt: 'Message/Header/Source/DateTime',
  pupil: pupilOfCensus,
};

/** The other elements that these files have: named in a report where they are dropped. */
export const knownElements: ReadonlySet<string> = new Set(
  (
    'ApplicationReference UniqueLearnerNumber ULN UCI FormerUPN NCyearActual NCyearLeaving Ethnicity EthnicitySource EnrolStatus ' +
    'NAWdetails LookedAfter InCare CareAuthority Languages Language MedicalFlag Disabilities Disability FSMhistory FSM SENhistory SEN ' +
    'SENneeds SpecialEducationalNeeds Admissions Phones Phone Email Contacts Attendance YearData StageAssessments KeyStage SchoolHistory ' +
    'School SchoolName LeavingReason Order Title UniquePropertyReferenceNumber UPRN AdministrativeArea Country EastingNorthing ' +
    'PupilCharacteristics PupilStatus HomeInformation ServiceChild Exclusions TermlyExclusions Suspensions TermlyAttendance ' +
    'AnnualAttendance SummerHalfTerm2Attendance AttendanceCodes PostLookedAfterArrangements LearnerFunding LearningAims Boarder ' +
    'PartTime ClassType YSSA Photo'
  ).split(' '),
);

/** What each fact is called in a record of such a file: Pupil.BasicDetails.MiddleNames. */
export function elementNames(record: string, taken: Taken<SchoolFact>): (fact: SchoolFact) => string {
  const names = new Map<SchoolFact, string>();
  const note = (table: Taken<SchoolFact>, path: string): void => {
    for (const [element, rule] of Object.entries(table)) {
      if (typeof rule === 'string') names.set(rule, names.get(rule) ?? `${path}.${element}`);
      else if (!isGroup(rule)) note(rule, `${path}.${element}`);
    }
  };
  note(taken, record);
  return (fact) => names.get(fact) ?? record;
}
