import type { Actor } from '../domain/actor.ts';
import {
  isRegisteredKind,
  parseMediation,
  type AskedMediation,
  type TypedMediation,
} from '../domain/mediation.ts';
import { done, type Fault, type Outcome } from '../domain/outcome.ts';
import { may } from '../domain/policy.ts';
import type { Transaction } from '../store/connection.ts';
import { beginMediation, endMediation, findRegistered, type Registered } from '../store/mediations.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';

/** Begun; or what is wrong, box by box; or several organisations that fit, of which one is to be chosen. */
export type MediationBegun =
  | { readonly kind: 'begun' }
  | { readonly kind: 'wrong'; readonly faults: readonly Fault[] }
  | { readonly kind: 'choose'; readonly among: readonly Registered[] };

/** Writes down for whom the actor looks from now on, before anything is looked up. */
export async function actForColleague(
  { database, now }: ServiceContext,
  actor: Actor,
  typed: TypedMediation,
): Promise<MediationBegun> {
  const asked = parseMediation(typed);
  if (!asked.ok) return { kind: 'wrong', faults: asked.faults };
  const present = now();
  return database.transact(async (tx) => {
    const verdict = may(actor, { action: 'act for colleague' });
    const entry = { act: 'act for colleague', accountId: actor.accountId } as const;
    if (!verdict.allowed) {
      await recordAct(tx, present, { ...entry, outcome: 'refused', why: verdict.rule });
      return { kind: 'wrong', faults: [{ kind: 'refused', says: verdict.says }] };
    }
    const found = await findOrganisation(tx, asked.value, typed);
    if (found.kind !== 'found') return found;
    const mediation = {
      name: asked.value.name,
      organisationKind: asked.value.kind,
      organisationCode: found.organisation?.code ?? null,
      organisationName: found.organisation?.name ?? null,
      identified: asked.value.identified,
      beganAt: present,
    };
    await beginMediation(tx, actor.sessionHash, mediation);
    await recordAct(tx, present, { ...entry, outcome: 'done', mediation });
    return { kind: 'begun' };
  });
}

/** Ends it before it ends by itself. */
export async function stopActing(
  { database, now }: ServiceContext,
  actor: Actor,
): Promise<Outcome<'stopped' | 'nobody'>> {
  const { accountId, sessionHash, mediation } = actor;
  return database.transact(async (tx) => {
    if (!(await endMediation(tx, sessionHash))) return done('nobody');
    const entry = { act: 'stop acting for colleague', accountId, outcome: 'done' } as const;
    await recordAct(tx, now(), mediation === undefined ? entry : { ...entry, mediation });
    return done('stopped');
  });
}

type Sought =
  | { readonly kind: 'found'; readonly organisation: Registered | undefined }
  | Exclude<MediationBegun, { readonly kind: 'begun' }>;

async function findOrganisation(
  tx: Transaction,
  { kind }: AskedMediation,
  { place, chosen }: TypedMediation,
): Promise<Sought> {
  if (!isRegisteredKind(kind)) return { kind: 'found', organisation: undefined };
  const among = await findRegistered(tx, kind, place.trim());
  const organisation = among.length === 1 ? among[0] : among.find(({ code }) => code === chosen);
  if (organisation !== undefined) return { kind: 'found', organisation };
  if (among.length === 0) return { kind: 'wrong', faults: [nowhere] };
  return among.length > mostToChooseFrom ? { kind: 'wrong', faults: [tooMany] } : { kind: 'choose', among };
}

const mostToChooseFrom = 10; // ours: what is read at a glance
const nowhere: Fault = {
  kind: 'invalid',
  field: 'place',
  says: 'The register has no organisation of that kind with this name or code. Ask your colleague to spell it',
};
const tooMany: Fault = {
  kind: 'invalid',
  field: 'place',
  says: 'More than 10 organisations have that in their name. Enter more of the name, or the code',
};
