import type { Actor } from './actor.ts';
import { isOfTheOffice } from './administration.ts';
import type { Refusal } from './refusal.ts';

/** What a supplier is to the organisation of whoever asks. */
export type SupplierRelation = (typeof relations)[number];

const relations = ['own', 'school of the council', 'other'] as const;

export function isRelation(word: string): word is SupplierRelation {
  return relations.some((relation) => relation === word);
}

/** What is asked of suppliers and of the files that they send. */
export type FeedDoorRequest = {
  readonly action:
    'see supplier' | 'see batch' | 'bring file' | 'make supplier credential' | 'end supplier credential';
  readonly relation: SupplierRelation;
};

/** What the rules of the feed door say beyond who asks. */
export function feedDoorRefused(actor: Actor, { action, relation }: FeedDoorRequest): Refusal | undefined {
  if (isOfTheOffice(actor) || relation === 'own') return undefined;
  // A school answers for its own machine: its council sees its files, and brings them, but holds none of its secrets.
  const isSecret = action === 'make supplier credential' || action === 'end supplier credential';
  return relation === 'other' || isSecret ? noSuchSupplier : undefined;
}

const noSuchSupplier: Refusal = {
  allowed: false,
  rule: 'other organisation',
  says: 'There is no such supplier here. Start again from the menu.',
};
