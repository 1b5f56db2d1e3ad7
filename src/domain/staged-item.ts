import { isNamed } from './log.ts';
import type { SourceCarer, SourceChild, SourceInvolvement } from './source-row.ts';

/** One row of a file between its reading and its matching, as it is kept meanwhile. */
export type StagedItem =
  | { readonly kind: 'child'; readonly child: SourceChild; readonly version?: number }
  | { readonly kind: 'carer'; readonly carer: SourceCarer; readonly place: string }
  | { readonly kind: 'involvement'; readonly involvement: SourceInvolvement; readonly place: string };

/** Reads an item back. Only this program writes there what its readers parsed: anything else is a broken database. */
export function readStagedItem(kept: unknown): StagedItem {
  if (!isStaged(kept)) throw new Error('A staged row is not one that this program keeps');
  return kept;
}

const saidUnder = { child: 'familyName', carer: 'familyName', involvement: 'startedOn' } as const;

function isStaged(kept: unknown): kept is StagedItem {
  if (!isNamed(kept)) return false;
  const kind = kept['kind'];
  if (kind !== 'child' && kind !== 'carer' && kind !== 'involvement') return false;
  const said = kept[kind];
  return (
    isNamed(said) && typeof said['supplierKey'] === 'string' && typeof said[saidUnder[kind]] === 'string'
  );
}
