import { isAccountState, type AccountState } from '../domain/account-standing.ts';
import type { Day } from '../domain/calendar.ts';
import { isOrganisationKind } from '../domain/organisation-kinds.ts';
import { isRole, type Role } from '../domain/roles.ts';
import { boolean, day, instant, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// The first day on which a security check (3 years) or training (1 year) no longer counts, whichever comes first.
const lapsesOn = `least(vetted_on + interval '3 years', trained_on + interval '1 year')::date`;

const listed = statement({
  name: 'list-people',
  text: `select account_id, full_name, role, state, vetted_on, trained_on, ${lapsesOn} as lapses_on,
      agreement_signed_on is not null as signed
    from account
    where organisation_id = $1
      and case when $2 = '' then state <> 'refused' else state = $2 end
      and ($3 = '' or role = $3)
      and ($4 = '' or strpos(lower(full_name), lower($4)) > 0)
      and case $5
          when 'lapsed' then coalesce(${lapsesOn} <= $6, true) or vetted_on is null or trained_on is null
          when 'soon' then ${lapsesOn} > $6 and ${lapsesOn} <= $7
          else true
        end
    order by case when $8 = 'lapse' then ${lapsesOn} end nulls last, full_name, account_id
    limit $9
    offset $10`,
  takes: [integer, text, text, text, text, day, day, text, integer, integer],
  gives: {
    account_id: integer,
    full_name: text,
    role: oneOf(isRole),
    state: oneOf(isAccountState),
    vetted_on: nullable(day),
    trained_on: nullable(day),
    lapses_on: nullable(day),
    signed: boolean,
  },
});

const byId = statement({
  name: 'person-by-id',
  text: `select account.account_id, account.user_name, account.full_name, account.role, account.state, account.email,
      account.organisation_id, organisation.name as organisation, organisation.kind as organisation_kind, account.vetted_on, account.vetting_certificate,
      account.trained_on, account.training_course, account.agreement_signed_on, account.agreement_version,
      coalesce(manager.full_name, account.manager_name) as manager,
      coalesce(manager.email, account.manager_email) as manager_email
    from account
    join organisation using (organisation_id)
    left join account as manager on manager.account_id = account.manager_account_id
    where account.account_id = $1`,
  takes: [integer],
  gives: {
    account_id: integer,
    user_name: text,
    full_name: text,
    role: oneOf(isRole),
    state: oneOf(isAccountState),
    email: nullable(text),
    organisation_id: integer,
    organisation: text,
    organisation_kind: oneOf(isOrganisationKind),
    vetted_on: nullable(day),
    vetting_certificate: nullable(text),
    trained_on: nullable(day),
    training_course: nullable(text),
    agreement_signed_on: nullable(day),
    agreement_version: nullable(smallint),
    manager: nullable(text),
    manager_email: nullable(text),
  },
});

const sessions = statement({
  name: 'sessions-of-person',
  text: `select begun_at, ended_at from session where account_id = $1 order by begun_at desc limit 10`,
  takes: [integer],
  gives: { begun_at: instant, ended_at: nullable(instant) },
});

const signatures = statement({
  name: 'signatures-of-person',
  text: `select signed_at, agreement_version from agreement_signature where account_id = $1 order by signed_at desc limit 20`,
  takes: [integer],
  gives: { signed_at: instant, agreement_version: smallint },
});

const tokens = statement({
  name: 'tokens-of-person',
  text: `select token_no, kind, revoked_at from account_token where account_id = $1
    union all
    select key_no, 'key', revoked_at from security_key where account_id = $1
    order by kind, token_no
    limit 40`,
  takes: [integer],
  gives: { token_no: smallint, kind: text, revoked_at: nullable(instant) },
});

/** Somebody with an account, as a list names them. */
export type ListedPerson = {
  readonly accountId: number;
  readonly fullName: string;
  readonly role: Role;
  readonly state: AccountState;
  readonly lapsesOn: Day | null;
  readonly signed: boolean;
};

/** Which people a list is to name; an empty word leaves all in. */
export type PeopleWanted = {
  readonly state: AccountState | '';
  readonly role: Role | '';
  readonly name: string;
  readonly lapse: 'lapsed' | 'soon' | '';
  readonly sort: 'name' | 'lapse';
};

/** Some of an organisation's people, in the order asked for. */
export async function listPeople(
  tx: Transaction,
  organisationId: number,
  { state, role, name, lapse, sort }: PeopleWanted,
  days: { readonly today: Day; readonly soon: Day },
  rows: { readonly limit: number; readonly offset: number },
): Promise<readonly ListedPerson[]> {
  const asked = [organisationId, state, role, name, lapse, days.today, days.soon, sort] as const;
  const found = await listed.rows(tx, ...asked, rows.limit, rows.offset);
  return found.map((row) => ({
    accountId: row.account_id,
    fullName: row.full_name,
    role: row.role,
    state: row.state,
    lapsesOn: row.vetted_on === null || row.trained_on === null ? null : row.lapses_on,
    signed: row.signed,
  }));
}

/** Somebody with an account, and what it hangs on. */
export type KeptPerson = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

/** The person of an account. */
export async function findPerson(tx: Transaction, accountId: number) {
  const row = await byId.first(tx, accountId);
  if (row === undefined) return undefined;
  return {
    accountId,
    userName: row.user_name,
    fullName: row.full_name,
    role: row.role,
    state: row.state,
    email: row.email,
    organisationId: row.organisation_id,
    organisation: row.organisation,
    organisationKind: row.organisation_kind,
    vettedOn: row.vetted_on,
    vettingCertificate: row.vetting_certificate,
    trainedOn: row.trained_on,
    trainingCourse: row.training_course,
    agreementSignedOn: row.agreement_signed_on,
    agreementVersion: row.agreement_version,
    manager: row.manager,
    managerEmail: row.manager_email,
  };
}

/** What a person did and has: signatures, tokens, and their latest sessions. */
export async function findTraces(tx: Transaction, accountId: number) {
  return {
    sessions: (await sessions.rows(tx, accountId)).map((row) => ({
      begunAt: row.begun_at,
      endedAt: row.ended_at,
    })),
    signatures: (await signatures.rows(tx, accountId)).map((row) => ({
      signedAt: row.signed_at,
      version: row.agreement_version,
    })),
    tokens: (await tokens.rows(tx, accountId)).map((row) => ({
      tokenNo: row.token_no,
      kind: row.kind,
      revokedAt: row.revoked_at,
    })),
  };
}
