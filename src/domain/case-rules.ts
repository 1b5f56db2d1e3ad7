import type { Actor } from './actor.ts';
import type { Refusal } from './refusal.ts';

/** Whom a case is about. */
export type CaseWhose = Pick<Actor, 'accountId' | 'organisationId'>;

/** What reviewers ask to do with one case, and what its user does. */
export type CaseRequest =
  | {
      readonly action: 'see case' | 'ask why opened' | 'suspend in case' | 'decide case' | 'follow case';
      readonly whose: CaseWhose;
    }
  | { readonly action: 'confirm case'; readonly whose: CaseWhose; readonly proposedBy: number }
  | { readonly action: 'hear appeal'; readonly whose: CaseWhose; readonly decidedBy: readonly number[] }
  | { readonly action: 'say why opened'; readonly whose: CaseWhose };

const aboutCases: Readonly<Record<CaseRequest['action'], true>> = {
  'see case': true,
  'ask why opened': true,
  'suspend in case': true,
  'decide case': true,
  'confirm case': true,
  'follow case': true,
  'hear appeal': true,
  'say why opened': true,
};

/** Whether a request is about a case of possible misuse. */
export function isCase(request: { readonly action: string }): request is CaseRequest {
  return Object.hasOwn(aboutCases, request.action);
}

/** What the rules of one request about a case say beyond who asks. */
export function caseRefused(actor: Actor, request: CaseRequest): Refusal | undefined {
  switch (request.action) {
    case 'say why opened':
      return request.whose.accountId === actor.accountId ? undefined : noSuchCase;
    case 'confirm case':
      return (
        ownPeopleRefused(actor, request.whose) ?? involvedRefused(actor, [request.proposedBy], secondPerson)
      );
    case 'hear appeal':
      return (
        ownPeopleRefused(actor, request.whose) ?? involvedRefused(actor, request.decidedBy, anotherHears)
      );
    default:
      return ownPeopleRefused(actor, request.whose);
  }
}

// Nobody judges themselves or those they work beside: product.md section 9, trust.md Misuse 3.
function ownPeopleRefused(actor: Actor, { accountId, organisationId }: CaseWhose): Refusal | undefined {
  return accountId === actor.accountId || organisationId === actor.organisationId ? ownPeople : undefined;
}

function involvedRefused(
  { accountId }: Actor,
  involved: readonly number[],
  refusal: Refusal,
): Refusal | undefined {
  return involved.includes(accountId) ? refusal : undefined;
}

const noSuchCase: Refusal = {
  allowed: false,
  rule: 'other account',
  says: 'There is no such question for you.',
};
const ownPeople: Refusal = {
  allowed: false,
  rule: 'own organisation',
  says: 'This case is about somebody of your own organisation. A reviewer of another organisation has to look at it.',
};
const secondPerson: Refusal = {
  allowed: false,
  rule: 'own proposal',
  says: 'You proposed this. Another reviewer has to decide it.',
};
const anotherHears: Refusal = {
  allowed: false,
  rule: 'decided before',
  says: 'You took part in the decision. Another reviewer has to hear the appeal.',
};
