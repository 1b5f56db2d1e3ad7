import type { Actor } from '../domain/actor.ts';
import { ageOn, londonDay, type Day } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { CopyPart, CopyReader } from '../domain/record-copy.ts';
import type { Transaction } from '../store/connection.ts';
import { isAnyShielded } from '../store/desk-sides.ts';
import { readWhenLeaves } from '../store/leaving-words.ts';
import type { OneChild, Ticket } from '../store/ticket.ts';
import { noSuchRecord, underTicket, type Receipt, type Shown } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { copyRecord } from './record-copy.ts';

/** For whom a record keeper prints. */
export type PaperReader = Exclude<CopyReader, 'young person'>;

/** A copy as a record keeper prints it for the family. */
export type PrintedCopy = { readonly name: string; readonly parts: readonly CopyPart[] };

/** Everything that is held of a child, to hand over on paper. Never of a shielded or closed record. */
export async function copyForFamily(
  { database, now }: ServiceContext,
  actor: Actor,
  childId: number,
  reader: PaperReader,
): Promise<Outcome<PrintedCopy & { readonly receipt: Receipt }>> {
  const present = now();
  const asked = {
    act: 'copy record',
    request: { action: 'copy record' },
    scope: { kind: 'one child', childId },
  } as const;
  const copied = await database.transact((tx) =>
    underTicket(tx, actor, present, asked, async (ticket): Promise<Shown<Outcome<PrintedCopy>>> => {
      const answer = await printed(tx, ticket, reader, londonDay(present));
      if (answer.ok) return { answer, childIds: [childId], fields: [`copy for ${reader}`] };
      return { answer, childIds: [], fields: [], refusedBecause: answer.fault.kind };
    }),
  );
  if (!copied.ok) return copied;
  return copied.value.ok ? done({ ...copied.value.value, receipt: copied.receipt }) : copied.value;
}

async function printed(
  tx: Transaction,
  ticket: Ticket<OneChild>,
  reader: PaperReader,
  today: Day,
): Promise<Outcome<PrintedCopy>> {
  const { childId } = ticket.scope;
  const record = await readWhenLeaves(tx, ticket);
  if (record === undefined) return failed(noSuchRecord);
  if (record.closedOn !== null) return failed(closed);
  if (reader === 'parent' && ageOn(record.dateOfBirth, today) >= parentsUntil) return failed(grownEnough);
  if (await isAnyShielded(tx, [childId])) return failed(shielded);
  return done({ name: record.name, parts: await copyRecord(tx, childId, reader) });
}

const parentsUntil = 16; // product.md section 7: a parent's access ends

const grownEnough: Fault = {
  kind: 'refused',
  says: 'At 16 a young person asks for a copy themselves, and gets it into their own hands.',
};
const closed: Fault = {
  kind: 'refused',
  says: 'This record is closed: no copy of it is made.',
};
const shielded: Fault = {
  kind: 'refused',
  says: 'Some of this record is kept back to keep somebody safe, and no copy of it is printed. Tell the family who asked to speak with those who decide about shields.',
};
