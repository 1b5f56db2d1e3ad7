import { ageOn, attainsOn, dayOf, partsOf, realDay, type Day } from './calendar.ts';
import type { Fault } from './outcome.ts';
import { latestAge, leavesAt, leavingAge } from './retention.ts';

/** What is told beforehand, to the young person alone (product.md section 8). */
export type Notice = '6 months' | '1 month';

const months: Readonly<Record<Notice, number>> = { '6 months': 6, '1 month': 1 };

/** Longer than six months ever are: nobody whose record leaves later is looked at. */
export const noticeDays = 184;

/** The notices whose day has come of a record that leaves on a day; none once it has left. */
export function noticesDue(leavesOn: Day, today: Day): readonly Notice[] {
  if (leavesOn <= today) return [];
  return (['6 months', '1 month'] as const).filter((notice) => noticeOn(leavesOn, months[notice]) <= today);
}

// The last day of the month where it has no such day.
function noticeOn(leavesOn: Day, before: number): Day {
  const { year, month, dayOfMonth } = partsOf(leavesOn);
  const at = year * 12 + month - 1 - before;
  const [toYear, toMonth] = [Math.floor(at / 12), (at % 12) + 1];
  const found = [dayOfMonth, 30, 29, 28].flatMap(
    (no) => dayOf(toYear, toMonth, Math.min(no, dayOfMonth)) ?? [],
  );
  return found[0] ?? realDay(toYear, toMonth, 28);
}

/** Of a record, what decides whether its young person may ask to stay. */
export type StayFacts = {
  /** The young person's own session; never a parent's, nor anybody's of the staff. */
  readonly isYoungPerson: boolean;
  readonly dateOfBirth: Day;
  readonly leavesOn: Day;
  readonly closed: boolean;
};

/** Why a stay cannot be asked for today; undefined where it can. Asked anew each year, in the six months before the record goes. */
export function stayRefusedBy(facts: StayFacts, today: Day): Fault | undefined {
  if (!facts.isYoungPerson) return onlyThemselves;
  if (facts.closed || facts.leavesOn <= today) return gone;
  if (facts.leavesOn >= attainsOn(facts.dateOfBirth, latestAge)) return oldEnough;
  return noticesDue(facts.leavesOn, today).length === 0 ? tooEarly : undefined;
}

/** Until when somebody stays who says so now: the birthday after the one on which the record would go, and never after the 25th. */
export function staysUntil({ dateOfBirth, leavesOn }: Pick<StayFacts, 'dateOfBirth' | 'leavesOn'>): Day {
  const age = Math.max(ageOn(dateOfBirth, leavesOn), leavingAge);
  return attainsOn(dateOfBirth, Math.min(age + 1, latestAge));
}

/** What withdrawing a stay does: before the 18th birthday the record goes then, after it at once. */
export function afterWithdrawal(
  dateOfBirth: Day,
  today: Day,
): { readonly leavesOn: Day; readonly closedOn: Day | null } {
  const grownUpOn = leavesAt(dateOfBirth, {});
  return grownUpOn > today ? { leavesOn: grownUpOn, closedOn: null } : { leavesOn: today, closedOn: today };
}

/** What was ticked on the form that asks for a stay. Which of the two groups it is, is asked nowhere. */
export type StayTyped = { readonly ofGroup: boolean; readonly agreed: boolean };

/** All that is wrong with a form that asks for a stay. */
export function faultsInStay({ ofGroup, agreed }: StayTyped): readonly Fault[] {
  return [...(ofGroup ? [] : [notOfGroup]), ...(agreed ? [] : [notAgreed])];
}

const onlyThemselves: Fault = {
  kind: 'refused',
  says: 'Only the young person can choose to stay. Nobody can choose it for them.',
};
const gone: Fault = { kind: 'stale', says: 'This record has gone. It cannot be kept any more.' };
const oldEnough: Fault = { kind: 'refused', says: 'No record is kept after the 25th birthday.' };
const tooEarly: Fault = {
  kind: 'refused',
  says: 'It is too early. You are asked in the six months before your record goes.',
};
const notOfGroup: Fault = {
  kind: 'invalid',
  field: 'group',
  says: 'Tick the box if you left care or have a learning disability. Only then can a record stay',
};
const notAgreed: Fault = {
  kind: 'invalid',
  field: 'agreed',
  says: 'Tick the box if you want your record to stay',
};
