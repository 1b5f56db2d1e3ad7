import { referenceFault } from './accreditation.ts';
import type { Day } from './calendar.ts';
import { recentDay, trainingYears, vettingYears } from './enrolment.ts';
import { done, type Fault } from './outcome.ts';
import { isTrainingCourse } from './training-courses.ts';
import type { TypedDay } from './typed-day.ts';

/** What of an account is renewed. Closed. */
export type RenewalKind = (typeof renewalKinds)[number];

const renewalKinds = ['security check', 'training'] as const;

export function isRenewalKind(word: string): word is RenewalKind {
  return renewalKinds.some((kind) => kind === word);
}

export type RenewalTyped = { readonly kind: string; readonly reference: string; readonly datedOn: TypedDay };

type Read =
  | {
      readonly ok: true;
      readonly value: { readonly kind: RenewalKind; readonly reference: string; readonly datedOn: Day };
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads a new certificate or training; or what is wrong with it. */
export function readRenewal({ kind, reference, datedOn }: RenewalTyped, today: Day): Read {
  if (!isRenewalKind(kind))
    return { ok: false, faults: [{ kind: 'invalid', says: 'Choose what is renewed' }] };
  const isTraining = kind === 'training';
  const day = recentDay(
    'datedOn',
    datedOn,
    isTraining ? 'Date of the training' : 'Date of the security check',
    isTraining ? trainingYears : vettingYears,
    today,
  );
  const faults = [
    isTraining
      ? courseFault(reference)
      : referenceFault('reference', reference, 'the number of the certificate'),
    day.ok ? undefined : day.fault,
  ].filter((fault) => fault !== undefined);
  if (!day.ok || faults.length > 0) return { ok: false, faults };
  return done({ kind, reference: reference.trim(), datedOn: day.value });
}

function courseFault(reference: string): Fault | undefined {
  if (isTrainingCourse(reference)) return undefined;
  return { kind: 'invalid', field: 'reference', says: 'Select the training course' };
}
