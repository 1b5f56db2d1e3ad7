-- Why: the access log stands under one tree, so that whoever holds an old checkpoint can tell whether anything in it was changed.

create index log_entry_by_number on log_entry (number) where number is not null;

-- One row once the first entry has its number: what the tree is at this moment. Moved by compare and set.
create table log_tree (
  only_row boolean not null default true constraint check_there_is_one_tree check (only_row),
  log_name text not null, -- the origin line of its checkpoints
  tree_size bigint not null constraint check_tree_size_is_not_negative check (tree_size >= 0),
  root bytea not null constraint check_root_is_sha256 check (length(root) = 32),
  constraint log_tree_is_one primary key (only_row)
);

-- C2SP tlog-tiles: 256 hashes side by side, fewer at the right edge. Level 0 are leaves. Nothing of a person stands here.
create table log_tile (
  tile_level smallint not null,
  tile_no bigint not null,
  hashes bytea not null constraint check_tile_holds_hashes
    check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
  constraint log_tile_by_place primary key (tile_level, tile_no)
);
alter table log_tile alter column hashes set storage external; -- hashes do not compress

-- C2SP tlog-checkpoint: the signed note itself, without the lines of witnesses.
create table log_checkpoint (
  tree_size bigint not null,
  note text not null,
  signed_at timestamptz not null,
  constraint log_checkpoint_by_size primary key (tree_size)
);

-- C2SP tlog-cosignature: the signature line of one witness under one checkpoint.
create table log_cosignature (
  tree_size bigint not null,
  witness_name text not null,
  line text not null,
  received_at timestamptz not null,
  constraint log_cosignature_by_witness primary key (tree_size, witness_name)
);

-- Which entry tells of the erasure of a part, to find it by: the entry's own body says it.
create table log_erasure (
  part_hash bytea not null constraint check_erased_hash_is_sha256 check (length(part_hash) = 32),
  event_id uuid not null,
  recorded_at timestamptz not null,
  constraint log_erasure_by_part primary key (part_hash)
);

-- What a person has to look at. Some stop the signing: then they end only when a person has said so.
create table log_alarm (
  alarm_no integer generated always as identity,
  kind text not null constraint check_alarm_kind_is_known check (kind in (
    'witness unreachable', 'witness refuses', 'witness lies', 'witness ahead', 'witness disagrees',
    'old copy', 'tree altered', 'check failed')),
  about text not null default '', -- the witness's name, or what the check found where
  tree_size bigint not null,
  raised_at timestamptz not null,
  ended_at timestamptz,
  constraint log_alarm_by_number primary key (alarm_no)
);
create unique index log_alarm_open_once on log_alarm (kind, about) where ended_at is null;

grant select, insert, update (tree_size, root) on log_tree to contactpoint_sequencer;
grant select, insert, update (hashes) on log_tile to contactpoint_sequencer;
grant select, insert, delete on log_checkpoint, log_cosignature to contactpoint_sequencer;
grant select, insert, update (ended_at) on log_alarm to contactpoint_sequencer;
grant select on log_tree, log_tile, log_checkpoint, log_cosignature to contactpoint_application;
grant select, insert on log_alarm, log_erasure to contactpoint_application;
