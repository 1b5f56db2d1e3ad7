import type { Actor } from './actor.ts';
import type { Fault } from './outcome.ts';
import { organisationKinds } from './organisation-kinds.ts';
import { isFooting, isReason, type Footing, type Reason } from './reasons.ts';
import { reasonsOf, type Role, type UserKind } from './roles.ts';

/** What a signed-in person may ask to do. Every route names one. */
export type Action = keyof typeof whoMay;

// Default refuse: a kind of user that is not named here may not.
const whoMay = {
  'use the service': ['practitioner', 'record keeper', 'account administrator', 'reviewer'],
  'see caseload': ['practitioner'],
  'find child': ['practitioner', 'record keeper'],
  'choose child': ['practitioner', 'record keeper'],
  'open child record': ['practitioner', 'record keeper'],
  'say why so many': ['practitioner', 'record keeper'],
  'see who is stopped': ['account administrator'],
  'let someone go on': ['account administrator'],
} as const satisfies Readonly<Record<string, readonly UserKind[]>>;

/** Every action there is, for the matrix of who may what. */
export const actions: readonly Action[] = [
  'use the service',
  'see caseload',
  'find child',
  'choose child',
  'open child record',
  'say why so many',
  'see who is stopped',
  'let someone go on',
];

/** What someone asks to do, with what the rules need to know of it. */
export type Request =
  | { readonly action: 'use the service' }
  | { readonly action: 'see caseload' }
  | { readonly action: 'find child' }
  | { readonly action: 'choose child' }
  | { readonly action: 'open child record'; readonly reason: string; readonly footing: string }
  | { readonly action: 'say why so many' }
  | { readonly action: 'see who is stopped' }
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

export type Verdict =
  | { readonly allowed: true; readonly grant: Grant }
  | {
      readonly allowed: false;
      readonly rule: string;
      readonly says: string;
      readonly field?: 'reason' | 'footing';
    };

/** Decides whether the actor may do what they ask. Refuses whatever no rule allows. */
export function may(actor: Actor, request: Request): Verdict {
  if (!mayEver(actor.kind, request.action))
    return {
      allowed: false,
      rule: 'kind of user',
      says: 'Your account is not for this. Ask your account administrator what it is for.',
    };
  const grant = { [granted]: true, actor, action: request.action, numbersShown: numbersFor(actor) } as const;
  if (request.action === 'let someone go on')
    return mayLetOn(actor, request.whose) ?? { allowed: true, grant };
  if (request.action !== 'open child record') return { allowed: true, grant };

  const { reason, footing } = request;
  if (!isReason(reason) || !reasonsOf(actor.role).includes(reason))
    return { allowed: false, rule: 'reason', ...noReason };
  if (!isFooting(footing)) return { allowed: false, rule: 'footing', ...noFooting };
  return { allowed: true, grant: { ...grant, reason, footing } };
}

// Two people: whoever lets someone go on is not the one who wants to (trust.md, Access control 5).
function mayLetOn(
  { accountId, organisationId }: Actor,
  whose: Pick<Actor, 'accountId' | 'organisationId'>,
): Extract<Verdict, { readonly allowed: false }> | undefined {
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

const noReason = { field: 'reason', says: 'Select why you need to open this record' } as const;
const noFooting = { field: 'footing', says: 'Select who has agreed, or why nobody was asked' } as const;

/** All that is wrong with the grounds given for opening a record, for a form to say at once. */
export function groundsFaults(role: Role, reason: string, footing: string): readonly Fault[] {
  const reasonGiven = isReason(reason) && reasonsOf(role).includes(reason);
  return [
    ...(reasonGiven ? [] : [{ kind: 'invalid', ...noReason } as const]),
    ...(isFooting(footing) ? [] : [{ kind: 'invalid', ...noFooting } as const]),
  ];
}

/** Whether this kind of user may ever do this, whatever the child. */
export function mayEver(kind: UserKind, action: Action): boolean {
  const kinds: readonly UserKind[] = whoMay[action];
  return kinds.includes(kind);
}

function numbersFor(actor: Actor): NumbersShown {
  return actor.kind === 'record keeper' ? 'all' : organisationKinds[actor.organisationKind].ownNumber;
}
