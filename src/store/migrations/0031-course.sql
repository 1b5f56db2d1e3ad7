-- Why: who passed the course, so that an administrator sees it where training is recorded.

create table course_pass (
  account_id integer not null references account,
  passed_at timestamptz not null,
  course_version smallint not null constraint check_course_version_is_one check (course_version > 0),
  constraint course_pass_pkey primary key (account_id, passed_at)
);

grant select, insert on course_pass to contactpoint_application;
