import type { Actor } from './actor.ts';
import {
  administrationRefused,
  isAdministration,
  officeRefused,
  type AdministrationRequest,
} from './administration.ts';
import { careRefused, isAsking, isCare, type CareRequest } from './care-rules.ts';
import { caseRefused, isCase, type CaseRequest } from './case-rules.ts';
import { deskRefused, isOfDesk, type DeskRequest } from './desk.ts';
import { feedDoorRefused, type FeedDoorRequest } from './feed-door.ts';
import { groundsRefused } from './grounds.ts';
import { isMet, needs, type Need } from './needs.ts';
import { organisationKinds } from './organisation-kinds.ts';
import { isFooting, isReason, type Footing, type Reason } from './reasons.ts';
import type { Refusal } from './refusal.ts';
import type { UserKind } from './roles.ts';
import { shieldRefused, type ShieldRequest } from './shield-rules.ts';
import { whoMay } from './who-may.ts';

/** What a signed-in person may ask to do. Every route names one. */
export type Action = keyof typeof whoMay;

const neededFor: Readonly<Record<Action, Need>> = needs;

/** Every action there is, for the matrix of who may what. */
export const actions: readonly Action[] = Object.keys(whoMay).filter((word) => isAction(word));

function isAction(word: string): word is Action {
  return Object.hasOwn(whoMay, word);
}

/** What someone asks to do, with what the rules need to know of it. */
export type Request = { readonly action: PlainAction } | Detailed;

/** An action that is decided by who asks alone. */
export type PlainAction = Exclude<Action, Detailed['action']>;

// The actions whose rules need to know more than who asks. Each has its case in `refusalOf`.
type Detailed =
  | AdministrationRequest
  | CareRequest
  | CaseRequest
  | ShieldRequest
  | FeedDoorRequest
  | DeskRequest
  | {
      readonly action: 'open child record' | 'print contacts' | 'print addresses';
      readonly reason: string;
      readonly footing: string;
    }
  | { readonly action: 'let someone go on'; readonly whose: Pick<Actor, 'accountId' | 'organisationId'> };

/** Which of other bodies' numbers the asker is shown (2007 Regulations: only those of their own body; record keepers see all). */
export type NumbersShown = 'nhs' | 'upn' | 'none' | 'all';

const granted: unique symbol = Symbol('granted');

/** Policy's yes. Only `may` makes one; the access log turns it into a ticket. */
export type Grant = {
  readonly [granted]: true;
  readonly actor: Actor;
  readonly action: Action;
  readonly numbersShown: NumbersShown;
  readonly reason?: Reason;
  readonly footing?: Footing;
};

export type Verdict = { readonly allowed: true; readonly grant: Grant } | Refusal;

/** Decides whether the actor may do what they ask. Refuses whatever no rule allows. */
export function may(actor: Actor, request: Request): Verdict {
  if (!mayEver(actor.kind, request.action)) return notForThisKind;
  const refusal = stepUpFor(actor, request.action) ?? refusalOf(actor, request);
  return refusal ?? { allowed: true, grant: grantOf(actor, request) };
}

const notForThisKind: Refusal = {
  allowed: false,
  rule: 'kind of user',
  says: 'Your account is not for this. Ask your account administrator what it is for.',
};

// The second wall: the guard asks for the token before any page is called.
function stepUpFor(actor: Actor, action: Action): Refusal | undefined {
  const unmet = unmetNeed(actor, action);
  return unmet && { allowed: false, rule: `needs ${unmet}`, says: needSays[unmet], needs: unmet };
}

const needSays: Readonly<Record<Need, string>> = {
  token: 'Sign in first.',
  key: 'This needs your security key.',
  'fresh key': 'This needs a new touch of your security key.',
  'fresh token': 'This needs your security token again.',
};

/** What the rules of one action say beyond who asks; undefined where they have nothing against it. */
function refusalOf(actor: Actor, request: Request): Refusal | undefined {
  if (isAdministration(request)) return administrationRefused(actor, request);
  if (isCare(request)) return careRefused(actor, request);
  if (isCase(request)) return caseRefused(actor, request);
  if (isOfDesk(request)) return deskRefused(actor, request);
  switch (request.action) {
    case 'open child record':
    case 'print contacts':
    case 'print addresses':
      return groundsRefused(actor.role, request);
    case 'let someone go on':
      return letOnRefused(actor, request.whose);
    case 'see organisations':
    case 'add organisation':
    case 'propose accreditation':
    case 'withdraw accreditation':
    case 'add supplier':
      return officeRefused(actor);
    case 'see shields':
    case 'see shield':
    case 'decide shield':
    case 'ask to lift shield':
    case 'lift shield':
    case 'open shielded record':
    case 'see shielded record':
    case 'review emergency opening':
      return shieldRefused(actor, request);
    case 'see supplier':
    case 'see batch':
    case 'bring file':
    case 'make supplier credential':
    case 'end supplier credential':
      return feedDoorRefused(actor, request);
    default:
      return undefined;
  }
}

function grantOf(actor: Actor, request: Request): Grant {
  const grant = { [granted]: true, actor, action: request.action, numbersShown: numbersFor(actor) } as const;
  if (isAsking(request)) return isFooting(request.footing) ? { ...grant, footing: request.footing } : grant;
  if (request.action === 'open shielded record') return { ...grant, reason: 'emergency', footing: 'urgent' };
  if (!('reason' in request)) return grant;
  const { reason, footing } = request;
  return isReason(reason) && isFooting(footing) ? { ...grant, reason, footing } : grant;
}

// Two people: whoever lets someone go on is not the one who wants to (trust.md, Access control 5).
function letOnRefused(
  { accountId, organisationId }: Actor,
  whose: Pick<Actor, 'accountId' | 'organisationId'>,
): Refusal | undefined {
  if (whose.organisationId !== organisationId)
    return {
      allowed: false,
      rule: 'other organisation',
      says: 'There is nobody like that in your organisation.',
    };
  if (whose.accountId === accountId)
    return {
      allowed: false,
      rule: 'own account',
      says: 'Ask another account administrator to let you go on.',
    };
  return undefined;
}

/** What the actor's token would still have to prove for this; undefined where it has proven enough. */
export function unmetNeed({ proof }: Actor, action: Action): Need | undefined {
  const need = neededFor[action];
  return isMet(need, proof) ? undefined : need;
}

/** Whether this kind of user may ever do this, whatever the child. */
export function mayEver(kind: UserKind, action: Action): boolean {
  const kinds: readonly UserKind[] = whoMay[action];
  return kinds.includes(kind);
}

function numbersFor(actor: Actor): NumbersShown {
  return actor.kind === 'record keeper' ? 'all' : organisationKinds[actor.organisationKind].ownNumber;
}
