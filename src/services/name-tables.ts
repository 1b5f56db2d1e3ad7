import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseCsv } from '../domain/csv.ts';
import { nameKnowledgeOf, type NameKnowledge } from '../domain/matching/name-knowledge.ts';

const folder = fileURLToPath(new URL('../../data/names/', import.meta.url));

let read: Promise<NameKnowledge> | undefined;

/** What is known of names, from data/names; read once, at the first asking. */
export function nameKnowledge(): Promise<NameKnowledge> {
  read ??= readNames();
  return read;
}

async function readNames(): Promise<NameKnowledge> {
  const [givenNames, familyNames, ofCommunities, nicknames, forms, familyVariants] = await Promise.all([
    nameRows('forename_shares.csv'),
    nameRows('surnames.csv'),
    nameRows('community_surnames.csv'),
    nameRows('nicknames.csv'),
    nameRows('forename_variants.csv'),
    nameRows('surname_variants.csv'),
  ]);
  return nameKnowledgeOf({
    givenNames: givenNames.map(([name = '', perMillion]) => [name, Number(perMillion)]),
    familyNames: [
      ...familyNames.map(([name = '', perMillion]) => [name, Number(perMillion)] as const),
      ...ofCommunities.map(([, name = '', perMillion]) => [name, Number(perMillion)] as const),
    ],
    forms: [...nicknames, ...forms].map(([name = '', form = '']) => [name, form]),
    familyVariants: familyVariants.map(([name = '', form = '']) => [name, form]),
  });
}

/** The rows of one table of data/names below its header. */
export async function nameRows(file: string): Promise<readonly (readonly string[])[]> {
  const records = parseCsv(await readFile(folder + file, 'utf8')).slice(1);
  return records.map((record) => {
    if (!record.ok) throw new Error(`data/names/${file} line ${record.fault.line}: ${record.fault.says}`);
    return record.value.fields;
  });
}
