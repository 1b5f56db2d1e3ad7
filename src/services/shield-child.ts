import type { Actor } from '../domain/actor.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { Relationship } from '../domain/relationships.ts';
import { decideBy, isReasonToAsk, type AskedReason } from '../domain/shielding.ts';
import type { Transaction } from '../store/connection.ts';
import {
  addProtection,
  findCarersToProtect,
  holdChildren,
  numberPerson,
  type CarerToProtect,
  type NewProtection,
} from '../store/protections.ts';
import { coverBy, lockShields } from '../store/shield-cover.ts';
import { underTicket, type Shown } from './authorise.ts';
import { noSuchRecord } from './child-record.ts';
import type { ServiceContext } from './context.ts';
import { randomNumbers } from './new-numbers.ts';

/** Whose whereabouts would put somebody at risk. Closed. */
export const protectable = {
  child: 'The child',
  mother: 'The child’s mother',
  father: 'The child’s father',
  'another carer': 'Another carer of the child',
} as const;

export type Protectable = keyof typeof protectable;

export type ShieldAsked = { readonly childId: number; readonly whom: string; readonly because: string };

/** Shields a child, or a carer of theirs wherever they are one, at once; whether it stays is decided after. */
export async function askForShield(
  { database, now }: ServiceContext,
  actor: Actor,
  { childId, whom, because }: ShieldAsked,
): Promise<
  | { readonly ok: true; readonly value: 'shielded' }
  | { readonly ok: false; readonly faults: readonly Fault[] }
> {
  const faults = askingFaults(whom, because);
  if (faults.length > 0 || !isProtectable(whom) || !isReasonToAsk(because)) return { ok: false, faults };
  const present = now();
  const asked = await database.transact(async (tx) => {
    await lockShields(tx);
    return underTicket(
      tx,
      actor,
      present,
      { act: 'ask for shield', request: { action: 'ask for shield' }, scope: { kind: 'one child', childId } },
      async (): Promise<Shown<Outcome<'shielded'>>> => {
        const shielded = await protect(tx, {
          childId,
          whom,
          because,
          askedAs: 'user',
          askedBy: actor,
          askedAt: present,
        });
        return shielded
          ? { answer: done('shielded'), childIds: [childId], fields: [] }
          : { answer: failed(noSuchRecord), childIds: [], fields: [], refusedBecause: 'no such record' };
      },
    );
  });
  if (!asked.ok) return { ok: false, faults: [asked.fault] };
  return asked.value.ok ? asked.value : { ok: false, faults: [asked.value.fault] };
}

/** What is wrong with what was asked, for a form to say at once. */
function askingFaults(whom: string, because: string): readonly Fault[] {
  return [...(isProtectable(whom) ? [] : [noWhom]), ...(isReasonToAsk(because) ? [] : [noReason])];
}

/** A shield as it is asked for, by a user or the family. */
export type Protecting = Pick<NewProtection, 'childId' | 'askedAs' | 'askedBy' | 'askedAt'> & {
  readonly whom: Protectable;
  readonly because: AskedReason;
};

/**
 * Puts the shield on every record that it covers, in this transaction, with the feeds locked. Whoever asks is told the same
 * whether or not such a carer is recorded: then the child is protected. False where there is no such child.
 */
export async function protect(tx: Transaction, asking: Protecting): Promise<boolean> {
  const { childId, whom, ...asked } = asking;
  if ((await holdChildren(tx, [childId])).length === 0) return false;
  const persons = await personsToProtect(tx, childId, whom);
  const ids: number[] = [];
  for (const personId of persons) {
    const added = await addProtection(tx, {
      ...asked,
      personId,
      childId,
      decideBy: decideBy(asked.askedAt),
    });
    if (added !== undefined) ids.push(added);
  }
  await coverBy(tx, ids);
  return true;
}

async function personsToProtect(
  tx: Transaction,
  childId: number,
  whom: Protectable,
): Promise<readonly number[]> {
  if (whom === 'child') return [childId];
  const carers = (await findCarersToProtect(tx, childId)).filter(({ relationship }) =>
    isMeant(relationship, whom),
  );
  const persons: number[] = [];
  for (const carer of carers) persons.push(await personOf(tx, childId, carer));
  return persons.length === 0 ? [childId] : [...new Set(persons)];
}

async function personOf(tx: Transaction, childId: number, { carerNo, personId }: CarerToProtect) {
  if (personId !== null) return personId;
  const given = randomNumbers.childId();
  await numberPerson(tx, childId, carerNo, given);
  return given;
}

function isMeant(relationship: Relationship, whom: Protectable): boolean {
  if (whom === 'mother' || whom === 'father') return relationship === whom;
  return relationship !== 'mother' && relationship !== 'father';
}

function isProtectable(word: string): word is Protectable {
  return Object.hasOwn(protectable, word);
}

const noWhom: Fault = {
  kind: 'invalid',
  field: 'whom',
  says: 'Select whose whereabouts would put somebody at risk',
};
const noReason: Fault = { kind: 'invalid', field: 'because', says: 'Select why they have to be shielded' };
