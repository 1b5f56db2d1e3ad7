-- Why: no account may look up more children in a day than work explains, however many requests it sends at once.

-- What one account looked up on one of London's days. Counted in the act's own transaction; forgotten the day after.
create table account_day (
  day date not null,
  account_id integer not null references account,
  hour timestamptz not null, -- the clock hour that searches_this_hour counts
  said_why_in timestamptz, -- the clock hour for which a reason was given
  searches_this_hour integer not null default 0,
  searches integer not null default 0,
  listed integer not null default 0,
  said_why_today boolean not null default false,
  raised boolean not null default false, -- once a day, by an account administrator
  -- Which children, so that one opened again is not counted again, nor one opened twice at once. Bounded by the limit: 225 at most.
  opened bigint[] not null default '{}',
  primary key (day, account_id)
) with (fillfactor = 60); -- room to count in place: nothing that is indexed changes

-- Organisations whose accounts have together done too much on a day; 0 stands for all organisations. Written by the
-- clock's work, so that colleagues never wait for each other at one row.
create table budget_stop (
  day date not null,
  organisation_id integer not null,
  primary key (day, organisation_id)
);

create index account_by_organisation on account (organisation_id);

grant select, insert, update, delete on account_day, budget_stop to contactpoint_application;
