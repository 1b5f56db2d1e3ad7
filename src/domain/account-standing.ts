import { addYears, showDay, type Day } from './calendar.ts';
import type { Fault } from './outcome.ts';

export type AccountState = (typeof accountStates)[number];

const accountStates = [
  'proposed', // waits for a second administrator
  'refused',
  'enrolled', // approved: its user has not activated it yet
  'active',
  'suspended',
  'closed',
] as const;

/** What the right to use an account hangs on. Null: never done. */
export type Account = {
  readonly state: AccountState;
  readonly vettedOn: Day | null;
  readonly trainedOn: Day | null;
  readonly agreementSignedOn: Day | null;
  /** The last day of the organisation's accreditation. */
  readonly accreditedUntil: Day | null;
  readonly organisationName: string;
};

/** Why an account is shut, in words for its user. */
export type Lapse = {
  readonly kind:
    'closed' | 'suspended' | 'not activated' | 'accreditation' | 'security check' | 'training' | 'agreement';
  readonly says: string;
  readonly whoToAsk: string;
};

const vettingYears = 3; // Children Act 2004 Information Database (England) Regulations 2007
const trainingYears = 1; // ours

/** Whether an account may be used today; the weightiest lapse where there are several. */
export function standing(account: Account, today: Day): 'good' | Lapse {
  const askAdministrator = `Ask your account administrator at ${account.organisationName}.`;
  const lapse = (kind: Lapse['kind'], says: string, whoToAsk = askAdministrator): Lapse => ({
    kind,
    says,
    whoToAsk,
  });

  if (account.state === 'closed' || account.state === 'refused')
    return lapse('closed', 'This account is closed.');
  if (account.state === 'suspended') return lapse('suspended', 'This account is suspended.');
  if (account.state !== 'active') return lapse('not activated', 'This account has not been activated.');
  if (account.accreditedUntil === null || account.accreditedUntil < today)
    return lapse(
      'accreditation',
      whenAccredited(account),
      'Ask your manager: your organisation has to renew it.',
    );
  if (hasRunOut(account.vettedOn, vettingYears, today))
    return lapse('security check', whenRenewed('security check', account.vettedOn, 'every 3 years'));
  if (hasRunOut(account.trainedOn, trainingYears, today))
    return lapse('training', whenRenewed('ContactPoint training', account.trainedOn, 'every year'));
  if (account.agreementSignedOn === null || account.agreementSignedOn > today)
    return lapse('agreement', 'You have not signed the user agreement.');
  return 'good';
}

/** A lapse as the fault that a page shows. */
export function faultOf({ says, whoToAsk }: Lapse): Fault {
  return { kind: 'lapsed', says: `${says} ${whoToAsk}` };
}

export function isAccountState(word: string): word is AccountState {
  return accountStates.some((state) => state === word);
}

// Good up to the day before the anniversary. A day that has not come yet vouches for nothing.
function hasRunOut(renewedOn: Day | null, years: number, today: Day): boolean {
  return renewedOn === null || renewedOn > today || addYears(renewedOn, years) <= today;
}

function whenRenewed(what: string, renewedOn: Day | null, howOften: string): string {
  const when = renewedOn === null ? 'is not recorded' : `is dated ${showDay(renewedOn)}`;
  return `Your ${what} ${when}. It has to be renewed ${howOften}.`;
}

function whenAccredited({ organisationName, accreditedUntil }: Account): string {
  if (accreditedUntil === null) return `${organisationName} is not accredited to use ContactPoint.`;
  return `The accreditation of ${organisationName} ended on ${showDay(accreditedUntil)}.`;
}
