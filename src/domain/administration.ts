import type { Actor } from './actor.ts';
import type { Refusal } from './refusal.ts';

/** Whose account something is done to. */
export type Whose = Pick<Actor, 'accountId' | 'organisationId' | 'role'>;

/** What administrators ask to do to an organisation, or to somebody's account. */
export type AdministrationRequest =
  | { readonly action: 'see organisation' | 'add team'; readonly organisationId: number }
  | { readonly action: 'decide accreditation'; readonly proposedBy: number }
  | {
      readonly action:
        | 'see person'
        | 'propose enrolment'
        | 'make activation code'
        | 'record renewal'
        | 'suspend account'
        | 'resume account'
        | 'close account'
        | 'propose account change'
        | 'confirm in access review';
      readonly whose: Whose;
    }
  | {
      readonly action: 'decide list of people' | 'take list of people';
      readonly organisationId: number;
      readonly proposedBy: number;
    }
  | {
      readonly action: 'decide enrolment' | 'decide renewal' | 'decide account change';
      readonly whose: Whose;
      readonly proposedBy: number;
    };

// A record, so that the compiler asks for a line of each.
const administrative: Readonly<Record<AdministrationRequest['action'], true>> = {
  'see organisation': true,
  'add team': true,
  'decide accreditation': true,
  'see person': true,
  'propose enrolment': true,
  'decide enrolment': true,
  'make activation code': true,
  'record renewal': true,
  'decide renewal': true,
  'suspend account': true,
  'resume account': true,
  'close account': true,
  'propose account change': true,
  'decide account change': true,
  'confirm in access review': true,
  'decide list of people': true,
  'take list of people': true,
};

/** Whether a request is one of administration, with rules of its own. */
export function isAdministration(request: { readonly action: string }): request is AdministrationRequest {
  return Object.hasOwn(administrative, request.action);
}

/** Whether the actor works for the office that accredits the others. */
export function isOfTheOffice({ organisationKind }: Pick<Actor, 'organisationKind'>): boolean {
  return organisationKind === 'ContactPoint office';
}

/** Why somebody who is not of the ContactPoint office may not. */
export function officeRefused(actor: Actor): Refusal | undefined {
  return isOfTheOffice(actor) ? undefined : notOfTheOffice;
}

/** What the rules of one administrative request say beyond who asks. */
export function administrationRefused(actor: Actor, request: AdministrationRequest): Refusal | undefined {
  switch (request.action) {
    case 'see organisation':
    case 'add team':
      return request.organisationId === actor.organisationId || isOfTheOffice(actor)
        ? undefined
        : noSuchOrganisation;
    case 'decide list of people':
      return elsewhereRefused(actor, request) ?? deciderRefused(actor, request.proposedBy);
    case 'take list of people':
      return elsewhereRefused(actor, request) ?? takerRefused(actor, request.proposedBy);
    case 'decide accreditation':
      return officeRefused(actor) ?? deciderRefused(actor, request.proposedBy);
    case 'see person':
      return strangerRefused(actor, request.whose);
    case 'propose enrolment':
    case 'make activation code':
    case 'record renewal':
    case 'suspend account':
    case 'resume account':
    case 'close account':
    case 'propose account change':
    case 'confirm in access review':
      return strangerRefused(actor, request.whose) ?? selfRefused(actor, request.whose);
    default:
      return (
        strangerRefused(actor, request.whose) ??
        selfRefused(actor, request.whose) ??
        deciderRefused(actor, request.proposedBy)
      );
  }
}

// The first administrators of an organisation have nobody there to enrol them: the office does.
function strangerRefused(actor: Actor, { organisationId, role }: Whose): Refusal | undefined {
  if (organisationId === actor.organisationId) return undefined;
  return isOfTheOffice(actor) && role === 'account administrator' ? undefined : otherOrganisation;
}

function selfRefused({ accountId }: Actor, whose: Whose): Refusal | undefined {
  return whose.accountId === accountId ? ownAccount : undefined;
}

// Approver ≠ asker (trust.md, Access control 5).
function deciderRefused({ accountId }: Actor, proposedBy: number): Refusal | undefined {
  return proposedBy === accountId ? ownProposal : undefined;
}

// A list of people leaves by the hands of whoever asked for it, and of nobody else.
function takerRefused({ accountId }: Actor, askedBy: number): Refusal | undefined {
  return askedBy === accountId ? undefined : othersList;
}

function elsewhereRefused(
  actor: Actor,
  { organisationId }: { readonly organisationId: number },
): Refusal | undefined {
  return organisationId === actor.organisationId ? undefined : noSuchList;
}

const othersList: Refusal = {
  allowed: false,
  rule: 'another’s list',
  says: 'Another account administrator asked for this list, and takes it.',
};
const noSuchList: Refusal = {
  allowed: false,
  rule: 'other organisation',
  says: 'There is no such list here. Start again from the menu.',
};
const notOfTheOffice: Refusal = {
  allowed: false,
  rule: 'not of the office',
  says: 'Only account administrators of the ContactPoint office do this.',
};
const otherOrganisation: Refusal = {
  allowed: false,
  rule: 'other organisation',
  says: 'There is nobody like that in your organisation.',
};
const noSuchOrganisation: Refusal = {
  allowed: false,
  rule: 'other organisation',
  says: 'There is no such organisation here. Start again from the menu.',
};
const ownAccount: Refusal = {
  allowed: false,
  rule: 'own account',
  says: 'This is your own account. Ask another account administrator of your organisation.',
};
const ownProposal: Refusal = {
  allowed: false,
  rule: 'own proposal',
  says: 'You proposed this. Another account administrator has to decide it.',
};
