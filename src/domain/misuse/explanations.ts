/** Why somebody may have had to look, as far as the data tell. Closed. */
export type Explanation = keyof typeof explanations;

export type Strength = 'strong' | 'slight';

/**
 * Slight ones belong to services that work with nearly every child of an age, or to a kind of work: whoever looks up
 * their sister's child has one of those too, so that they set aside less.
 */
export const explanations = {
  'works with the child': { strength: 'strong', says: 'works with the child, or did in the last half year' },
  'team works with the child': { strength: 'strong', says: 'the user’s team works with the child' },
  'service works with the child': {
    strength: 'strong',
    says: 'the same service of the organisation works with the child',
  },
  'household of a child worked with': {
    strength: 'strong',
    says: 'lives in a household where the user’s team works with another child',
  },
  'service for every child': {
    strength: 'slight',
    says: 'the user’s team works with every child of the age there',
  },
  'own school or practice': { strength: 'slight', says: 'is at the user’s own school or practice' },
  'new-born': { strength: 'slight', says: 'was born in the user’s area within six weeks' },
  transfer: { strength: 'slight', says: 'was moving between services or homes just then' },
  'record keeping': { strength: 'slight', says: 'had facts waiting for a record keeper of that council' },
  'nobody shown': { strength: 'strong', says: 'the search showed nobody' },
} as const satisfies Readonly<Record<string, { readonly strength: Strength; readonly says: string }>>;

/** The facts about a user and a child that explanations are drawn from, as the store found them. */
export type TieFacts = {
  readonly own: boolean;
  readonly team: boolean;
  readonly service: boolean;
  readonly household: boolean;
  readonly isForEveryChild: boolean; // the user's service
  readonly isAtOwnSetting: boolean;
  readonly bornWithinSixWeeks: boolean;
  readonly changedJustThen: boolean;
  readonly isInOwnCouncil: boolean;
  readonly waitsForRecordKeeper: boolean;
  readonly isRecordKeeper: boolean;
  readonly isHealth: boolean;
  readonly saidTransition: boolean;
};

/** Why this user may have had to look at this child. */
export function explanationsOf(facts: TieFacts): readonly Explanation[] {
  const forTeam = facts.isForEveryChild ? 'service for every child' : undefined;
  const found: readonly (readonly [boolean, Explanation])[] = [
    // A caseload of a universal service is everybody: the name of a nurse beside a child says little.
    [facts.own, forTeam ?? 'works with the child'],
    [facts.team, forTeam ?? 'team works with the child'],
    [facts.service, forTeam ?? 'service works with the child'],
    [facts.household, forTeam ?? 'household of a child worked with'],
    [facts.isAtOwnSetting, 'own school or practice'],
    [facts.bornWithinSixWeeks && facts.isHealth && facts.isInOwnCouncil, 'new-born'],
    [facts.changedJustThen && facts.saidTransition && facts.isInOwnCouncil, 'transfer'],
    [facts.isRecordKeeper && facts.isInOwnCouncil && facts.waitsForRecordKeeper, 'record keeping'],
  ];
  return [...new Set(found.flatMap(([holds, explanation]) => (holds ? [explanation] : [])))];
}
