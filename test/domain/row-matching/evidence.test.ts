import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { evidenceOf, readEvidence } from '../../../src/domain/row-matching/evidence.ts';
import { fitsSchema, rowSchema } from '../../../src/domain/row-matching/model.ts';
import { readModel } from '../../../src/domain/row-matching/model-file.ts';
import { nameKnowledgeOf } from '../../../src/domain/matching/name-knowledge.ts';

const schema = rowSchema(nameKnowledgeOf({ givenNames: [], familyNames: [], forms: [], familyVariants: [] }));

test('every level of every comparison has a sentence of its own', () => {
  for (const [at, { of, levels }] of schema.comparisons.entries())
    for (const [level] of levels.entries()) {
      const only = schema.comparisons.map((_, place) => (place === at ? level : -1));
      const evidence = evidenceOf(schema, only);
      assert.match(evidence, /^[A-Z]\d$/, of);
      assert.equal(readEvidence(evidence).length, 1, `${of} ${level}`);
    }
});

test('what is no evidence is not spoken of', () => {
  assert.equal(evidenceOf(schema, new Int8Array(schema.comparisons.length).fill(-1)), '');
  assert.deepEqual(readEvidence(''), []);
});

test('the committed model is one of these comparisons', () => {
  const file = new URL('../../../data/matching/child-model.json', import.meta.url);
  assert.ok(fitsSchema(readModel(readFileSync(file, 'utf8')), schema));
});
