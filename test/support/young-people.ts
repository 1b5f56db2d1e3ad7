import assert from 'node:assert/strict';
import { codeAt, stepAt } from '../../src/domain/one-time-code.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import {
  setUpFamily,
  showFamilySeed,
  signInFamily,
  takeInvitation,
} from '../../src/services/family-sign-in.ts';
import { inviteFamily } from '../../src/services/invite-family.ts';
import { actorOf } from './actors.ts';
import { bytesOfBase32 } from './base32.ts';
import type { TestDatabase } from './database.ts';

/** What a young person signs in by. */
export type YoungPerson = { readonly userName: string; readonly seed: Buffer };

export const youngPassword = 'wobble seven lanterns';

/** Invites a young person to their record and sets their page up, as far as signing in. */
export async function setUpYoungPerson(
  database: TestDatabase,
  services: ServiceContext,
  childId: number,
  firstName: string,
): Promise<YoungPerson> {
  const rachel = await actorOf(database, 'rachel.stone');
  const typed = {
    whom: 'child',
    identity: 'passport',
    responsibility: '',
    handOver: 'worker',
    disputed: false,
  };
  const invited = await inviteFamily(services, rachel, childId, typed);
  assert.ok(invited.ok && invited.value.paper, JSON.stringify(invited));
  const { userName, code } = invited.value.paper;
  const begun = await takeInvitation(services, { userName, code, source: '127.0.0.1' });
  assert.ok(begun.ok);
  const shown = await showFamilySeed(services, begun.value);
  assert.ok(shown.ok);
  const seed = Buffer.from(bytesOfBase32(shown.value.seed));
  const set = await setUpFamily(services, begun.value, {
    firstName,
    password: youngPassword,
    passwordAgain: youngPassword,
    code: youngCode({ userName, seed }, services.now()),
  });
  assert.ok(set.ok, JSON.stringify(set));
  return { userName, seed };
}

/** The code that their app shows at an instant. */
export function youngCode({ seed }: YoungPerson, now: Date): string {
  return codeAt(seed, stepAt(now));
}

/** A session of theirs; the clock must have moved on since their last code. */
export async function signInYoungPerson(services: ServiceContext, user: YoungPerson): Promise<string> {
  const code = youngCode(user, services.now());
  const given = { userName: user.userName, password: youngPassword, code, source: '127.0.0.1' };
  const signedIn = await signInFamily(services, given);
  assert.ok(signedIn.ok, JSON.stringify(signedIn));
  return signedIn.value;
}
