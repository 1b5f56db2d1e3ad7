import { z } from 'zod';
import { isServiceKind, serviceKinds, type ServiceKind } from '../domain/service-kinds.ts';
import type { ChildFact } from './child-facts.ts';

/** What a column of a case system's file may be declared to be. Nothing else can be taken from it. */
export type MappedFact =
  ChildFact | 'key' | 'nhs number' | 'practice' | 'school' | 'involved since' | 'involved until';

/** How a supplier's columns are to be read: each by its name, and the facts that every row of it must have. */
export type Mapping = {
  readonly columns: ReadonlyMap<string, MappedColumn>;
  /** Columns that are known to come and are not kept: a report names them. */
  readonly dropped: ReadonlySet<string>;
  /** Whose involvement the columns "involved since" and "involved until" tell of. */
  readonly involvement?: { readonly service: ServiceKind; readonly council: number };
};

export type MappedColumn = {
  readonly fact: MappedFact;
  readonly dates?: DateOrder;
  /** The supplier's words for ours: "1" for "male". */
  readonly words?: ReadonlyMap<string, string>;
};

/** How dates are written in a column. */
export type DateOrder = (typeof dateOrders)[number];

const dateOrders = ['year-month-day', 'day/month/year', 'month/day/year'] as const;

// prettier-ignore
const factList = [
  'key', 'nhs number', 'upn', 'family name', 'given name', 'middle names', 'preferred given name', 'preferred family name',
  'former family name', 'former given name', 'date of birth', 'gender', 'flat', 'house', 'street', 'locality', 'town',
  'post town', 'postcode', 'line 1', 'line 2', 'line 3', 'line 4', 'line 5', 'practice', 'school', 'involved since',
  'involved until',
] as const satisfies readonly MappedFact[];

const needed: readonly MappedFact[] = ['key', 'family name', 'given name', 'date of birth'];
const dateFacts: ReadonlySet<string> = new Set(['date of birth', 'involved since', 'involved until']);

/** A mapping that can be used, or every fault in it, each in a sentence that says what to write instead. */
export type ReadMapping =
  | { readonly ok: true; readonly mapping: Mapping }
  | { readonly ok: false; readonly faults: readonly string[] };

const columnShape = z.union([
  z.string(),
  z.strictObject({
    fact: z.string(),
    dates: z.string().optional(),
    words: z.record(z.string(), z.string()).optional(),
  }),
]);
const shape = z.strictObject({
  columns: z.record(z.string(), columnShape),
  dropped: z.array(z.string()).optional(),
  involvement: z.strictObject({ service: z.string(), council: z.number() }).optional(),
});
type Shape = z.infer<typeof shape>;

/** Reads a mapping file: JSON with the members columns, dropped and involvement. docs/feeds.md */
export function readMapping(text: string): ReadMapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return {
      ok: false,
      faults: ['The mapping is not JSON: look for a comma or a quotation mark that is missing'],
    };
  }
  const shaped = shape.safeParse(json);
  if (!shaped.success) return { ok: false, faults: shaped.error.issues.map(shapeFault) };
  const faults = [...columnFaults(shaped.data), ...wholeFaults(shaped.data)];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, mapping: mappingOf(shaped.data) };
}

function shapeFault(issue: z.core.$ZodIssue): string {
  const at =
    issue.path.length === 0 ? 'The mapping' : issue.path.map((step) => `"${String(step)}"`).join(' > ');
  if (issue.code === 'unrecognized_keys')
    return `${at} has ${issue.keys.map((key) => `"${key}"`).join(', ')}, which is nothing here: ${shapeSays}`;
  return `${at} is not as it should be: ${shapeSays}`;
}

const shapeSays =
  'a mapping has "columns", with a fact for each column or {"fact", "dates", "words"}; and may have "dropped", a list of columns, and "involvement", {"service", "council"}';

function columnFaults({ columns }: Shape): readonly string[] {
  return Object.entries(columns).flatMap(([column, declared]) => {
    const { fact, dates, words } = typeof declared === 'string' ? { fact: declared } : declared;
    if (!isMappedFact(fact)) return [`Column "${column}": "${fact}" is no fact. ${nearestFact(fact)}`];
    if (dates !== undefined && !dateFacts.has(fact))
      return [`Column "${column}": "dates" is for dates, and "${fact}" is none`];
    if (dates !== undefined && !dateOrders.some((order) => order === dates))
      return [
        `Column "${column}": write "dates" as one of ${dateOrders.map((order) => `"${order}"`).join(', ')}`,
      ];
    if (
      fact === 'gender' &&
      words !== undefined &&
      Object.values(words).some((word) => !genderWords.has(word))
    )
      return [`Column "${column}": the words for gender are "female", "male" and "not specified"`];
    return [];
  });
}

