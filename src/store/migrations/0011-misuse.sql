-- Why: misuse is looked for in the log by a role of its own, which alone may know where users live and which children are decoys; what it finds waits for a person.

do $$
begin
  create role contactpoint_misuse nologin;
exception when duplicate_object or unique_violation then
  null; -- roles belong to the whole cluster: another database of it made it
end
$$;

-- One for each account and London day that is to be asked about. Children are reached only through the log's parts.
create table misuse_alert (
  alert_id integer generated always as identity primary key,
  account_id integer not null references account,
  day date not null,
  score real not null, -- log odds; shown to nobody as a ranking of staff
  raised_at timestamptz not null,
  random_dip boolean not null default false, -- drawn by lot, whatever was found
  state text not null default 'new' constraint check_alert_state_is_known check (state in ('held', 'new', 'in a case', 'closed')),
  accesses integer not null, -- that day
  explained integer not null, -- of them
  event_ids uuid[] not null,
  findings jsonb not null, -- [{kind, weight, says, events}]: no child's detail
  constraint misuse_alert_one_a_day unique (account_id, day)
);
create index misuse_alert_by_day on misuse_alert (day);

-- What each account did on each day, in numbers: a habit to hold a day against. Kept twelve months.
create table usage_day (
  account_id integer not null references account,
  day date not null,
  openings integer not null,
  bare_searches integer not null, -- that led to no opening
  explained integer not null,
  urgent integer not null, -- openings as an emergency, or on an urgent footing
  hours integer not null, -- a bit for each hour of the London day
  score real not null,
  primary key (account_id, day)
);
create index usage_day_by_day on usage_day (day);

-- Openings that nothing explained, to be looked at again when work should have followed.
create table unexplained_access (
  account_id integer not null references account,
  recorded_at timestamptz not null,
  event_id uuid not null,
  primary key (account_id, recorded_at, event_id)
);

-- How far into the log the review has come.
create table usage_review (
  only_row boolean primary key default true constraint check_there_is_one_review check (only_row),
  reviewed_to bigint not null,
  reviewed_at timestamptz not null
);

-- Decoys: whoever opens one is asked why. No other role can tell them from children.
create table canary (
  child_id bigint primary key references child on delete cascade,
  council_code smallint not null references council,
  placed_on date not null
);

-- Children of families that many people know of: a list that reviewers keep. Two of them take a child off it.
create table well_known_child (
  child_id bigint primary key references child on delete cascade,
  added_by integer not null references account,
  added_at timestamptz not null,
  removal_asked_by integer references account,
  removal_asked_at timestamptz,
  constraint check_removal_is_asked_by_somebody check ((removal_asked_by is null) = (removal_asked_at is null))
);

create index if not exists carer_by_person on carer (person_id) where person_id is not null;
create index account_personal_by_home on account_personal (home_postcode);
create index account_personal_by_person on account_personal (person_id) where person_id is not null;

grant usage on schema public to contactpoint_misuse;
grant select on account, account_personal, organisation, team, practitioner, council, postcode, supplier, child, child_address,
  carer, education, gp_registration, involvement, shield, link, search_entry, log_entry, log_part, canary, well_known_child
  to contactpoint_misuse;
grant select, insert, update, delete on misuse_alert, usage_day, unexplained_access, usage_review to contactpoint_misuse;

grant select, update (state) on misuse_alert to contactpoint_application;
grant select (account_id, day, openings, bare_searches) on usage_day to contactpoint_application;
grant select, insert, delete, update (removal_asked_by, removal_asked_at) on well_known_child to contactpoint_application;
