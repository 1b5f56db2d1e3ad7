import type { FindingKind } from './finding.ts';

/**
 * The whole score: log odds that a day should be asked about, which is `start` and the weight of each kind of finding in
 * it, each kind once. An alert is raised from `alertFrom`. `despite` says which explanation a finding stands against:
 * nobody's work is with themselves, so that no involvement explains one's own record.
 *
 * The reasons are beside the weights; their sizes were set on one simulated year and are measured on others
 * (docs/misuse.md). Nothing here is learnt by itself, and nothing changes without a commit.
 */
export const score = {
  start: -6, // one honest unexplained day in about 400 should be asked about: e^-6
  alertFrom: 0, // as likely as not
} as const;

type Weight = { readonly weight: number; readonly despite: Despite };

export type Despite = 'everything' | 'slight explanations' | 'nothing';

export const weights: Readonly<Record<FindingKind, Weight>> = {
  // No work explains these, and chance brings none of them about.
  canary: { weight: 14, despite: 'everything' },
  'own record': { weight: 13, despite: 'everything' },
  'own address': { weight: 11, despite: 'everything' },
  family: { weight: 10, despite: 'everything' },
  // Nearly always curiosity where no work is there; a school nurse may have the child on her list.
  'well-known family': { weight: 9, despite: 'slight explanations' },
  'colleague’s child': { weight: 7.5, despite: 'slight explanations' },
  // 77 % of proven cases are of family (Protenus 2018), and family often shares a name. Weighted by rarity: rules-of-kin.ts
  // As high as leaves Smith alone no alert: by chance one unexplained look in 1,400 is at the looker’s own name (sum of squared shares).
  'own name': { weight: 8.7, despite: 'slight explanations' },
  neighbour: { weight: 6.5, despite: 'slight explanations' },
  // Patterns over a day: each is rare in honest work and none of them proof.
  'shielded probing': { weight: 8, despite: 'nothing' },
  'in sequence': { weight: 8, despite: 'nothing' },
  volume: { weight: 6.5, despite: 'nothing' },
  'search without opening': { weight: 6.5, despite: 'nothing' },
  'opening without work': { weight: 6.5, despite: 'nothing' },
  // Once a person, and few come back after two months: to ask each of them about an unexplained look costs next to nothing.
  'dormant account': { weight: 6, despite: 'nothing' }, // and eachFurther
  'emergency overused': { weight: 6.5, despite: 'nothing' },
  // Only beside something else, or more than once: people cover for each other across borders.
  area: { weight: 4.75, despite: 'nothing' }, // and eachFurther for each child more: two are asked about, one is chance
  // Neither the person nor one in thirty days of the role is at work then: a single look that no work explains is asked about.
  hours: { weight: 6, despite: 'nothing' }, // and eachFurther
};

/** What a finding of kin or place loses where a slight explanation stands against it. */
export const slightlyExplained = 3;

/** What findings that one child alone does not make grow by, for each child more, up to three. */
export const eachFurther = 1.25;

/** How many children, days or times a rule asks for before it says anything. Each is far beyond what chance brings about. */
export const limits = {
  shieldedChildren: 2, // 1 child in 200 is shielded: two in a day's unexplained openings by chance is 1 in thousands
  sameStreet: 4, // homes of one street
  sameSchool: 6, // children of one school
  alphabetical: 7, // names each not before the last: 1 in 5,040 by chance
  numbers: 3, // searched one after another, each just above the last
  numberStep: 2000, // of an NHS number without its check digit: "just above"
  volume: 8, // unexplained openings
  bareLooks: 6,
  withoutWork: 6,
  urgent: 5, // in 28 days
  deviations: 4, // beyond the peers' mean
  timesOwnHabit: 3,
  timesPeers: 1.5, // what one colleague in fifty passes
  dormantDays: 60,
  knownDays: 20, // active days before an hour can be unusual
  fewShown: 3, // children on a list, so that one of them was looked for
} as const;
