-- Why: somebody asks that a worker contact them, by a structured request that is chased on a clock; of whom is not told, the asker learns neither service nor place.

-- It goes to whoever works with the child of the row. No free text: who asks is an account, and how they are reached a number or address of theirs.
create table contact_request (
  child_id bigint not null references child on delete cascade,
  request_no bigint generated always as identity,
  kind text not null constraint check_contact_request_kind_is_known
    check (kind in ('named', 'relayed', 'withheld', 'any other child', 'other child')),
  to_team_id integer references team, -- empty where it goes to nobody: 'any other child', of which the asker has this line and no more
  to_practitioner_id integer references practitioner, -- empty where anybody of the team may answer
  also_team_id integer references team, -- that manages, once it waited too long
  reach_by text not null constraint check_way_to_reach_is_known check (reach_by in ('telephone', 'email', 'relay uk')),
  telephone text,
  email text,
  urgency text not null constraint check_urgency_is_known check (urgency in ('now', 'today', 'this week')),
  footing text not null constraint check_contact_request_footing_is_known
    check (footing in ('child agreed', 'parent agreed', 'urgent', 'asking puts child at risk')),
  asked_by integer not null references account,
  asked_at timestamptz not null,
  state text not null default 'asked' constraint check_contact_request_state_is_known
    check (state in ('asked', 'seen', 'passed on', 'accepted', 'declined', 'done', 'withdrawn')),
  state_at timestamptz not null,
  state_by integer references account, -- empty while it is asked
  chased text not null default 'not yet' constraint check_chasing_is_known
    check (chased in ('not yet', 'reminded', 'team', 'management')),
  chase_at timestamptz, -- empty where nothing is chased any more
  version integer not null default 1, -- counts what people did with it: a form that saw an older one changes nothing
  primary key (child_id, request_no),
  constraint check_way_to_reach_is_given check ((reach_by = 'email') = (email is not null) and (reach_by = 'email') = (telephone is null)),
  constraint check_asked_of_a_team check ((kind = 'any other child') = (to_team_id is null)),
  constraint check_answered_by_another check (state not in ('accepted', 'declined', 'passed on') or state_by <> asked_by)
);
create index contact_request_to_team on contact_request (to_team_id) where state in ('asked', 'seen', 'passed on', 'accepted');
create index contact_request_to_management on contact_request (also_team_id) where also_team_id is not null;
create index contact_request_by_asker on contact_request (asked_by, asked_at);
create index contact_request_to_chase on contact_request (chase_at) where chase_at is not null;
-- One that waits, to one receiver about one child: a form that is sent twice asks once.
create unique index contact_request_waits_once on contact_request (child_id, asked_by, kind, coalesce(to_team_id, 0), coalesce(to_practitioner_id, 0))
  where state in ('asked', 'seen', 'passed on');

-- The team of an organisation that hears of what its others left waiting.
alter table team add column manages boolean not null default false;
create index team_that_manages on team (organisation_id) where manages;

grant select, insert on contact_request to contactpoint_application;
grant update (to_team_id, to_practitioner_id, also_team_id, state, state_at, state_by, chased, chase_at, version) on contact_request
  to contactpoint_application;
