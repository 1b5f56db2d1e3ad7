import {
  readChange,
  replacedBy,
  type AccountChangeKind,
  type ChangeAsked,
  type ChangeTyped,
} from '../domain/account-changes.ts';
import type { AccountState } from '../domain/account-standing.ts';
import type { Actor } from '../domain/actor.ts';
import type { AdministrationRequest } from '../domain/administration.ts';
import { londonDay } from '../domain/calendar.ts';
import type { Act } from '../domain/log.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { roles } from '../domain/roles.ts';
import {
  changeRole,
  decideChange,
  dropVerifier,
  endSessionsOf,
  findChanges,
  forgetGuesses,
  insertChange,
  isSuspendedInCase,
  loseAllTokens,
  moveAccount,
} from '../store/account-changes.ts';
import type { Transaction } from '../store/connection.ts';
import { findOrganisation, findTeamsOf } from '../store/organisations.ts';
import { findPerson, type KeptPerson } from '../store/people.ts';
import { lockTokens } from '../store/security-keys.ts';
import { decidedAlready, noteDone, noteRefused, refused, type Administered } from './administering.ts';
import { nobodyLikeThat } from './budgets.ts';
import type { ServiceContext } from './context.ts';
import { maskSubject } from './credentials.ts';
import { newCode } from './enrolments.ts';
import type { FormOutcome } from './organisations.ts';

type WhoseAction = Extract<AdministrationRequest, { readonly whose: unknown }>['action'];

type Step = {
  readonly action: Extract<
    WhoseAction,
    'suspend account' | 'resume account' | 'close account' | 'propose account change'
  >;
  readonly act: Act;
  /** What the account has to be before, and what it is after; a proposal moves nothing yet. */
  readonly from: readonly AccountState[];
  readonly to?: AccountState;
};

const steps: Readonly<Record<AccountChangeKind, Step>> = {
  suspended: { action: 'suspend account', act: 'suspend account', from: ['active'], to: 'suspended' },
  'on leave': { action: 'suspend account', act: 'suspend account', from: ['active'], to: 'suspended' },
  resumed: { action: 'resume account', act: 'resume account', from: ['suspended'], to: 'active' },
  closed: {
    action: 'close account',
    act: 'close account',
    from: ['enrolled', 'active', 'suspended'],
    to: 'closed',
  },
  'new role': {
    action: 'propose account change',
    act: 'propose account change',
    from: ['enrolled', 'active', 'suspended'],
  },
  'new proof': { action: 'propose account change', act: 'propose account change', from: ['active'] },
};

/**
 * Suspends, resumes or closes somebody's account, from their next request on; or proposes another role, or a new proof
 * of who they are, which another administrator decides. A lost token is of no use from this moment.
 */
export async function changeAccount(
  { database, now }: ServiceContext,
  actor: Actor,
  accountId: number,
  kind: AccountChangeKind,
  typed: ChangeTyped,
): Promise<FormOutcome<'changed'>> {
  const present = now();
  const { action, act, from, to } = steps[kind];
  return database.transact(async (tx) => {
    await lockTokens(tx, accountId);
    const person = await findPerson(tx, accountId);
    if (person === undefined) return failed(nobodyLikeThat);
    const entry = { act, organisation: person.organisationId, toAccount: accountId } as const;
    const fault = await refused(tx, actor, present, { action, whose: person }, entry);
    if (fault !== undefined) return failed(fault);
    const read = readChange(kind, typed, await whereaboutsOf(tx, person), londonDay(present));
    if (!read.ok) return read;
    const stop = async (why: string, says: Fault) => {
      await noteRefused(tx, actor, present, entry, why);
      return failed(says);
    };
    if (kind === 'resumed' && (await isSuspendedInCase(tx, accountId))) return stop('open case', ofReviewers);
    const isSo = to === undefined ? from.includes(person.state) : await moveAccount(tx, accountId, from, to);
    if (!isSo) return stop(person.state, notSoNow);
    const proposed = { by: actor.accountId, at: present };
    if (!(await insertChange(tx, accountId, read.value, proposed))) return stop('one waits', oneWaits);
    await beginAtOnce(tx, accountId, read.value, present);
    await noteDone(tx, actor, present, entry, whyOf(read.value));
    return done('changed');
  });
}

