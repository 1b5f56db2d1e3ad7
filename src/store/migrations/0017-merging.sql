-- Why: two records of one child become one by changing links only, so that a wrong merge can be taken back exactly.

-- A merge makes a record of its own, child_id. The two that it is made of stay as they were, found by nobody until it is undone.
create table record_merge (
  child_id bigint primary key references child on delete cascade,
  first_child_id bigint not null references child on delete cascade, -- takes what came since and names neither
  second_child_id bigint not null references child on delete cascade,
  decided_by_account integer not null references account,
  decided_at timestamptz not null,
  undone_by_account integer references account,
  undone_at timestamptz,
  constraint check_merge_is_of_two check (first_child_id <> second_child_id),
  constraint check_undoing_of_merge_is_whole check ((undone_by_account is null) = (undone_at is null))
);
create index record_merge_by_first on record_merge (first_child_id);
create index record_merge_by_second on record_merge (second_child_id);

-- Where each link was.
create table merged_link (
  child_id bigint not null references child on delete cascade,
  source_row_id bigint not null references source_row on delete cascade,
  from_child_id bigint not null references child on delete cascade,
  primary key (child_id, source_row_id)
);
create index merged_link_by_row on merged_link (source_row_id);
create index merged_link_from on merged_link (from_child_id);

-- Where each number led; meanwhile it leads to the merged record.
create table merged_number (
  child_id bigint not null references child on delete cascade,
  number_kind text not null,
  number text not null,
  from_child_id bigint not null references child on delete cascade,
  primary key (child_id, number_kind, number)
);
create index merged_number_from on merged_number (from_child_id);

grant select, insert, update (undone_by_account, undone_at) on record_merge to contactpoint_application;
grant select, insert on merged_link, merged_number to contactpoint_application;
