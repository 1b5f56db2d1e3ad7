/** Where a case comes from. Closed. */
export type CaseOrigin = keyof typeof caseOrigins;

export const caseOrigins = {
  alert: 'Found in the log',
  'random dip': 'Drawn by lot',
  family: 'The family does not know this person',
  colleague: 'A colleague reported it',
  'emergency opening': 'A shielded record opened in an emergency',
} as const satisfies Readonly<Record<string, string>>;

export function isCaseOrigin(word: string): word is CaseOrigin {
  return Object.hasOwn(caseOrigins, word);
}

/** Why a user says that they opened it. Closed: there is no free text. */
export type CaseAnswer = keyof typeof caseAnswers;

export const caseAnswers = {
  'my own work': 'I was working with the child, or about to',
  'covering for a colleague': 'I was covering for a colleague',
  'asked by the family': 'The child or the family asked me',
  'duty call': 'Somebody rang me about the child while I was on duty',
  'wrong child': 'I opened the wrong child by mistake',
  training: 'I was learning, or showing somebody how it works',
  'own family': 'The child is of my own family, or somebody I know. I should not have',
  other: 'None of these. I will explain to the reviewer by telephone',
} as const satisfies Readonly<Record<string, string>>;

export function isCaseAnswer(word: string): word is CaseAnswer {
  return Object.hasOwn(caseAnswers, word);
}

/** What a case may come to (product.md section 9). Closed; several may hold. */
export type CaseOutcome = keyof typeof caseOutcomes;

type Described = {
  /** On a reviewer's page. */
  readonly name: string;
  /** Two people decide it. */
  readonly serious: boolean;
};

export const caseOutcomes = {
  explained: { name: 'Explained: nothing was wrong', serious: false },
  retraining: { name: 'Retraining', serious: false },
  warning: { name: 'Warning', serious: false },
  // One person, in one step: it stops harm, and ends when somebody says so.
  suspended: { name: 'Suspended', serious: false },
  'access ended': { name: 'Access ended for good, under every employer', serious: true },
  'employer told': { name: 'Employer told', serious: true },
  'regulator told': { name: 'Professional regulator told', serious: true },
  'barring service told': { name: 'Disclosure and Barring Service told', serious: true },
  'authorities told': { name: 'Police or Information Commissioner told', serious: true },
} as const satisfies Readonly<Record<string, Described>>;

export function isCaseOutcome(word: string): word is CaseOutcome {
  return Object.hasOwn(caseOutcomes, word);
}

/** All outcomes, mildest first, as a form lists them. */
export const everyOutcome: readonly CaseOutcome[] = Object.keys(caseOutcomes).filter(isCaseOutcome);

/** What is decided about telling the family, where a case is serious. */
export type FamilyTold = keyof typeof familyTold;

export const familyTold = {
  told: 'Tell the family',
  'would endanger': 'Do not tell the family: it would endanger the child',
} as const satisfies Readonly<Record<string, string>>;

export function isFamilyTold(word: string): word is FamilyTold {
  return Object.hasOwn(familyTold, word);
}

/** What an employer reports that it did. Closed. */
export type EmployerPunishment = keyof typeof employerPunishments;

export const employerPunishments = {
  dismissed: 'Dismissed',
  'resigned first': 'Resigned before it was decided',
  'final warning': 'Final written warning',
  'other duties': 'Moved to other duties',
  none: 'No punishment',
} as const satisfies Readonly<Record<string, string>>;

export function isEmployerPunishment(word: string): word is EmployerPunishment {
  return Object.hasOwn(employerPunishments, word);
}

/** How a breach clock was stopped. Closed. */
export type BreachEnd = keyof typeof breachEnds;

export const breachEnds = {
  'commissioner told': 'The Information Commissioner was told',
  'no risk': 'Not to be told: no risk to anybody’s rights is likely',
} as const satisfies Readonly<Record<string, string>>;

export function isBreachEnd(word: string): word is BreachEnd {
  return Object.hasOwn(breachEnds, word);
}

/** What became of an appeal. Closed. */
export type AppealResult = keyof typeof appealResults;

export const appealResults = {
  upheld: 'The decision stands',
  overturned: 'The decision is overturned',
} as const satisfies Readonly<Record<string, string>>;

export function isAppealResult(word: string): word is AppealResult {
  return Object.hasOwn(appealResults, word);
}
