/** What can be found in what somebody did on a day. Closed. */
export type FindingKind = keyof typeof findingKinds;

/** Each kind in the words that a reviewer reads. Nothing here tells who a child is. */
export const findingKinds = {
  'own record': 'a record on which the user stands themselves',
  'own address': 'a child who lives, or lived, where the user lives',
  family: 'a child whose family is tied to the user’s own',
  'own name': 'a child with the user’s own family name, or a former one',
  neighbour: 'a child who lives beside the user',
  'colleague’s child': 'a child of somebody who works beside the user',
  'well-known family': 'a child of a family on the reviewers’ list',
  canary: 'a decoy, which nobody has a reason to open',
  'shielded probing': 'shielded children, one after another',
  'in sequence': 'children in an order that no work has',
  volume: 'many more children than others in the role',
  hours: 'an hour at which the user has not worked before',
  area: 'a child far from where the user works',
  'search without opening': 'lists looked at, and nobody opened',
  'opening without work': 'earlier openings that no work followed',
  'dormant account': 'an account that had lain unused',
  'emergency overused': 'emergencies more often than others in the role',
} as const satisfies Readonly<Record<string, string>>;

export function isFindingKind(word: string): word is FindingKind {
  return Object.hasOwn(findingKinds, word);
}

/** One thing found in a day, with its weight in the score and the entries of the log that show it. */
export type Finding = {
  readonly kind: FindingKind;
  readonly weight: number; // log odds
  readonly says: string; // for a reviewer: no child's detail
  readonly events: readonly string[];
};

/** Whether what was kept somewhere is a finding still. */
export function isFinding(value: unknown): value is Finding {
  if (typeof value !== 'object' || value === null) return false;
  const kept = new Map<string, unknown>(Object.entries(value));
  const [kind, events] = [kept.get('kind'), kept.get('events')];
  return (
    typeof kind === 'string' &&
    isFindingKind(kind) &&
    typeof kept.get('weight') === 'number' &&
    typeof kept.get('says') === 'string' &&
    Array.isArray(events)
  );
}
