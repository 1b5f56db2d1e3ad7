import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { londonDay } from '../src/domain/calendar.ts';
import { parseCsv } from '../src/domain/csv.ts';
import { link, weigherOf, type Linked } from '../src/domain/linkage/linkage.ts';
import type { LinkageField } from '../src/domain/linkage/record.ts';
import { schemaNames, type SchemaName } from '../src/domain/linkage/schemas.ts';
import { nameKnowledgeOf, type NameKnowledge } from '../src/domain/matching/name-knowledge.ts';
import { estimateModel } from '../src/domain/row-matching/estimate-model.ts';
import { WrongUse, type Asked, type Figures, type NamedCommand } from '../scripts/named-command.ts';
import { diceFor } from './support/dice.ts';
import { readLinkageFiles, type LinkageFile } from './support/linkage-file.ts';
import { figuresOfLinkage, type LinkageFigures } from './support/linkage-figures.ts';
import { writeLinkagePage } from './support/linkage-page.ts';
import { populationFile } from './support/linkage-population.ts';

/** `npm run bench -- linkage`: how well records of the same person find each other, by the truth of sets made for that. */
export const linkageBench: NamedCommand = {
  name: 'linkage',
  summary: 'link records of people and children whose truth is known: precision, recall, twins',
  help: `npm run bench -- linkage [--set NAME] [--schema KIND --file F --truth COLUMN] [--document] [--json]

Links each set of data/linkage, and invented children of the product's own, told nothing of the truth; then holds the links against it.
docs/matching.md says how, and docs/benchmarks.md what each figure means.

  --set NAME       one set alone: ${['febrl4', 'febrl4WithoutNumber', 'fake1000', 'children', 'population'].join(', ')}
  --file F         another CSV file, gzip or not, known by its headers; may be given again
  --truth COLUMN   the column that says who a record is of
  --schema KIND    of those files: ${schemaNames.join(', ')}
  --link-only      each file has every person once: only records of different files are compared
  --households N   how many invented families the population has (12000)
  --document       writes the figures and their charts into docs/benchmarks.md
  --model FILE     estimates the model that feeds are matched by from the invented families, to be reviewed; measures nothing`,
  options: {
    set: { type: 'string' },
    file: { type: 'string', multiple: true },
    truth: { type: 'string' },
    schema: { type: 'string' },
    'link-only': { type: 'boolean' },
    households: { type: 'string' },
    document: { type: 'boolean' },
    model: { type: 'string' },
  },
  run: async (asked) => {
    const knowledge = readKnowledge();
    const model = asked.text('model');
    if (model !== undefined) return estimateInto(model, knowledge, asked.number('households', 12_000));
    const files = asked.texts('file');
    if (files.length > 0) return { file: linkSet(ownSet(asked, files), knowledge, asked) };
    const only = asked.text('set');
    const chosen = sets(asked).filter(({ name }) => only === undefined || name === only);
    if (chosen.length === 0) throw new WrongUse(`there is no set ${only ?? ''}`);
    const found = Object.fromEntries(
      chosen.map((set) => [set.name, linkSet(set, knowledge, asked)] as const),
    );
    if (asked.flag('document')) writeLinkagePage(found);
    return found;
  },
};

function estimateInto(file: string, knowledge: NameKnowledge, households: number): Figures {
  const dice = diceFor(1, 0, 0);
  const records = populationFile(households).records.map(
    ({ source, values: { supplier: _supplier, ...values } }) => ({
      source,
      values,
    }),
  );
  const today = londonDay(new Date());
  const model = estimateModel({ records, knowledge, random: () => dice.unit(), today });
  writeFileSync(file, `${JSON.stringify(model, null, 2)}\n`);
  return { records: records.length, children: model.children };
}

type LinkageSet = {
  readonly name: string;
  readonly schema: SchemaName;
  readonly linkOnly: boolean;
  readonly read: () => LinkageFile;
};

const folder = fileURLToPath(new URL('../data/linkage/', import.meta.url));

