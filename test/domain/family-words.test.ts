import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { familyWords, type FamilyWords } from '../../src/domain/family-words.ts';

// A school grade of the United States is begun about five years older than its number.
const oldest = { ten: 10, fourteen: 14, parent: 14 } as const;

for (const [wording, age] of Object.entries(oldest))
  test(`what is written for ${wording} can be read at ${age}`, () => {
    const words = Object.entries(familyWords).find(([name]) => name === wording)?.[1];
    assert.ok(words);
    assert.ok(readingAge(sentencesOf(words)) <= age, String(readingAge(sentencesOf(words))));
  });

test('no sentence written for a child of ten is hard by itself', () => {
  const hard = sentencesOf(familyWords.ten).filter((sentence) => readingAge([sentence]) > 13);
  assert.deepEqual(hard, []);
});

function sentencesOf({ reasons, ...words }: FamilyWords): readonly string[] {
  const texts: readonly string[] = [...Object.values(words), ...Object.values(reasons)];
  return texts.flatMap((text) => text.split(/(?<=[.?!])\s+/)).filter((text) => text.includes(' '));
}

function readingAge(sentences: readonly string[]): number {
  const words = sentences.flatMap((sentence) => sentence.split(/\s+/));
  const counts = { sentence: sentences.length, word: words.length, syllable: syllable(words.join(' ')) };
  return fleschKincaid(counts) + 5;
}
