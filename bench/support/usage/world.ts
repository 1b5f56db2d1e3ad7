import type { Owner } from '../database.ts';

/** A whole day by its number since 1970. */
export type DayNumber = number;

/** An invented child as the simulation knows them. */
export type Child = {
  readonly id: number;
  readonly familyName: string;
  readonly council: number;
  readonly postcode: string;
  readonly line: string;
  readonly born: DayNumber;
  readonly since: DayNumber;
  readonly nhsNumber: string;
};

export type Work = { readonly child: Child; readonly from: DayNumber; readonly to: DayNumber };

/** What the simulated year happens in, read from a population. */
export type World = {
  readonly children: readonly Child[];
  readonly byId: ReadonlyMap<number, Child>;
  readonly byName: ReadonlyMap<string, readonly Child[]>;
  readonly byPostcode: ReadonlyMap<string, readonly Child[]>;
  readonly byCouncil: ReadonlyMap<number, readonly Child[]>;
  /** Who was at a school or a practice from which day, by its register code. */
  readonly byRegister: ReadonlyMap<string, readonly Work[]>;
  readonly byBirth: readonly Child[];
  readonly byTeam: ReadonlyMap<number, readonly Work[]>;
  readonly byPractitioner: ReadonlyMap<number, readonly Work[]>;
  readonly siblings: ReadonlyMap<number, readonly Child[]>;
  readonly shielded: readonly Child[];
  readonly carers: readonly Carer[];
};

export type Carer = {
  readonly personId: number;
  readonly givenName: string;
  readonly familyName: string;
  readonly child: Child;
};

const never = 1e9;
const registers = `
  select urn::text, child_id, coalesce(started_on - date '1970-01-01', 0), coalesce(ended_on - date '1970-01-01', 1e9)
  from education where urn is not null
  union all
  select practice_code, child_id, coalesce(started_on - date '1970-01-01', 0), 1e9 from gp_registration
  order by 1, 2`;
const asDay = (column: string): string => `(${column} - date '1970-01-01')`;

/** Reads the population that the year is to happen in. */
export async function readWorld(owner: Owner): Promise<World> {
  const children = await readChildren(owner);
  const byId = new Map(children.map((child) => [child.id, child]));
  const shielded = await owner.rows(
    'select distinct child_id from shield where lifted_on is null order by 1',
  );
  const hidden = new Set(shielded.map(([id]) => Number(id)));
  const carers = await readCarers(owner, byId);
  const works = await readWorks(owner, byId);
  return {
    children,
    byId,
    byName: Map.groupBy(children, ({ familyName }) => familyName.toLowerCase()),
    byPostcode: Map.groupBy(children, ({ postcode }) => postcode),
    byCouncil: Map.groupBy(children, ({ council }) => council),
    byBirth: [...children].sort((a, b) => a.born - b.born),
    byRegister: groupRegisters(await owner.rows(registers), byId),
    byTeam: groupWorks(works, 1),
    byPractitioner: groupWorks(works, 2),
    siblings: siblingsOf(carers),
    shielded: children.filter(({ id }) => hidden.has(id)),
    carers,
  };
}

async function readChildren(owner: Owner): Promise<readonly Child[]> {
  const rows = await owner.rows(
    `select child.child_id, family_name, child_address.council_code, postcode, address_line, ${asDay('date_of_birth')},
        coalesce(${asDay('since')}, 0), nhs_number
      from child
      join child_address on child_address.child_id = child.child_id and standing = 'current'
      where closed_on is null and postcode is not null and nhs_number is not null and child_address.council_code is not null
      order by child.child_id`,
  );
  return rows.map(([id, familyName, council, postcode, line, born, since, nhsNumber]) => ({
    id: Number(id),
    familyName: familyName ?? '',
    council: Number(council),
    postcode: postcode ?? '',
    line: line ?? '',
    born: Number(born),
    since: Number(since),
    nhsNumber: nhsNumber ?? '',
  }));
}

async function readCarers(owner: Owner, byId: ReadonlyMap<number, Child>): Promise<readonly Carer[]> {
  const rows = await owner.rows(
    `select person_id, given_names, family_name, child_id from carer
      where person_id is not null and relationship in ('mother', 'father') order by person_id, child_id`,
  );
  return rows.flatMap(([personId, givenName, familyName, id]) => {
    const child = byId.get(Number(id));
    if (child === undefined) return [];
    return [{ personId: Number(personId), givenName: givenName ?? '', familyName: familyName ?? '', child }];
  });
}

async function readWorks(owner: Owner, byId: ReadonlyMap<number, Child>) {
  const rows = await owner.rows(
    `select child_id, team_id, practitioner_id, ${asDay('started_on')}, coalesce(${asDay('ended_on')}, ${never})
      from involvement order by child_id, involvement_no`,
  );
  return rows.flatMap(([id, team, practitioner, from, to]) => {
    const child = byId.get(Number(id));
    if (child === undefined) return [];
    return [[{ child, from: Number(from), to: Number(to) }, team, practitioner] as const];
  });
}

type WorkRow = readonly [Work, string | null | undefined, string | null | undefined];

function groupWorks(works: readonly WorkRow[], by: 1 | 2): ReadonlyMap<number, readonly Work[]> {
  const groups = new Map<number, Work[]>();
  for (const row of works) {
    const key = row[by];
    if (key === null || key === undefined) continue;
    const group = groups.get(Number(key)) ?? [];
    if (group.length === 0) groups.set(Number(key), group);
    group.push(row[0]);
  }
  return groups;
}

function groupRegisters(
  rows: readonly (readonly (string | null)[])[],
  byId: ReadonlyMap<number, Child>,
): ReadonlyMap<string, readonly Work[]> {
  const groups = new Map<string, Work[]>();
  for (const [code = null, id, from, to] of rows) {
    const child = byId.get(Number(id));
    if (child === undefined || code === null) continue;
    const group = groups.get(code) ?? [];
    if (group.length === 0) groups.set(code, group);
    group.push({ child, from: Number(from), to: Number(to) });
  }
  return groups;
}

function siblingsOf(carers: readonly Carer[]): ReadonlyMap<number, readonly Child[]> {
  const siblings = new Map<number, readonly Child[]>();
  for (const group of Map.groupBy(carers, ({ personId }) => personId).values())
    for (const { child } of group)
      if (group.length > 1)
        siblings.set(
          child.id,
          group.map((one) => one.child).filter((one) => one !== child),
        );
  return siblings;
}
