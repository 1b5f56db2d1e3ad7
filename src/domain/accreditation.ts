import { addYears, showDay, type Day } from './calendar.ts';
import { emailFault, telephoneFault, wordsFault } from './contact-details.ts';
import type { OrganisationKind } from './organisation-kinds.ts';
import { readHours } from './opening-hours.ts';
import { done, failed, type Fault, type Outcome } from './outcome.ts';
import { parseTypedDay, type TypedDay } from './typed-day.ts';
import { weekCoverage, type CoveredDay } from './week-coverage.ts';

/** On what an organisation may be accredited. Closed. */
export type Evidence = keyof typeof evidenceKinds;

export const evidenceKinds = {
  'security toolkit': 'NHS Data Security and Protection Toolkit, standards met',
  'public services network': 'Public Services Network compliance certificate',
  'cyber essentials plus': 'Cyber Essentials Plus certificate',
  'security standard': 'ISO/IEC 27001 certificate',
  inspection: 'Inspection report of its regulator (Ofsted, CQC, HMICFRS)',
  'charity register': 'Entry in the register of charities, with data protection registration',
} as const;

export function isEvidence(word: string): word is Evidence {
  return Object.hasOwn(evidenceKinds, word);
}

/** Who at an organisation hears of a user's misconduct. */
export type DisciplinaryContact = {
  readonly disciplinaryName: string;
  readonly disciplinaryTelephone: string;
  readonly disciplinaryEmail: string;
};

/** What an organisation is to be accredited on, and until when. */
export type AccreditationAsked = DisciplinaryContact & {
  readonly evidence: Evidence;
  readonly reference: string;
  readonly from: Day;
  readonly until: Day;
};

export type AccreditationTyped = DisciplinaryContact & {
  readonly evidence: string;
  readonly reference: string;
  readonly until: TypedDay;
};

const longestYears = 3; // ours: as long as its people's security checks

/** Reads what an accreditation is asked on; or all that is wrong with it, box by box. */
export function readAccreditation(
  typed: AccreditationTyped,
  today: Day,
): Outcome<AccreditationAsked> | { readonly ok: false; readonly faults: readonly Fault[] } {
  const { evidence, reference, until, ...contact } = typed;
  const day = readUntil(until, today);
  const faults = [
    isEvidence(evidence) ? undefined : boxFault('evidence', 'Select what evidence you have seen'),
    referenceFault('reference', reference, 'the reference number of the evidence'),
    day.ok ? undefined : boxFault('until', day.fault.says),
    wordsFault('disciplinaryName', contact.disciplinaryName, 'the name of the disciplinary contact'),
    telephoneFault('disciplinaryTelephone', contact.disciplinaryTelephone),
    emailFault('disciplinaryEmail', contact.disciplinaryEmail),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0 || !isEvidence(evidence) || !day.ok) return { ok: false, faults };
  return done({
    evidence,
    reference: reference.trim(),
    from: today,
    until: day.value,
    disciplinaryName: contact.disciplinaryName.trim(),
    disciplinaryTelephone: contact.disciplinaryTelephone.trim(),
    disciplinaryEmail: contact.disciplinaryEmail.trim(),
  });
}

function readUntil(typed: TypedDay, today: Day): Outcome<Day> {
  const read = parseTypedDay(typed, 'Last day');
  if (!read.ok) return read;
  const latest = addYears(today, longestYears);
  if (read.value <= today)
    return failed({ kind: 'invalid', says: 'Last day must be in the future, like 31 3 2027' });
  if (read.value > latest)
    return failed({ kind: 'invalid', says: `Last day must be ${showDay(latest)} or earlier` });
  return read;
}

/** What is wrong with a reference number, such as that of a certificate. */
export function referenceFault(field: string, typed: string, what: string): Fault | undefined {
  const reference = typed.trim();
  if (reference === '') return boxFault(field, `Enter ${what}`);
  if (/^[A-Za-z0-9][A-Za-z0-9 /.-]{2,39}$/.test(reference)) return undefined;
  const named = what.replace(/^the /, '');
  return boxFault(
    field,
    `${named.charAt(0).toUpperCase()}${named.slice(1)} must be 3 to 40 letters and digits`,
  );
}

/** When the desks of an organisation answer, hour by hour; only a council's have to cover the whole week. */
export function desksCoverage(
  kind: OrganisationKind,
  desks: readonly { readonly hours: string }[],
): readonly CoveredDay[] | undefined {
  return kind === 'council services' ? weekCoverage(desks.map(({ hours }) => readHours(hours))) : undefined;
}

/** Why an organisation cannot be accredited yet; undefined where nothing stands against it. */
export function notYetAccreditable(coverage: readonly CoveredDay[] | undefined): Fault | undefined {
  if (coverage === undefined || coverage.every(({ hours }) => hours.every((covered) => covered)))
    return undefined;
  return {
    kind: 'refused',
    says: 'The council’s duty desks do not answer at every hour of the week and on bank holidays yet. Add a desk, or its hours, first.',
  };
}

function boxFault(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}
