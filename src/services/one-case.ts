import type { Actor } from '../domain/actor.ts';
import type { CaseRequest, CaseWhose } from '../domain/case-rules.ts';
import { failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { findCase, type MisuseCase, type readEvidence } from '../store/case-file.ts';
import type { Transaction } from '../store/connection.ts';
import type { ServiceContext } from './context.ts';
import { noteDone, noteRefused, refused } from './administering.ts';

/** What somebody asks to do with a case, as policy wants it: the case itself says whose it is and who decided. */
export type AskedOfCase = (whose: CaseWhose, found: MisuseCase) => CaseRequest;

/**
 * One step with one case: reads it, held until the step is over; asks policy; does the work; and writes down that it was
 * done or refused. All in one transaction.
 */
export async function underCase<Value>(
  { database, now }: ServiceContext,
  actor: Actor,
  caseId: number,
  request: AskedOfCase,
  work: (tx: Transaction, found: MisuseCase) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  return database.transact((tx) => withCase(tx, actor, now(), caseId, request, (found) => work(tx, found)));
}

async function withCase<Value>(
  tx: Transaction,
  actor: Actor,
  present: Date,
  caseId: number,
  request: AskedOfCase,
  work: (found: MisuseCase) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const found = await findCase(tx, caseId);
  if (found === undefined) {
    await noteRefused(tx, actor, present, { act: 'see case' }, 'no such case');
    return failed(noSuchCase);
  }
  const asked = request(found.whose, found);
  const entry = { act: asked.action, toAccount: found.whose.accountId } as const;
  const fault = await refused(tx, actor, present, asked, entry);
  if (fault !== undefined) return failed(fault);
  const worked = await work(found);
  if (worked.ok) await noteDone(tx, actor, present, entry);
  else await noteRefused(tx, actor, present, entry, worked.fault.kind);
  return worked;
}

/** One thing that was done. A child is a letter, the same throughout the case: a reviewer learns no more of them. */
export type CaseEvidence = {
  readonly eventId: string;
  readonly at: Date;
  readonly act: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly footing: string | null;
  /** For whom it was done, where that was a colleague on the telephone. */
  readonly colleague: string | null;
  readonly children: readonly string[];
};

type EvidenceRow = Awaited<ReturnType<typeof readEvidence>>[number];

/** The rows of the log as things that were done. */
export function evidenceOf(rows: readonly EvidenceRow[]): readonly CaseEvidence[] {
  const letters = new Map<number, string>();
  const letterOf = (childId: number): string => {
    const letter = letters.get(childId) ?? lettered(letters.size);
    letters.set(childId, letter);
    return letter;
  };
  return [...Map.groupBy(rows, (row) => row.event_id).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { event_id: eventId, recorded_at: at, act, outcome, reason, footing } = first;
    const colleague = nameIn(first.colleague);
    const children = same.flatMap(({ child_id: childId }) => (childId === null ? [] : [letterOf(childId)]));
    return [{ eventId, at, act, outcome, reason, footing, colleague, children }];
  });
}

function nameIn(part: unknown): string | null {
  if (typeof part !== 'object' || part === null || !('name' in part) || typeof part.name !== 'string')
    return null;
  const place =
    'organisation' in part && typeof part.organisation === 'string' ? `, ${part.organisation}` : '';
  return `${part.name}${place}`;
}

// A to Z, then A1, B1…
function lettered(place: number): string {
  const turn = Math.floor(place / 26);
  return `${String.fromCharCode(65 + (place % 26))}${turn === 0 ? '' : turn}`;
}

/** Where there is no such case, or it is not for this person: both look the same. */
export const noSuchCase: Fault = {
  kind: 'not-found',
  says: 'There is no such case here. Start again from the menu.',
};
export const tooLate: Fault = {
  kind: 'stale',
  says: 'This was done already, or the case has gone on since you opened it. Nothing was changed.',
};
