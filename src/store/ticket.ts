// The types alone: readers of children ask for a ticket, and cannot issue one.
export type { Caseload, Desk, OneChild, Search, Shields, Ticket } from './issue-ticket.ts';
