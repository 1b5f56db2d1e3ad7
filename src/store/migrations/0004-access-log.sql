-- Why: every look is written down before it is answered, in rows that the running service can add and read but never alter.

create table log_entry (
  event_id uuid not null,
  recorded_at timestamptz not null,
  number bigint, -- given later, by the sequencer
  account_id integer, -- as in the body: repeated for finding
  act text not null, -- as in the body
  salt bytea not null constraint check_entry_salt_is_long check (length(salt) >= 16),
  body text not null, -- canonical JSON; names every part by its hash
  entry_hash bytea not null constraint check_entry_hash_is_sha256 check (length(entry_hash) = 32),
  primary key (event_id, recorded_at)
) partition by range (recorded_at);
create index log_entry_by_account on log_entry (account_id, recorded_at);
create index log_entry_unnumbered on log_entry (recorded_at) where number is null;

-- What may have to be forgotten, apart from the entry: search terms, and one row for each child.
create table log_part (
  event_id uuid not null,
  recorded_at timestamptz not null,
  part_no smallint not null,
  kind text not null constraint check_part_kind_is_known check (kind in ('search terms', 'child')),
  child_id bigint,
  salt bytea not null constraint check_part_salt_is_long check (length(salt) >= 16),
  body text not null,
  part_hash bytea not null constraint check_part_hash_is_sha256 check (length(part_hash) = 32),
  primary key (event_id, part_no, recorded_at)
) partition by range (recorded_at);
create index log_part_by_child on log_part (child_id, recorded_at) where child_id is not null;

-- A month each; the last one catches whatever no month was made for, so that no entry is ever refused a place.
create function make_log_months(first_month date, months integer) returns void
language plpgsql as $$
declare
  month date;
  base text;
begin
  foreach base in array array['log_entry', 'log_part'] loop
    for month in
      select generate_series(first_month, first_month + make_interval(months => months - 1), interval '1 month')::date
    loop
      execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
        base || '_' || to_char(month, 'YYYY_MM'), base, month, (month + interval '1 month')::date);
    end loop;
    execute format('create table if not exists %I partition of %I default', base || '_unplanned', base);
  end loop;
end
$$;

grant select, insert (event_id, recorded_at, account_id, act, salt, body, entry_hash) on log_entry to contactpoint_application;
grant select, insert on log_part to contactpoint_application;
grant select, update (number) on log_entry to contactpoint_sequencer;
grant select, delete on log_part to contactpoint_eraser;
grant select on log_entry to contactpoint_eraser;
