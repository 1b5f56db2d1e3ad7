import { randomBytes } from 'node:crypto';
import { codeAt, stepAt } from '../../src/domain/one-time-code.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import {
  hashSecret,
  makeVerifier,
  maskSubject,
  newSecret,
  sealSeed,
} from '../../src/services/credentials.ts';
import { beginSignIn, finishSignIn } from '../../src/services/sign-in.ts';
import { keepAttempt } from '../../src/store/sign-in.ts';
import type { TestDatabase } from './database.ts';

/** Somebody invented, with all that they know and carry. */
export type Person = {
  readonly accountId: number;
  readonly organisationId: number;
  readonly userName: string;
  readonly password: string;
  readonly pin: string;
  readonly seed: Buffer;
};

/** A service whose clock the test moves. */
export type MovedService = ServiceContext & {
  readonly move: (by: {
    readonly seconds?: number;
    readonly minutes?: number;
    readonly days?: number;
  }) => void;
};

export function serviceAt({ application }: TestDatabase, start: string): MovedService {
  let present = new Date(start).getTime();
  return {
    database: application,
    secrets: { pepper: randomBytes(32), seal: randomBytes(32) },
    now: () => new Date(present),
    move: ({ seconds = 0, minutes = 0, days = 0 }) => {
      present += ((days * 24 * 60 + minutes) * 60 + seconds) * 1000;
    },
  };
}

let enrolled = 0;

/** Enrols a hospital nurse with everything in date on 2 March 2026, in an organisation of her own. */
export async function enrol({ owner }: TestDatabase, { secrets }: ServiceContext): Promise<Person> {
  enrolled += 1;
  const userName = `nurse.${enrolled}`;
  const password = `long enough ${randomBytes(6).toString('hex')}`;
  const pin = String(10_000_000 + enrolled * 7919);
  const seed = randomBytes(20);
  const kept = await makeVerifier(password, pin, secrets.pepper);
  return owner.transact(async ({ client }) => {
    const made = await client.query<[string, string]>({
      rowMode: 'array',
      text: `with made as (
          insert into organisation (kind, name, accredited_until)
          values ('NHS trust', 'Royal Bolton Hospital', '2027-03-31')
          returning organisation_id
        )
        insert into account (user_name, full_name, organisation_id, role, vetted_on, trained_on,
          agreement_signed_on, agreement_version, state)
        select $1, 'Amina Yusuf', organisation_id, 'hospital nurse', '2025-01-10', '2025-09-01', '2025-09-01', 1, 'active'
        from made
        returning account_id, organisation_id`,
      values: [userName],
    });
    const [accountId, organisationId] = (made.rows[0] ?? []).map(Number);
    if (accountId === undefined || organisationId === undefined) throw new Error('Nobody was enrolled');
    await client.query(
      `insert into account_verifier (account_id, salt, memory_kib, passes, verifier) values ($1, $2, $3, $4, $5)`,
      [accountId, kept.salt, kept.memoryKib, kept.passes, kept.verifier],
    );
    await client.query(
      `insert into account_token (account_id, token_no, kind, sealed_seed) values ($1, 1, 'code', $2)`,
      [accountId, sealSeed(seed, userName, secrets.seal)],
    );
    return { accountId, organisationId, userName, password, pin, seed };
  });
}

/** The code that the person's token shows now, or so many steps away. */
export function codeOf(service: ServiceContext, person: Person, away = 0): string {
  return codeAt(person.seed, stepAt(service.now()) + away);
}

/** What is typed, where not the person's own. */
export type Typing = Partial<Pick<Person, 'userName' | 'password' | 'pin'>> & {
  readonly code?: string;
  readonly source?: string;
};

/** Goes through both pages with the person's own factors, or with what is given instead. */
export async function signInAs(service: ServiceContext, person: Person, typing: Typing = {}) {
  const code = typing.code ?? codeOf(service, person);
  const { userName, password, pin, source } = { source: '192.0.2.1', ...person, ...typing };
  const begun = await beginSignIn(service, { userName, password, pin, source });
  if (!begun.ok) throw new Error('The first page refused');
  return finishSignIn(service, { attemptSecret: begun.value.attemptSecret, code, source });
}

/** A try whose first page went well, without the work of hashing; of nobody, where there is no account. */
export async function provenTry(
  { database, secrets, now }: ServiceContext,
  whose: { readonly userName: string; readonly accountId: number | null },
): Promise<string> {
  const secret = newSecret();
  const userNameHash = maskSubject('user name', whose.userName, secrets.pepper);
  const attempt = { userNameHash, accountId: whose.accountId, verified: true };
  await database.transact((tx) => keepAttempt(tx, hashSecret(secret), attempt, now()));
  return secret;
}

/** Runs SQL as the owner, and answers its rows as text. */
export async function asOwner({ owner }: TestDatabase, sql: string, values: readonly unknown[] = []) {
  return owner.transact(async ({ client }) => {
    const { rows } = await client.query<(string | null)[]>({
      text: sql,
      values: [...values],
      rowMode: 'array',
    });
    return rows;
  });
}
