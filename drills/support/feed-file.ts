import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { chanceOf, oneOf, type Chance } from './chance.ts';
import type { Sql } from './installation.ts';

/** Writes a file of so many PDS messages, one a line, of invented children: some come twice, some are faulty, some name a carer. */
export async function writeFeed(path: string, rows: number, seed: number): Promise<void> {
  const file = createWriteStream(path);
  const chance = chanceOf(seed);
  const numbers = inventedNumbers();
  let last = '';
  for (let row = 0; row < rows; row += 1) {
    const kind = chance();
    const isNew = last === '' || kind < 0.85;
    if (isNew) last = numbers.next().value;
    const line = isNew || kind < 0.9 ? childLine(last, chance, kind < 0.01) : carerLine(last, row);
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}

// NHS numbers that were never issued, in their order: 11 - (sum of digit times place mod 11), docs of the NHS data dictionary.
function* inventedNumbers(): Generator<string, never> {
  for (let stem = 999_000_001; ; stem += 1) {
    const digits = String(stem);
    let sum = 0;
    for (let at = 0; at < 9; at += 1) sum += Number(digits[at]) * (10 - at);
    const check = (11 - (sum % 11)) % 11;
    if (check < 10) yield `${digits}${check}`;
  }
}

// Some thousands of names and of postcodes, as a place has: were all of one street, each row would be weighed against all others.
const beginnings = 'Al Ba Ce Dor El Fa Gar Ha Is Jo Ka Lor Ma Ni Ol Pe'.split(' ');
const middles = 'ba di fo ge li ma ne ra ro sa te vi'.split(' ');
const ends = 'by da ham ka ley na rick ric son ta ton va'.split(' ');
const inward = 'ABDEFGHJLNPQRSTUWXYZ'.split('');

function nameFrom(chance: Chance): string {
  return anyOf(chance, beginnings) + anyOf(chance, middles) + anyOf(chance, ends);
}

function postcodeFrom(chance: Chance): string {
  const digit = (): number => 1 + Math.floor(chance() * 7);
  return `BL${digit()} ${digit()}${anyOf(chance, inward)}${anyOf(chance, inward)}`;
}

function anyOf(chance: Chance, texts: readonly string[]): string {
  return texts[Math.floor(chance() * texts.length)] ?? '';
}

const system = 'https://fhir.nhs.uk/Id/nhs-number';

function childLine(number: string, chance: Chance, isAdult: boolean): string {
  const year = isAdult ? 1980 : 2012 + Math.floor(chance() * 12);
  const two = (most: number): string => String(1 + Math.floor(chance() * most)).padStart(2, '0');
  return JSON.stringify({
    resourceType: 'Patient',
    id: number,
    meta: { versionId: String(1 + Math.floor(chance() * 3)), security: [{ code: 'U' }] },
    identifier: [{ system, value: number }],
    name: [{ use: 'usual', given: [nameFrom(chance)], family: nameFrom(chance) }],
    gender: oneOf(chance, 'female', 'male'),
    birthDate: `${year}-${two(12)}-${two(28)}`,
    address: [
      { use: 'home', line: [`${two(99)} High Street`, '', 'Bolton'], postalCode: postcodeFrom(chance) },
    ],
  });
}

function carerLine(number: string, row: number): string {
  return JSON.stringify({
    resourceType: 'RelatedPerson',
    id: `R${row}`,
    patient: { identifier: { system, value: number } },
    relationship: [{ coding: [{ code: 'MTH' }] }],
    name: [{ use: 'usual', given: ['Salma'], family: 'Begum' }],
  });
}

// Everything that an import makes, without the random numbers: the same facts are the same digest.
const factsSql = {
  children: `select to_jsonb(child) - 'child_id' - 'contactpoint_number' from child`,
  addresses: `select to_jsonb(one) - 'child_id' || jsonb_build_object('of', nhs_number)
    from child_address as one join child using (child_id)`,
  carers: `select to_jsonb(one) - 'child_id' || jsonb_build_object('of', nhs_number)
    from carer as one join child using (child_id)`,
  entries: `select to_jsonb(one) - 'child_id' || jsonb_build_object('of', nhs_number)
    from search_entry as one join child using (child_id)`,
  sourceRows: `select to_jsonb(one) - 'source_row_id' || jsonb_build_object('of', child.nhs_number, 'by', decided_by)
    from source_row as one left join link using (source_row_id) left join child using (child_id)`,
  sourceCarers: `select to_jsonb(one) from source_carer as one`,
  refusals: `select to_jsonb(one) - 'batch_id' from feed_refusal as one`,
  counts: `select jsonb_build_array(rows_read, linked, created, waiting, unchanged, refused, not_taken) from feed_batch`,
  staged: `select to_jsonb(one) from staged_row as one`,
} as const;

/** A digest of each kind of thing that an import made. */
export async function factsOf(sql: Sql): Promise<Readonly<Record<string, string>>> {
  const facts: Record<string, string> = {};
  for (const [name, query] of Object.entries(factsSql)) {
    const [row] = await sql(
      `select count(*) || ' ' || md5(coalesce(string_agg(md5(fact::text), '' order by md5(fact::text)), ''))
        from (${query}) as facts (fact)`,
    );
    facts[name] = row?.[0] ?? '';
  }
  return facts;
}
