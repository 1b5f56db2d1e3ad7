-- Why: two kinds of token get a person in, and what a session may do hangs on which of them answered, and when. A key that is copied, or touched for another site, gets nobody in.

alter table account_token
  add column registered_at timestamptz; -- null: it came with the practice population

-- FIDO2 security keys. Nothing here is secret: the private key never leaves the key.
create table security_key (
  account_id integer not null references account,
  key_no smallint not null,
  credential_id bytea not null,
  public_key bytea not null, -- COSE
  sign_count bigint not null, -- grows at each use where the key counts: one that goes back was copied
  maker uuid not null, -- the AAGUID: the model, as its maker numbers it; zeros where it does not say
  attestation text not null, -- how the key vouched for its model; none where it would not
  transports text not null, -- how it is reached: usb, nfc…
  registered_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  revoked_why text,
  primary key (account_id, key_no),
  unique (credential_id),
  constraint check_security_key_is_revoked_for_a_reason check ((revoked_at is null) = (revoked_why is null)),
  constraint check_security_key_revocation_is_known check (revoked_why in ('removed', 'copied', 'lost', 'replaced'))
);

-- What a security key was asked to sign: once, within a minute, for one try, session or activation.
create table key_challenge (
  challenge_hash bytea primary key,
  bearer_hash bytea not null, -- of the try's, session's or activation's secret
  made_at timestamptz not null,
  used_at timestamptz
);
create index key_challenge_by_age on key_challenge (made_at);

-- A seed that was shown, until a code proves that the token has it.
create table pending_code_token (
  bearer_hash bytea primary key,
  account_id integer not null references account,
  sealed_seed bytea not null,
  begun_at timestamptz not null
);

alter table session
  add column token_kind text not null default 'code'
    constraint check_session_token_kind_is_known check (token_kind in ('code', 'key')),
  add column secret_hash bytea; -- of its present secret, once that has changed; what it owns stays under session_hash
create unique index session_by_secret on session (coalesce(secret_hash, session_hash));

-- Null until a key was shown before the password; then whether it was the right one.
alter table sign_in_attempt
  add column key_shown boolean;

grant select, insert, update (sign_count, used_at, revoked_at, revoked_why) on security_key to contactpoint_application;
grant select, insert, update (used_at), delete on key_challenge to contactpoint_application;
grant select, insert, update, delete on pending_code_token to contactpoint_application;
grant update (revoked_at) on account_token to contactpoint_application;
grant update (secret_hash, token_kind) on session to contactpoint_application;
