-- Why: when a child moves to another council neither may think that the other has them; and a wrong merge gives back all that it took, not only what links say.

-- A child's address crossed a council border. Both councils have a task until the new one accepts.
create table council_move (
  child_id bigint not null references child on delete cascade,
  move_no smallint not null,
  from_council smallint not null references council,
  to_council smallint not null references council,
  found_on date not null,
  accepted_by integer references account,
  accepted_at timestamptz,
  responsible text constraint check_responsible_after_move_is_known check (responsible in (
    'to', -- the new council
    'from')), -- a placed child: it stays with the old one
  ended_on date, -- the child moved on, or back, before anybody accepted
  primary key (child_id, move_no),
  constraint check_move_crosses_a_border check (from_council <> to_council),
  constraint check_accepting_is_whole check ((accepted_by is null) = (accepted_at is null) and (accepted_by is null) = (responsible is null)),
  constraint check_move_ends_once check (accepted_at is null or ended_on is null)
);
create unique index council_move_one_open on council_move (child_id) where accepted_at is null and ended_on is null;

grant select, insert, update on council_move to contactpoint_application;

-- What else than links a merge took from each of the two, and under which number it stands meanwhile: enough to give it back.
create table merged_part (
  child_id bigint not null references child on delete cascade,
  part text not null constraint check_merged_part_is_known check (part in ('shield', 'involvement', 'education', 'consent', 'hand_over',
    'emergency_opening', 'council_move', 'well_known_child', 'match_candidate', 'possible_duplicate', 'possible_match')),
  from_child_id bigint not null references child on delete cascade,
  from_no bigint not null,
  to_no bigint not null,
  is_kept boolean not null default false, -- it stayed where it was, since the other of the two had the same: to_no
  was_standing boolean not null default false, -- it led, or shielded by likeness, on its own record, and does again after the un-merge
  primary key (child_id, part, from_child_id, from_no)
);
create index merged_part_from on merged_part (from_child_id);

grant select, insert on merged_part to contactpoint_application;
grant update (child_id, consent_no) on consent to contactpoint_application;
grant update (child_id, hand_over_no, involvement_no, to_involvement_no) on hand_over to contactpoint_application;
grant update (child_id) on well_known_child to contactpoint_application;
