import { isAccountState, type AccountState } from '../domain/account-standing.ts';
import type { EnrolmentAsked } from '../domain/enrolment.ts';
import { isOrganisationKind } from '../domain/organisation-kinds.ts';
import { isRole } from '../domain/roles.ts';
import { day, instant, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

// A manager who has an account stands as that; else by name. No user name is taken twice, in a race either.
const insertAccount = statement({
  name: 'propose-account',
  text: `insert into account (user_name, full_name, organisation_id, role, email, manager_account_id, manager_name,
      manager_email, vetted_on, vetting_certificate, trained_on, training_course, state)
    select $1, $2, $3, $4, $5, manager_id, case when manager_id is null then $6 end,
      case when manager_id is null then $7 end, $8, $9, $10, $11, 'proposed'
    from (
      select min(account_id) as manager_id
      from account
      where organisation_id = $3 and lower(email) = lower($7) and state = 'active'
    ) as manager
    on conflict (user_name) do nothing
    returning account_id`,
  takes: [text, text, integer, text, text, text, text, day, text, day, text],
  gives: { account_id: integer },
});

const insertEnrolment = statement({
  name: 'propose-enrolment',
  text: `insert into enrolment (account_id, organisation_id, team_id, telephone, proposed_by, proposed_at)
    values ($1, $2, $3, $4, $5, $6)`,
  takes: [integer, integer, nullable(integer), text, integer, instant],
  gives: {},
});

const insertPersonal = statement({
  name: 'keep-personal',
  text: `insert into account_personal (account_id, home_line, home_postcode, date_of_birth, former_names)
    values ($1, $2, $3, $4, nullif($5, ''))`,
  takes: [integer, text, text, day, text],
  gives: {},
});

const proposalColumns = {
  account_id: integer,
  user_name: text,
  full_name: text,
  role: oneOf(isRole),
  account_state: oneOf(isAccountState),
  email: nullable(text),
  manager: nullable(text),
  vetted_on: nullable(day),
  vetting_certificate: nullable(text),
  trained_on: nullable(day),
  training_course: nullable(text),
  organisation_id: integer,
  organisation: text,
  organisation_kind: oneOf(isOrganisationKind),
  accredited_until: nullable(day),
  team_id: nullable(integer),
  team: nullable(text),
  telephone: nullable(text),
  state: text,
  proposed_by: integer,
  proposer: text,
  proposed_at: instant,
  decider: nullable(text),
  decided_at: nullable(instant),
};

const selectProposal = `select account.account_id, account.user_name, account.full_name, account.role,
      account.state as account_state, account.email, coalesce(manager.full_name, account.manager_name) as manager,
      account.vetted_on, account.vetting_certificate, account.trained_on, account.training_course,
      organisation.organisation_id, organisation.name as organisation, organisation.kind as organisation_kind,
      organisation.accredited_until, enrolment.team_id, team.name as team, enrolment.telephone, enrolment.state,
      enrolment.proposed_by, proposer.full_name as proposer, enrolment.proposed_at, decider.full_name as decider,
      enrolment.decided_at
    from enrolment
    join account using (account_id)
    join organisation on organisation.organisation_id = account.organisation_id
    join account as proposer on proposer.account_id = enrolment.proposed_by
    left join account as decider on decider.account_id = enrolment.decided_by
    left join account as manager on manager.account_id = account.manager_account_id
    left join team on team.team_id = enrolment.team_id`;

const ofAccount = statement({
  name: 'enrolment-of-account',
  text: `${selectProposal}
    where enrolment.account_id = $1`,
  takes: [integer],
  gives: proposalColumns,
});

// The office sees, besides its own, the administrators who wait in other organisations.
const waiting = statement({
  name: 'enrolments-waiting',
  text: `${selectProposal}
    where enrolment.state = 'proposed'
      and (
        account.organisation_id = $1
        or exists (select from organisation as office where office.organisation_id = $1 and office.kind = 'ContactPoint office')
          and account.role = 'account administrator'
      )
    order by enrolment.proposed_at, account.account_id
    limit 200`,
  takes: [integer],
  gives: proposalColumns,
});

// Decided once, by somebody else: the first to come moves the state, and the others find it moved.
const decide = statement({
  name: 'decide-enrolment',
  text: `update enrolment
    set state = $4, decided_by = $2, decided_at = $3
    where account_id = $1
      and state = 'proposed'
      and proposed_by <> $2
    returning team_id`,
  takes: [integer, integer, instant, text],
  gives: { team_id: nullable(integer) },
});

const enrolAccount = statement({
  name: 'enrol-account',
  text: `with worker as (
      insert into practitioner (team_id, name, job_title, telephone, email)
      select enrolment.team_id, account.full_name, $2, enrolment.telephone, account.email
      from enrolment
      join account using (account_id)
      where enrolment.account_id = $1 and enrolment.team_id is not null
      returning practitioner_id
    )
    update account
    set state = 'enrolled', practitioner_id = (select practitioner_id from worker)
    where account_id = $1 and state = 'proposed'`,
  takes: [integer, text],
  gives: {},
});

// The name is free again for a better proposal: a sign that no user name has stands behind it.
const refuseAccount = statement({
  name: 'refuse-account',
  text: `with personal as (
      delete from account_personal where account_id = $1
    )
    update account
    set state = 'refused', user_name = user_name || '~' || account_id
    where account_id = $1 and state = 'proposed'`,
  takes: [integer],
  gives: {},
});

/** Somebody proposed, and what was decided. */
export type KeptEnrolment = {
  readonly accountId: number;
  readonly userName: string;
  readonly fullName: string;
  readonly role: Row<typeof proposalColumns>['role'];
  readonly accountState: AccountState;
  readonly email: string | null;
  readonly manager: string | null;
  readonly vettedOn: Row<typeof proposalColumns>['vetted_on'];
  readonly vettingCertificate: string | null;
  readonly trainedOn: Row<typeof proposalColumns>['trained_on'];
  readonly trainingCourse: string | null;
  readonly organisationId: number;
  readonly organisation: string;
  readonly organisationKind: Row<typeof proposalColumns>['organisation_kind'];
  readonly accreditedUntil: Row<typeof proposalColumns>['accredited_until'];
  readonly team: string | null;
  readonly telephone: string | null;
  readonly state: string;
  readonly proposedBy: number;
  readonly proposer: string;
  readonly proposedAt: Date;
  readonly decider: string | null;
  readonly decidedAt: Date | null;
};

/** Keeps somebody proposed; answers the account, or undefined where the user name is taken. */
export async function insertProposal(
  tx: Transaction,
  organisationId: number,
  asked: EnrolmentAsked,
  proposed: { readonly by: number; readonly at: Date },
): Promise<number | undefined> {
  const { userName, fullName, role, email, managerName, managerEmail, personal } = asked;
  const standing = [asked.vettedOn, asked.vettingCertificate, asked.trainedOn, asked.trainingCourse] as const;
  const who = [userName, fullName, organisationId, role, email, managerName, managerEmail] as const;
  const accountId = (await insertAccount.first(tx, ...who, ...standing))?.account_id;
  if (accountId === undefined) return undefined;
  const { homeLine, homePostcode, dateOfBirth, formerNames } = personal;
  await insertEnrolment.rows(
    tx,
    accountId,
    organisationId,
    asked.teamId,
    asked.telephone,
    proposed.by,
    proposed.at,
  );
  await insertPersonal.rows(tx, accountId, homeLine, homePostcode, dateOfBirth, formerNames);
  return accountId;
}

/** How somebody came to have an account; undefined for those whom a population brought. */
export async function findEnrolment(tx: Transaction, accountId: number): Promise<KeptEnrolment | undefined> {
  const row = await ofAccount.first(tx, accountId);
  return row && enrolmentOf(row);
}

/** Those who wait for a second administrator, the longest first. */
export async function findWaiting(
  tx: Transaction,
  organisationId: number,
): Promise<readonly KeptEnrolment[]> {
  return (await waiting.rows(tx, organisationId)).map(enrolmentOf);
}

/** Decides, once and never by the proposer; false where it is not theirs to decide any more. */
export async function decideEnrolment(
  tx: Transaction,
  accountId: number,
  decided: { readonly by: number; readonly at: Date; readonly as: 'approved' | 'refused' },
): Promise<boolean> {
  return (await decide.first(tx, accountId, decided.by, decided.at, decided.as)) !== undefined;
}

/** Lets an approved account be activated, with a place in its team. */
export async function enrol(tx: Transaction, accountId: number, jobTitle: string): Promise<void> {
  await enrolAccount.rows(tx, accountId, jobTitle);
}

/** Ends a refused account, and forgets where its user would have lived. */
export async function refuseProposal(tx: Transaction, accountId: number): Promise<void> {
  await refuseAccount.rows(tx, accountId);
}

function enrolmentOf(row: Row<typeof proposalColumns>): KeptEnrolment {
  return {
    accountId: row.account_id,
    userName: row.user_name.replace(/~.*$/, ''),
    fullName: row.full_name,
    role: row.role,
    accountState: row.account_state,
    email: row.email,
    manager: row.manager,
    vettedOn: row.vetted_on,
    vettingCertificate: row.vetting_certificate,
    trainedOn: row.trained_on,
    trainingCourse: row.training_course,
    organisationId: row.organisation_id,
    organisation: row.organisation,
    organisationKind: row.organisation_kind,
    accreditedUntil: row.accredited_until,
    team: row.team,
    telephone: row.telephone,
    state: row.state,
    proposedBy: row.proposed_by,
    proposer: row.proposer,
    proposedAt: row.proposed_at,
    decider: row.decider,
    decidedAt: row.decided_at,
  };
}
