import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Crew } from './crew.ts';
import type { Product } from './product.ts';
import type { Search } from './searches.ts';

/** What `contactpoint measure-search` says of one search. */
export type Measured = {
  readonly childIds: readonly number[];
  readonly searchMs: number;
  readonly wholeMs: number;
  readonly databaseCpuMs: number | undefined;
  readonly ownCpuMs: number;
};

/** Makes these searches one after the other, without pages, and answers what each took. */
export async function measureOneByOne(
  product: Product,
  crew: Crew,
  searches: readonly Search[],
): Promise<readonly Measured[]> {
  const verb = product.start(['measure-search']);
  if (verb.stdin === null || verb.stdout === null) throw new Error('contactpoint cannot be talked to');
  const answers = createInterface({ input: verb.stdout })[Symbol.asyncIterator]();
  const measured: Measured[] = [];
  for (const { typed } of searches) {
    verb.stdin.write(`${JSON.stringify({ session: crew.next().secret, typed })}\n`);
    const answer = await answers.next();
    if (answer.done === true) throw new Error('contactpoint measure-search ended early');
    measured.push(measuredIn(JSON.parse(answer.value)));
  }
  const ended = once(verb, 'exit');
  verb.stdin.end();
  await ended;
  return measured;
}

function measuredIn(line: unknown): Measured {
  if (typeof line !== 'object' || line === null) throw new Error('contactpoint measure-search said nothing');
  const said = new Map<string, unknown>(Object.entries(line));
  const number = (name: string): number => Number(said.get(name));
  const children = said.get('childIds');
  return {
    childIds: Array.isArray(children) ? children.map(Number) : [],
    searchMs: number('searchMs'),
    wholeMs: number('wholeMs'),
    databaseCpuMs: said.has('databaseCpuMs') ? number('databaseCpuMs') : undefined,
    ownCpuMs: number('ownCpuMs'),
  };
}
