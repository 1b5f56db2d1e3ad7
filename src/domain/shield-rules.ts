import type { Actor } from './actor.ts';
import { isEmergency } from './emergency.ts';
import type { Refusal } from './refusal.ts';
import type { Role } from './roles.ts';

/** Of which council, seen from who asks, the people are who decide about a shield. */
type Council = { readonly isOfCouncil: boolean };

/** What is asked of shields, beyond asking for one. */
export type ShieldRequest =
  | { readonly action: 'see shields' }
  | ({ readonly action: 'see shield' | 'ask to lift shield' } & Council)
  | ({ readonly action: 'decide shield'; readonly askedBy: number | null } & Council)
  | ({ readonly action: 'lift shield'; readonly liftAskedBy: number } & Council)
  | { readonly action: 'open shielded record'; readonly because: string }
  | { readonly action: 'see shielded record'; readonly isOpen: boolean }
  | {
      readonly action: 'review emergency opening';
      readonly whose: Pick<Actor, 'accountId' | 'organisationId'>;
    };

// Those who know what a home is, and that a record must be right: ours, as the law leaves it to each council.
const deciders: readonly Role[] = ['social worker', 'record keeper'];

// Who stands at the door in an emergency: ours. All others reach the child's workers through a duty desk.
const openers: readonly Role[] = ['social worker', 'police officer', 'doctor'];

/** Whether the actor is one of those who decide about shields, for the council that they work in. */
export function decidesShields({
  role,
  organisationKind,
}: Pick<Actor, 'role' | 'organisationKind'>): boolean {
  return deciders.includes(role) && organisationKind === 'council services';
}

/** Whether the actor may open a shielded record in an emergency. */
export function opensInEmergency({ role, mediation }: Pick<Actor, 'role' | 'mediation'>): boolean {
  // Not for somebody on the telephone, who may be anybody.
  return openers.includes(role) && mediation === undefined;
}

/** What the rules of one request about shields say beyond who asks. */
export function shieldRefused(actor: Actor, request: ShieldRequest): Refusal | undefined {
  switch (request.action) {
    case 'see shields':
      return deciderRefused(actor);
    case 'see shield':
    case 'ask to lift shield':
      return deciderRefused(actor) ?? councilRefused(request);
    case 'decide shield':
      return (
        deciderRefused(actor) ?? councilRefused(request) ?? samePerson(actor, request.askedBy, ownAsking)
      );
    case 'lift shield':
      return (
        deciderRefused(actor) ?? councilRefused(request) ?? samePerson(actor, request.liftAskedBy, ownLift)
      );
    case 'see shielded record':
      return opensInEmergency(actor) && request.isOpen ? undefined : emergencyOver;
    case 'review emergency opening':
      return ownPeopleRefused(actor, request.whose);
    default:
      return opensInEmergency(actor) ? groundRefused(request.because) : notInEmergency;
  }
}

function deciderRefused(actor: Actor): Refusal | undefined {
  return decidesShields(actor) ? undefined : notADecider;
}

function councilRefused({ isOfCouncil }: Council): Refusal | undefined {
  return isOfCouncil ? undefined : otherCouncil;
}

// Approver ≠ asker (trust.md, Access control 5).
function samePerson({ accountId }: Actor, other: number | null, refusal: Refusal): Refusal | undefined {
  return accountId === other ? refusal : undefined;
}

function groundRefused(because: string): Refusal | undefined {
  return isEmergency(because) ? undefined : noEmergency;
}

// Nobody reviews themselves or those they work beside: trust.md, Misuse 3.
function ownPeopleRefused(
  actor: Actor,
  { accountId, organisationId }: Pick<Actor, 'accountId' | 'organisationId'>,
): Refusal | undefined {
  return accountId === actor.accountId || organisationId === actor.organisationId ? ownPeople : undefined;
}

const ownPeople: Refusal = {
  allowed: false,
  rule: 'own organisation',
  says: 'This was somebody of your own organisation. A reviewer of another organisation has to look at it.',
};
const emergencyOver: Refusal = {
  allowed: false,
  rule: 'emergency is over',
  says: 'A shielded record is open for 15 minutes. If it is still an emergency, say so again.',
};
const notADecider: Refusal = {
  allowed: false,
  rule: 'decides no shields',
  says: 'Shields are decided by social workers and record keepers of the council.',
};
const otherCouncil: Refusal = {
  allowed: false,
  rule: 'other organisation',
  says: 'There is no such shield here. Start again from the menu.',
};
const ownAsking: Refusal = {
  allowed: false,
  rule: 'own request',
  says: 'You asked for this shield. Another person of the council has to decide whether it stays.',
};
const ownLift: Refusal = {
  allowed: false,
  rule: 'own proposal',
  says: 'You asked for this. It takes a second person of the council to lift a shield.',
};
const notInEmergency: Refusal = {
  allowed: false,
  rule: 'opens no shielded record',
  says: 'Your account opens no shielded record. Ring a duty desk: it passes your message on at any hour.',
};
const noEmergency: Refusal = {
  allowed: false,
  rule: 'reason',
  field: 'reason',
  says: 'Select what the emergency is',
};
