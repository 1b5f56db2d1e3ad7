-- Why: who has left is closed at that midnight and removed from everything by a role that does nothing else, and no late feed brings them back.

do $$
begin
  create role contactpoint_leaving nologin;
exception when duplicate_object or unique_violation then
  null; -- roles belong to the whole cluster: another database of it made it
end
$$;

-- Who leaves is asked every minute: the few at the head of this.
create index child_by_leaving on child (leaves_on, child_id);

-- Until when a young person asked to stay; null for everybody who leaves at 18.
alter table child add column stays_until date;

-- The latest London day that the leaving job has seen: a clock that is set back opens no record again.
create table leaving_clock (
  only_row boolean primary key default true constraint check_there_is_one_leaving_clock check (only_row),
  closed_to date not null default '1900-01-01',
  held_at timestamptz -- since when it waits for a person, because more would leave than can be right
);
insert into leaving_clock default values;

-- Who has left: the random child id that the access log keeps, and nothing of the child.
create table departure (
  child_id bigint primary key,
  left_at timestamptz not null,
  removed_at timestamptz not null default clock_timestamp(), -- by the database's own clock: whose reading began before may still see the rows
  told_at timestamptz, -- the log's entry of it
  erased_at timestamptz, -- what was typed to find the child is out of the log
  swept_at timestamptz, -- and the space of the rows is cleared
  forget_on date not null -- when the log forgets the id too
);
create index departure_unfinished on departure (child_id) where swept_at is null;
create index departure_by_end on departure (forget_on);

-- A keyed hash of a number or key of a child who left before 18: the key is not in the database.
create table leaving_mark (
  mark bytea primary key constraint check_leaving_mark_is_sha256 check (length(mark) = 32),
  left_child_id bigint not null, -- whose marks go together, should the child come back
  forget_on date not null
);
create index leaving_mark_by_end on leaving_mark (forget_on);
create index leaving_mark_by_child on leaving_mark (left_child_id);

-- What was told to the young person, and to nobody else.
create table leaving_notice (
  child_id bigint not null references child on delete cascade,
  notice text not null constraint check_leaving_notice_is_known check (notice in ('6 months', '1 month')),
  leaves_on date not null, -- the day that it tells of
  made_on date not null,
  primary key (child_id, leaves_on, notice)
);

-- What was typed is gone through each night that somebody leaves, and forgotten after its time.
create index log_part_typed on log_part (recorded_at) where kind = 'search terms';

-- The planner keeps samples of values, and of a table that was emptied it keeps the old ones: here none are needed.
alter table search alter column criteria set statistics 0;
alter table log_part alter column body set statistics 0;
alter table staged_row alter column item set statistics 0;
alter table source_former_name alter column given_names set statistics 0, alter column family_name set statistics 0;

grant usage on schema public to contactpoint_leaving;
grant select on child, child_number, link, source_row, source_carer, record_merge, carer, protection, possible_match, search, search_entry
  to contactpoint_leaving;
grant delete on child, child_number, source_row, source_carer, protection, search to contactpoint_leaving;
grant update (leaves_on) on child to contactpoint_leaving; -- to hold the record while it is removed
grant select, update on leaving_clock to contactpoint_leaving;
grant select, insert, update, delete on departure, leaving_mark to contactpoint_leaving;
grant select on leaving_clock, departure, leaving_mark to contactpoint_application;
grant select, insert on leaving_notice to contactpoint_application;
