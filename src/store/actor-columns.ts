import { isAccountState } from '../domain/account-standing.ts';
import { isOrganisationKind } from '../domain/organisation-kinds.ts';
import { isRole } from '../domain/roles.ts';
import { spentColumns } from './budgets.ts';
import { boolean, day, integer, nullable, oneOf, smallint, text } from './columns.ts';

/** Who somebody is, their rights as they are now, and what they looked up today: read at each request, of a page or a system. */
export const actorColumns = {
  account_id: integer,
  user_name: text,
  full_name: text,
  role: oneOf(isRole),
  practitioner_id: nullable(integer),
  state: oneOf(isAccountState),
  vetted_on: nullable(day),
  trained_on: nullable(day),
  agreement_signed_on: nullable(day),
  agreement_version: nullable(smallint),
  organisation_id: integer,
  organisation_name: text,
  organisation_kind: oneOf(isOrganisationKind),
  accredited_until: nullable(day),
  ...spentColumns,
  holds_key: boolean,
};

/** What they are read by, in a statement that joins account, organisation and account_day; today and this hour by their places in it. */
export function actorPart(today: `$${number}`, hour: `$${number}`): string {
  return `account.account_id, account.user_name, account.full_name, account.role, account.practitioner_id, account.state,
      account.vetted_on, account.trained_on, account.agreement_signed_on, account.agreement_version,
      organisation.organisation_id, organisation.name as organisation_name, organisation.kind as organisation_kind,
      organisation.accredited_until,
      case when hour >= ${hour} then searches_this_hour else 0 end as searches_this_hour,
      coalesce(searches, 0) as searches, coalesce(cardinality(opened), 0) as opened, coalesce(listed, 0) as listed,
      coalesce(said_why_in = ${hour}, false) as said_why_this_hour, coalesce(said_why_today, false) as said_why_today,
      coalesce(raised, false) as raised,
      exists (
        select from budget_stop
        where budget_stop.day = ${today} and budget_stop.organisation_id in (0, account.organisation_id)
      ) as others_stopped,
      exists (
        select from security_key
        where security_key.account_id = account.account_id and revoked_at is null
      ) as holds_key`;
}
