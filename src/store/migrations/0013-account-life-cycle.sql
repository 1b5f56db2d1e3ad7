-- Why: an account is kept current as long as it lasts: suspended, resumed, closed, given another role, proven anew after a loss, confirmed every four months; and a list of people leaves by two people only.

-- What administrators did to an account after it was enrolled. A new role and a new proof take two of them.
create table account_change (
  account_id integer not null references account,
  change_no smallint not null,
  kind text not null,
  because text not null, -- a word of the closed list of its kind, in domain/account-changes.ts
  until_on date, -- the last day of a leave
  role text,
  team_id integer references team,
  known_by text, -- how it was seen who they are
  state text not null default 'approved',
  proposed_by integer references account, -- null: the clock
  proposed_at timestamptz not null,
  decided_by integer references account,
  decided_at timestamptz,
  primary key (account_id, change_no),
  constraint check_account_change_kind_is_known
    check (kind in ('suspended', 'on leave', 'resumed', 'closed', 'new role', 'new proof')),
  constraint check_account_change_state_is_known check (state in ('proposed', 'approved', 'refused')),
  constraint check_leave_has_a_last_day check ((kind = 'on leave') = (until_on is not null)),
  constraint check_new_role_is_named check ((kind = 'new role') = (role is not null)),
  constraint check_new_proof_says_who_was_seen check ((kind = 'new proof') = (known_by is not null)),
  constraint check_account_change_takes_two check (decided_by <> proposed_by),
  constraint check_nobody_changes_their_own_account check (proposed_by <> account_id and decided_by <> account_id),
  constraint check_account_change_decision_is_whole check ((decided_by is null) = (decided_at is null)
    and (kind in ('new role', 'new proof')) = (state = 'proposed' or decided_by is not null))
);
create unique index account_change_one_proposed on account_change (account_id) where state = 'proposed';

-- One look through all of an organisation's people, every four months: whoever is not confirmed by its last day is suspended.
create table access_review (
  organisation_id integer not null references organisation,
  due_on date not null,
  opened_at timestamptz not null,
  ended_at timestamptz, -- its last day is over, and what follows was done
  primary key (organisation_id, due_on)
);
create unique index access_review_one_open on access_review (organisation_id) where ended_at is null;
create index access_review_by_day on access_review (due_on) where ended_at is null;

create table access_review_answer (
  organisation_id integer not null,
  due_on date not null,
  account_id integer not null references account,
  answer text not null constraint check_review_answer_is_known check (answer in ('still needed', 'no longer needed')),
  answered_by integer not null references account,
  answered_at timestamptz not null,
  primary key (organisation_id, due_on, account_id),
  foreign key (organisation_id, due_on) references access_review,
  constraint check_nobody_confirms_themselves check (answered_by <> account_id)
);

-- A list of an organisation's people as a file: one asks, another agrees, and the asker has a day to take it.
create table people_list (
  people_list_id integer generated always as identity primary key,
  organisation_id integer not null references organisation,
  state text not null default 'proposed',
  asked_by integer not null references account,
  asked_at timestamptz not null,
  decided_by integer references account,
  decided_at timestamptz,
  constraint check_people_list_state_is_known check (state in ('proposed', 'approved', 'refused')),
  constraint check_people_list_takes_two check (decided_by <> asked_by),
  constraint check_people_list_decision_is_whole
    check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null))
);
create unique index people_list_one_asked on people_list (organisation_id, asked_by) where state = 'proposed';
create index people_list_by_organisation on people_list (organisation_id, asked_at);

create index account_by_manager on account (manager_account_id) where manager_account_id is not null;

alter table session
  drop constraint check_session_end_is_known,
  add constraint check_session_end_is_known check (
    ended_because in ('signed out', 'signed in elsewhere', 'account shut', 'wrong codes', 'token lost'));

grant select, insert, update (state, decided_by, decided_at) on account_change, people_list to contactpoint_application;
grant select, insert, update (ended_at) on access_review to contactpoint_application;
grant select, insert, update (answer, answered_by, answered_at) on access_review_answer to contactpoint_application;
grant update (role) on account to contactpoint_application;
grant update (team_id, job_title) on practitioner to contactpoint_application;
grant update (state) on accreditation to contactpoint_application;
grant delete on account_verifier, person_mark to contactpoint_application;

-- A token is registered in one way, whoever does it: a seed that is shown waits in pending_code_token.
alter table activation drop column sealed_seed;
alter table sign_in_attempt drop column key_shown;
create index pending_code_token_by_age on pending_code_token (begun_at);

create index account_by_managers_email on account (lower(manager_email)) where manager_email is not null;
