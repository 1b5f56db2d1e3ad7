import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import {
  fieldsShown,
  withhold,
  type Contact,
  type Reader,
  type VisibleRecord,
} from '../domain/child-record.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import type { Grant } from '../domain/policy.ts';
import { noteLooked } from '../store/caseload.ts';
import { readName, readStoredRecord, type ReadRecord } from '../store/child-records.ts';
import { endMediation } from '../store/mediations.ts';
import { isFirstOutsideList } from '../store/outside-list.ts';
import { noSuchRecord, underTicket, type Receipt, type Shown } from './authorise.ts';
import type { ServiceContext } from './context.ts';

export type Opening = {
  readonly childId: number;
  readonly reason: string;
  readonly footing: string;
};

export type OpenedRecord = {
  readonly record: VisibleRecord;
  /** The duty desks to ring: of the council that the child lives in, or of the reader's own where the place is withheld. */
  readonly desks: readonly Contact[];
  /** Brokers calls to whoever is not named, at any hour; undefined where there is none yet. */
  readonly relay: Contact | undefined;
  readonly receipt: Receipt;
  /** The first this month of a child who is not on the reader's own list: said at once (product.md section 9). */
  readonly isFirstOutsideList: boolean;
};

/** What a record is opened for: to be read, or, each an act of its own, to print contacts or addresses. */
type OpeningAct = 'open child record' | 'print contacts' | 'print addresses';

/** Opens one child's record for a stated reason and footing, as this reader may see it. */
export async function openChildRecord(
  context: ServiceContext,
  actor: Actor,
  { childId, reason, footing }: Opening,
  act: OpeningAct = 'open child record',
): Promise<Outcome<OpenedRecord>> {
  const now = context.now();
  const today = londonDay(now);
  const opened = await context.database.transact((tx) =>
    underTicket(
      tx,
      actor,
      now,
      { act, request: { action: act, reason, footing }, scope: { kind: 'one child', childId } },
      async (ticket): Promise<Shown<Outcome<Omit<OpenedRecord, 'receipt'>>>> => {
        const { accountId, practitionerId } = actor;
        const [read, isFirst] = await Promise.all([
          readStoredRecord(tx, ticket, actor, today),
          practitionerId !== null &&
            isFirstOutsideList(tx, ticket, { accountId, practitionerId }, now, today),
        ]);
        if (read === undefined) return { answer: failed(noSuchRecord), childIds: [], fields: [] };
        // One call, one record: the row's end is what counts, however many are opened at once.
        if (actor.mediation !== undefined && !(await endMediation(tx, actor.sessionHash)))
          return { answer: failed(mediationOver), childIds: [], fields: [] };
        const record = withhold(read.stored, readerOf(ticket.grant), today);
        if (practitionerId !== null && record.kind === 'open')
          await noteLooked(tx, ticket, practitionerId, now);
        const desks = desksFor(read, record);
        const answer = done({ record, desks, relay: read.relay, isFirstOutsideList: isFirst });
        return { answer, childIds: [childId], fields: fieldsOf(act, record) };
      },
    ),
  );
  if (!opened.ok) return opened;
  const { value, receipt } = opened;
  return value.ok ? done({ ...value.value, receipt }) : value;
}

/** Whose record it is that someone is about to give a reason for. Shows a child's name, so it is written down. */
export async function nameChild(context: ServiceContext, actor: Actor, childId: number) {
  const now = context.now();
  const named = await context.database.transact((tx) =>
    underTicket(
      tx,
      actor,
      now,
      { act: 'choose child', request: { action: 'choose child' }, scope: { kind: 'one child', childId } },
      async (ticket) => {
        const answer = await readName(tx, ticket);
        return { answer, childIds: answer === undefined ? [] : [childId], fields: ['name', 'date of birth'] };
      },
    ),
  );
  if (!named.ok) return named;
  const { value, receipt } = named;
  return value === undefined ? failed(noSuchRecord) : done({ ...value, receipt });
}

const mediationOver = {
  kind: 'stale',
  says:
    'You were acting for a colleague, and that is over: it is for one record. Begin again, or open the record for ' +
    'yourself.',
} as const;

export { noSuchRecord } from './authorise.ts';

function fieldsOf(act: OpeningAct, record: VisibleRecord): readonly string[] {
  const shown = fieldsShown(record);
  const isAddress = (field: string) => field === 'address' || field === 'carers';
  if (act === 'open child record' || record.kind !== 'open') return shown;
  return shown.filter((field) => field === 'identity' || isAddress(field) === (act === 'print addresses'));
}

/** What of a grant decides what its holder may see of a record. */
export function readerOf({ numbersShown, actor: { organisationKind } }: Grant): Reader {
  return { numbersShown, organisationKind };
}

/** The duty desks to ring for a record as it is shown. */
export function desksFor({ desks, councilOfReader }: ReadRecord, record: VisibleRecord): readonly Contact[] {
  if (record.kind === 'closed') return [];
  // A shielded child's council is a place: the reader's own desk knows how to pass a message on.
  const livesIn = record.kind === 'open' ? record.livesIn : null;
  const answering = livesIn ?? councilOfReader;
  return desks.filter(({ council }) => council === answering).map(({ contact }) => contact);
}
