import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { readComingBack } from '../domain/come-back.ts';
import type { SearchCriteria, TypedSearch } from '../domain/criteria.ts';
import { markOfHome, markOfNumber } from '../domain/leaving-mark.ts';
import type { Fault } from '../domain/outcome.ts';
import { takeBackMarks } from '../store/leaving-marks.ts';
import { refused } from './administering.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';

/** Done, or all that is wrong with what was typed. */
export type CameBack = { readonly ok: true } | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Takes away the marks that keep a child from coming in again. Done alike whether or not there were any, so that nobody learns who
 * died or left; the next file that names the child brings a new record.
 */
export async function letComeBack(
  { database, now, secrets }: ServiceContext,
  actor: Actor,
  typed: TypedSearch,
  because: string,
): Promise<CameBack> {
  const read = readComingBack(typed, because, londonDay(now()));
  const act = 'let child come back';
  return database.transact(async (tx) => {
    const fault = await refused(tx, actor, now(), { action: act }, { act });
    if (fault !== undefined) return { ok: false, faults: [fault] };
    if (!read.ok) return read;
    const childIds = await takeBackMarks(tx, marksFor(read.value.criteria, secrets.pepper));
    await recordAct(tx, now(), {
      act,
      accountId: actor.accountId,
      outcome: 'done',
      why: read.value.because,
      aboutChildren: childIds,
    });
    return { ok: true };
  });
}

function marksFor(criteria: SearchCriteria, key: Buffer): readonly Buffer[] {
  const { number, givenName, familyName, dateOfBirth, postcode } = criteria;
  if (number?.kind === 'nhs' || number?.kind === 'upn')
    return [markOfNumber(number.kind, number.number, key)];
  if (
    givenName === undefined ||
    familyName === undefined ||
    dateOfBirth === undefined ||
    postcode === undefined
  )
    return [];
  return [markOfHome({ givenNames: givenName, familyName, dateOfBirth, postcode }, key)];
}
