import type { Day } from '../domain/calendar.ts';
import { isOrganisationKind, type OrganisationKind } from '../domain/organisation-kinds.ts';
import { isServiceKind, type ServiceKind } from '../domain/service-kinds.ts';
import { boolean, day, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Counted for the rows shown and no others: England has some thirty thousand organisations.
const listed = statement({
  name: 'list-organisations',
  text: `with page as (
      select organisation_id, kind, name, accredited_until
      from organisation
      where ($1 = '' or kind = $1)
        and ($2 = '' or strpos(lower(name), lower($2)) > 0)
        and case $3
            when 'never' then accredited_until is null
            when 'lapsed' then accredited_until < $4
            when 'soon' then accredited_until between $4 and $5
            when 'waiting' then exists (
              select from accreditation
              where accreditation.organisation_id = organisation.organisation_id and state = 'proposed'
            )
            else true
          end
      order by case when $6 = 'until' then accredited_until end nulls first, name, organisation_id
      limit $7
      offset $8
    )
    select organisation_id, kind, name, accredited_until,
      exists (
        select from accreditation
        where accreditation.organisation_id = page.organisation_id and state = 'proposed'
      ) as waiting,
      (
        select count(*)
        from account
        where account.organisation_id = page.organisation_id and state in ('active', 'enrolled')
      )::integer as people
    from page
    order by case when $6 = 'until' then accredited_until end nulls first, name, organisation_id
    limit $7`,
  takes: [text, text, text, day, day, text, integer, integer],
  gives: {
    organisation_id: integer,
    kind: oneOf(isOrganisationKind),
    name: text,
    accredited_until: nullable(day),
    waiting: boolean,
    people: integer,
  },
});

const byId = statement({
  name: 'organisation-by-id',
  text: `select organisation_id, kind, organisation.name, register_code, organisation.council_code,
      council.name as council, accredited_until, shares_machines
    from organisation
    left join council using (council_code)
    where organisation_id = $1`,
  takes: [integer],
  gives: {
    organisation_id: integer,
    kind: oneOf(isOrganisationKind),
    name: text,
    register_code: nullable(text),
    council_code: nullable(smallint),
    council: nullable(text),
    accredited_until: nullable(day),
    shares_machines: boolean,
  },
});

const teams = statement({
  name: 'teams-of-organisation',
  text: `select team_id, service_kind, name, telephone, email, hours, is_desk
    from team
    where organisation_id = $1
    order by is_desk desc, name, team_id
    limit 200`,
  takes: [integer],
  gives: {
    team_id: integer,
    service_kind: oneOf(isServiceKind),
    name: text,
    telephone: text,
    email: nullable(text),
    hours: text,
    is_desk: boolean,
  },
});

const add = statement({
  name: 'add-organisation',
  text: `insert into organisation (kind, name, register_code, council_code)
    select $1, $2, $3, $4
    where not exists (
      select from organisation where kind = $1 and (register_code = $3 or lower(name) = lower($2))
    )
    returning organisation_id`,
  takes: [text, text, nullable(text), nullable(smallint)],
  gives: { organisation_id: integer },
});

const addOne = statement({
  name: 'add-team',
  text: `insert into team (organisation_id, service_kind, name, telephone, email, hours, is_desk, council_code)
    select organisation_id, $2, $3, $4, $5, $6, $7, case when $7 then council_code end
    from organisation
    where organisation_id = $1
    returning team_id`,
  takes: [integer, text, text, text, text, text, boolean],
  gives: { team_id: integer },
});

const councils = statement({
  name: 'councils-by-name',
  text: `select council_code, name from council order by name, council_code limit 500`,
  takes: [],
  gives: { council_code: smallint, name: text },
});

const accredit = statement({
  name: 'accredit-organisation',
  text: `update organisation set accredited_until = $2 where organisation_id = $1`,
  takes: [integer, day],
  gives: {},
});

/** An organisation as a list names it. */
export type ListedOrganisation = {
  readonly organisationId: number;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly accreditedUntil: Day | null;
  readonly waiting: boolean;
  readonly people: number;
};

/** Which organisations a list is to name; an empty word leaves all in. */
export type OrganisationsWanted = {
  readonly kind: OrganisationKind | '';
  readonly name: string;
  readonly state: 'never' | 'lapsed' | 'soon' | 'waiting' | '';
  readonly sort: 'name' | 'until';
};

/** Some organisations, in the order asked for. */
export async function listOrganisations(
  tx: Transaction,
  { kind, name, state, sort }: OrganisationsWanted,
  days: { readonly today: Day; readonly soon: Day },
  rows: { readonly limit: number; readonly offset: number },
): Promise<readonly ListedOrganisation[]> {
  const { today, soon } = days;
  const found = await listed.rows(tx, kind, name, state, today, soon, sort, rows.limit, rows.offset);
  return found.map(({ organisation_id: organisationId, accredited_until: accreditedUntil, ...rest }) => ({
    organisationId,
    accreditedUntil,
    ...rest,
  }));
}

/** One organisation. */
export type KeptOrganisation = {
  readonly organisationId: number;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly registerCode: string | null;
  readonly councilCode: number | null;
  readonly council: string | null;
  readonly accreditedUntil: Day | null;
  readonly sharesMachines: boolean;
};

/** The organisation of a number. */
export async function findOrganisation(
  tx: Transaction,
  organisationId: number,
): Promise<KeptOrganisation | undefined> {
  const row = await byId.first(tx, organisationId);
  if (row === undefined) return undefined;
  return {
    organisationId,
    kind: row.kind,
    name: row.name,
    registerCode: row.register_code,
    councilCode: row.council_code,
    council: row.council,
    accreditedUntil: row.accredited_until,
    sharesMachines: row.shares_machines,
  };
}

/** A team of an organisation, or its duty desk. */
export type OrganisationTeam = {
  readonly teamId: number;
  readonly serviceKind: ServiceKind;
  readonly name: string;
  readonly telephone: string;
  readonly email: string | null;
  readonly hours: string;
  readonly isDesk: boolean;
};

/** The teams of an organisation, its duty desks first. */
export async function findTeamsOf(
  tx: Transaction,
  organisationId: number,
): Promise<readonly OrganisationTeam[]> {
  const rows = await teams.rows(tx, organisationId);
  return rows.map(({ team_id: teamId, service_kind: serviceKind, is_desk: isDesk, ...rest }) => ({
    teamId,
    serviceKind,
    isDesk,
    ...rest,
  }));
}

/** Adds an organisation; undefined where there is one of its kind with that name or code. */
export async function insertOrganisation(
  tx: Transaction,
  {
    kind,
    name,
    registerCode,
    councilCode,
  }: Pick<KeptOrganisation, 'kind' | 'name' | 'registerCode' | 'councilCode'>,
): Promise<number | undefined> {
  return (await add.first(tx, kind, name, registerCode, councilCode))?.organisation_id;
}

/** Adds a team; a desk answers for the organisation's own council. */
export async function insertTeam(
  tx: Transaction,
  organisationId: number,
  {
    serviceKind,
    name,
    telephone,
    email,
    hours,
    isDesk,
  }: Omit<OrganisationTeam, 'teamId' | 'email'> & { readonly email: string },
): Promise<void> {
  await addOne.rows(tx, organisationId, serviceKind, name, telephone, email, hours, isDesk);
}

/** The councils that an organisation may work for, by name. */
export async function listCouncils(tx: Transaction) {
  return (await councils.rows(tx)).map(({ council_code: councilCode, name }) => ({ councilCode, name }));
}

/** Sets the last day of an organisation's accreditation, which each request of its people reads. */
export async function setAccreditedUntil(tx: Transaction, organisationId: number, until: Day): Promise<void> {
  await accredit.rows(tx, organisationId, until);
}
