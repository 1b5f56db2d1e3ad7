-- Why: who gets in is decided in the product: organisations accredited on evidence, people proposed by one administrator and approved by another, who then choose their own secrets.

-- Whoever runs the rules that watch for misuse: the only reader of where users live.
do $$
begin
  create role contactpoint_misuse nologin;
exception when duplicate_object or unique_violation then
  null; -- roles belong to the whole cluster: another database of it made it
end
$$;

alter table account
  add column email text, -- at work: where warnings go
  add column manager_account_id integer references account,
  add column manager_name text,
  add column manager_email text,
  add column vetting_certificate text, -- its number, dated vetted_on
  add column training_course text, -- passed on trained_on
  add column agreement_version smallint, -- signed on agreement_signed_on
  add constraint check_manager_is_an_account_or_a_named_person
    check (manager_account_id is null or (manager_name is null and manager_email is null)),
  add constraint check_nobody_is_their_own_manager check (manager_account_id <> account_id),
  drop constraint check_state_is_known,
  add constraint check_state_is_known
    check (state in ('proposed', 'refused', 'enrolled', 'active', 'suspended', 'closed'));

-- What an organisation was accredited on, once for each time. The last day stands on the organisation too, where each request reads it.
create table accreditation (
  accreditation_id integer generated always as identity primary key,
  organisation_id integer not null references organisation,
  evidence text not null,
  evidence_reference text not null,
  accredited_from date not null,
  accredited_until date not null,
  disciplinary_name text not null, -- who hears of a user's misconduct
  disciplinary_telephone text not null,
  disciplinary_email text not null,
  state text not null default 'proposed',
  proposed_by integer not null references account,
  proposed_at timestamptz not null,
  decided_by integer references account,
  decided_at timestamptz,
  constraint check_accreditation_state_is_known check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
  constraint check_accreditation_ends_after_it_begins check (accredited_until > accredited_from),
  constraint check_accreditation_is_decided_by_another check (decided_by <> proposed_by),
  constraint check_accreditation_decision_is_whole
    check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null))
);
create unique index accreditation_one_proposed on accreditation (organisation_id) where state = 'proposed';
create index accreditation_by_organisation on accreditation (organisation_id, accredited_from);

-- Somebody proposed for an account. The account is there from the beginning, in a state that lets nobody in.
create table enrolment (
  enrolment_id integer generated always as identity primary key,
  account_id integer not null references account,
  organisation_id integer not null references organisation,
  team_id integer references team,
  telephone text,
  state text not null default 'proposed',
  proposed_by integer not null references account,
  proposed_at timestamptz not null,
  decided_by integer references account,
  decided_at timestamptz,
  unique (account_id),
  constraint check_enrolment_state_is_known check (state in ('proposed', 'approved', 'refused')),
  constraint check_enrolment_is_decided_by_another check (decided_by <> proposed_by),
  constraint check_enrolment_is_not_decided_by_the_enrolled check (decided_by <> account_id),
  constraint check_enrolment_decision_is_whole
    check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null))
);
create index enrolment_waiting on enrolment (organisation_id) where state = 'proposed';

-- A new security check or training of somebody who has an account. A security check counts once another administrator has seen it.
create table renewal (
  account_id integer not null references account,
  renewal_no smallint not null,
  kind text not null,
  reference text not null, -- the certificate's number, or the course
  dated_on date not null,
  state text not null default 'proposed',
  proposed_by integer not null references account,
  proposed_at timestamptz not null,
  decided_by integer references account,
  decided_at timestamptz,
  primary key (account_id, renewal_no),
  constraint check_renewal_kind_is_known check (kind in ('security check', 'training')),
  constraint check_renewal_state_is_known check (state in ('proposed', 'approved', 'refused')),
  constraint check_renewal_is_decided_by_another check (kind = 'training' or decided_by <> proposed_by),
  constraint check_nobody_renews_their_own check (proposed_by <> account_id and decided_by <> account_id),
  constraint check_renewal_decision_is_whole
    check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null))
);
create unique index renewal_one_proposed on renewal (account_id, kind) where state = 'proposed';

-- Which text of the user agreement somebody signed: its words are in the program, and their hash here.
create table agreement_signature (
  account_id integer not null references account,
  signed_at timestamptz not null,
  agreement_version smallint not null,
  text_hash bytea not null,
  primary key (account_id, signed_at)
);

-- Lets somebody set secrets of their own, once. One an account: a new one takes the place of the last.
create table activation_code (
  account_id integer primary key references account,
  code_hash bytea not null, -- keyed: the key is not in the database
  made_by integer references account,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- A browser in which a code was typed, until its owner has what signing in takes.
create table activation (
  activation_hash bytea primary key,
  account_id integer not null references account,
  begun_at timestamptz not null,
  sealed_seed bytea, -- of the token that is being shown, until a code proves it
  ended_at timestamptz
);
create unique index activation_one_at_a_time on activation (account_id) where ended_at is null;

grant usage on schema public to contactpoint_misuse;
grant select on account_personal to contactpoint_misuse;

grant insert on organisation, team, practitioner, account, account_verifier, account_token to contactpoint_application;
grant update (accredited_until) on organisation to contactpoint_application;
grant update (user_name, state, practitioner_id, vetted_on, vetting_certificate, trained_on, training_course,
    agreement_signed_on, agreement_version)
  on account to contactpoint_application;
grant update (salt, memory_kib, passes, verifier) on account_verifier to contactpoint_application;
grant select (account_id), delete on account_personal to contactpoint_application; -- of one who was refused
grant select, insert, update (state, decided_by, decided_at)
  on accreditation, enrolment, renewal to contactpoint_application;
grant select, insert on agreement_signature to contactpoint_application;
grant select, insert, update on activation_code to contactpoint_application;
grant select, insert, update (ended_at, sealed_seed) on activation to contactpoint_application;
