import type { ServiceKind } from '../domain/service-kinds.ts';

/** The bodies that run services in a council's area. */
export type Body =
  | 'council'
  | 'community trust'
  | 'mental health trust'
  | 'youth justice'
  | 'police'
  | 'probation'
  | 'fire'
  | 'voluntary';

/** How one service works: who runs it, and how many children it works with. */
export type Service = {
  readonly kind: ServiceKind;
  readonly body: Body;
  readonly team: string;
  readonly jobTitle: string;
  /** A team in each part of the area, or one for all of it. */
  readonly isLocal: boolean;
  readonly fromAge: number;
  readonly toAge: number;
  /** Of the children of those ages: how many it works with now, and how many it did. */
  readonly now: number;
  readonly before: number;
  /** How many children one practitioner has. */
  readonly caseload: number;
  readonly assesses: boolean;
};

type Short = readonly [
  kind: ServiceKind,
  body: Body,
  team: string,
  jobTitle: string,
  reach: 'local' | 'one',
  fromAge: number,
  toAge: number,
  now: number,
  before: number,
  caseload: number,
  assesses?: 'assesses',
];

// The shape of national figures, rounded, and no claim to be them. About 1 child in 30 is in need at a time, and half as
// many again get early help (DfE, Children in need); 1 pupil in 20 has an education, health and care plan (DfE, SEN in
// England); 1 in 12 of those over 7 is in contact with mental health services in a year (NHS England, MHSDS).
// prettier-ignore
const chosen: readonly Short[] = [
  ['social care', 'council', 'Children’s social work', 'Social worker', 'local', 0, 18, 0.034, 0.03, 17, 'assesses'],
  ['early help', 'council', 'Early help', 'Early help worker', 'local', 0, 18, 0.03, 0.04, 25, 'assesses'],
  ['voluntary family support', 'voluntary', 'Family support', 'Family support worker', 'one', 0, 18, 0.012, 0.012, 20],
  ['special educational needs', 'council', 'Special educational needs', 'SEN caseworker', 'one', 3, 18, 0.045, 0.004, 220, 'assesses'],
  ['speech and language therapy', 'community trust', 'Speech and language therapy', 'Speech and language therapist', 'one', 2, 9, 0.045, 0.05, 60],
  ['community paediatrics', 'community trust', 'Community paediatrics', 'Community paediatrician', 'one', 0, 18, 0.02, 0.02, 180],
  ['hospital care', 'community trust', 'Children’s outpatients', 'Children’s nurse specialist', 'one', 0, 18, 0.012, 0.03, 90],
  ['educational psychology', 'council', 'Educational psychology', 'Educational psychologist', 'one', 4, 18, 0.01, 0.02, 90, 'assesses'],
  ['disability service', 'council', 'Disabled children’s team', 'Social worker', 'one', 0, 18, 0.006, 0.001, 20, 'assesses'],
  ['education welfare', 'council', 'Education welfare', 'Education welfare officer', 'one', 5, 16, 0.02, 0.02, 70],
  ['young carers', 'voluntary', 'Young carers', 'Young carers worker', 'one', 7, 18, 0.01, 0.005, 45],
  ['youth work', 'council', 'Youth service', 'Youth worker', 'one', 12, 18, 0.015, 0.02, 40],
  ['youth justice', 'youth justice', 'Youth justice', 'Youth justice worker', 'one', 11, 18, 0.007, 0.01, 14, 'assesses'],
  ['police', 'police', 'Neighbourhood policing', 'Police officer', 'one', 11, 18, 0.004, 0.006, 20],
  ['fire service youth work', 'fire', 'Fire cadets', 'Youth engagement officer', 'one', 11, 18, 0.002, 0.002, 30],
  ['probation', 'probation', 'Probation', 'Probation officer', 'one', 17, 18, 0.002, 0, 20],
  ['mental health', 'mental health trust', 'Child and adolescent mental health', 'CAMHS practitioner', 'one', 7, 18, 0.045, 0.05, 45, 'assesses'],
  ['substance misuse', 'voluntary', 'Young people’s substance use', 'Substance use worker', 'one', 13, 18, 0.004, 0.004, 20],
  ['sexual health', 'community trust', 'Sexual health', 'Sexual health nurse', 'one', 14, 18, 0.006, 0.006, 60],
  ['domestic abuse', 'voluntary', 'Domestic abuse support', 'Domestic abuse worker', 'one', 0, 18, 0.004, 0.004, 20],
  ['refuge', 'voluntary', 'Refuge', 'Children’s worker', 'one', 0, 18, 0.0004, 0.0004, 12],
  ['sexual assault centre', 'mental health trust', 'Sexual assault referral centre', 'Crisis worker', 'one', 0, 18, 0.0003, 0.0006, 12],
];

// For every child of the age, or for children who are looked after: the generator decides which.
// prettier-ignore
const settled: readonly Short[] = [
  ['health visiting', 'community trust', 'Health visiting', 'Health visitor', 'local', 0, 5, 1, 0, 260],
  ['school nursing', 'community trust', 'School nursing', 'School nurse', 'local', 4, 18, 0.92, 0, 1900],
  ['midwifery', 'community trust', 'Community midwifery', 'Midwife', 'one', 0, 1, 0.07, 0, 30],
  ['fostering', 'council', 'Fostering', 'Supervising social worker', 'one', 0, 18, 0.005, 0, 18],
  ['leaving care', 'council', 'Leaving care', 'Personal adviser', 'one', 16, 18, 0.008, 0, 22],
  ['virtual school', 'council', 'Virtual school', 'Education adviser', 'one', 4, 18, 0.007, 0, 60],
];

/** Services that a family may come to need, each at its rate. The first named leads where several work together. */
export const chosenServices: readonly Service[] = chosen.map(inFull);

/** Services that come with being of an age, or with being looked after. */
export const settledServices: readonly Service[] = settled.map(inFull);

/** How many practitioners a service needs among this many children. */
export function staffNeeded({ now, fromAge, toAge, caseload }: Service, children: number): number {
  return Math.max(2, Math.ceil((children * now * (toAge - fromAge)) / 18 / caseload));
}

function inFull([
  kind,
  body,
  team,
  jobTitle,
  reach,
  fromAge,
  toAge,
  now,
  before,
  caseload,
  assesses,
]: Short): Service {
  return {
    kind,
    body,
    team,
    jobTitle,
    isLocal: reach === 'local',
    fromAge,
    toAge,
    now,
    before,
    caseload,
    assesses: assesses !== undefined,
  };
}
