-- Why: a shield is asked for, decided, reviewed and lifted by people, two of them where anything is opened; names close; what must never be seen as one is kept apart.

-- One decision to protect a person. Its shields stand on every record that it covers.
create table protection (
  protection_id bigint generated always as identity primary key,
  person_id bigint not null, -- whom it protects: a carer's number, or a child's own
  council_code smallint references council, -- whose people decide
  because text not null constraint check_protection_reason_is_known check (because in ('risk of violence', 'domestic abuse',
    'adoption or new identity', 'witness protection', 'restricted by the NHS', 'other risk to safety')),
  asked_as text not null constraint check_protection_asker_is_known check (asked_as in ('user', 'family', 'supplier')),
  asked_by integer references account, -- empty where no user asked
  asked_at timestamptz not null,
  decide_by date not null,
  decided_by integer references account, -- empty where a supplier decides for itself
  decided_at timestamptz,
  review_on date,
  lift_because text constraint check_lift_reason_is_known check (lift_because in ('danger is over', 'the family asked', 'asked by mistake')),
  lift_asked_by integer references account,
  lift_asked_at timestamptz,
  lifted_by integer references account,
  lifted_at timestamptz,
  constraint check_user_who_asked_is_known check ((asked_as = 'user') = (asked_by is not null)),
  constraint check_decision_sets_review check ((decided_at is null) = (review_on is null)),
  constraint check_decider_has_decided check (decided_by is null or decided_at is not null),
  constraint check_nobody_decides_what_they_asked check (decided_by <> asked_by),
  constraint check_asking_to_lift_is_whole check ((lift_asked_by is null) = (lift_asked_at is null)
    and (lift_asked_by is null) = (lift_because is null)),
  constraint check_lift_was_asked check ((lifted_by is null) = (lifted_at is null) and (lifted_by is null or lift_asked_by is not null)),
  constraint check_two_people_lift_a_shield check (lifted_by <> lift_asked_by)
);
-- One a person and reason: a form that is sent twice asks once.
create unique index protection_one_of_each_reason on protection (person_id, because) where lifted_at is null;
create index protection_waiting on protection (council_code, decide_by) where decided_at is null and lifted_at is null;
create index protection_by_review on protection (council_code, review_on) where lifted_at is null;

-- Which decision a shield is of; empty where it was put on before there were any. One child may be taken out, by two people.
alter table shield
  add column protection_id bigint,
  add column lift_asked_by integer,
  add column lifted_by integer,
  add constraint check_two_people_narrow_a_shield check (lifted_by <> lift_asked_by),
  add constraint check_lifting_took_two_people
    check (protection_id is null or lifted_on is null or (lift_asked_by is not null and lifted_by is not null));
create unique index shield_one_of_a_protection on shield (child_id, protection_id) where lifted_on is null;
create index shield_by_protection on shield (protection_id);

-- Who else is of the same home.
create index if not exists child_address_by_postcode on child_address (postcode) where standing <> 'former';

-- What the nightly check of the shields found, of rules that must hold of every shielded child.
create table shield_check (
  checked_on date primary key,
  checked_at timestamptz not null,
  shielded integer not null,
  broken text[] not null -- the rules that did not hold
);
grant select, insert on shield_check to contactpoint_application;

grant select, insert, update on protection to contactpoint_application;

-- A shielded record opened in an emergency: for a quarter of an hour, and reviewed by another the next working day.
create table emergency_opening (
  child_id bigint not null references child on delete cascade,
  opening_no smallint not null,
  emergency_id bigint generated always as identity, -- by which a review names it, and no child
  account_id integer not null references account,
  because text not null constraint check_emergency_is_known
    check (because in ('life in danger', 'serious injury or illness', 'child is missing', 'protection this hour')),
  opened_at timestamptz not null,
  open_until timestamptz not null,
  event_id uuid, -- of the log's entry
  review_due_on date not null,
  reviewed_by integer references account,
  reviewed_at timestamptz,
  finding text constraint check_emergency_finding_is_known check (finding in ('was right', 'to be asked')),
  family text constraint check_emergency_telling_is_known check (family in ('to be told', 'held')),
  primary key (child_id, opening_no),
  constraint check_open_for_a_quarter check (open_until = opened_at + interval '15 minutes'),
  constraint check_review_is_whole check ((reviewed_by is null) = (reviewed_at is null) and (reviewed_by is null) = (finding is null)
    and (reviewed_by is null) = (family is null)),
  constraint check_nobody_reviews_their_own_opening check (reviewed_by <> account_id)
);
create index emergency_opening_by_account on emergency_opening (account_id, child_id, open_until);
create index emergency_opening_waiting on emergency_opening (review_due_on, emergency_id) where reviewed_at is null;
create index emergency_opening_by_id on emergency_opening (emergency_id);

alter table case_source
  drop constraint check_case_origin_is_known,
  add constraint check_case_origin_is_known check (origin in ('alert', 'random dip', 'family', 'colleague', 'emergency opening'));

grant select, insert, update on emergency_opening to contactpoint_application;
