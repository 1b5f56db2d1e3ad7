import type { Day } from './calendar.ts';
import { parseCriteria, type CriteriaFault, type SearchCriteria, type TypedSearch } from './criteria.ts';
import type { Fault } from './outcome.ts';

/** Why a child who left may come back. Closed. */
export const whyComeBack = {
  'back in England': 'The child lives in England again',
  'closed by mistake': 'The record was closed by mistake: the child is alive, or never left England',
} as const;

export type WhyComeBack = keyof typeof whyComeBack;

/** Who is to come back, by what a leaving mark is made of: a number of another body, or name, birth and postcode. */
export type ComingBack = { readonly criteria: SearchCriteria; readonly because: WhyComeBack };

/** Reads who is to come back; or all that is wrong. */
export function readComingBack(
  typed: TypedSearch,
  because: string,
  today: Day,
):
  | { readonly ok: true; readonly value: ComingBack }
  | { readonly ok: false; readonly faults: readonly Fault[] } {
  const read = parseCriteria(typed, today);
  const isEmpty = Object.values(typed).every((box) => box.trim() === '');
  const faults: readonly Fault[] = isEmpty ? [notEnough] : read.ok ? faultsIn(read.value) : read.faults;
  if (isWhy(because) && read.ok && faults.length === 0)
    return { ok: true, value: { criteria: read.value, because } };
  return { ok: false, faults: isWhy(because) ? faults : [...faults, noReason] };
}

function faultsIn({
  number,
  givenName,
  familyName,
  dateOfBirth,
  postcode,
}: SearchCriteria): readonly CriteriaFault[] {
  if (number?.kind === 'contactpoint') return [ownNumber];
  if (number !== undefined) return [];
  const whole = [givenName, familyName, dateOfBirth, postcode].every((one) => one !== undefined);
  return whole ? [] : [notEnough];
}

function isWhy(word: string): word is WhyComeBack {
  return Object.hasOwn(whyComeBack, word);
}

const noReason: Fault = { kind: 'invalid', field: 'because', says: 'Choose why the child may come back' };
const ownNumber: CriteriaFault = {
  kind: 'invalid',
  field: 'number',
  says: 'A ContactPoint number ends with the record: enter the NHS number or the UPN',
};
const notEnough: CriteriaFault = {
  kind: 'invalid',
  field: 'number',
  says: 'Enter the NHS number or UPN, or all of given name, family name, date of birth and the postcode of then',
};
