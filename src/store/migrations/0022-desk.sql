-- Why: whatever only a person can put right is on one list, worst for the child first, and is not forgotten when it is put off or in somebody's hands.

-- One thing to put right. What it is about stands in its own table or in the record; here stands only that it waits, at whose desk, and till when.
create table desk_item (
  child_id bigint not null references child on delete cascade, -- whom it is about; of a row that waits, the likeliest child
  queue text not null constraint check_queue_is_known check (queue in ('born shielded', 'possible duplicate', 'border move',
    'possible match', 'disagreeing facts', 'no school or GP', 'unconfirmed contacts')),
  other bigint not null, -- the source row that waits, the other record, or the council of a move; 0 where the child is enough
  item_id bigint generated always as identity, -- by which a page names it, and no child
  council_code smallint references council, -- whose desk; null: it is not known where the child lives, and every desk shows it
  found_on date not null,
  due_on date not null,
  assigned_to integer references account,
  deferred_until date, -- nobody is shown it as waiting before
  settled_at timestamptz,
  settled_by integer references account, -- null where it went away by itself
  settled_as text constraint check_settling_of_item_is_known check (settled_as in ('same child', 'not the same child', 'new child',
    'not for this index', 'put right', 'right as it is', 'accepted', 'by itself')),
  primary key (child_id, queue, other),
  constraint check_settling_of_item_is_whole check ((settled_at is null) = (settled_as is null)),
  constraint check_settled_by_itself_or_somebody check (settled_at is null or (settled_by is null) = (settled_as = 'by itself'))
);
create index desk_item_by_id on desk_item (item_id);
create index desk_item_open on desk_item (council_code, queue, due_on) where settled_at is null;
create index desk_item_settled on desk_item (settled_at) where settled_at is not null;
create index desk_item_by_other on desk_item (other) where other <> 0;

-- How far the look for what is not right in records has gone round.
create table desk_round (
  round_no smallint primary key default 1 constraint check_desk_round_is_one check (round_no = 1),
  after_child bigint not null default 0
);
insert into desk_round default values;

-- Who wants no keys of one letter at the desk (WCAG 2.1.4).
create table desk_without_keys (
  account_id integer primary key references account
);

-- A pair that may be of twins is merged by two people: the first of them.
alter table possible_duplicate
  add column same_asked_by integer references account,
  add column same_asked_at timestamptz,
  add constraint check_asking_for_merge_is_whole check ((same_asked_by is null) = (same_asked_at is null)),
  add constraint check_nobody_confirms_their_own_merge check (decision is distinct from 'same child' or decided_by_account is distinct from same_asked_by);

grant select, insert, update on desk_item to contactpoint_application;
grant select, insert, update on desk_round to contactpoint_application;
grant insert on duplicate_round to contactpoint_application; -- a population empties every table
grant select, insert, delete on desk_without_keys to contactpoint_application;
