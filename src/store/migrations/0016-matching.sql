-- Why: what likeness decided keeps its evidence and can be taken back; what it cannot decide waits for a person, and what a person decided stands for ever.

-- The evidence of a link. Weight and model version are absent where no model was asked (a number, or the supplier's own key, decided).
-- decided_by, so far 'number' and 'new child', may also be 'key' (the supplier spoke of this child under the same key before),
-- 'model' (linked by itself on likeness) and 'person' (then decided_by_account says who: nothing but a person takes it back).
alter table link
  add column evidence text, -- a letter for each comparison and its level: G0F2B0; src/domain/matching/evidence.ts reads it
  add column band text, -- where the weight stood in the bands of its feed
  add column decided_by_account integer,
  add column decided_at timestamptz, -- by the person
  add constraint check_link_evidence_is_coded check (evidence ~ '^([A-Z][0-9])*$'),
  add constraint check_link_band_is_known check (band in ('by itself', 'a person decides', 'no match')),
  add constraint check_decider_of_link_is_known check (decided_by in ('number', 'key', 'model', 'new child', 'person')),
  add constraint check_person_who_linked_is_named check ((decided_by = 'person') = (decided_by_account is not null)),
  add constraint check_model_says_what_it_saw
    check (decided_by <> 'model' or (weight is not null and model_version is not null and evidence is not null));

-- A source row of whom a person has to say who it is. While it waits it has no link, unless it is born shielded: then
-- born_child_id is the record made for it meanwhile, under the shield 'resembles a shielded child', and decide_by is one working day away.
create table possible_match (
  source_row_id bigint primary key references source_row on delete cascade,
  born_child_id bigint references child on delete set null, -- born shielded: the record made meanwhile
  because text not null constraint check_match_doubt_is_known check (because in (
    'likeness in doubt', -- the weight stands between the bands
    'near-equal candidates', -- two children fit about as well
    'may be a twin', -- one birth and home, and a given name that is not the same
    'births apart', -- dates of birth are more than one mistake apart
    'number and likeness disagree', -- the number leads to a child who is not like this
    'key and number disagree', -- the supplier's key leads to one child, the number to another
    'resembles a shielded child',
    'weighed anew')), -- a re-matching took back a link of the model
  model_version text not null,
  found_at timestamptz not null,
  decide_by date not null, -- harm to the child comes first: one working day where it is born shielded
  state text not null default 'waiting' constraint check_match_state_is_known check (state in (
    'waiting',
    'decided', -- by a person: see decision
    'overtaken')), -- a number, a later row of the same key, or a re-matching settled it
  decision text constraint check_match_decision_is_known check (decision in (
    'same child', -- linked to decided_child_id
    'new child', -- none of the candidates: never_same_row holds each of them; the shield of a record born shielded is lifted
    'not for this index')), -- of nobody who belongs here: the row stays without a link
  decided_child_id bigint references child on delete set null,
  decided_by_account integer references account,
  decided_at timestamptz,
  constraint check_match_decision_is_whole
    check ((state = 'decided') = (decision is not null) and (decision is null) = (decided_at is null)
      and (decision is null) = (decided_by_account is null))
);
create index possible_match_waiting on possible_match (decide_by, source_row_id) where state = 'waiting';
create index possible_match_by_born_child on possible_match (born_child_id) where born_child_id is not null;
create index possible_match_by_decided_child on possible_match (decided_child_id) where decided_child_id is not null;

-- The children that such a row may be of, with the evidence for each; the likeliest has the greatest weight.
create table match_candidate (
  child_id bigint not null references child on delete cascade,
  source_row_id bigint not null references source_row on delete cascade,
  weight real not null, -- log2 odds
  evidence text not null constraint check_candidate_evidence_is_coded check (evidence ~ '^([A-Z][0-9])*$'),
  is_shielded boolean not null, -- when it was found
  primary key (child_id, source_row_id)
);
create index match_candidate_by_row on match_candidate (source_row_id);

-- Two records that may be of one child, found by the clock or by a feed; child_id is the smaller of the two.
create table possible_duplicate (
  child_id bigint not null references child on delete cascade,
  other_child_id bigint not null references child on delete cascade,
  because text not null constraint check_duplicate_doubt_is_known check (because in (
    'alike', -- the weight alone: would link by itself
    'likeness in doubt', 'near-equal candidates', 'may be a twin', 'births apart', 'same number')),
  weight real not null, -- log2 odds
  evidence text not null constraint check_duplicate_evidence_is_coded check (evidence ~ '^([A-Z][0-9])*$'),
  model_version text not null,
  found_at timestamptz not null,
  state text not null default 'waiting' constraint check_duplicate_state_is_known check (state in ('waiting', 'decided', 'overtaken')),
  decision text constraint check_duplicate_decision_is_known check (decision in ('same child', 'not the same child')),
  decided_by_account integer references account,
  decided_at timestamptz,
  primary key (child_id, other_child_id),
  constraint check_duplicate_smaller_first check (child_id < other_child_id),
  constraint check_duplicate_decision_is_whole
    check ((state = 'decided') = (decision is not null) and (decision is null) = (decided_at is null)
      and (decision is null) = (decided_by_account is null))
);
create index possible_duplicate_by_other on possible_duplicate (other_child_id);
create index possible_duplicate_waiting on possible_duplicate (weight desc, child_id, other_child_id) where state = 'waiting';

-- "Not the same child", for ever, by a person: two records. child_id is the smaller of the two.
create table never_same (
  child_id bigint not null references child on delete cascade,
  other_child_id bigint not null references child on delete cascade,
  decided_by_account integer not null references account,
  decided_at timestamptz not null,
  primary key (child_id, other_child_id),
  constraint check_never_same_smaller_first check (child_id < other_child_id)
);
create index never_same_by_other on never_same (other_child_id);

-- The same of a record and whatever a supplier says under one of its keys, in this row and in each that comes later.
create table never_same_row (
  child_id bigint not null references child on delete cascade,
  supplier_id smallint not null references supplier,
  supplier_key text not null,
  decided_by_account integer not null references account,
  decided_at timestamptz not null,
  primary key (child_id, supplier_id, supplier_key)
);
create index never_same_row_by_key on never_same_row (supplier_id, supplier_key);

-- Weighing anew what a former model decided. Proposed by the program, approved by a person, and taken back as a whole.
create table rematch (
  rematch_id integer generated always as identity primary key,
  model_version text not null,
  proposed_at timestamptz not null,
  rows_weighed integer not null,
  state text not null default 'proposed' constraint check_rematch_state_is_known check (state in ('proposed', 'applied', 'reversed', 'dropped')),
  approved_by_account integer references account,
  applied_at timestamptz,
  reversed_by_account integer references account,
  reversed_at timestamptz,
  constraint check_rematch_is_approved check (state in ('proposed', 'dropped') or (approved_by_account is not null and applied_at is not null)),
  constraint check_rematch_reversal_is_whole check ((state = 'reversed') = (reversed_by_account is not null and reversed_at is not null))
);

-- What one re-matching changes about one source row, and how it was before: enough to take it back.
create table rematch_change (
  rematch_id integer not null references rematch on delete cascade,
  source_row_id bigint not null references source_row on delete cascade,
  kind text not null constraint check_rematch_kind_is_known check (kind in (
    'link', -- it waited, and links by itself now
    'doubt', -- it was linked by the model, and waits for a person now
    'weight')), -- the same child, weighed anew
  because text, -- of a doubt
  from_child_id bigint references child on delete set null, -- where it was linked
  to_child_id bigint references child on delete set null, -- where it is linked now, or the likeliest where a person decides
  old_weight real,
  old_evidence text,
  old_band text,
  old_model_version text,
  weight real not null,
  evidence text not null constraint check_rematch_evidence_is_coded check (evidence ~ '^([A-Z][0-9])*$'),
  primary key (rematch_id, source_row_id)
);
create index rematch_change_by_row on rematch_change (source_row_id);
create index rematch_change_from on rematch_change (from_child_id) where from_child_id is not null;
create index rematch_change_to on rematch_change (to_child_id) where to_child_id is not null;

-- Who lives, or has another carer, at a place: asked of every child that a feed brings, so that a shield covers their home.
create index if not exists child_address_by_postcode on child_address (postcode) where standing <> 'former';

-- Whether a row resembles a shielded child is asked of all of that birth, whatever their names. Few are shielded: it is small.
create index shielded_entry_by_birth on search_entry (date_of_birth) where is_shielded and kind <> 'former address';

-- How far the search for duplicates among the records has gone round.
create table duplicate_round (
  round_no smallint primary key default 1 constraint check_duplicate_round_is_one check (round_no = 1),
  after_child bigint not null default 0
);
insert into duplicate_round default values;

grant select, update on duplicate_round to contactpoint_application;
grant select, insert, update, delete on match_candidate, possible_duplicate to contactpoint_application;
grant select, insert, update on possible_match, rematch to contactpoint_application;
grant select, insert on never_same, never_same_row, rematch_change to contactpoint_application;
grant delete, update on link to contactpoint_application;
