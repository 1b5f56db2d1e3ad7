import { addDays, addYears, attainsOn, showDay, type Day } from './calendar.ts';
import { done, type Fault } from './outcome.ts';
import { isRelationship, relationships, type Relationship } from './relationships.ts';
import { parseTypedDay, type TypedDay } from './typed-day.ts';

/** On what footing consent was given (product.md section 5). Closed; there are no reasons and no narrative. */
export type ConsentFooting = (typeof footings)[number];

const footings = ['child competent', 'parent', 'parental responsibility'] as const;

export function isConsentFooting(word: string): word is ConsentFooting {
  return footings.some((footing) => footing === word);
}

/** Who gave consent: the child, or what the adult is to the child. Nobody is named. */
export type ConsentGiver = 'child' | Relationship;

/** Who can consent, and on what footing each does. */
export const consentGivers = {
  child: 'child competent',
  mother: 'parent',
  father: 'parent',
  parent: 'parent',
  'adoptive parent': 'parent',
  guardian: 'parental responsibility',
  'special guardian': 'parental responsibility',
  council: 'parental responsibility',
  'step-parent': 'parental responsibility',
  grandparent: 'parental responsibility',
  'kinship carer': 'parental responsibility',
  'other carer': 'parental responsibility',
} as const satisfies Readonly<Partial<Record<ConsentGiver, ConsentFooting>>>;

/** What a consent's giver is called, with their footing where it needs saying. */
export function giverInWords(giver: ConsentGiver): string {
  if (giver === 'child') return 'The child, who is able to decide this';
  const isParent = mayGive(giver) && consentGivers[giver] === 'parent';
  return isParent ? relationships[giver] : `${relationships[giver]}, who has parental responsibility`;
}

function mayGive(word: string): word is keyof typeof consentGivers {
  return Object.hasOwn(consentGivers, word);
}

export function isConsentGiver(word: string): word is ConsentGiver {
  return word === 'child' || isRelationship(word);
}

/** What is asked of a consent that is in force for some days. */
export type Lasting = {
  readonly givenOn: Day;
  readonly untilOn: Day;
  readonly withdrawnAt: Date | null;
};

/** Whether consent stands on a day: until its last day, unless it was withdrawn, which works at once. */
export function isInForce({ givenOn, untilOn, withdrawnAt }: Lasting, today: Day): boolean {
  return withdrawnAt === null && givenOn <= today && today <= untilOn;
}

/** How long before its last day the service is reminded to ask again: ours. */
export const remindedDays = 30;

/** Whether consent in force ends so soon that it should be asked for again. */
export function endsSoon(consent: Lasting, today: Day): boolean {
  return isInForce(consent, today) && consent.untilOn <= addDays(today, remindedDays);
}

/** What is typed of a consent. */
export type ConsentTyped = {
  readonly givenBy: string;
  readonly given: TypedDay;
  readonly until: TypedDay;
};

export type NewConsent = {
  readonly footing: ConsentFooting;
  readonly givenBy: ConsentGiver;
  readonly givenOn: Day;
  readonly untilOn: Day;
};

type Read =
  | { readonly ok: true; readonly value: NewConsent }
  | { readonly ok: false; readonly faults: readonly Fault[] };

// From 16 a young person consents for themselves (Family Law Reform Act 1969, section 8); a parent's consents end then
// (product.md section 7).
const ownConsentAge = 16;
const longestYears = 1; // ours: asked again every year

/** Reads a consent that somebody says was given; or all that is wrong with it. */
export function readConsent(
  typed: ConsentTyped,
  { dateOfBirth, today }: { readonly dateOfBirth: Day; readonly today: Day },
): Read {
  const giver = giverOf(typed.givenBy);
  const given = parseTypedDay(typed.given, 'Date of consent');
  const until = parseTypedDay(typed.until, 'Last day of consent');
  const faults = [
    'fault' in giver ? giver.fault : undefined,
    given.ok ? givenFault(given.value, { dateOfBirth, today }, giver) : boxFault('given', given.fault.says),
    until.ok ? undefined : boxFault('until', until.fault.says),
    given.ok && until.ok ? untilFault(given.value, until.value, dateOfBirth, giver) : undefined,
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0 || 'fault' in giver || !given.ok || !until.ok) return { ok: false, faults };
  return done({ ...giver, givenOn: given.value, untilOn: until.value });
}

type Giver = Pick<NewConsent, 'footing' | 'givenBy'> | { readonly fault: Fault };

function giverOf(givenBy: string): Giver {
  if (!mayGive(givenBy)) return { fault: boxFault('givenBy', 'Select who agreed') };
  return { givenBy, footing: consentGivers[givenBy] };
}

function givenFault(
  day: Day,
  { dateOfBirth, today }: { readonly dateOfBirth: Day; readonly today: Day },
  giver: Giver,
): Fault | undefined {
  if (day > today) return boxFault('given', 'Date of consent must be today or in the past');
  if (day < dateOfBirth) return boxFault('given', 'Date of consent must not be before the child was born');
  return isByAnother(giver) && day >= attainsOn(dateOfBirth, ownConsentAge)
    ? boxFault('givenBy', 'From 16 the young person alone can agree to it')
    : undefined;
}

function untilFault(given: Day, until: Day, dateOfBirth: Day, giver: Giver): Fault | undefined {
  if (until < given) return boxFault('until', 'Last day of consent must not be before the day it was given');
  const yearAfter = addYears(given, longestYears);
  const sixteenth = addDays(attainsOn(dateOfBirth, ownConsentAge), -1);
  const latest = isByAnother(giver) && given <= sixteenth && sixteenth < yearAfter ? sixteenth : yearAfter;
  return until > latest
    ? boxFault('until', `Last day of consent must be ${showDay(latest)} or earlier`)
    : undefined;
}

function isByAnother(giver: Giver): boolean {
  return 'givenBy' in giver && giver.givenBy !== 'child';
}

function boxFault(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}
