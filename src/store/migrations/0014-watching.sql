-- Why: the log is checked by time, well-known families and published years have their lists, and a person who was barred is known again.

-- The parts of a span of the log are read together by their time. A range index: parts stand on disk as they came.
create index log_part_by_time on log_part using brin (recorded_at) with (pages_per_range = 16, autosummarize = on);

-- How deliberate or careless use was punished, as it was published: a year stands as it was said once.
create table published_year (
  year smallint primary key,
  published_on date not null
);
create table published_punishment (
  year smallint not null references published_year,
  organisation_kind text not null,
  punished_by text not null constraint check_punisher_is_known check (punished_by in ('reviewers', 'employer')),
  punishment text not null,
  people integer not null constraint check_somebody_was_punished check (people > 0),
  primary key (year, organisation_kind, punished_by, punishment)
);
grant select, insert on published_year, published_punishment to contactpoint_application;