function sets(asked: Asked): readonly LinkageSet[] {
  const febrl = ['febrl_4a.csv.gz', 'febrl_4b.csv.gz'].map((name) => folder + name);
  return [
    {
      name: 'febrl4',
      schema: 'person-with-address',
      linkOnly: true,
      read: () => readLinkageFiles(febrl, 'rec_id'),
    },
    {
      name: 'febrl4WithoutNumber',
      schema: 'person-with-address',
      linkOnly: true,
      read: () => without(readLinkageFiles(febrl, 'rec_id'), 'number'),
    },
    {
      name: 'fake1000',
      schema: 'person',
      linkOnly: false,
      read: () => readLinkageFiles([`${folder}splink_fake_1000.csv`], 'cluster'),
    },
    {
      name: 'children',
      schema: 'child',
      linkOnly: false,
      read: () => readLinkageFiles([`${folder}children_made_up.csv.gz`], 'child'),
    },
    {
      name: 'population',
      schema: 'child',
      linkOnly: false,
      read: () => populationFile(asked.number('households', 12_000)),
    },
  ];
}

function ownSet(asked: Asked, files: readonly string[]): LinkageSet {
  const truth = asked.text('truth');
  if (truth === undefined) throw new WrongUse('--file needs --truth COLUMN');
  const schema = schemaNames.find((name) => name === (asked.text('schema') ?? 'person'));
  if (schema === undefined) throw new WrongUse(`--schema takes one of ${schemaNames.join(', ')}`);
  return {
    name: 'file',
    schema,
    linkOnly: asked.flag('link-only'),
    read: () => readLinkageFiles(files, truth),
  };
}

function linkSet(
  { name, schema, linkOnly, read }: LinkageSet,
  knowledge: NameKnowledge,
  asked: Asked,
): LinkageFigures {
  asked.say(`Linking ${name}`);
  const file = read();
  const dice = diceFor(1, 0, 0);
  const linked = link({ records: file.records, schema, linkOnly, knowledge, random: () => dice.unit() });
  return figuresOfLinkage(linked, file, linkOnly, scoringRate(linked));
}

const fewestWeighed = 500_000; // pairs: a few thousand are over before the code is warm

// Comparing and weighing alone, over all the pairs once more: pairs for each second of processor, whatever else the machine does.
function scoringRate(linked: Linked): number {
  const { pairs, ready } = linked;
  const weigh = weigherOf(linked);
  const began = process.cpuUsage();
  let weighed = 0;
  while (pairs.count > 0 && weighed < fewestWeighed) {
    for (let at = 0; at < pairs.count; at += 1) {
      const [a, b] = [ready[pairs.first[at] ?? 0], ready[pairs.second[at] ?? 0]];
      if (a !== undefined && b !== undefined) weigh(a, b);
    }
    weighed += pairs.count;
  }
  const { user, system } = process.cpuUsage(began); // µs
  return Math.round((weighed * 1e6) / (user + system));
}

function without({ records, ...file }: LinkageFile, field: LinkageField): LinkageFile {
  return {
    ...file,
    records: records.map(({ source, values }) => ({ source, values: { ...values, [field]: '' } })),
  };
}

const names = fileURLToPath(new URL('../data/names/', import.meta.url));

function readKnowledge(): NameKnowledge {
  const rows = (name: string): readonly (readonly string[])[] =>
    parseCsv(readFileSync(names + name, 'utf8'))
      .slice(1)
      .flatMap((row) => (row.ok ? [row.value.fields] : []));
  const pairs = (name: string) => rows(name).map(([one = '', other = '']) => [one, other] as const);
  const counts = (name: string) =>
    rows(name).map(([one = '', perMillion]) => [one, Number(perMillion)] as const);
  return nameKnowledgeOf({
    givenNames: counts('forename_shares.csv'),
    familyNames: counts('surnames.csv'),
    forms: [...pairs('nicknames.csv'), ...pairs('forename_variants.csv')],
    familyVariants: pairs('surname_variants.csv'),
  });
}
