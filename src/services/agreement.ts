import type { Actor } from '../domain/actor.ts';
import { agreementHash, presentAgreement } from '../domain/agreement.ts';
import { londonDay } from '../domain/calendar.ts';
import { done, type Fault } from '../domain/outcome.ts';
import { signAgreement } from '../store/activations.ts';
import type { Transaction } from '../store/connection.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import type { FormOutcome } from './organisations.ts';

/** What a form of the agreement sends: which text was shown, and whether the box was ticked. */
export type AgreementTyped = { readonly version: string; readonly agreed: boolean };

/** Signs the agreement's new text for somebody who is signed in. */
export async function signAnew(
  { database, now }: ServiceContext,
  { accountId }: Pick<Actor, 'accountId'>,
  typed: AgreementTyped,
): Promise<FormOutcome<'signed'>> {
  return database.transact((tx) => signPresent(tx, accountId, typed, now()));
}

/** Signs the present text, and no other; for a caller that knows who signs. */
export async function signPresent(
  tx: Transaction,
  accountId: number,
  typed: AgreementTyped,
  present: Date,
): Promise<FormOutcome<'signed'>> {
  const { version } = presentAgreement;
  if (!typed.agreed) return { ok: false, faults: [tickToSign] };
  if (typed.version !== String(version)) return { ok: false, faults: [newText] };
  const signed = { at: present, on: londonDay(present), version, textHash: agreementHash(presentAgreement) };
  await signAgreement(tx, accountId, signed);
  await recordAct(tx, present, {
    act: 'sign agreement',
    accountId,
    outcome: 'done',
    why: `version ${version}`,
  });
  return done('signed');
}

const tickToSign: Fault = {
  kind: 'invalid',
  field: 'agreed',
  says: 'Tick the box to sign the agreement. Without it nobody can use ContactPoint',
};
const newText: Fault = {
  kind: 'invalid',
  field: 'agreed',
  says: 'The agreement has a new text: read it, and tick the box to sign it',
};
