-- Why: a supplier's file is staged whole and judged before it touches a child; what came of each row is told afterwards, and an import that was killed goes on where it stood.

-- Whose word a supplier's is, in the order of domain/standing.ts: many schools are suppliers, and all speak as one does.
alter table supplier add column standing text;
update supplier set standing = code;
alter table supplier
  alter column standing set not null,
  add constraint check_standing_is_known check (standing in ('nhs-pds', 'school-census', 'council', 'record-keeper')),
  alter column supplier_id restart with 101;

-- What a supplier's organisation agreed to send, and when its files are stopped. Without a row the usual terms of its standing
-- hold, and only a command may bring its files.
create table supplier_terms (
  supplier_id smallint primary key references supplier,
  organisation_id integer not null references organisation,
  formats text[] not null,
  fields text[] not null, -- beyond name, date of birth and gender: whatever else comes is dropped and counted
  faults_at_most real not null, -- the share of a file's rows that may be refused
  known_at_least real not null, -- the share of its children who must be here already
  every_days smallint, -- a file comes at least so often; null: as it happens
  agreed_by integer not null references account,
  agreed_at timestamptz not null,
  constraint check_terms_name_a_format check (cardinality(formats) > 0),
  constraint check_limits_are_shares check (faults_at_most between 0 and 1 and known_at_least between 0 and 1),
  constraint check_rhythm_is_in_days check (every_days between 1 and 400)
);
create index supplier_terms_by_organisation on supplier_terms (organisation_id);

-- What a supplier's machine shows to send a file. The secret is shown once; 256 random bits need no slow hash.
create table supplier_credential (
  supplier_id smallint not null references supplier,
  credential_no smallint not null,
  secret_hash bytea not null unique constraint check_secret_hash_is_sha256 check (length(secret_hash) = 32),
  made_by integer not null references account,
  made_at timestamptz not null,
  last_used_at timestamptz,
  ended_by integer references account,
  ended_at timestamptz,
  primary key (supplier_id, credential_no),
  constraint check_ending_is_whole check ((ended_by is null) = (ended_at is null))
);

-- One file that came: how far it is, and what came of it. Its name is not kept: people put names of children into it.
create table feed_batch (
  batch_id integer generated always as identity primary key,
  supplier_id smallint not null references supplier,
  format text not null,
  brought_as text not null constraint check_way_in_is_known check (brought_as in ('command', 'page', 'machine')),
  brought_by integer references account, -- where somebody signed in brought it
  read_on date not null, -- the day that its ages and periods are reckoned from
  state text not null default 'staging'
    constraint check_batch_state_is_known check (state in ('staging', 'waiting', 'matching', 'done', 'stopped', 'same file')),
  stopped_because text constraint check_stop_is_known check (stopped_because in (
    'cut off', 'unreadable', 'empty', 'another sender', 'older file', 'faults', 'unknown children', 'organisation')),
  same_as integer, -- the batch in which the same file came before
  digest bytea constraint check_file_digest_is_sha256 check (length(digest) = 32), -- of the file; null until it is known
  written_on date, -- by the file's own word
  restarts smallint not null default 0,
  began_at timestamptz not null,
  moved_at timestamptz not null, -- the last block of it was committed
  staged_at timestamptz,
  ended_at timestamptz,
  bytes_read bigint not null default 0,
  bytes_expected bigint,
  rows_read integer not null default 0, -- staged and committed: a restart goes on behind them
  refused integer not null default 0,
  not_taken integer not null default 0,
  children_done integer not null default 0, -- the last row whose child was matched
  others_done integer not null default 0, -- the last row whose carer, or whatever else hangs on a child, was taken
  rows_done integer not null default 0, -- for the progress bar
  linked integer not null default 0,
  created integer not null default 0,
  waiting integer not null default 0,
  unchanged integer not null default 0,
  constraint check_stop_has_its_reason check ((state = 'stopped') = (stopped_because is not null)),
  constraint check_same_file_names_the_other check ((state = 'same file') = (same_as is not null))
);
-- The same file of a supplier is read once a day: whoever brings it again joins, or is told.
create unique index feed_batch_once_a_day on feed_batch (supplier_id, digest, read_on) where state not in ('stopped', 'same file');
create index feed_batch_by_supplier on feed_batch (supplier_id, batch_id);
create index feed_batch_under_way on feed_batch (batch_id) where state in ('waiting', 'matching');

-- What was read of a file and is not taken yet, as its reader made it: only allowed fields, each parsed. Gone once it is taken.
create table staged_row (
  batch_id integer not null references feed_batch on delete cascade,
  row_no integer not null,
  kind text not null, -- child, carer, or whatever else hangs on a child
  item json not null, -- not jsonb, which would put what was said in another order
  primary key (batch_id, row_no)
);
create index staged_row_of_children on staged_row (batch_id, row_no) where kind = 'child';

-- Why a row was refused and where it stands in the file. The row itself is not kept.
create table feed_refusal (
  batch_id integer not null references feed_batch on delete cascade,
  row_no integer not null,
  element text not null,
  reason text not null,
  wanted text not null,
  place text not null,
  primary key (batch_id, row_no)
);

-- How often a field came that is not kept, and a message that is not for this index.
create table feed_count (
  batch_id integer not null references feed_batch on delete cascade,
  kind text not null constraint check_counted_kind_is_known check (kind in ('dropped', 'not taken')),
  name text not null,
  count integer not null,
  primary key (batch_id, kind, name)
);

grant insert on supplier to contactpoint_application;
grant select, insert, update on supplier_terms, feed_batch to contactpoint_application;
grant select, insert, update (last_used_at, ended_by, ended_at) on supplier_credential to contactpoint_application;
grant select, insert, delete on staged_row to contactpoint_application;
grant select, insert on feed_refusal to contactpoint_application;
grant select, insert, update on feed_count to contactpoint_application;
