import type { Actor } from '../domain/actor.ts';
import type { Day } from '../domain/calendar.ts';
import {
  hasEnded,
  withhold,
  type Contact,
  type Involvement,
  type OpenRecord,
} from '../domain/child-record.ts';
import {
  chaseAt,
  readContactRequest,
  type TypedRequest,
  type NewContactRequest,
  type Whom,
} from '../domain/contact-request.ts';
import { done, type Fault } from '../domain/outcome.ts';
import { serviceKinds } from '../domain/service-kinds.ts';
import { readStoredRecord } from '../store/child-records.ts';
import {
  addContactRequest,
  askOfOtherChildren,
  readCarersToAsk,
  type Asked,
  type CarerToAsk,
} from '../store/contact-requests.ts';
import { isFault, notDone, onChild, type CareOutcome, type OnChild, type Receipted } from './care.ts';
import { desksFor, readerOf } from './child-record.ts';
import type { ServiceContext } from './context.ts';

/** What a request says, as typed; the carer, where it is asked about a carer's other children. */
export type RequestTyped = TypedRequest & { readonly carer: string };

/** Whom somebody is about to ask: with their number where they are named, else with those who answer at any hour. */
export type SeenWhom = {
  readonly name: string;
  /** The service, where the asker may know which it is. */
  readonly service: Involvement | undefined;
  /** The relay or the duty desks, to ring where it is urgent. */
  readonly atAnyHour: readonly Contact[];
  readonly carers: readonly CarerToAsk[];
};

/** Whom the actor is about to ask, as the record shows them. */
export async function seeWhomToAsk(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  whom: Whom,
): Promise<Receipted<SeenWhom>> {
  const asked = {
    act: 'see whom to ask',
    how: 'to see',
    request: { action: 'see whom to ask' },
  } as const;
  return onChild(context, actor, childId, asked, async (child) => {
    const found = await lookUp(child, whom);
    return isFault(found) ? notDone(found) : done({ name: child.name, ...found.seen });
  });
}

/**
 * Asks that somebody contact the actor. They are told who asks and how to reach them; the actor is told only the state, and
 * no service or place that the record does not show. The same request, sent again while it waits, is refused as stale.
 */
export async function askToContact(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  whom: Whom,
  typed: RequestTyped,
): Promise<CareOutcome<{ readonly requestNo: number }>> {
  const read = readContactRequest(typed);
  const carerFault = whom.kind === 'others' && typed.carer === '' ? [noCarer] : [];
  if (!read.ok || carerFault.length > 0) return notDone(...(read.ok ? [] : read.faults), ...carerFault);
  const action = whom.kind === 'others' ? 'ask other workers' : 'ask to contact';
  const asked = {
    act: action,
    how: 'to change',
    request: { action, footing: read.value.footing },
  } as const;
  return onChild(context, actor, childId, asked, async (child) => {
    const found = await lookUp(child, whom);
    if (isFault(found)) return notDone(found);
    return whom.kind === 'others'
      ? askOthers(child, found.seen.carers, typed.carer, read.value)
      : ask(child, found.asked, read.value);
  });
}

async function ask(
  { tx, ticket, actor, now }: OnChild,
  asked: Asked,
  request: NewContactRequest,
): Promise<CareOutcome<{ readonly requestNo: number }>> {
  const asking = { ...request, accountId: actor.accountId, at: now };
  const no = await addContactRequest(tx, ticket, asked, {
    ...asking,
    chaseAt: chaseAt(request.urgency, 'not yet', now),
  });
  return no === undefined ? notDone(asksAlready) : done({ requestNo: no });
}

// One answer, whether or not there is another child (product.md section 3).
async function askOthers(
  { tx, ticket, actor, now }: OnChild,
  carers: readonly CarerToAsk[],
  carer: string,
  request: NewContactRequest,
): Promise<CareOutcome<{ readonly requestNo: number }>> {
  const about = carers.find(({ no }) => String(no) === carer);
  if (about === undefined) return notDone(noCarer);
  const no = await askOfOtherChildren(tx, ticket, about.no, {
    ...request,
    accountId: actor.accountId,
    at: now,
    chaseAt: chaseAt(request.urgency, 'not yet', now),
  });
  return no === undefined ? notDone(noCarer) : done({ requestNo: no });
}

type Found = { readonly asked: Asked; readonly seen: Omit<SeenWhom, 'name'> };

// As the record stands now: whoever was shown on it before may be withheld by this.
async function lookUp(child: OnChild, whom: Whom): Promise<Found | Fault> {
  const { tx, ticket, actor, today } = child;
  const read = await readStoredRecord(tx, ticket, actor, today);
  if (read === undefined || child.isClosed) return recordClosed;
  const record = withhold(read.stored, readerOf(ticket.grant), today);
  const relay = read.relay === undefined ? [] : [read.relay];
  const atAnyHour = [...relay, ...desksFor(read, record)];
  const nobody = { service: undefined, atAnyHour, carers: [] };
  if (record.kind !== 'open') return whom.kind === 'others' ? notHere : { asked: 'helpers', seen: nobody };
  switch (whom.kind) {
    case 'work':
      return named(record, whom.no, atAnyHour, today) ?? notHere;
    case 'relay':
      return relay.length === 0 ? noRelay : { asked: 'relay', seen: { ...nobody, atAnyHour: relay } };
    case 'withheld':
      return { asked: 'helpers', seen: nobody };
    default:
      return { asked: 'helpers', seen: { ...nobody, carers: await readCarersToAsk(tx, ticket) } };
  }
}

// One of those that this reader is shown; of a service that is not named its own people alone, and the relay.
function named(record: OpenRecord, no: number, atAnyHour: readonly Contact[], today: Day): Found | undefined {
  const service = record.involvements.find(
    (one) => one.no === no && one.own !== 'mine' && !hasEnded(one.endedOn, today),
  );
  if (service === undefined) return undefined;
  const others = serviceKinds[service.serviceKind].sensitive ? [] : atAnyHour;
  return { asked: { work: no }, seen: { service, atAnyHour: others, carers: [] } };
}

const notHere: Fault = {
  kind: 'stale',
  says: 'The record has changed since you opened it. Open it again, and ask from there. Nothing was sent.',
};
const recordClosed: Fault = {
  kind: 'not-found',
  says: 'That record is not here, or it is closed. Nothing was sent.',
};
const noRelay: Fault = {
  kind: 'refused',
  says: 'There is no relay here yet. Ring the duty desk: it can pass a message on.',
};
const asksAlready: Fault = {
  kind: 'stale',
  says: 'You have asked that already, and it waits for an answer: see “Requests to be contacted”. Nothing was sent again.',
};
const noCarer: Fault = {
  kind: 'invalid',
  field: 'carer',
  says: 'Select which carer it is about',
};
