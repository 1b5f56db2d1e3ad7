import type { TokenKind } from '../domain/needs.ts';
import { claimStep } from '../store/accounts.ts';
import type { Transaction } from '../store/connection.ts';
import { claimKeyCount, findKeys, revokeKey } from '../store/security-keys.ts';
import { endSessionsWithCopiedKey } from '../store/session-secrets.ts';
import { recordAct } from './authorise.ts';
import { matchCodeToken } from './code-token.ts';
import type { ServiceContext } from './context.ts';
import { readAssertion, type RelyingParty } from './key-answers.ts';

/** Whose token it has to be; asked for nobody at the same cost. */
type Whose = {
  readonly accountId: number | null;
  readonly account: { readonly userName: string } | undefined;
};

/** A token that showed itself to be the account's. It counts once its use is claimed: `claim` answers why it could not be. */
export type ShownToken = {
  readonly kind: TokenKind;
  readonly claim: (tx: Transaction) => Promise<string | undefined>;
};

/** Looks whether what was sent comes from a token of the account; changes nothing of it yet. */
export type ShowToken = (tx: Transaction, whose: Whose) => Promise<ShownToken | undefined>;

/** A code, six digits. */
export function showCode({ secrets, now }: Pick<ServiceContext, 'secrets' | 'now'>, code: string): ShowToken {
  return async (tx, { accountId, account }) => {
    const match = await matchCodeToken(tx, secrets, now(), { accountId, account, code });
    if (match === undefined || accountId === null) return undefined;
    const claim = async (claiming: Transaction) =>
      (await claimStep(claiming, accountId, match)) ? undefined : 'code used before';
    return { kind: 'code', claim };
  };
}

/** The answer of a security key to the challenge that the bearer was given. */
export function showKey(
  { now }: Pick<ServiceContext, 'now'>,
  party: RelyingParty,
  bearerHash: Buffer,
  answer: string,
): ShowToken {
  return async (tx, { accountId }) => {
    const present = now();
    const keys = await findKeys(tx, accountId);
    const match = await readAssertion(tx, { party, bearerHash, now: present }, answer, keys);
    if (match === undefined || accountId === null) return undefined;
    const key = { ...match, accountId };
    const claim = async (claiming: Transaction) =>
      (await claimKeyCount(claiming, key, present)) ? undefined : stopCopied(claiming, key, present);
    return { kind: 'key', claim };
  };
}

// Its count went back, so there are two of it, and nobody can say which of them is the owner's: neither is let in again,
// and what the other may have opened ends.
async function stopCopied(
  tx: Transaction,
  key: { readonly accountId: number; readonly keyNo: number },
  now: Date,
): Promise<string> {
  const { accountId } = key;
  await revokeKey(tx, key, 'copied', now);
  await endSessionsWithCopiedKey(tx, accountId, now);
  await recordAct(tx, now, { act: 'stop copied key', accountId, outcome: 'done' });
  return 'copied key';
}
