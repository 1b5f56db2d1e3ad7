// What soundOf writes: any of these first, the consonants alone further on.
const first = 'BKDFGHJLMNPRSTWYAEO';
const inside = 'BKDFGJLMNPRST';
const longest = 6; // as soundOf has it

/** The sounds that one mistaken, missing, added or exchanged letter may make of this one; some 170 for a long name. */
export function soundMistakes(sound: string): readonly string[] {
  const found = new Set<string>();
  for (let at = 0; at <= sound.length; at += 1) {
    const before = sound.slice(0, at);
    const here = sound.charAt(at);
    const after = sound.slice(at + 1);
    for (const letter of at === 0 ? first : inside) {
      found.add(before + letter + after);
      found.add(before + letter + here + after);
    }
    found.add(before + after);
    found.add(before + after.charAt(0) + here + after.slice(1));
  }
  const sounds = [...found].map((other) => other.slice(0, longest));
  return [...new Set(sounds)].filter((other) => other !== sound && other !== '');
}
