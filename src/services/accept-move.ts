import type { Actor } from '../domain/actor.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { lockItem } from '../store/desk-items.ts';
import { acceptMove as accept, findMove } from '../store/moves.ts';
import { underTicket, type Shown } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { noSuchItem, settledAlready } from './desk.ts';

/** Accepts, for the council where a child lives now, that the child moved there, and says which of the two is responsible. */
export async function acceptMove(
  { database, now }: ServiceContext,
  actor: Actor,
  itemId: number,
  responsible: string,
): Promise<Outcome<'done'>> {
  const at = now();
  return database.transact(async (tx) => {
    const item = await lockItem(tx, itemId, actor.organisationId);
    const isMove = item?.queue === 'border move' && item.settled_at === null;
    const request = { action: 'accept move', isOfCouncil: item?.is_of_council === true } as const;
    const scope = { kind: 'desk', councilCode: item?.council_code ?? null } as const;
    const asked = { act: 'accept move', request, scope } as const;
    const accepted = await underTicket(
      tx,
      actor,
      at,
      asked,
      async (ticket): Promise<Shown<Outcome<'done'>>> => {
        const move = item === undefined || !isMove ? undefined : await findMove(tx, ticket, item.child_id);
        if (item === undefined || move === undefined) return refusedAs(settledAlready);
        if (item.other !== move.to_council) return refusedAs(notTheNewOne);
        if (responsible !== 'to' && responsible !== 'from') return refusedAs(notSaid);
        // A care order does not end by an address (product.md section 1).
        if (move.is_placed && responsible === 'to') return refusedAs(placed);
        const childId = item.child_id;
        const ended = await accept(
          tx,
          { childId, moveNo: move.move_no, responsible },
          { accountId: actor.accountId, at },
        );
        return ended
          ? { answer: done('done' as const), childIds: [childId], fields: [] }
          : refusedAs(settledAlready);
      },
    );
    if (!accepted.ok) return failed(item?.is_of_council === true ? accepted.fault : noSuchItem);
    return accepted.value;
  });
}

function refusedAs(fault: Fault) {
  return { answer: failed(fault), childIds: [], fields: [], refusedBecause: fault.kind };
}

const notTheNewOne: Fault = {
  kind: 'refused',
  says: 'The council where the child lives now has to accept. Yours is told when it has.',
};
const notSaid: Fault = { kind: 'invalid', field: 'responsible', says: 'Select who is responsible' };
const placed: Fault = {
  kind: 'invalid',
  field: 'responsible',
  says: 'The child is in a council’s care: that council stays responsible',
};
