-- Why: a name of before is closed for good, and a child with a new identity is never seen as who they were: each takes two people.

-- Known by another record: found by nobody, opened by nobody, and what is still said of it stays on it.
alter table child
  drop constraint check_closing_reason_is_known,
  add constraint check_closing_reason_is_known check (closed_because in ('died', 'left England', 'withdrew', 'another record'));

-- Names that find nothing and show nowhere, whoever says them again.
create table closed_name (
  child_id bigint not null references child on delete cascade,
  name_no smallint not null,
  given_names text not null,
  family_name text not null,
  primary key (child_id, name_no)
);

-- What the first of two people asked, and the second decided.
create table identity_change (
  child_id bigint not null references child on delete cascade, -- whose former names, or whose record, are to be closed
  change_no smallint not null,
  kind text not null constraint check_identity_change_is_known check (kind in ('close former names', 'new record')),
  new_child_id bigint references child on delete set null, -- while it waits: afterwards nothing here leads from one to the other
  asked_by integer not null references account,
  asked_at timestamptz not null,
  decision text constraint check_identity_decision_is_known check (decision in ('carried out', 'dropped')),
  decided_by integer references account,
  decided_at timestamptz,
  primary key (child_id, change_no),
  constraint check_two_people_change_an_identity check (decided_by <> asked_by),
  constraint check_identity_decision_is_whole
    check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)),
  constraint check_nothing_leads_to_the_new_record check (decision is null or new_child_id is null)
);
create unique index identity_change_one_waiting on identity_change (child_id) where decision is null;
create index identity_change_by_new on identity_change (new_child_id) where new_child_id is not null;

grant select, insert on closed_name to contactpoint_application;
grant select, insert, update on identity_change to contactpoint_application;
