-- Why: people say themselves how they work with a child, hand that over, lead and confirm how they are reached; a sensitive service is recorded on consent or cause alone.

update involvement set is_lead = false where is_lead and ended_on is not null;
alter table involvement
  add column version integer not null default 1, -- counts its changes: a form that saw an older one changes nothing
  add column reached_by text not null default 'own'
    constraint check_reached_by_is_known check (reached_by in ('own', 'team', 'other')),
  add column telephone text, -- for this child alone, where it is neither the person's own nor the team's
  add column email text,
  add column basis text constraint check_basis_is_known check (basis in ('consent', 'cause')), -- of a sensitive service
  add column joined_at timestamptz, -- when its holder recorded it: the others are told that someone joined
  add column looked_at timestamptz, -- when its holder last opened the record, and so learned who had joined
  add column supplier_id smallint references supplier, -- whose word began it, and may end it
  add constraint check_lead_has_not_ended check (not is_lead or ended_on is null),
  add constraint check_other_telephone_is_given check ((reached_by = 'other') = (telephone is not null));
create index involvement_vacant on involvement (team_id, child_id) where practitioner_id is null and ended_on is null;
create index involvement_on_consent on involvement (child_id) where basis = 'consent' and ended_on is null;
create index account_by_practitioner on account (practitioner_id) where practitioner_id is not null;
create index practitioner_by_team on practitioner (team_id);
create index team_relay on team (team_id) where service_kind = 'contact relay';

-- What is offered to another and not theirs until they accept: an involvement, or to lead.
create table hand_over (
  child_id bigint not null references child on delete cascade,
  hand_over_no smallint not null,
  kind text not null constraint check_hand_over_kind_is_known check (kind in ('involvement', 'lead')),
  involvement_no smallint not null, -- that is handed over, or that leads now
  to_involvement_no smallint, -- that is to lead
  to_team_id integer not null references team,
  to_practitioner_id integer references practitioner, -- null where anybody of the team may accept
  asked_by integer not null references account,
  asked_at timestamptz not null,
  settled_as text constraint check_settled_as_is_known check (settled_as in ('accepted', 'declined', 'withdrawn', 'overtaken')),
  settled_by integer references account,
  settled_at timestamptz,
  primary key (child_id, hand_over_no),
  constraint check_lead_is_offered_to_an_involvement check ((kind = 'lead') = (to_involvement_no is not null)),
  constraint check_settling_is_whole check ((settled_as is null) = (settled_at is null)),
  constraint check_accepted_by_another check (settled_as not in ('accepted', 'declined') or settled_by <> asked_by)
);
create unique index hand_over_one_waiting on hand_over (child_id, involvement_no, kind) where settled_at is null;
create index hand_over_to_team on hand_over (to_team_id) where settled_at is null;
create index hand_over_asked_by on hand_over (asked_by, asked_at);

-- Who agreed that a sensitive service's part be recorded, on what footing and until when. No reasons, no narrative.
create table consent (
  child_id bigint not null references child on delete cascade,
  consent_no smallint not null,
  team_id integer not null references team,
  footing text not null constraint check_consent_footing_is_known
    check (footing in ('child competent', 'parent', 'parental responsibility')),
  given_by text not null constraint check_consent_giver_is_known check (given_by in ('child', 'mother', 'father', 'parent',
    'step-parent', 'adoptive parent', 'grandparent', 'aunt or uncle', 'sibling', 'guardian', 'special guardian', 'foster carer',
    'kinship carer', 'residential worker', 'council', 'other carer')),
  given_on date not null,
  until_on date not null, -- its last day
  recorded_by integer references account, -- null where a supplier brought it
  recorded_at timestamptz,
  withdrawn_by integer references account,
  withdrawn_at timestamptz,
  primary key (child_id, consent_no),
  constraint check_consent_ends_after_start check (until_on >= given_on),
  constraint check_child_consents_as_child check ((footing = 'child competent') = (given_by = 'child')),
  constraint check_withdrawal_is_whole check ((withdrawn_by is null) = (withdrawn_at is null))
);
create index consent_by_team on consent (team_id, until_on) where withdrawn_at is null;

grant select, insert, update (settled_as, settled_by, settled_at) on hand_over to contactpoint_application;
grant select, insert, update (withdrawn_by, withdrawn_at) on consent to contactpoint_application;
