import type { Actor } from '../domain/actor.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';

/** Writes down that someone was refused a page before any child was named. */
export async function noteRefusal(context: ServiceContext, actor: Actor, why: string): Promise<void> {
  await context.database.transact((tx) =>
    recordAct(tx, context.now(), {
      act: 'refused route',
      accountId: actor.accountId,
      outcome: 'refused',
      why,
    }),
  );
}
