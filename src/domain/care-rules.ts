import type { Actor } from './actor.ts';
import { notAskedYet } from './contact-request.ts';
import type { OwnWork } from './involvement.ts';
import { isFooting } from './reasons.ts';
import type { Refusal } from './refusal.ts';

/** Whose an involvement is, as the asker stands to it; vacant where nobody holds it, or whoever did has left. */
export type Held = { readonly own: OwnWork; readonly isVacant: boolean };

/** To whom something is handed over, as the asker stands to them. */
export type Receiver = 'me' | 'my team' | 'others';

/** What is asked about people's work with a child, with what decides it. */
export type CareRequest =
  | {
      readonly action:
        | 'amend involvement'
        | 'end involvement'
        | 'confirm contact'
        | 'hand over involvement'
        | 'take over involvement'
        | 'lead support';
      readonly held: Held;
    }
  | {
      readonly action: 'answer hand-over' | 'withdraw hand-over';
      readonly askedBy: number;
      readonly receiver: Receiver;
    }
  | { readonly action: 'record consent' | 'withdraw consent'; readonly held: Held }
  | AskingRequest
  | {
      readonly action: 'see contact request' | 'answer contact request' | 'end contact request';
      readonly askedBy: number;
      readonly receiver: Receiver;
    };

/** To ask that somebody contact the asker: about this child, or about another child of a carer. */
export type AskingRequest = {
  readonly action: 'ask to contact' | 'ask other workers';
  readonly footing: string;
};

/** Whether a request is one of these. */
export function isCare(request: { readonly action: string } | CareRequest): request is CareRequest {
  return 'held' in request || 'receiver' in request || isAsking(request);
}

/** Whether a request is that somebody contact the asker. */
export function isAsking(request: { readonly action: string } | AskingRequest): request is AskingRequest {
  return request.action === 'ask to contact' || request.action === 'ask other workers';
}

/** Why the actor may not do this with the work of somebody; undefined where they may. */
export function careRefused(actor: Actor, request: CareRequest): Refusal | undefined {
  if (actor.mediation !== undefined) return forAColleague;
  switch (request.action) {
    case 'take over involvement':
      return request.held.own === 'team' && request.held.isVacant ? undefined : notYours;
    case 'answer hand-over':
      // Two people: whoever offers is not the one who accepts, though they may be of one team.
      return request.receiver === 'others' || request.askedBy === actor.accountId ? notForYou : undefined;
    case 'withdraw hand-over':
      return request.askedBy === actor.accountId ? undefined : notForYou;
    case 'ask to contact':
      return footingRefused(request.footing);
    case 'ask other workers':
      return socialCareRefused(actor) ?? footingRefused(request.footing);
    case 'see contact request':
    case 'end contact request':
      return request.receiver === 'others' && request.askedBy !== actor.accountId ? notForYou : undefined;
    case 'answer contact request':
      return request.receiver === 'others' || request.askedBy === actor.accountId ? notForYou : undefined;
    case 'record consent':
    case 'withdraw consent':
      return request.held.own === 'others' ? notYours : undefined;
    default:
      return holds(request.held) ? undefined : notYours;
  }
}

// Talking needs a footing, and "not asked yet" is none to talk on (product.md section 2).
function footingRefused(footing: string): Refusal | undefined {
  return isFooting(footing) && footing !== 'not asked yet' ? undefined : noFooting;
}

// product.md section 3: there is no list of siblings, and social care alone may ask so.
function socialCareRefused({ role }: Actor): Refusal | undefined {
  return role === 'social worker' ? undefined : socialCareAlone;
}

function holds({ own, isVacant }: Held): boolean {
  return own === 'mine' || (own === 'team' && isVacant);
}

const forAColleague: Refusal = {
  allowed: false,
  rule: 'acting for a colleague',
  says: 'You are acting for a colleague: stop that first. What you change here is your own work.',
};

const noFooting: Refusal = {
  allowed: false,
  rule: 'footing',
  field: 'footing',
  says: notAskedYet,
};

const socialCareAlone: Refusal = {
  allowed: false,
  rule: 'social care alone',
  says: 'Social workers alone ask the workers of a carer’s other children. Ring the council’s duty desk.',
};

const notYours: Refusal = {
  allowed: false,
  rule: 'not own work',
  says: 'That is somebody else’s work with the child. They, or their team where they have left, can change it.',
};

const notForYou: Refusal = {
  allowed: false,
  rule: 'not for this person',
  says: 'That is for somebody else, or it is your own.',
};
