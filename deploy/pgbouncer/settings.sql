-- Behind PgBouncer, which hands on no options: what the program asks for at connecting, given to its logins for good. Run as the owner, with
-- the names of your logins.
alter role contactpoint in database contactpoint set role = 'contactpoint_application';
alter role contactpoint in database contactpoint set statement_timeout = '2s';
alter role contactpoint in database contactpoint set timezone = 'UTC';
alter role contactpoint in database contactpoint set client_min_messages = 'warning';
alter role contactpoint in database contactpoint set idle_in_transaction_session_timeout = '60s';
alter role contactpoint in database contactpoint set plan_cache_mode = 'force_generic_plan';
