import type { Actor } from './actor.ts';
import type { Refusal } from './refusal.ts';
import type { Evidence } from './row-matching/evidence.ts';

/** One list of things that only a person can put right. */
export type Queue = (typeof queueNames)[number];

// In the order of harm to the child, which is ours: where somebody is, before who they are, before whom to ring.
export const queueNames = [
  'born shielded',
  'possible duplicate',
  'border move',
  'possible match',
  'disagreeing facts',
  'estimated birthday',
  'no school or GP',
  'unconfirmed contacts',
] as const;

export type QueueWords = {
  /** Its name in an address. */
  readonly slug: string;
  readonly title: string;
  /** What is wrong, and what it does to the child. */
  readonly harm: string;
  /** Working days until it should be settled. */
  readonly dueIn: number;
};

// One working day for what is born shielded: product.md section 5. The others are ours.
export const queues: Readonly<Record<Queue, QueueWords>> = {
  'born shielded': {
    slug: 'born-shielded',
    title: 'Born shielded',
    harm: 'A new record resembles a shielded child. Until somebody looks, where the child is stays hidden.',
    dueIn: 1,
  },
  'possible duplicate': {
    slug: 'possible-duplicates',
    title: 'Possible duplicates',
    harm: 'Two records may be of one child: whoever opens one does not see who is on the other.',
    dueIn: 5,
  },
  'border move': {
    slug: 'border-moves',
    title: 'Moves between councils',
    harm: 'A child’s address is in another council now. The task is open until the new council accepts.',
    dueIn: 5,
  },
  'possible match': {
    slug: 'possible-matches',
    title: 'Possible matches',
    harm: 'A supplier’s row may be of a child who is here. What it says is on no record yet.',
    dueIn: 5,
  },
  'disagreeing facts': {
    slug: 'disagreeing-facts',
    title: 'Disagreeing facts',
    harm: 'Suppliers say different dates of birth or numbers of one child: a search may miss, or a row be a stranger’s.',
    dueIn: 10,
  },
  'estimated birthday': {
    slug: 'estimated-birthdays',
    title: 'Estimated birthdays',
    harm: 'By an estimated date of birth somebody is 18 now. The record stays until a person says whether it goes.',
    dueIn: 10,
  },
  'no school or GP': {
    slug: 'no-school-or-gp',
    title: 'No school or GP shown',
    harm: 'A record shows no school for a child of school age, or no GP practice: nobody to ring first.',
    dueIn: 20,
  },
  'unconfirmed contacts': {
    slug: 'unconfirmed-contacts',
    title: 'Unconfirmed contacts',
    harm: 'A contact was not confirmed for two terms: the number on the record may ring nowhere.',
    dueIn: 20,
  },
};

/** The queue that an address names. */
export function queueOfSlug(slug: string): Queue | undefined {
  return queueNames.find((name) => queues[name].slug === slug);
}

export function isQueue(word: string): word is Queue {
  return queueNames.some((name) => name === word);
}

/** What is asked of the desk beyond seeing that it is there. */
export type DeskRequest =
  | { readonly action: 'see desk' | 'set desk keys' | 'see merges' | 'see identity changes' }
  | {
      readonly action:
        | 'see desk item'
        | 'arrange desk item'
        | 'decide desk item'
        | 'merge records'
        | 'see merge'
        | 'undo merge'
        | 'accept move'
        | 'see identity change'
        | 'ask for identity change';
      readonly isOfCouncil: boolean;
    }
  | {
      readonly action: 'confirm merge' | 'decide identity change';
      readonly isOfCouncil: boolean;
      readonly askedBy: number;
    };

const deskActions: readonly string[] = [
  'see desk',
  'set desk keys',
  'see merges',
  'see desk item',
  'arrange desk item',
  'decide desk item',
  'merge records',
  'confirm merge',
  'see merge',
  'undo merge',
  'accept move',
  'see identity changes',
  'see identity change',
  'ask for identity change',
  'decide identity change',
];

/** Whether a request is one of the desk's. */
export function isOfDesk(request: { readonly action: string }): request is DeskRequest {
  return deskActions.includes(request.action);
}

/** Whether the actor's desk has queues: record keepers of a council. */
export function keepsDesk({ role, organisationKind }: Pick<Actor, 'role' | 'organisationKind'>): boolean {
  return role === 'record keeper' && organisationKind === 'council services';
}

/** What the rules of the desk say beyond who asks. */
export function deskRefused(actor: Actor, request: DeskRequest): Refusal | undefined {
  if (!keepsDesk(actor)) return noDesk;
  if (ofWholeDesk.includes(request.action) || !('isOfCouncil' in request)) return undefined;
  if (!request.isOfCouncil) return otherDesk;
  if (request.action === 'confirm merge' && request.askedBy === actor.accountId) return ownMerge;
  if (request.action === 'decide identity change' && request.askedBy === actor.accountId)
    return ownIdentityChange;
  return undefined;
}

const ofWholeDesk: readonly string[] = ['see desk', 'set desk keys', 'see merges', 'see identity changes'];

const noDesk: Refusal = {
  allowed: false,
  rule: 'keeps no desk',
  says: 'The desk is kept by the record keepers of a council.',
};
const otherDesk: Refusal = {
  allowed: false,
  rule: 'other organisation',
  says: 'There is nothing like that on your desk. Start again from the menu.',
};
const ownMerge: Refusal = {
  allowed: false,
  rule: 'own proposal',
  says: 'You asked for this. These may be twins: it takes a second record keeper to merge them.',
};

const ownIdentityChange: Refusal = {
  allowed: false,
  rule: 'own proposal',
  says: 'You asked for this. It takes a second record keeper of the council.',
};

/**
 * Whether two records may be of twins, so that a warning stands there and two people merge them: one birth, and a given name that
 * is not the same, or nothing is known of it.
 */
export function mayBeTwins(evidence: Evidence): boolean {
  const given = /G(\d)/.exec(evidence)?.[1];
  const born = /B(\d)/.exec(evidence)?.[1];
  return born === '0' && given !== '0';
}