const genderWords: ReadonlySet<string> = new Set(['female', 'male', 'not specified']);

function wholeFaults({ columns, dropped = [], involvement }: Shape): readonly string[] {
  const facts = Object.values(columns).map((one) => (typeof one === 'string' ? one : one.fact));
  const twice = facts.filter((fact, at) => facts.indexOf(fact) < at);
  const both = dropped.filter((column) => Object.hasOwn(columns, column));
  return [
    ...needed
      .filter((fact) => !facts.includes(fact))
      .map((fact) => `No column is "${fact}": every row must have it`),
    ...[...new Set(twice)].map((fact) => `Two columns are "${fact}": one column for each fact`),
    ...both.map((column) => `Column "${column}" is kept and dropped at once: take it out of one of the two`),
    ...involvementFaults(facts, involvement),
  ];
}

function involvementFaults(facts: readonly string[], involvement: Shape['involvement']): readonly string[] {
  const isSaid = facts.includes('involved since');
  if (facts.includes('involved until') && !isSaid)
    return ['"involved until" needs a column that is "involved since" beside it'];
  if (!isSaid && involvement === undefined) return [];
  if (!isSaid) return ['"involvement" needs a column that is "involved since"'];
  if (involvement === undefined)
    return [
      '"involved since" needs "involvement": {"service": "social care", "council": 350}, to say whose it is',
    ];
  return [
    ...serviceFaults(involvement.service),
    ...(involvement.council >= 100 && involvement.council <= 999
      ? []
      : ['"council" is the three digits that the Department for Education gave it, like 350']),
  ];
}

// A sensitive service is recorded only with consent, or on suspicion of harm: no file can say so (product.md section 5).
function serviceFaults(service: string): readonly string[] {
  if (isServiceKind(service) && !serviceKinds[service].sensitive) return [];
  if (isServiceKind(service))
    return [`"${service}" is a sensitive service: no file may tell of it, only a person with consent`];
  const open = Object.entries(serviceKinds).flatMap(([kind, { sensitive }]) => (sensitive ? [] : [kind]));
  return [`"${service}" is no service. One of: ${open.join(', ')}`];
}

function mappingOf({ columns, dropped = [], involvement }: Shape): Mapping {
  const mapped = Object.entries(columns).flatMap(([column, declared]) => {
    const one = typeof declared === 'string' ? { fact: declared } : declared;
    if (!isMappedFact(one.fact)) return [];
    const order = dateOrders.find((known) => known === one.dates);
    const words = one.words === undefined ? undefined : new Map(Object.entries(one.words));
    const read: MappedColumn = {
      fact: one.fact,
      ...(order === undefined ? {} : { dates: order }),
      ...(words === undefined ? {} : { words }),
    };
    return [[column.toLowerCase(), read] as const];
  });
  return {
    columns: new Map(mapped),
    dropped: new Set(dropped.map((column) => column.toLowerCase())),
    ...(involvement !== undefined && isServiceKind(involvement.service)
      ? { involvement: { service: involvement.service, council: involvement.council } }
      : {}),
  };
}

function isMappedFact(word: string): word is MappedFact {
  return factList.some((fact) => fact === word);
}

function nearestFact(word: string): string {
  const folded = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const asked = folded(word);
  const also = alsoCalled.get(asked);
  const near =
    also ??
    factList.find((fact) => folded(fact) === asked || (asked.length > 3 && folded(fact).includes(asked)));
  return near === undefined ? `One of: ${factList.join(', ')}` : `Did you mean "${near}"?`;
}

const alsoCalled: ReadonlyMap<string, MappedFact> = new Map([
  ['dob', 'date of birth'],
  ['birthdate', 'date of birth'],
  ['dateofbirth', 'date of birth'],
  ['surname', 'family name'],
  ['lastname', 'family name'],
  ['forename', 'given name'],
  ['firstname', 'given name'],
  ['givennames', 'given name'],
  ['sex', 'gender'],
  ['id', 'key'],
  ['personid', 'key'],
  ['nhs', 'nhs number'],
  ['nhsnumber', 'nhs number'],
  ['address', 'line 1'],
  ['gp', 'practice'],
  ['urn', 'school'],
  ['referraldate', 'involved since'],
  ['startdate', 'involved since'],
  ['enddate', 'involved until'],
]);
