import type { Grant } from '../domain/policy.ts';

const issued: unique symbol = Symbol('issued');

/**
 * Leave to read about children, for one act that is being written down. Every reader of a child takes one, and only
 * `services/authorise.ts` issues them: what is read under a ticket cannot be answered unless its entry committed.
 */
export type Ticket<Scope extends TicketScope = TicketScope> = {
  readonly [issued]: true;
  readonly grant: Grant;
  readonly scope: Scope;
};

/** What a ticket opens: one child's record, the search for many, the children that one practitioner works with, or a council's shields. */
export type TicketScope = OneChild | Search | Caseload | Shields | Desk;
export type OneChild = { readonly kind: 'one child'; readonly childId: number };
export type Search = { readonly kind: 'search' };
/** The shields that one council decides about; those of no council, where the code is null. */
export type Shields = { readonly kind: 'shields'; readonly councilCode: number | null };
/** What a council's record keepers have to put right. */
export type Desk = { readonly kind: 'desk'; readonly councilCode: number | null };
export type Caseload = { readonly kind: 'caseload'; readonly practitionerId: number };

/** Issues a ticket. Held by lint to services/authorise.ts alone. */
export function issueTicket<Scope extends TicketScope>(grant: Grant, scope: Scope): Ticket<Scope> {
  return { [issued]: true, grant, scope };
}
