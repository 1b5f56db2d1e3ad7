-- Why: what looks like misuse is worked by people to an outcome, two of them where it is serious, and what they decide is carried out and counted.

-- One account's London day that somebody asks about. No child is named here: only the log's entries lead to one.
create table misuse_case (
  case_id integer generated always as identity primary key,
  account_id integer not null references account,
  day date not null,
  opened_at timestamptz not null,
  state text not null default 'open' constraint check_case_state_is_known check (state in ('open', 'second person', 'closed')),
  asked_at timestamptz, -- the user was asked why
  answer_due_on date,
  answer text constraint check_answer_is_known check (answer in ('my own work', 'covering for a colleague', 'asked by the family',
    'duty call', 'wrong child', 'training', 'own family', 'other')),
  answered_at timestamptz,
  suspended_by integer references account,
  suspended_at timestamptz,
  deliberate boolean,
  outcomes text[] not null default '{}',
  family text constraint check_family_decision_is_known check (family in ('told', 'would endanger')),
  proposed_by integer references account,
  proposed_at timestamptz,
  decided_by integer references account,
  decided_at timestamptz,
  report_due_on date, -- the employer's
  reported_at timestamptz,
  employer_did text constraint check_employer_punishment_is_known
    check (employer_did in ('dismissed', 'resigned first', 'final warning', 'other duties', 'none')),
  lapsed_at timestamptz, -- the employer's accreditation, for want of a report
  breach_since timestamptz,
  breach_ended_at timestamptz,
  breach_ended_as text constraint check_breach_end_is_known check (breach_ended_as in ('commissioner told', 'no risk')),
  appealed_at timestamptz,
  appeal_heard_by integer references account,
  appeal_heard_at timestamptz,
  appeal_result text constraint check_appeal_result_is_known check (appeal_result in ('upheld', 'overturned')),
  constraint check_outcomes_are_known check (outcomes <@ array['explained', 'retraining', 'warning', 'suspended', 'access ended',
    'employer told', 'regulator told', 'barring service told', 'authorities told']),
  constraint check_answer_has_its_time check ((answer is null) = (answered_at is null)),
  constraint check_answer_was_asked check (answered_at is null or asked_at is not null),
  constraint check_question_has_its_last_day check ((asked_at is null) = (answer_due_on is null)),
  constraint check_decision_is_whole check ((state = 'closed') = (decided_by is not null) and (decided_by is null) = (decided_at is null)),
  constraint check_serious_outcomes_take_two_people check (decided_by <> proposed_by
    or not outcomes && array['access ended', 'employer told', 'regulator told', 'barring service told', 'authorities told']),
  constraint check_appeal_is_heard_by_another check (appeal_heard_by <> decided_by and appeal_heard_by <> proposed_by
    and appeal_heard_by <> coalesce(suspended_by, 0)),
  constraint check_nobody_judges_themselves
    check (proposed_by <> account_id and decided_by <> account_id and suspended_by <> account_id and appeal_heard_by <> account_id)
);
create unique index misuse_case_one_a_day on misuse_case (account_id, day) where state <> 'closed';
create index misuse_case_waiting on misuse_case (opened_at, case_id) where state <> 'closed';
create index misuse_case_by_account on misuse_case (account_id);
create index misuse_case_by_decision on misuse_case (decided_at) where state = 'closed';

-- What a case was opened on: an alert, a draw by lot, a family, a colleague. Several may meet in one case.
create table case_source (
  case_id integer not null references misuse_case,
  source_no smallint not null,
  origin text not null constraint check_case_origin_is_known check (origin in ('alert', 'random dip', 'family', 'colleague')),
  alert_id integer references misuse_alert,
  event_id uuid, -- of the log, where a family or a colleague pointed at one
  came_at timestamptz not null,
  primary key (case_id, source_no),
  constraint case_source_alert_once unique (alert_id),
  constraint check_source_is_an_alert_or_an_entry check ((alert_id is null) <> (event_id is null))
);

-- Who a user is across accounts and employers, as a keyed hash of name and date of birth: the key is not in the database.
create table person_mark (
  account_id integer primary key references account,
  mark bytea not null constraint check_mark_is_sha256 check (length(mark) = 32)
);
create index person_mark_by_mark on person_mark (mark);

-- Accounts whose access was ended for good, and until when the same person may have no other.
create table barred_account (
  account_id integer primary key references account,
  case_id integer not null references misuse_case,
  barred_from date not null,
  barred_until date not null,
  constraint check_barred_for_six_years check (barred_until >= barred_from + interval '6 years' - interval '1 day')
);

grant select, insert, update on misuse_case to contactpoint_application;
grant select, insert on case_source to contactpoint_application;
grant select, insert on person_mark to contactpoint_application;
grant select, insert, delete on barred_account to contactpoint_application;
grant select, insert on person_mark to contactpoint_misuse;
