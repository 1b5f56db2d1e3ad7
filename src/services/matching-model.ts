import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { comparingBy, type Comparing } from '../domain/row-matching/weigh-row.ts';
import { fitsSchema } from '../domain/row-matching/model.ts';
import { readModel } from '../domain/row-matching/model-file.ts';
import { nameKnowledge } from './name-tables.ts';

/** The model that was reviewed and committed. */
export const modelFile = fileURLToPath(new URL('../../data/matching/child-model.json', import.meta.url));

let read: Promise<Comparing> | undefined;

/** The committed model, ready to compare by; read once, at the first asking. */
export function matchingModel(): Promise<Comparing> {
  read ??= readComparing(modelFile);
  return read;
}

/** A model from a file, ready to compare by. */
export async function readComparing(file: string): Promise<Comparing> {
  const model = readModel(await readFile(file, 'utf8'));
  const comparing = comparingBy(model, await nameKnowledge());
  if (!fitsSchema(model, comparing.schema))
    throw new Error('The model is of other comparisons than this program makes: estimate it anew');
  return comparing;
}
