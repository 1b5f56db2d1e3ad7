-- Why: people see where they were signed in, a page on a shared machine can be covered, and who looks for a colleague on the telephone names that colleague.

alter table session
  add column browser text not null default 'Another browser' constraint check_browser_is_of_a_known_kind check (
    browser ~ '^(Chrome|Edge|Firefox|Safari|Another browser)( on (Windows|a Mac|an iPhone|an iPad|Android|a Chromebook|Linux))?$'),
  add column ended_because text constraint check_session_end_is_known check (
    ended_because in ('signed out', 'signed in elsewhere', 'account shut', 'wrong codes')),
  add column covered_at timestamptz, -- since when a shared machine's page is covered, where somebody covered it
  add column wrong_codes smallint not null default 0; -- since it was covered

-- For whom somebody looks now. Gone when it is over: the access log alone keeps it.
create table mediation (
  session_hash bytea primary key, -- whose: a session has one at a time
  began_at timestamptz not null,
  colleague_name text not null constraint check_colleague_has_a_name_and_no_more check (
    length(colleague_name) between 2 and 70 and colleague_name !~ '[0-9[:cntrl:]@:;,/\\<>()"]'),
  organisation_kind text not null,
  organisation_code text, -- in the register of its kind, where it has one
  organisation_name text, -- as the register says
  identified_by text not null constraint check_identifying_is_known check (
    identified_by in ('called back', 'known personally', 'spoken reference'))
);
create index mediation_by_age on mediation (began_at);

alter table log_part drop constraint check_part_kind_is_known;
alter table log_part add constraint check_part_kind_is_known check (kind in ('search terms', 'child', 'colleague'));

grant update (ended_because, covered_at, wrong_codes) on session to contactpoint_application;
grant select, insert, delete on mediation to contactpoint_application;
