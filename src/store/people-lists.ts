import { isAccountState } from '../domain/account-standing.ts';
import { isRole } from '../domain/roles.ts';
import { day, instant, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const ask = statement({
  name: 'ask-for-people-list',
  text: `insert into people_list (organisation_id, asked_by, asked_at)
    values ($1, $2, $3)
    on conflict (organisation_id, asked_by) where state = 'proposed' do nothing
    returning people_list_id`,
  takes: [integer, integer, instant],
  gives: { people_list_id: integer },
});

const decide = statement({
  name: 'decide-people-list',
  text: `update people_list
    set state = $4, decided_by = $2, decided_at = $3
    where people_list_id = $1
      and state = 'proposed'
      and asked_by <> $2
    returning people_list_id`,
  takes: [integer, integer, instant, text],
  gives: { people_list_id: integer },
});

const listColumns = {
  people_list_id: integer,
  organisation_id: integer,
  state: oneOf(isListState),
  asked_by: integer,
  asker: text,
  asked_at: instant,
  decider: nullable(text),
  decided_at: nullable(instant),
};

const selectList = `select people_list_id, people_list.organisation_id, people_list.state, asked_by,
      asker.full_name as asker, asked_at, decider.full_name as decider, decided_at
    from people_list
    join account as asker on asker.account_id = asked_by
    left join account as decider on decider.account_id = decided_by`;

const ofOrganisation = statement({
  name: 'people-lists-of-organisation',
  text: `${selectList}
    where people_list.organisation_id = $1
    order by asked_at desc, people_list_id desc
    limit 20`,
  takes: [integer],
  gives: listColumns,
});

const byId = statement({
  name: 'people-list-by-id',
  text: `${selectList}
    where people_list_id = $1`,
  takes: [integer],
  gives: listColumns,
});

const rows = statement({
  name: 'rows-of-people-list',
  text: `select account.full_name, account.user_name, account.role, account.state, account.email, team.name as team,
      coalesce(manager.full_name, account.manager_name) as manager,
      coalesce(manager.email, account.manager_email) as manager_email,
      account.vetted_on, account.trained_on, account.agreement_signed_on
    from account
    left join account as manager on manager.account_id = account.manager_account_id
    left join practitioner on practitioner.practitioner_id = account.practitioner_id
    left join team on team.team_id = practitioner.team_id
    where account.organisation_id = $1 and account.state <> 'refused'
    order by account.full_name, account.account_id
    limit 20000`,
  takes: [integer],
  gives: {
    full_name: text,
    user_name: text,
    role: oneOf(isRole),
    state: oneOf(isAccountState),
    email: nullable(text),
    team: nullable(text),
    manager: nullable(text),
    manager_email: nullable(text),
    vetted_on: nullable(day),
    trained_on: nullable(day),
    agreement_signed_on: nullable(day),
  },
});

export type ListState = (typeof listStates)[number];

const listStates = ['proposed', 'approved', 'refused'] as const;

function isListState(word: string): word is ListState {
  return listStates.some((state) => state === word);
}

/** A list of people that somebody asked for, and what was decided. */
export type KeptPeopleList = NonNullable<Awaited<ReturnType<typeof findPeopleList>>>;

/** Keeps that somebody asks for a list; false where they have asked already and nobody has decided. */
export async function insertPeopleList(
  tx: Transaction,
  organisationId: number,
  asked: { readonly by: number; readonly at: Date },
): Promise<boolean> {
  return (await ask.first(tx, organisationId, asked.by, asked.at)) !== undefined;
}

/** Decides, once and never by the asker; false where it is not theirs to decide any more. */
export async function decidePeopleList(
  tx: Transaction,
  peopleListId: number,
  decided: { readonly by: number; readonly at: Date; readonly as: 'approved' | 'refused' },
): Promise<boolean> {
  return (await decide.first(tx, peopleListId, decided.by, decided.at, decided.as)) !== undefined;
}

/** The lists that an organisation's administrators asked for, latest first. */
export async function findPeopleLists(
  tx: Transaction,
  organisationId: number,
): Promise<readonly KeptPeopleList[]> {
  return (await ofOrganisation.rows(tx, organisationId)).map(listOf);
}

/** One of them. */
export async function findPeopleList(tx: Transaction, peopleListId: number) {
  const row = await byId.first(tx, peopleListId);
  return row && listOf(row);
}

/** Everybody in an organisation with what their account hangs on; never where they live. */
export async function readPeopleList(tx: Transaction, organisationId: number) {
  return rows.rows(tx, organisationId);
}

function listOf(row: NonNullable<Awaited<ReturnType<typeof byId.first>>>) {
  return {
    peopleListId: row.people_list_id,
    organisationId: row.organisation_id,
    state: row.state,
    askedBy: row.asked_by,
    asker: row.asker,
    askedAt: row.asked_at,
    decider: row.decider,
    decidedAt: row.decided_at,
  };
}
