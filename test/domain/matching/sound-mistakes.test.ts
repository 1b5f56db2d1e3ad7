import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soundOf } from '../../../src/domain/names.ts';
import { soundMistakes } from '../../../src/domain/matching/sound-mistakes.ts';

const slips = [
  ['Coughlan', 'Coughan'],
  ['Weadon', 'Wjeadon'],
  ['Horvath', 'Horvarh'],
  ['Langridge', 'Langrifge'],
  ['Lockie', 'Lpckie'],
  ['Kamara', 'Kanara'],
  ['Joanna', 'Oanna'],
  ['Robinson', 'Rboinson'],
] as const;

test('the sound of a name with one slip is among the mistakes of its sound, and the other way round', () => {
  for (const [one, other] of slips) {
    assert.ok(heard(one).includes(soundOf(other)), `${one} ${other}`);
    assert.ok(heard(other).includes(soundOf(one)), `${other} ${one}`);
  }
});

test('a name has few enough mistakes to look under each, and is none of them itself', () => {
  for (const name of ['Li', 'Christopherson', 'Fitzwilliamson', 'A']) {
    const mistakes = soundMistakes(soundOf(name));
    assert.ok(mistakes.length < 220, String(mistakes.length));
    assert.ok(!mistakes.includes(soundOf(name)));
  }
});

function heard(name: string): readonly string[] {
  return [soundOf(name), ...soundMistakes(soundOf(name))];
}