/** What came of a decision: for a new proof the activation code, which is told here and never again. */
export type ChangeDecided = { readonly person: KeptPerson; readonly code: string | undefined };

/** Approves or refuses the change that another administrator proposed. Once: whoever comes second changes nothing. */
export async function settleChange(
  context: ServiceContext,
  actor: Actor,
  accountId: number,
  decision: 'approved' | 'refused',
): Promise<Outcome<ChangeDecided>> {
  const present = context.now();
  return context.database.transact(async (tx) => {
    await lockTokens(tx, accountId);
    const person = await findPerson(tx, accountId);
    if (person === undefined) return failed(nobodyLikeThat);
    const entry = {
      act: 'decide account change',
      organisation: person.organisationId,
      toAccount: accountId,
    } as const;
    const waits = (await findChanges(tx, accountId)).find(({ state }) => state === 'proposed');
    const proposedBy = waits?.proposedBy ?? 0;
    const request = { action: 'decide account change', whose: person, proposedBy } as const;
    const fault = await refused(tx, actor, present, request, entry);
    if (fault !== undefined) return failed(fault);
    const decided = await decideChange(tx, accountId, { by: actor.accountId, at: present, as: decision });
    if (decided === undefined) return decidedBefore(tx, actor, present, entry);
    await noteDone(tx, actor, present, entry, `${whyOf(decided)}: ${decision}`);
    if (decision === 'refused') return done({ person, code: undefined });
    return done({ person, code: await carryOut(tx, context, actor, person, decided) });
  });
}

async function decidedBefore(tx: Transaction, actor: Actor, present: Date, entry: Administered) {
  await noteRefused(tx, actor, present, entry, 'decided before');
  return failed(decidedAlready);
}

async function whereaboutsOf(tx: Transaction, { organisationId, role }: KeptPerson) {
  const organisation = await findOrganisation(tx, organisationId);
  if (organisation === undefined) throw new Error('An account is of no organisation');
  return { kind: organisation.kind, role, teams: await findTeamsOf(tx, organisationId) };
}

// Whoever found the token is stopped before a second administrator has time.
async function beginAtOnce(tx: Transaction, accountId: number, { kind, because }: ChangeAsked, at: Date) {
  if (kind !== 'new proof' || !replacedBy(because).token) return;
  await loseAllTokens(tx, accountId, at);
  await endSessionsOf(tx, accountId, at, 'token lost');
}

async function carryOut(
  tx: Transaction,
  context: ServiceContext,
  actor: Actor,
  { accountId, userName }: KeptPerson,
  { kind, because, role, teamId }: ChangeAsked,
): Promise<string | undefined> {
  if (kind === 'new role' && role !== null) {
    await changeRole(tx, accountId, { role, teamId, jobTitle: roles[role].name });
    return undefined;
  }
  const { token, secrets } = replacedBy(because);
  const { pepper } = context.secrets;
  const guessedAt = maskSubject('user name', userName, pepper);
  const withKey = maskSubject('user name with key', guessedAt.toString('hex'), pepper);
  await forgetGuesses(tx, [guessedAt, withKey]);
  if (secrets) {
    await dropVerifier(tx, accountId);
    await endSessionsOf(tx, accountId, context.now(), 'account shut');
  }
  return token || secrets ? newCode(tx, context, actor, accountId) : undefined;
}

function whyOf({ kind, because }: ChangeAsked): string {
  return `${kind}: ${because}`;
}

const ofReviewers: Fault = {
  kind: 'refused',
  says: 'Reviewers suspended this account in a case that is open. It cannot be resumed before they close it.',
};
const notSoNow: Fault = {
  kind: 'stale',
  says: 'The account is in another state now, so that this cannot be done to it. Nothing was changed.',
};
const oneWaits: Fault = {
  kind: 'stale',
  says: 'A change of this account waits for a second administrator already. Nothing was changed.',
};
