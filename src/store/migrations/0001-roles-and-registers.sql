-- Why: three roles besides the owner, so that no running part can do another's work; and the public registers that every record points at.

do $$
declare
  wanted text;
begin
  foreach wanted in array array['contactpoint_application', 'contactpoint_sequencer', 'contactpoint_eraser'] loop
    begin
      execute format('create role %I nologin', wanted);
    exception when duplicate_object or unique_violation then
      null; -- roles belong to the whole cluster: another database of it made them
    end;
  end loop;
end
$$;

-- One row: what kind of copy this database is. Practice is set by populate and never unset.
create table installation (
  only_row boolean primary key default true constraint check_there_is_one_installation check (only_row),
  practice boolean not null default false,
  population_seed integer,
  population_name text
);
insert into installation default values;

-- While a population loads: the indexes and constraints that are away, and how to make them again.
create table set_aside (
  aside_no integer generated always as identity primary key,
  table_name text not null,
  make_again text not null
);

create table register (
  register_name text primary key,
  as_at date not null,
  attribution text not null,
  only_council smallint -- set where one council's part was loaded and no more
);

create table council (
  council_code smallint primary key, -- the DfE's three digits
  gss_code text not null,
  name text not null,
  official_name text not null,
  region text not null,
  latitude real not null,
  longitude real not null
);

create table school (
  urn integer primary key,
  name text not null,
  council_code smallint references council,
  dfe_number text,
  school_type text,
  is_primary boolean not null,
  is_secondary boolean not null,
  is_post16 boolean not null,
  age_low smallint,
  age_high smallint,
  admits text,
  street text,
  town text,
  postcode text,
  pupils integer,
  closed_on date,
  is_open boolean not null
);

create table school_successor (
  urn integer not null references school,
  successor_urn integer not null references school,
  since date,
  primary key (urn, successor_urn)
);

create table gp_practice (
  practice_code text primary key, -- ODS
  name text not null,
  address text not null,
  postcode text not null,
  council_code smallint references council,
  closed_on date,
  is_open boolean not null
);

create table nhs_trust (
  trust_code text primary key, -- ODS
  name text not null,
  postcode text not null,
  council_code smallint references council,
  closed_on date
);

create table postcode (
  postcode text primary key,
  council_code smallint not null references council,
  latitude real not null,
  longitude real not null
);
create index postcode_by_council on postcode (council_code);

grant usage on schema public to contactpoint_application, contactpoint_sequencer, contactpoint_eraser;
grant select on installation, register, council, school, school_successor, gp_practice, nhs_trust, postcode
  to contactpoint_application;
