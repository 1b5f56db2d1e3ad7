import type { Fault } from './outcome.ts';
import { isFooting, isReason } from './reasons.ts';
import type { Refusal } from './refusal.ts';
import { reasonsOf, type Role } from './roles.ts';

/** Why a record is not opened on these grounds; undefined where they will do. */
export function groundsRefused(
  role: Role,
  { reason, footing }: { readonly reason: string; readonly footing: string },
): Refusal | undefined {
  if (!isReason(reason) || !reasonsOf(role).includes(reason))
    return { allowed: false, rule: 'reason', ...noReason };
  return isFooting(footing) ? undefined : { allowed: false, rule: 'footing', ...noFooting };
}

/** All that is wrong with the grounds given for opening a record, for a form to say at once. */
export function groundsFaults(role: Role, reason: string, footing: string): readonly Fault[] {
  const reasonGiven = isReason(reason) && reasonsOf(role).includes(reason);
  return [
    ...(reasonGiven ? [] : [{ kind: 'invalid', ...noReason } as const]),
    ...(isFooting(footing) ? [] : [{ kind: 'invalid', ...noFooting } as const]),
  ];
}

const noReason = { field: 'reason', says: 'Select why you need to open this record' } as const;
const noFooting = { field: 'footing', says: 'Select who has agreed, or why nobody was asked' } as const;
