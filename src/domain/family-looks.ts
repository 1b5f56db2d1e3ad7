/** An entry of the access log that names this child, as it is stored. */
export type StoredLook = {
  readonly event: string;
  readonly at: Date;
  readonly act: string;
  readonly outcome: string;
  /** Null where no person did it, or one of the family. */
  readonly accountId: number | null;
  readonly role: string | null;
  readonly organisation: string | null;
  readonly organisationKind: string | null;
  readonly reason: string | null;
  readonly footing: string | null;
  readonly mediated: boolean;
  /** The service that whoever looked works in is a sensitive one. */
  readonly sensitive: boolean;
  readonly released: boolean;
};

/** For whom the page is: the young person, or a parent. */
export type FamilyReader = 'young person' | 'parent';

/** Why an entry does not stand on a family's page. Closed: whatever no rule holds, stands there. */
export type Hold =
  | 'nobody outside the family'
  | 'nothing was opened'
  | 'sensitive service'
  | 'for a colleague'
  | 'police'
  | 'concern'
  | 'emergency'
  | 'asking puts child at risk';

// Each shows what the record holds. A name in a list of results, or on somebody's own list, opens nothing.
const openings: ReadonlySet<string> = new Set([
  'open child record',
  'open shielded record',
  'see shielded record',
  'print contacts',
  'print addresses',
]);

/** The rule that holds an entry back from this reader; undefined where it stands on their page. */
export function heldBy(look: StoredLook, reader: FamilyReader): Hold | undefined {
  if (look.accountId === null) return 'nobody outside the family';
  if (look.outcome !== 'done' || !openings.has(look.act)) return 'nothing was opened';
  if (reader === 'young person') return undefined;
  // Never, whoever would let it go (product.md section 7).
  if (look.sensitive || look.role === 'mental health worker') return 'sensitive service';
  return look.released ? undefined : waitsBecause(look);
}

// Until a person lets it go (product.md section 7). The colleague may be of the police or of a sensitive service.
function waitsBecause(look: StoredLook): Hold | undefined {
  if (look.role === 'police officer' || look.organisationKind === 'police') return 'police';
  if (look.reason === 'emergency' || look.act.includes('shielded')) return 'emergency';
  if (look.reason === 'concern about the child') return 'concern';
  if (look.footing === 'asking puts child at risk') return 'asking puts child at risk';
  return look.mediated ? 'for a colleague' : undefined;
}
