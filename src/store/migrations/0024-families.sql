-- Why: a child or a parent sees who is helping and who has looked, by an account that is never a practitioner's and holds no name.

create table family_account (
  child_id bigint not null references child on delete cascade,
  family_no smallint not null,
  person_id bigint, -- the carer's own number, whatever row they stand on; empty for the young person
  user_name text not null, -- made by us at random: tells nothing of anybody
  state text not null default 'invited' constraint check_family_state_is_known check (state in ('waiting', 'invited', 'active', 'ended')),
  identity_seen text not null constraint check_family_identity_is_known
    check (identity_seen in ('passport', 'driving licence', 'identity card', 'known to a professional')),
  responsibility_seen text constraint check_family_responsibility_is_known
    check (responsibility_seen in ('birth certificate', 'court order', 'adoption certificate', 'agreement registered with the court')),
  handed_over_by text not null constraint check_family_hand_over_is_known
    check (handed_over_by in ('school', 'surgery', 'worker', 'post')),
  invited_by integer not null references account,
  invited_at timestamptz not null,
  seconded_by integer references account, -- where it is disputed who has responsibility, two people invite
  code_hash bytea constraint check_family_code_hash_is_sha256 check (length(code_hash) = 32),
  code_expires_at timestamptz not null,
  setup_hash bytea, -- of the secret of the browser that gave the code
  setup_begun_at timestamptz,
  sealed_seed bytea, -- AES-256-GCM under a key that is not in the database
  drift_steps smallint not null default 0,
  last_step bigint not null default 0, -- the last 30-second step used: a code works once
  salt bytea,
  memory_kib integer,
  passes integer,
  verifier bytea,
  primary key (child_id, family_no),
  constraint check_responsibility_is_seen_of_carers check ((person_id is null) = (responsibility_seen is null)),
  constraint check_family_is_seconded_by_another check (seconded_by is null or seconded_by <> invited_by),
  constraint check_active_family_can_sign_in check (state <> 'active' or (sealed_seed is not null and verifier is not null))
);
create unique index family_account_by_user_name on family_account (user_name);
create unique index family_account_one_of_a_person on family_account (child_id, coalesce(person_id, 0)) where state <> 'ended';
create index family_account_by_setup on family_account (setup_hash) where setup_hash is not null;

create table family_session (
  child_id bigint not null references child on delete cascade,
  session_hash bytea not null,
  family_no smallint not null,
  begun_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  primary key (child_id, session_hash)
);
create unique index family_session_by_hash on family_session (session_hash);

-- A held look that a person let go; it names the log's entry, and no child.
create table look_release (
  event_id uuid primary key,
  released_at timestamptz not null,
  released_by integer not null references account
);

grant select, insert, update on family_account to contactpoint_application;
grant select, insert, update on family_session to contactpoint_application;
grant select, insert on look_release to contactpoint_application;
