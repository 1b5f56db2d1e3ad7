-- Why: an accredited system speaks for the users of its organisation; what it is let in by, has used up and was answered is kept here.

-- A system is let in by a public key: proposed by one person, accredited by another.
create table connected_system (
  system_id integer generated always as identity,
  client_id text not null,
  organisation_id integer not null references organisation,
  public_key jsonb not null, -- a JSON Web Key, without its private part
  proposed_by integer not null references account,
  proposed_at timestamptz not null,
  accredited_by integer references account,
  accredited_at timestamptz,
  ended_at timestamptz,
  constraint connected_system_pkey primary key (system_id),
  constraint connected_system_client_id_key unique (client_id),
  constraint check_two_people_accredit check (accredited_by <> proposed_by),
  constraint check_accreditation_is_whole check ((accredited_by is null) = (accredited_at is null)),
  constraint check_key_is_public check (not public_key ? 'd')
);

-- An access token: of one system, for one user, and of no use without the key that it was asked for with.
create table system_token (
  token_hash bytea not null constraint check_system_token_is_sha256 check (length(token_hash) = 32),
  system_id integer not null references connected_system,
  account_id integer not null references account,
  key_thumbprint text not null,
  expires_at timestamptz not null,
  constraint system_token_pkey primary key (token_hash)
);
create index system_token_by_expiry on system_token (expires_at);

-- Assertions and proofs that were used: each works once.
create table used_proof (
  system_id integer not null references connected_system,
  proof_hash bytea not null,
  expires_at timestamptz not null,
  constraint used_proof_pkey primary key (system_id, proof_hash)
);
create index used_proof_by_expiry on used_proof (expires_at);

-- What a write was answered, by the key that its sender chose: an outcome in fixed words, and nothing of a child.
create table kept_answer (
  system_id integer not null references connected_system,
  account_id integer not null references account,
  key_hash bytea not null,
  asked_hash bytea not null,
  status smallint, -- null while it is under way
  answer json, -- as it was sent
  asked_at timestamptz not null,
  constraint kept_answer_pkey primary key (system_id, account_id, key_hash),
  constraint check_answer_is_whole check ((status is null) = (answer is null))
);
create index kept_answer_by_age on kept_answer (asked_at);

grant select, insert, update on connected_system to contactpoint_application;
grant select, insert, delete on system_token to contactpoint_application;
grant select, insert, delete on used_proof to contactpoint_application;
grant select, insert, update, delete on kept_answer to contactpoint_application;
