import { foldName } from '../domain/names.ts';
import type { Child, User } from '../domain/misuse/usage.ts';
import { isRole } from '../domain/roles.ts';
import { arrayOf, bigint, boolean, day, integer, json, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const users = statement({
  name: 'users-under-review',
  text: `select account.account_id, full_name, role, home_line, home_postcode, account_personal.date_of_birth, former_names,
      concat_ws(',', case when organisation.kind <> 'NHS trust' then organisation.council_code end, -- a trust's is its office's
        (select string_agg(team.council_code::text, ',') from team
          where team.organisation_id = account.organisation_id and is_desk),
        -- The latest forty first, and then where they live: somebody works with thousands.
        (select string_agg(distinct child_address.council_code::text, ',') from (
            select child_id
            from involvement
            where involvement.practitioner_id = account.practitioner_id and ended_on is null
            order by started_on desc, child_id
            limit 40
          ) as recent
          join child_address on child_address.child_id = recent.child_id and standing = 'current')) as councils
    from unnest($1::integer[]) as wanted (account_id)
    join account on account.account_id = wanted.account_id
    join organisation on organisation.organisation_id = account.organisation_id
    left join account_personal on account_personal.account_id = account.account_id
    order by account.account_id
    limit 100000`,
  takes: [arrayOf(integer)],
  gives: {
    account_id: integer,
    full_name: text,
    role: oneOf(isRole),
    home_line: nullable(text),
    home_postcode: nullable(text),
    date_of_birth: nullable(day),
    former_names: nullable(text),
    councils: text,
  },
});

// A child of a well-known family is one on the list, or one who has a carer of such a child.
const children = statement({
  name: 'children-under-review',
  text: `select child.child_id, child.given_names, child.family_name, child.date_of_birth,
      concat_ws('|',
        (select string_agg(distinct carer.family_name, '|') from carer where carer.child_id = child.child_id),
        (select string_agg(distinct search_entry.family_name, '|') from search_entry
          where search_entry.child_id = child.child_id and search_entry.kind = 'former name')) as other_names,
      (select jsonb_agg(jsonb_build_object('line', address_line, 'postcode', coalesce(postcode, ''),
          'isPresent', standing <> 'former', 'council', council_code))
        from child_address where child_address.child_id = child.child_id) as homes,
      (select string_agg(distinct urn::text, ',') from education
        where education.child_id = child.child_id and ended_on is null) as schools,
      exists (select from shield where shield.child_id = child.child_id and lifted_on is null) as is_shielded,
      exists (select from canary where canary.child_id = child.child_id) as is_canary,
      exists (select from well_known_child where well_known_child.child_id = child.child_id)
        or exists (
          select from carer as own
          join carer as theirs on theirs.person_id = own.person_id
          join well_known_child on well_known_child.child_id = theirs.child_id
          where own.child_id = child.child_id
        ) as is_well_known
    from unnest($1::bigint[]) as wanted (child_id)
    join child on child.child_id = wanted.child_id
    order by child.child_id
    limit 1000000`,
  takes: [arrayOf(bigint)],
  gives: {
    child_id: bigint,
    given_names: text,
    family_name: text,
    date_of_birth: day,
    other_names: text,
    homes: nullable(json),
    schools: nullable(text),
    is_shielded: boolean,
    is_canary: boolean,
    is_well_known: boolean,
  },
});

/** The users of these accounts, by account. */
export async function readUsers(
  tx: Transaction,
  accounts: readonly number[],
): Promise<ReadonlyMap<number, User>> {
  if (accounts.length === 0) return new Map();
  const rows = await users.rows(tx, accounts);
  return new Map(
    rows.map((row) => {
      const { account_id: accountId, role, home_line: line, home_postcode: postcode } = row;
      const words = row.full_name.trim().split(/\s+/);
      return [
        accountId,
        {
          accountId,
          role,
          givenName: foldName(words[0] ?? ''),
          familyName: foldName(words.at(-1) ?? ''),
          formerNames: namesIn(row.former_names ?? '', /[,;|]/),
          bornOn: row.date_of_birth,
          home: line === null || postcode === null ? null : { line, postcode },
          councils: numbersIn(row.councils),
        },
      ];
    }),
  );
}

/** These children as the rules see them. One that has been removed is not among them. */
export async function readChildren(
  tx: Transaction,
  childIds: readonly number[],
): Promise<ReadonlyMap<number, Child>> {
  const rows = await children.rows(tx, childIds);
  return new Map(
    rows.map((row) => {
      const { child_id: childId, date_of_birth: bornOn } = row;
      return [
        childId,
        {
          childId,
          givenName: foldName(row.given_names.split(' ')[0] ?? ''),
          familyName: foldName(row.family_name),
          bornOn,
          otherNames: namesIn(row.other_names, '|'),
          homes: homesIn(row.homes),
          schools: numbersIn(row.schools ?? ''),
          isShielded: row.is_shielded,
          isWellKnown: row.is_well_known,
          isCanary: row.is_canary,
        },
      ];
    }),
  );
}

function namesIn(joined: string, by: string | RegExp): readonly string[] {
  return [...new Set(joined.split(by).map(foldName))].filter((name) => name !== '');
}

/** The numbers of a list with commas. */
export function numbersIn(joined: string): readonly number[] {
  return joined === '' ? [] : [...new Set(joined.split(',').map(Number))];
}

function homesIn(kept: unknown): Child['homes'] {
  const homes: readonly unknown[] = Array.isArray(kept) ? kept : [];
  return homes.filter(isHome);
}

function isHome(kept: unknown): kept is Child['homes'][number] {
  return typeof kept === 'object' && kept !== null && 'line' in kept && typeof kept.line === 'string';
}
